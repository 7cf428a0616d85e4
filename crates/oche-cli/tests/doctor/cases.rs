//! What may be missing, and what is said then.

use std::fs;

use crate::machine::{self, Machine};

/// What is done to a machine on which nothing is missing, how many things are missing then, and what is said.
pub type Case = (&'static str, fn(&Machine), usize, &'static [&'static str]);

pub const CASES: &[Case] = &[
    (
        "all is there",
        |_| {},
        0,
        &[
            "ok       cargo 1.95.0",
            "ok       rustc 1.95.0 (1.88 or newer is needed)",
            "ok       a linker (cc)",
            "ok       Dart 3.7 for linux_x64",
            "generated files up to date",
            "nothing is missing",
        ],
    ),
    (
        "no cargo",
        |machine| machine.remove("bin/cargo"),
        1,
        &["missing  there is no cargo on the PATH\n           help: install Rust (https://rustup.rs)"],
    ),
    (
        "no compiler",
        |machine| machine.remove("bin/rustc"),
        1,
        &["missing  there is no rustc on the PATH"],
    ),
    (
        "a toolchain that does not start",
        |machine| {
            machine.tool("cargo", "echo \"error: toolchain 'x' is not installed\" >&2; exit 1");
            machine.write("app/rust-toolchain", "x");
            fs::create_dir_all(machine.path("app/linux")).expect("a folder");
        },
        1,
        &[
            "missing  Rust does not start in `",
            "           toolchain 'x' is not installed\n           help: it is `rust-toolchain` that says which",
            "-        what Rust compiles for is not known before it starts",
        ],
    ),
    (
        "an old Rust",
        |machine| machine.tool("rustc", "echo 'rustc 1.70.0 (x)'"),
        1,
        &["missing  this is rustc 1.70.0, and Oche needs Rust 1.88 or newer\n           help: run `rustup update`"],
    ),
    (
        "no rustup is no fault",
        |machine| machine.remove("bin/rustup"),
        0,
        &["-        no rustup: targets are installed by what installed Rust"],
    ),
    (
        "no linker",
        |machine| machine.remove("bin/cc"),
        1,
        &["missing  there is no linker (cc) on the PATH"],
    ),
    (
        "no Dart",
        |machine| machine.remove("bin/dart"),
        1,
        &["missing  there is no Dart on the PATH\n           help: install the SDK (https://dart.dev/get-dart)"],
    ),
    (
        "an old Dart",
        |machine| machine.dart("3.2.4", "linux_x64"),
        1,
        &["is Dart 3.2, and Oche needs 3.4 or newer\n           help: install a newer one"],
    ),
    (
        "something else that is called dart",
        |machine| machine.tool("dart", "echo dart 0.9"),
        1,
        &["does not answer as Dart does"],
    ),
    (
        "a Dart of another platform, without its target",
        |machine| machine.dart("3.7.3", "linux_riscv64"),
        1,
        &[
            "missing  Rust has no standard library for riscv64gc-unknown-linux-gnu\n           help: run `rustup target add riscv64gc",
        ],
    ),
    (
        "Android without anything",
        |machine| fs::create_dir_all(machine.path("app/android")).expect("a folder"),
        4,
        &[
            "android\n",
            "help: run `rustup target add aarch64-linux-android`",
            "help: run `rustup target add armv7-linux-androideabi`",
            "help: run `rustup target add x86_64-linux-android`",
            "missing  there is no NDK, which links for Android\n           help: run `sdkmanager --install",
        ],
    ),
    (
        "Android with all that it needs",
        |machine| {
            fs::create_dir_all(machine.path("app/android")).expect("a folder");
            for target in [
                "aarch64-linux-android",
                "armv7-linux-androideabi",
                "x86_64-linux-android",
            ] {
                machine.target(target);
            }
            for version in ["9.0.1", "28.2.13676358", "27.0.12077973"] {
                let ndk = format!("Android/Sdk/ndk/{version}");
                machine.write(
                    &format!("{ndk}/source.properties"),
                    &format!("Pkg.Desc = NDK\nPkg.Revision = {version}\n"),
                );
                machine.write(&format!("{ndk}/toolchains/llvm/prebuilt/x/bin/clang"), "");
            }
            // One that was not unpacked to the end.
            machine.write("Android/Sdk/ndk/30.0.1/source.properties", "Pkg.Revision = 30.0.1\n");
        },
        0,
        &[
            "ok       NDK 28.2.13676358 in ",
            "ok       Rust's standard library for armv7-linux-androideabi",
        ],
    ),
    (
        "the web",
        |machine| fs::create_dir_all(machine.path("app/web")).expect("a folder"),
        0,
        &["web\n  -        Oche does not run on the web yet"],
    ),
    (
        "no Flutter",
        |machine| {
            machine.write(
                "app/pubspec.yaml",
                "name: app\ndependencies:\n  flutter:\n    sdk: flutter\n",
            )
        },
        1,
        &["missing  there is no flutter on the PATH, and the package needs it"],
    ),
    (
        "a Flutter with an old Dart",
        |machine| {
            machine.write(
                "app/pubspec.yaml",
                "name: app\ndependencies:\n  flutter:\n    sdk: flutter\n",
            );
            machine.tool(
                "flutter",
                "echo Welcome; echo '{\"frameworkVersion\": \"3.16.0\", \"dartSdkVersion\": \"3.2.0\"}'",
            );
        },
        1,
        &[
            "missing  Flutter 3.16.0 has Dart 3.2.0, and Oche needs 3.4 or newer\n           help: run `flutter upgrade`",
        ],
    ),
    (
        "a Flutter",
        |machine| {
            machine.write(
                "app/pubspec.yaml",
                "name: app\ndependencies:\n  flutter:\n    sdk: flutter\n",
            );
            machine.tool(
                "flutter",
                "echo '{\"frameworkVersion\": \"3.32.0\", \"dartSdkVersion\": \"3.8.0 (build x)\"}'",
            );
        },
        0,
        &["ok       Flutter 3.32.0, with Dart 3.8.0"],
    ),
    (
        "another version of the crate",
        |machine| machine.lock("99.1.0"),
        1,
        &[
            "missing  crate oche is 99.1.0, and this command is ",
            "cargo install oche-cli --version 99.1.0",
        ],
    ),
    (
        "no lock yet",
        |machine| machine.remove("app/rust/Cargo.lock"),
        0,
        &["-        crate oche: the version is not known before the first `cargo build`"],
    ),
    (
        "another version of the package",
        |machine| machine.package("99.1.0"),
        1,
        &[
            "missing  package:oche is 99.1.0, and this command is ",
            "run `dart pub get` in `",
        ],
    ),
    (
        "no packages",
        |machine| machine.remove("app/.dart_tool/package_config.json"),
        1,
        &[
            "missing  `.dart_tool/package_config.json` is not there",
            "help: run `dart pub get` in `",
        ],
    ),
    (
        "packages without Oche",
        |machine| machine.write("app/.dart_tool/package_config.json", "{\"packages\": []}"),
        1,
        &[
            "missing  `.dart_tool/package_config.json` has no package oche",
            "help: run `dart pub add oche`",
        ],
    ),
    (
        "a package that is gone",
        |machine| machine.remove("cache/oche/pubspec.yaml"),
        1,
        &["missing  `.dart_tool/package_config.json` names a folder for package oche that is not its own"],
    ),
    (
        "no build hook",
        |_| {},
        0,
        &[
            "-        no build hook (`hook/build.dart`): ",
            "`oche init --hook` adds one",
        ],
    ),
    (
        "a build hook of its own",
        |machine| machine.write("app/hook/build.dart", "void main() {}\n"),
        0,
        &["-        `hook/build.dart` does not use package:oche_hooks"],
    ),
    (
        "a build hook",
        |machine| {
            machine.dart("3.10.0", "linux_x64");
            machine.hook(machine::VERSION);
        },
        0,
        &["ok       package:oche_hooks ", "nothing is missing"],
    ),
    (
        "a build hook with another version of its package",
        |machine| {
            machine.dart("3.10.0", "linux_x64");
            machine.hook("99.1.0");
        },
        1,
        &["missing  package:oche_hooks is 99.1.0", "write `oche_hooks: ^"],
    ),
    (
        "a build hook without its package, which apps would not have",
        |machine| {
            machine.dart("3.10.0", "linux_x64");
            machine.hook(machine::VERSION);
            machine.package(machine::VERSION);
            machine.write(
                "app/pubspec.yaml",
                "name: app\nenvironment:\n  sdk: ^3.10.0\ndev_dependencies:\n  oche_hooks: any\n",
            );
        },
        2,
        &[
            "missing  `.dart_tool/package_config.json` has no package oche_hooks",
            "help: run `dart pub add oche_hooks`",
            "missing  oche_hooks stands under `dev_dependencies`",
        ],
    ),
    (
        "a build hook for an old Dart",
        |machine| machine.hook(machine::VERSION),
        1,
        &[
            "missing  `hook/build.dart` needs Dart 3.10 or newer, and this is 3.7: nobody runs it\n           help: install",
        ],
    ),
    (
        "no pubspec",
        |machine| machine.remove("app/pubspec.yaml"),
        2,
        &[
            "missing  there is no Dart package in `.`",
            "generated files are not up to date",
        ],
    ),
    (
        "what is generated is old",
        |machine| machine.write("app/rust/src/api.rs", "pub fn two() {}\n"),
        1,
        &["generated files are not up to date\n           help: run `oche generate --crate rust`"],
    ),
    (
        "a mistake in the API",
        |machine| machine.write("app/rust/src/api.rs", "pub fn two(x: *const u8) {}\n"),
        1,
        &["missing  1 problem in the API\n           help: run `oche generate --crate rust`, which shows them"],
    ),
    (
        "a mistake in the settings",
        |machine| machine.write("app/rust/oche.toml", "[drat]\n"),
        1,
        &["--> rust/oche.toml:1:2", "missing  1 problem with the settings"],
    ),
];
