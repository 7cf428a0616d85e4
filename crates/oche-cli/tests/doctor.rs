//! `oche doctor`, with tools in the `PATH` that are and are not as they should be; and what `build` and `run` say of the same.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

const VERSION: &str = env!("CARGO_PKG_VERSION");

const MANIFEST: &str = "\
[package]
name = \"hello\"
version = \"0.1.0\"
edition = \"2024\"

[lib]
crate-type = [\"cdylib\"]

[dependencies]
oche = \"0.1\"
";

/// What answers as rustc does; the folders of the targets lie in `LIBS`.
const RUSTC: &str = "case \"$*\" in\n*--version*) echo 'rustc 1.95.0 (x 2026-04-14)';;\n\
                     *) for target in \"$@\"; do :; done; echo \"LIBS/$target\";;\nesac";

/// A machine with a project on it, on which nothing is missing.
struct Machine(TempDir);

impl Machine {
    fn new() -> Self {
        let machine = Self(tempfile::tempdir().expect("a folder"));
        let libraries = machine.path("libs");
        machine.tool("cargo", "echo 'cargo 1.95.0 (x 2026-03-21)'");
        machine.tool("rustc", &RUSTC.replace("LIBS", &libraries.display().to_string()));
        machine.tool("rustup", "exit 0");
        machine.tool("cc", "exit 0");
        machine.dart("3.7.3", "linux_x64");
        machine.target("x86_64-unknown-linux-gnu");
        machine.write("app/pubspec.yaml", "name: app\n");
        machine.write("app/rust/Cargo.toml", MANIFEST);
        machine.write("app/rust/oche.toml", "[dart]\ndir = \"..\"\n");
        machine.write("app/rust/src/lib.rs", "pub mod api;\nmod oche_generated;\n");
        machine.write("app/rust/src/api.rs", "pub fn one() {}\n");
        machine.lock(VERSION);
        machine.package(VERSION);
        let generated = machine.oche(&["generate", "--crate", "rust"]);
        assert!(generated.status.success(), "{}", text(&generated));
        machine
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect(path);
    }

    /// A program in the `PATH`.
    fn tool(&self, name: &str, script: &str) {
        let name = format!("bin/{name}");
        self.write(&name, &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.path(&name), fs::Permissions::from_mode(0o755)).expect("permissions");
    }

    fn dart(&self, version: &str, platform: &str) {
        self.tool(
            "dart",
            &format!("echo 'Dart SDK version: {version} (stable) (x) on \"{platform}\"'"),
        );
    }

    /// Rust has the standard library for it.
    fn target(&self, target: &str) {
        self.write(&format!("libs/{target}/libstd-0123.rlib"), "");
    }

    fn lock(&self, version: &str) {
        let text = format!("version = 4\n\n[[package]]\nname = \"oche\"\nversion = \"{version}\"\n");
        self.write("app/rust/Cargo.lock", &text);
    }

    /// What `dart pub get` leaves, with a `package:oche` of that version.
    fn package(&self, version: &str) {
        let packages =
            "{\"configVersion\": 2, \"packages\": [{\"name\": \"oche\", \"rootUri\": \"../../cache/oche\"}]}";
        self.write("app/.dart_tool/package_config.json", packages);
        self.write("cache/oche/pubspec.yaml", &format!("name: oche\nversion: {version}\n"));
    }

    fn oche(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oche"));
        command
            .args(args)
            .current_dir(self.path("app"))
            .env("PATH", self.path("bin"))
            .env("HOME", self.0.path());
        for variable in [
            "CARGO",
            "RUSTC",
            "RUSTUP_TOOLCHAIN",
            "OCHE_DART",
            "ANDROID_HOME",
            "ANDROID_SDK_ROOT",
            "ANDROID_NDK",
            "ANDROID_NDK_HOME",
            "ANDROID_NDK_ROOT",
        ] {
            command.env_remove(variable);
        }
        command.output().expect("the command runs")
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// What is done to a machine on which nothing is missing, how many things are missing then, and what is said.
type Case = (&'static str, fn(&Machine), usize, &'static [&'static str]);

const CASES: &[Case] = &[
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

#[test]
fn what_is_missing_is_said_and_what_to_type() {
    for (name, change, missing, said) in CASES {
        let machine = Machine::new();
        change(&machine);
        let output = machine.oche(&["doctor", "--crate", "rust"]);
        let text = text(&output);
        assert_eq!(output.status.code(), Some(i32::from(*missing > 0)), "{name}: {text}");
        for line in *said {
            assert!(text.contains(line), "{name}: {line:?} is not in:\n{text}");
        }
        assert_eq!(
            text.lines().filter(|line| line.starts_with("  missing  ")).count(),
            *missing,
            "{name}: {text}"
        );
        // Only what is missing, where that was asked for; and the same number.
        let quiet = machine.oche(&["doctor", "--crate", "rust", "--quiet"]);
        let quiet = String::from_utf8_lossy(&quiet.stdout).into_owned();
        assert_eq!(
            quiet.lines().filter(|line| line.starts_with("  missing  ")).count(),
            *missing,
            "{name}"
        );
        assert!(
            !quiet.contains("  ok  ") && !quiet.contains("  -   "),
            "{name}: {quiet}"
        );
    }
}

/// What only a Mac builds for is no fault elsewhere.
#[test]
#[cfg(target_os = "linux")]
fn platforms_of_other_systems_are_left_alone() {
    let machine = Machine::new();
    for folder in ["ios", "macos", "windows", "linux"] {
        fs::create_dir_all(machine.path("app").join(folder)).expect("a folder");
    }
    let output = machine.oche(&["doctor", "--crate", "rust"]);
    let text = text(&output);
    for line in [
        "ios\n  -        only a Mac builds for it",
        "macos\n  -        only a Mac builds for it",
        "windows\n  -        only Windows builds for it",
        "linux\n  ok       Rust's standard library for ",
    ] {
        assert!(text.contains(line), "{line:?} is not in:\n{text}");
    }
}

#[test]
fn without_a_crate_the_machine_is_looked_at() {
    let machine = Machine::new();
    fs::remove_dir_all(machine.path("app/rust")).expect("the crate");
    let output = machine.oche(&["doctor"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(
        text(&output).contains("no crate here or above: only the machine was looked at"),
        "{}",
        text(&output)
    );
    let output = machine.oche(&["doctor", "--crate", "rust"]);
    assert_eq!(output.status.code(), Some(1), "who names a crate means it");
}

/// What is done to a machine, and what is said then.
type Refused = (&'static str, fn(&Machine), &'static str);

/// `build` and `run` end with the same message, before anything is compiled.
#[test]
fn build_and_run_say_the_same() {
    let cases: [Refused; 6] = [
        (
            "no cargo",
            |machine| machine.remove("bin/cargo"),
            "error: there is no cargo on the PATH\nhelp: ",
        ),
        (
            "a toolchain that does not start",
            |machine| {
                machine.tool("rustc", "echo \"error: toolchain 'x' is not installed\" >&2; exit 1");
                machine.write("app/rust/rust-toolchain.toml", "x");
            },
            "toolchain 'x' is not installed\nhelp: it is `rust/rust-toolchain.toml` that says which Rust is used here",
        ),
        (
            "an old Rust",
            |machine| machine.tool("rustc", "echo 'rustc 1.70.0 (x)'"),
            "error: this is rustc 1.70.0, and Oche needs Rust 1.88 or newer\nhelp: run `rustup update`",
        ),
        (
            "no target",
            |machine| machine.dart("3.7.3", "linux_riscv64"),
            "error: Rust has no standard library for riscv64gc-unknown-linux-gnu\nhelp: run `rustup target add",
        ),
        (
            "an old Dart",
            |machine| machine.dart("3.2.4", "linux_x64"),
            "is Dart 3.2, and Oche needs 3.4 or newer\nhelp: install a newer one",
        ),
        (
            "something else that is called dart",
            |machine| machine.tool("dart", "echo dart 0.9"),
            "does not answer as Dart does\nhelp: name the `dart` executable",
        ),
    ];
    for (name, change, said) in cases {
        let machine = Machine::new();
        change(&machine);
        for args in [
            &["build", "--crate", "rust"][..],
            &["run", "--crate", "rust", "--", "main.dart"],
        ] {
            let output = machine.oche(args);
            let err = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(3), "{name}: {args:?}: {err}");
            assert!(err.contains(said), "{name}: {args:?}: {said:?} is not in:\n{err}");
        }
    }
}

/// The real rustup, with toolchain files that it cannot do anything with.
#[test]
fn a_broken_toolchain_file_is_named() {
    let rustup = Command::new("rustup").arg("--version").output();
    if !rustup.is_ok_and(|output| output.status.success()) {
        println!("no rustup here: nothing that reads toolchain files");
        return;
    }
    for file in ["[toolchain\n", "[toolchain]\nchannel = \"no-such-toolchain\"\n"] {
        let machine = Machine::new();
        machine.write("app/rust/rust-toolchain.toml", file);
        for args in [&["doctor", "--crate", "rust"][..], &["build", "--crate", "rust"]] {
            let output = Command::new(env!("CARGO_BIN_EXE_oche"))
                .args(args)
                .current_dir(machine.path("app"))
                .env_remove("CARGO")
                .env_remove("RUSTC")
                .env_remove("RUSTUP_TOOLCHAIN")
                .env("OCHE_DART", machine.path("bin/dart"))
                .env("RUST_BACKTRACE", "1")
                // The tools of one toolchain are in front while tests run.
                .env("PATH", proxies())
                .output()
                .expect("the command runs");
            let text = text(&output);
            assert!(!output.status.success(), "{text}");
            for said in [
                "Rust does not start in `",
                "help: it is `rust/rust-toolchain.toml` that says which Rust is used here: mend it, or take it away",
            ] {
                assert!(text.contains(said), "{args:?}: {said:?} is not in:\n{text}");
            }
            assert!(!text.contains("backtrace"), "{text}");
        }
    }
}

/// The folders of the `PATH`, those first that have rustup beside cargo.
fn proxies() -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let (with, without): (Vec<_>, Vec<_>) =
        std::env::split_paths(&path).partition(|folder| folder.join("rustup").is_file());
    std::env::join_paths(with.into_iter().chain(without)).expect("a path")
}
