//! A machine with a project on it, and tools that are what a test makes them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::text;

/// That of the command.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

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
pub struct Machine(TempDir);

impl Machine {
    pub fn new() -> Self {
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

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect(path);
    }

    /// A program in the `PATH`.
    pub fn tool(&self, name: &str, script: &str) {
        let name = format!("bin/{name}");
        self.write(&name, &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.path(&name), fs::Permissions::from_mode(0o755)).expect("permissions");
    }

    pub fn dart(&self, version: &str, platform: &str) {
        self.tool(
            "dart",
            &format!("echo 'Dart SDK version: {version} (stable) (x) on \"{platform}\"'"),
        );
    }

    /// Rust has the standard library for it.
    pub fn target(&self, target: &str) {
        self.write(&format!("libs/{target}/libstd-0123.rlib"), "");
    }

    pub fn lock(&self, version: &str) {
        let text = format!("version = 4\n\n[[package]]\nname = \"oche\"\nversion = \"{version}\"\n");
        self.write("app/rust/Cargo.lock", &text);
    }

    /// What `dart pub get` leaves, with a `package:oche` of that version.
    pub fn package(&self, version: &str) {
        let packages =
            "{\"configVersion\": 2, \"packages\": [{\"name\": \"oche\", \"rootUri\": \"../../cache/oche\"}]}";
        self.write("app/.dart_tool/package_config.json", packages);
        self.write("cache/oche/pubspec.yaml", &format!("name: oche\nversion: {version}\n"));
    }

    /// A build hook, and what pub leaves for it.
    pub fn hook(&self, version: &str) {
        self.write("app/hook/build.dart", "import 'package:oche_hooks/oche_hooks.dart';\n");
        let packages = "{\"packages\": [{\"name\": \"oche\", \"rootUri\": \"../../cache/oche\"}, {\"name\": \"oche_hooks\", \
                        \"rootUri\": \"../../cache/oche_hooks\"}]}";
        self.write("app/.dart_tool/package_config.json", packages);
        self.write(
            "cache/oche_hooks/pubspec.yaml",
            &format!("name: oche_hooks\nversion: {version}\n"),
        );
    }

    pub fn oche(&self, args: &[&str]) -> Output {
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
