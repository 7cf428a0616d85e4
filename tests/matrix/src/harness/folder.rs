//! Where a batch lies on the disk: below `target/`, and written only where it changes.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use oche_codegen::Config;
use xtask::Workspace;

use super::{Batch, Module};

/// The features of the crate `oche` that stand for other crates, which are its dependencies, too.
const CRATES: [&str; 8] = [
    "anyhow",
    "bytes",
    "chrono",
    "num-bigint",
    "serde_json",
    "time",
    "url",
    "uuid",
];

/// The folder of a batch's crate.
pub(super) struct Folder {
    /// The repository.
    root: PathBuf,
    /// The Cargo workspace of all batches.
    workspace: PathBuf,
    name: String,
}

impl Folder {
    pub(super) fn new(workspace: &Workspace, name: &str) -> Self {
        Self {
            root: workspace.root().to_owned(),
            workspace: workspace.cache().join("matrix"),
            name: format!("matrix_{name}"),
        }
    }

    /// The crate's name, which is the Dart package's as well.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The folder of all crates, where cargo's paths in messages begin.
    pub(super) fn workspace(&self) -> &Path {
        &self.workspace
    }

    /// The crate's folder.
    pub(super) fn package(&self) -> PathBuf {
        self.workspace.join("crates").join(&self.name)
    }

    /// The Dart package's folder.
    pub(super) fn dart(&self) -> PathBuf {
        self.package().join("dart")
    }

    pub(super) fn manifest(&self) -> PathBuf {
        self.package().join("Cargo.toml")
    }

    /// What the generator works on.
    pub(super) fn config(&self) -> Config {
        Config {
            crate_dir: self.package(),
            dart_dir: self.dart(),
            dart_package: Some(self.name.clone()),
            features: Vec::new(),
            default_features: true,
            ..Config::default()
        }
    }

    /// Writes all that is not generated: the crate with every module, and with those in `accepted` declared.
    pub(super) fn write(&self, modules: &[Module], accepted: impl Iterator<Item = usize>) -> Result<()> {
        let (package, foreign) = (self.package(), self.foreign());
        write(&self.workspace.join("Cargo.toml"), &self.workspace_manifest()?)?;
        let lock = self.workspace.join("Cargo.lock");
        if !lock.is_file() {
            fs::copy(self.root.join("Cargo.lock"), lock)?;
        }
        write(&package.join("Cargo.toml"), &self.package_manifest())?;
        write(
            &package.join("src/lib.rs"),
            "#[allow(warnings)]\npub mod api;\nmod oche_generated;\n",
        )?;
        // `cargo check` needs the file, and the generator writes it afterwards.
        let generated = package.join("src/oche_generated.rs");
        if !generated.is_file() {
            write(&generated, "")?;
        }
        let mut api = String::new();
        let mut others = String::from("//! What is not of the crate itself.\n#![allow(warnings)]\n");
        for at in accepted {
            let (module, tag) = (&modules[at], Batch::tag(at));
            api.push_str(&format!("pub mod m{tag};\n"));
            others.push_str(&module.foreign.replace('@', &tag));
            let file = package.join(format!("src/api/m{tag}.rs"));
            write(&file, &module.source.replace('@', &tag))?;
        }
        write(&package.join("src/api/mod.rs"), &api)?;
        write(&foreign.join("src/lib.rs"), &others)?;
        write(&foreign.join("Cargo.toml"), &self.foreign_manifest())?;
        let pubspec = format!(
            "name: {}\npublish_to: none\nenvironment:\n  sdk: ^3.4.0\ndependencies:\n  oche:\n    path: {}\n",
            self.name,
            self.root.join("dart/oche").display()
        );
        write(&self.dart().join("pubspec.yaml"), &pubspec)
    }

    fn foreign(&self) -> PathBuf {
        self.workspace.join("crates").join(format!("{}_foreign", self.name))
    }

    /// The dependencies are those of the repository's workspace, so that its lock file fits.
    fn workspace_manifest(&self) -> Result<String> {
        let text = fs::read_to_string(self.root.join("Cargo.toml"))?;
        let (_, rest) = text
            .split_once("[workspace.dependencies]")
            .context("the workspace's Cargo.toml has no dependencies")?;
        let (dependencies, _) = rest
            .split_once("\n[")
            .context("nothing follows the workspace's dependencies")?;
        let dependencies = dependencies.replace("path = \"", &format!("path = \"{}/", self.root.display()));
        Ok(format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n[workspace.dependencies]{dependencies}\n\
             [profile.dev]\ndebug = false\nincremental = false\n"
        ))
    }

    fn package_manifest(&self) -> String {
        let name = &self.name;
        let features = CRATES.map(|name| format!("\"{name}\"")).join(", ");
        let crates: String = CRATES.iter().map(|name| format!("{name}.workspace = true\n")).collect();
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n\n\
             [dependencies]\nasync-trait.workspace = true\nfutures-core.workspace = true\n\
             futures-util.workspace = true\n{crates}\
             oche = {{ workspace = true, features = [{features}] }}\n\
             foreign = {{ path = \"../{name}_foreign\", package = \"{name}_foreign\" }}\n"
        )
    }

    fn foreign_manifest(&self) -> String {
        format!(
            "[package]\nname = \"{}_foreign\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\nname = \"foreign\"\n",
            self.name
        )
    }
}

/// Writes a file that is not there or not the same.
pub(super) fn write(path: &Path, text: &str) -> Result<()> {
    match fs::read(path) {
        Ok(old) if old == text.as_bytes() => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
        }
        _ => {}
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
