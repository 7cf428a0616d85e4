//! The pages of the diagnostics' codes: their examples, as crates.
//!
//! On a page, a block of code that is marked `wrong` or `right` is a file of the example of that kind: its first line names
//! it (`// src/lib.rs`, `# Cargo.toml`), and without such a line it is `src/api.rs`. What is not there is as in any crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use oche_codegen::Config;
use oche_codegen::diagnostic::{Code, Diagnostics};
use oche_codegen::output;
use xtask::Workspace;
use xtask::process::capture;

use crate::markdown;

/// What the examples may use besides `oche`.
const DEPENDENCIES: [&str; 3] = ["chrono", "futures-core", "futures-util"];

/// One of the two examples of a page: its files, by their paths in the crate.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// The files, with what stands in them.
    pub files: BTreeMap<PathBuf, String>,
}

/// The examples of a page.
#[derive(Clone, Debug)]
pub struct Examples {
    /// The one that is to give the code.
    pub wrong: Example,
    /// The one that is to be accepted.
    pub right: Example,
}

impl Examples {
    /// The examples of a code's page.
    ///
    /// # Errors
    /// If there is no example of a kind, or one has the same file twice.
    pub fn of(code: Code) -> Result<Self> {
        let page = markdown::read(Path::new(code.as_str()), code.page());
        let example = |mark: &str| -> Result<Example> {
            let mut files = BTreeMap::new();
            for block in page.blocks.iter().filter(|block| block.says(mark)) {
                let (file, text) = named(&block.text);
                let is_new = files.insert(file.clone(), text).is_none();
                ensure!(is_new, "{code}: `{}` is there twice, marked `{mark}`", file.display());
            }
            ensure!(!files.is_empty(), "{code}: no block of code is marked `{mark}`");
            Ok(Example { files })
        };
        Ok(Self {
            wrong: example("wrong")?,
            right: example("right")?,
        })
    }
}

fn named(block: &str) -> (PathBuf, String) {
    let first = block.lines().next().unwrap_or_default();
    let name = first.strip_prefix("// ").or_else(|| first.strip_prefix("# "));
    match name.filter(|name| name.ends_with(".rs") || name.ends_with(".toml")) {
        Some(name) => (PathBuf::from(name), block[first.len()..].trim_start().to_owned()),
        None => (PathBuf::from("src/api.rs"), block.to_owned()),
    }
}

impl Example {
    /// Writes it as a crate of the name `name`, with what every crate has.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write(&self, folder: &Path, name: &str) -> Result<()> {
        let dependencies: String = DEPENDENCIES.iter().map(|name| format!("{name} = \"*\"\n")).collect();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n\n\
             [dependencies]\n{dependencies}oche = {{ version = \"0.1\", features = [\"chrono\"] }}\n"
        );
        for (file, text) in [
            ("Cargo.toml", &*manifest),
            ("src/lib.rs", "pub mod api;\nmod oche_generated;\n"),
            ("src/api.rs", "pub fn answer() -> i32 {\n    42\n}\n"),
        ] {
            write(&folder.join(file), text)?;
        }
        self.files
            .iter()
            .try_for_each(|(file, text)| write(&folder.join(file), text))
    }

    /// What the generator has to say about it, as the crate in `folder`. If it has no objection, the generated Rust is written.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn generate(&self, folder: &Path, name: &str) -> Result<Diagnostics> {
        self.write(folder, name)?;
        let config = match Config::discover(Some(folder), None) {
            Ok(config) => config,
            Err(problems) => return Ok(problems),
        };
        let outcome = oche_codegen::generate(&config);
        if outcome.api.is_some() {
            output::write(&config, &outcome.files)?;
        }
        Ok(outcome.diagnostics)
    }
}

/// Compiles generated crates, as modules of one: what each calls `crate` is the module of its name.
///
/// # Errors
/// If one of them does not compile, with what the compiler says.
pub fn compile(workspace: &Workspace, crates: &BTreeMap<String, PathBuf>) -> Result<()> {
    let folder = workspace.cache().join("codes");
    let sources = folder.join("src");
    if sources.is_dir() {
        fs::remove_dir_all(&sources)?;
    }
    let mut root = String::from("#![allow(warnings)]\n");
    for (name, generated) in crates {
        root += &format!("pub mod {name};\n");
        modules(&generated.join("src"), &sources.join(name), name)?;
    }
    write(&sources.join("lib.rs"), &root)?;
    write(&folder.join("Cargo.toml"), &manifest(workspace)?)?;
    fs::copy(workspace.root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let mut cargo = workspace.cargo();
    cargo
        .args(["check", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", folder.join("target"));
    let output = capture(&mut cargo, |_, _| {})?;
    if !output.status.success() {
        bail!("an example does not compile:\n{}", output.tail(80));
    }
    Ok(())
}

/// Copies a crate's modules below the module `name`.
fn modules(from: &Path, to: &Path, name: &str) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            modules(&entry.path(), &to.join(entry.file_name()), name)?;
            continue;
        }
        let file = match entry.file_name().to_string_lossy().as_ref() {
            "lib.rs" => "mod.rs".to_owned(),
            file => file.to_owned(),
        };
        let text = fs::read_to_string(entry.path())?;
        write(&to.join(file), &text.replace("crate::", &format!("crate::{name}::")))?;
    }
    Ok(())
}

/// The manifest of the crate with all examples. The dependencies are those of the repository's workspace, so that its lock
/// file fits.
fn manifest(workspace: &Workspace) -> Result<String> {
    let text = fs::read_to_string(workspace.root().join("Cargo.toml"))?;
    let (_, rest) = text
        .split_once("[workspace.dependencies]")
        .context("the workspace's Cargo.toml has no dependencies")?;
    let (all, _) = rest
        .split_once("\n[")
        .context("nothing follows the workspace's dependencies")?;
    let all = all.replace("path = \"", &format!("path = \"{}/", workspace.root().display()));
    let used: String = DEPENDENCIES
        .iter()
        .map(|name| format!("{name}.workspace = true\n"))
        .collect();
    Ok(format!(
        "[package]\nname = \"codes\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n{used}oche = {{ workspace = true, features = [\"chrono\"] }}\n\n\
         [workspace.dependencies]{all}\n[profile.dev]\ndebug = false\n"
    ))
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
