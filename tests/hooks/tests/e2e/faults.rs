//! What the hook says when it cannot build.

use std::fs;
use std::os::unix::fs::symlink;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::fake::Fake;
use crate::project::Project;
use build_hooks::hook::{Build, Hook};

pub const TESTS: &[crate::Test] = &[
    ("what cargo says is shown when it fails", broken_crate),
    ("cargo is found where rustup puts it", cargo_at_home),
    ("tools that are missing are named", missing_tools),
    ("stale generated code is a warning with the command", stale),
    ("what cannot be built is refused", refused),
    (
        "tools that do not start, and folders that cannot be, are named",
        unusable,
    ),
];

fn linux() -> Build {
    Build::of("linux", "x64", json!({}))
}

fn with(build: Build, variable: &str, value: &str) -> Build {
    let mut build = build;
    build.environment.push((variable.to_owned(), value.to_owned()));
    build
}

/// Whether all of these are said.
fn says(errors: &str, all: &[&str]) -> Result<()> {
    for expected in all {
        ensure!(errors.contains(expected), "{expected:?} is not said:\n{errors}");
    }
    Ok(())
}

fn broken_crate(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    let build = with(fake.build(linux()), "FAKE_BROKEN", "1");
    let errors = hook.failure(&project, &build, 1)?;
    says(
        &errors,
        &[
            "cargo cannot build the crate in ",
            "error[E0308]: mismatched types",
            "The command was: (cd \"",
            "cargo rustc --lib --crate-type=cdylib --target=x86_64-unknown-linux-gnu \"--target-dir=",
        ],
    )
}

fn cargo_at_home(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &[])?;
    for tool in ["cargo", "rustc"] {
        symlink(fake.path("script"), fake.path("home/.cargo/bin").join(tool))?;
    }
    let build = Build {
        environment: fake.environment_with_path("/usr/bin:/bin"),
        ..linux()
    };
    hook.answer(&project, &build)?.library()?;
    Ok(())
}

fn missing_tools(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &[])?;
    let path = fake.path("bin").display().to_string();
    let build = Build {
        environment: fake.environment_with_path(&path),
        ..linux()
    };
    let errors = hook.failure(&project, &build, 2)?;
    says(&errors, &["There is no cargo", "https://rustup.rs", "home/.cargo/bin"])?;

    // No standard library, and nobody who could fetch it.
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    fs::remove_file(fake.path("libdir/libstd-1.rlib"))?;
    let build = fake.build(linux());
    let errors = hook.failure(&project, &build, 2)?;
    says(
        &errors,
        &["there is no rustup", "`rustup target add x86_64-unknown-linux-gnu`"],
    )?;
    symlink(fake.path("script"), fake.path("bin/rustup"))?;
    let errors = hook.failure(&project, &with(build, "FAKE_OFFLINE", "1"), 2)?;
    says(
        &errors,
        &["`rustup target add x86_64-unknown-linux-gnu` failed", "no network"],
    )?;

    let ndk = fake.build(Build::of(
        "android",
        "arm64",
        json!({"android": {"target_ndk_api": 24}}),
    ));
    says(&hook.failure(&project, &ndk, 2)?, &["There is no NDK", "sdkmanager"])
}

fn unusable(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    // Of another machine, or without the right to be run.
    let fake = Fake::new(&project, &["rustc"])?;
    fs::write(fake.path("bin/cargo"), "")?;
    let errors = hook.failure(&project, &fake.build(linux()), 2)?;
    says(&errors, &["bin/cargo does not start in ", "ermission denied"])?;

    // An `oche` that does not start is none.
    let other = Project::new()?;
    let fake = Fake::new(&other, &["cargo", "rustc"])?;
    fs::write(fake.path("bin/oche"), "")?;
    let answer = hook.answer(&other, &fake.build(linux()))?;
    answer.library()?;
    ensure!(answer.errors.is_empty(), "{}", answer.errors);

    fs::write(other.path("file"), "")?;
    let build = Build {
        defines: json!({"target_dir": "file"}),
        ..fake.build(linux())
    };
    says(
        &hook.failure(&other, &build, 2)?,
        &["The library cannot be bundled: ", "/file"],
    )
}

fn stale(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc", "oche"])?;
    let version = concat!("oche ", env!("CARGO_PKG_VERSION"));
    let build = with(fake.build(linux()), "FAKE_OCHE", version);
    let answer = hook.answer(&project, &build)?;
    answer.library()?;
    says(
        &answer.errors,
        &[
            "warning: the generated code is not what `oche generate` would write",
            "lib/src/rust/src/api.dart",
            "help: run `oche generate --crate \"",
        ],
    )?;
    // Another version may write something else, and is not asked.
    let other = with(fake.build(linux()), "FAKE_OCHE", "oche 9.0.0");
    let errors = hook.answer(&project, &other)?.errors;
    ensure!(errors.is_empty(), "{errors}");
    Ok(())
}

fn refused(hook: &Hook) -> Result<()> {
    let project = Project::new()?;
    let fake = Fake::new(&project, &["cargo", "rustc"])?;
    let rows: [(&str, &str, Value, &str); 4] = [
        (
            "fuchsia",
            "x64",
            json!({}),
            "no target of Rust for fuchsia on x64. There are: android on arm",
        ),
        ("windows", "ia32", json!({}), "no target of Rust for windows on ia32"),
        (
            "ios",
            "x64",
            json!({"ios": {"target_sdk": "iphoneos", "target_version": 13}}),
            "no target of Rust for ios on x64",
        ),
        (
            "linux",
            "x64",
            json!({"link_mode_preference": "static"}),
            "neither Dart nor Flutter can do",
        ),
    ];
    for (os, cpu, more, expected) in rows {
        says(
            &hook.failure(&project, &fake.build(Build::of(os, cpu, more)), 1)?,
            &[expected],
        )?;
    }
    // Nothing was generated for this crate, so that the library would never be found.
    fs::remove_file(project.path("lib/src/rust/src/asset_native.dart"))?;
    let errors = hook.failure(&project, &fake.build(linux()), 1)?;
    says(
        &errors,
        &["asks for the library of the crate `hello`", "Run `oche generate`"],
    )?;
    fs::remove_dir_all(project.path("rust"))?;
    let errors = hook.failure(&project, &fake.build(linux()), 1)?;
    says(&errors, &["rust/Cargo.toml", "OcheBuilder(cratePath: …)"])
}
