//! The build hooks of the projects of `oche new` and `oche init`: compiled, run by the protocol with the real cargo, and the library
//! that they bundle called from Dart.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use build_hooks::hook::{ASSET, Build, Hook, bundle, environment, text};
use build_hooks::packages;
use serde_json::{Value, json};
use xtask::dart::packages::file_uri;
use xtask::{Toolchain, Workspace};

use super::projects::Place;
use super::says;

/// A project: how it is made, where its generated code asks for the library, a program of it, and what that prints.
type Row = (&'static [&'static str], &'static str, &'static str, &'static str);

const ROWS: [Row; 4] = [
    (
        &["new", "hello", "--hook", "--oche", "clone"],
        "src/asset_native.dart",
        "bin/hello.dart",
        "9592 primes below 100000",
    ),
    (
        &["new", "hello", "--template", "plugin", "--hook", "--oche", "clone"],
        ASSET,
        "example/hello_example.dart",
        "Hello, plugin!",
    ),
    (
        &["new", "hello", "--template", "flutter", "--hook", "--oche", "clone"],
        ASSET,
        "test/counter_model_test.dart",
        "All 2 tests passed.",
    ),
    (
        &["init", "hello", "--hook", "--oche", "clone"],
        ASSET,
        "test/native_test.dart",
        "All 7 tests passed.",
    ),
];

pub(super) fn of_templates(workspace: &Workspace, toolchain: &Toolchain) -> Result<()> {
    for (command, asset, program, prints) in ROWS {
        let place = Place::new(workspace, toolchain)?;
        let package = place.path("hello");
        if command.contains(&"flutter") || command.contains(&"init") {
            package_that_is_there(&package)?;
        }
        says(&place.oche("", command)?, 0, "created");
        place.keep_versions("hello")?;
        let pubspec = fs::read_to_string(package.join("pubspec.yaml"))?;
        ensure!(
            pubspec.contains("\n  oche_hooks:\n    path: ../clone/dart/oche_hooks\n")
                && pubspec.contains("  sdk: ^3.10.0\n"),
            "{pubspec}"
        );
        add_packages(workspace, &package)?;

        let hook = Hook::compile(toolchain.clone(), &package)?;
        let (os, cpu) = hook.platform()?;
        let build = Build {
            // One for all projects, because they have the same dependencies.
            defines: json!({"target_dir": workspace.target().join("oche/hooks")}),
            environment: environment(),
            ..Build::of(&os, &cpu, json!({"macos": {"target_version": 11}}))
        };
        let library = hook.answer(&package, &build)?.asset(asset)?;
        bundle(&package, &format!("{os}_{cpu}"), asset, &library)?;
        // With the VM alone, which has nothing else to find the library by.
        let output = hook
            .dart(&package)
            .arg(program)
            .env_remove("OCHE_LIBRARY_DIR")
            .output()?;
        ensure!(
            output.status.success() && text(&output).contains(prints),
            "{command:?}: {}",
            text(&output)
        );
    }
    Ok(())
}

/// What `flutter create` or `dart create` leaves of a package for Dart 3.10.
fn package_that_is_there(package: &Path) -> Result<()> {
    fs::create_dir_all(package.join("lib"))?;
    fs::create_dir_all(package.join(".dart_tool"))?;
    fs::write(
        package.join("pubspec.yaml"),
        "name: hello\nenvironment:\n  sdk: ^3.10.0\ndependencies:\n  flutter:\n    sdk: flutter\n",
    )?;
    // The language is that of the VM that is there.
    let mut own = packages::entry("flutter", &flutter());
    own["packageUri"] = json!("./");
    let config = json!({"configVersion": 2, "packages": [packages::entry("hello", "../"), own]});
    fs::write(package.join(".dart_tool/package_config.json"), config.to_string())?;
    Ok(())
}

/// What stands in for Flutter.
fn flutter() -> String {
    file_uri(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/flutter")) + "/"
}

/// Adds what pub would find besides, for the hook.
fn add_packages(workspace: &Workspace, package: &Path) -> Result<()> {
    let file = package.join(".dart_tool/package_config.json");
    let mut config: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
    let known = config["packages"].as_array_mut().context("no packages")?;
    known.retain(|known| known["name"] != "oche");
    known.extend(packages::needed(workspace.root()));
    fs::write(file, config.to_string())?;
    Ok(())
}
