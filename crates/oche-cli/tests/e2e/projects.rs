//! What `oche new` makes builds, runs, and passes its tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result};
use tempfile::TempDir;
use xtask::dart::packages::file_uri;
use xtask::rust::Target;
use xtask::{Toolchain, Workspace};

use crate::says;

/// A folder that a project is made in, and the tools.
pub(super) struct Place<'a> {
    folder: TempDir,
    workspace: &'a Workspace,
    toolchain: &'a Toolchain,
}

pub fn dart(workspace: &Workspace, toolchain: &Toolchain) -> Result<()> {
    let place = Place::new(workspace, toolchain)?;
    says(
        &place.oche("", &["new", "hello", "--oche", "clone"])?,
        0,
        "oche run -- bin/hello.dart",
    );
    place.keep_versions("hello")?;
    says(&place.oche("hello", &["generate", "--check"])?, 0, "up to date");
    let run = ["run", "--", "bin/hello.dart", "Ada"];
    says(
        &place.oche("hello", &run)?,
        0,
        "Hello, Ada!\n9592 primes below 100000\nThe mean is 3.0\n",
    );
    says(&place.oche("hello", &run)?, 0, "The counter shows 42");

    // Also from within, and with the VM alone, which finds the library that was built.
    says(&place.oche("hello/lib", &["build"])?, 0, "built for Dart's platform");
    says(&place.vm("hello", "test/hello_test.dart")?, 0, "All 7 tests passed.");
    rust_tests(&place, "hello")?;

    // A test that fails is seen.
    let test = place.path("hello/test/hello_test.dart");
    let text = fs::read_to_string(&test)?;
    fs::write(&test, text.replace("'Hello, Ada!'", "'Hello, Bob!'"))?;
    let output = place.vm("hello", "test/hello_test.dart")?;
    says(&output, 1, "Expected: 'Hello, Bob!'\n    Actual: 'Hello, Ada!'");
    says(&output, 1, "1 of 7 tests failed.");
    Ok(())
}

pub fn init(workspace: &Workspace, toolchain: &Toolchain) -> Result<()> {
    let place = Place::new(workspace, toolchain)?;
    let app = place.path("app");
    fs::create_dir_all(app.join("bin"))?;
    fs::write(app.join("pubspec.yaml"), "name: app\nenvironment:\n  sdk: ^3.4.0\n")?;
    fs::write(
        app.join("bin/app.dart"),
        "import 'package:app/src/rust/native.dart';\n\nvoid main() => print(greet(name: 'app'));\n",
    )?;
    let init = ["init", "--oche", "../clone"];
    says(&place.oche("app", &init)?, 0, "create rust/src/api.rs");
    place.keep_versions("app")?;
    says(&place.oche("app", &init)?, 0, "nothing was changed");
    says(&place.oche("app", &["run", "--", "bin/app.dart"])?, 0, "Hello, app!");
    says(
        &place.oche("app", &["run", "--", "test/native_test.dart"])?,
        0,
        "All 7 tests passed.",
    );
    Ok(())
}

pub fn plugin(workspace: &Workspace, toolchain: &Toolchain) -> Result<()> {
    let place = Place::new(workspace, toolchain)?;
    let new = ["new", "darts", "--template", "plugin", "--oche", "clone"];
    says(&place.oche("", &new)?, 0, "oche run -- example/darts_example.dart");
    place.keep_versions("darts")?;
    says(&place.oche("darts", &["generate", "--check"])?, 0, "up to date");
    let run = ["run", "--", "example/darts_example.dart"];
    says(
        &place.oche("darts", &run)?,
        0,
        "Hello, plugin!\n168 primes below 1000\n3\n2\n1\n0\n",
    );
    let run = ["run", "--", "test/darts_test.dart"];
    says(&place.oche("darts", &run)?, 0, "All 7 tests passed.");
    Ok(())
}

/// There is no Flutter here: what is not a widget runs, and the widgets are compiled against what stands in for it.
pub fn flutter(workspace: &Workspace, toolchain: &Toolchain) -> Result<()> {
    let place = Place::new(workspace, toolchain)?;
    let new = ["new", "app", "--template", "flutter", "--oche", "clone"];
    says(
        &place.oche("", &new)?,
        1,
        "help: type `flutter create app`, and run this command again",
    );

    let app = place.path("app");
    fs::create_dir_all(app.join("lib"))?;
    fs::create_dir_all(app.join(".dart_tool"))?;
    fs::write(
        app.join("pubspec.yaml"),
        "name: app\nenvironment:\n  sdk: ^3.4.0\ndependencies:\n  flutter:\n    sdk: flutter\ndev_dependencies:\n  \
         flutter_test:\n    sdk: flutter\n",
    )?;
    fs::write(app.join("lib/main.dart"), "void main() {}\n")?;
    let stand_in = file_uri(&workspace.root().join("tests/dart_flutter/flutter"));
    let packages = format!(
        "{{\"configVersion\": 2, \"packages\": [{{\"name\": \"flutter\", \"rootUri\": \"{stand_in}/\", \
         \"packageUri\": \"lib/\", \"languageVersion\": \"3.4\"}}]}}"
    );
    fs::write(app.join(".dart_tool/package_config.json"), packages)?;
    says(&place.oche("", &new)?, 0, "create lib/main_rust.dart");
    place.keep_versions("app")?;
    says(&place.oche("", &new)?, 0, "nothing was changed");
    assert_eq!(fs::read_to_string(app.join("lib/main.dart"))?, "void main() {}\n");

    for (test, passed) in [("counter_model", 2), ("native", 7)] {
        let program = format!("test/{test}_test.dart");
        let says_so = format!("All {passed} tests passed.");
        says(&place.oche("app", &["run", "--", &program])?, 0, &says_so);
    }
    let mut dart = Command::new(toolchain.vm().executable());
    dart.args(["--snapshot-kind=kernel", "--snapshot=app.dill", "lib/main_rust.dart"]);
    says(&dart.current_dir(&app).output()?, 0, "");
    assert!(app.join("app.dill").is_file());
    Ok(())
}

/// The tests of the crate, without warnings.
fn rust_tests(place: &Place<'_>, project: &str) -> Result<()> {
    let mut cargo = Command::new(env!("CARGO"));
    place.environment(&mut cargo);
    cargo
        .args(["test", "--lib"])
        .current_dir(place.path(project).join("rust"));
    if let Target::Other(triple) = place.toolchain.target() {
        // For which everything is compiled already.
        cargo.args(["--target", triple]);
    }
    let output = cargo.output()?;
    says(&output, 0, "test result: ok. 3 passed");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!text.contains("warning:"), "{text}");
    Ok(())
}

impl<'a> Place<'a> {
    /// With this repository in `clone`.
    pub(super) fn new(workspace: &'a Workspace, toolchain: &'a Toolchain) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(workspace.root(), folder.path().join("clone"))?;
        Ok(Self {
            folder,
            workspace,
            toolchain,
        })
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Has cargo take the versions of this repository, which are on this disk.
    pub(super) fn keep_versions(&self, project: &str) -> Result<()> {
        let lock = self.workspace.root().join("Cargo.lock");
        fs::copy(lock, self.path(project).join("rust/Cargo.lock")).context("no Cargo.lock")?;
        Ok(())
    }

    fn environment(&self, command: &mut Command) {
        command
            .env("OCHE_DART", self.toolchain.vm().executable())
            .env_remove("OCHE_LIBRARY_DIR")
            // One for all projects, because they have the same dependencies.
            .env("CARGO_TARGET_DIR", self.workspace.target().join("oche/projects"));
    }

    pub(super) fn oche(&self, folder: &str, args: &[&str]) -> Result<Output> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oche"));
        self.environment(&mut command);
        Ok(command.args(args).current_dir(self.path(folder)).output()?)
    }

    /// Runs a program with the VM alone.
    fn vm(&self, folder: &str, program: impl AsRef<Path>) -> Result<Output> {
        let mut dart = Command::new(self.toolchain.vm().executable());
        dart.arg(program.as_ref()).env_remove("OCHE_LIBRARY_DIR");
        Ok(dart.current_dir(self.path(folder)).output()?)
    }
}
