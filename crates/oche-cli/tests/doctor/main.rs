//! `oche doctor`, with tools in the `PATH` that are and are not as they should be; and what `build` and `run` say of the same.
#![cfg(unix)]

mod cases;
mod machine;

use std::fs;
use std::process::{Command, Output};

use cases::CASES;
use machine::Machine;

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

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
