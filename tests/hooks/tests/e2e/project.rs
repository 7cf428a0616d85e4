//! A Dart package with a crate in `rust/` and a build hook, at a path with spaces and other letters than those of ASCII.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use build_hooks::packages;
use oche_codegen::{Config, output};
use serde_json::json;
use tempfile::TempDir;
use xtask::Workspace;

const API: &str =
    "/// Greets.\n#[oche::oche(sync)]\npub fn greet(name: String) -> String {\n    format!(\"Hello, {name}!\")\n}\n";

/// What the package's own page tells a user to write.
fn hook() -> Result<&'static str> {
    let page = include_str!("../../../../dart/oche_hooks/README.md");
    let (_, block) = page.split_once("```dart\n").context("the page has no hook")?;
    let (hook, _) = block.split_once("```").context("the page's hook has no end")?;
    Ok(hook)
}

/// The package, which goes away with it.
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// Writes the package, with what `oche generate` writes.
    pub fn new() -> Result<Self> {
        let project = Self {
            folder: tempfile::Builder::new().prefix("oché hooks ").tempdir()?,
        };
        let workspace = Workspace::find();
        let root = workspace.root();
        let manifest = format!(
            "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             oche = {{ path = {:?}, default-features = false }}\n\n[workspace]\n",
            root.join("crates/oche")
        );
        for (path, text) in [
            ("pubspec.yaml", "name: hello\nenvironment:\n  sdk: ^3.10.0\n"),
            ("hook/build.dart", hook()?),
            ("bin/main.dart", MAIN),
            ("rust/Cargo.toml", &manifest),
            ("rust/Cargo.lock", &fs::read_to_string(root.join("Cargo.lock"))?),
            (
                "rust/oche.toml",
                "[dart]\ndir = \"..\"\nlib = \"lib/src/rust\"\nbarrel = \"native\"\n",
            ),
            ("rust/src/lib.rs", "pub mod api;\nmod oche_generated;\n"),
            ("rust/src/api.rs", API),
        ] {
            project.write(path, text)?;
        }
        project.write(".dart_tool/package_config.json", &config(root))?;
        project.generate()?;
        Ok(project)
    }

    /// What `oche generate` does.
    pub fn generate(&self) -> Result<()> {
        let config = Config::discover(Some(&self.path("rust")), None)
            .map_err(|problems| anyhow::anyhow!("the project is not fit for a bridge: {problems:?}"))?;
        let outcome = oche_codegen::generate(&config);
        ensure!(
            outcome.api.is_some(),
            "the API does not cross: {:?}",
            outcome.diagnostics
        );
        output::write(&config, &outcome.files)?;
        Ok(())
    }

    /// A path in the package.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file of the package.
    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(path, text)?;
        Ok(())
    }
}

const MAIN: &str = "import 'package:hello/src/rust/native.dart';\n\nvoid main() => print(greet(name: 'Ada'));\n";

/// What `dart pub get` would write.
fn config(root: &Path) -> String {
    let mut all = vec![packages::entry("hello", "../")];
    all.extend(packages::needed(root));
    json!({"configVersion": 2, "packages": all}).to_string()
}

impl AsRef<Path> for Project {
    fn as_ref(&self) -> &Path {
        self.folder.path()
    }
}
