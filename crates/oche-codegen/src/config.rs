//! Where the crate and the Dart package lie, and what `oche.toml` says.

mod file;
mod keys;
mod paths;
mod print;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

pub(crate) use file::toml_problem;
use paths::without_detours;
pub(crate) use paths::{absolute, shown};
pub use print::{example, schema};

/// What a run works on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The folder of the crate's `Cargo.toml`.
    pub crate_dir: PathBuf,
    /// The folder of the Dart package's `pubspec.yaml`.
    pub dart_dir: PathBuf,
    /// The Dart package's name; without one it is the crate's.
    pub dart_package: Option<String>,
    /// Features of the crate that are on, besides its default ones.
    pub features: Vec<String>,
    /// Whether the crate's default features are on.
    pub default_features: bool,
    /// The folder of the Dart package in which the generated files lie; without one it is `lib`.
    pub lib: Option<PathBuf>,
    /// The name of the file that exports the rest, without `.dart`; without one it is the package's.
    pub barrel: Option<String>,
    /// Whether functions and methods take all parameters by position.
    pub positional: bool,
    /// The contract's file, from the crate's folder; without one it is `oche.contract.json`.
    pub contract: Option<PathBuf>,
}

impl Config {
    /// Finds out what to work on.
    ///
    /// Without `crate_dir`, the crate is the nearest folder, from the current one upwards, with an `oche.toml`, or with
    /// a `Cargo.toml` and an `api` module; that of a Dart package may lie in its `rust`. Without `dart_dir`, the Dart package is what `oche.toml` says, else the
    /// folder `dart` beside `Cargo.toml`.
    ///
    /// # Errors
    /// If there is no crate, or `oche.toml` cannot be read.
    pub fn discover(crate_dir: Option<&Path>, dart_dir: Option<&Path>) -> Result<Self, Diagnostics> {
        let crate_dir = Self::find_crate(crate_dir)?;
        let file = file::read(&crate_dir.join("oche.toml"))?;
        let dart_dir = match (dart_dir, file.dart_dir) {
            (Some(dir), _) => dir.to_owned(),
            (None, Some(dir)) => crate_dir.join(dir),
            (None, None) => crate_dir.join("dart"),
        };
        if dart_dir.exists() && !dart_dir.is_dir() {
            return Err(Diagnostics::single(
                Diagnostic::error(Code::NoDartPackage, format!("`{}` is not a folder", dart_dir.display()))
                    .note("the Dart package lies in the folder `dart` beside `Cargo.toml`, unless something else is said")
                    .help("name its folder: `oche generate --dart path/to/package`, or `dir` under `[dart]` in `oche.toml`"),
            ));
        }
        let dart_package = file.package.or_else(|| pubspec_name(&dart_dir.join("pubspec.yaml")));
        if let Some(problem) = dart_package.as_deref().and_then(keys::package_problem) {
            return Err(Diagnostics::single(problem));
        }
        Ok(Self {
            crate_dir: absolute(&crate_dir),
            dart_dir: without_detours(&absolute(&dart_dir)),
            dart_package,
            features: file.features,
            default_features: file.default_features.unwrap_or(true),
            lib: file.lib,
            barrel: file.barrel,
            positional: file.positional,
            contract: file.contract,
        })
    }

    /// The folder of the crate's `Cargo.toml`, as [`discover`](Self::discover) finds it.
    ///
    /// # Errors
    /// If there is no crate.
    pub fn find_crate(named: Option<&Path>) -> Result<PathBuf, Diagnostics> {
        match named {
            Some(dir) => named_crate(dir),
            None => nearest_crate(),
        }
    }

    /// The contract's file, from the crate's folder.
    #[must_use]
    pub fn contract_file(&self) -> &Path {
        self.contract.as_deref().unwrap_or(Path::new("oche.contract.json"))
    }

    /// The folder in which the generated Dart files lie.
    pub(crate) fn lib_dir(&self) -> PathBuf {
        absolute(&self.dart_dir).join(self.lib.as_deref().unwrap_or(Path::new("lib")))
    }
}

fn named_crate(dir: &Path) -> Result<PathBuf, Diagnostics> {
    // `--crate path/to/Cargo.toml` means what it says.
    let dir = if dir.file_name().is_some_and(|name| name == "Cargo.toml") {
        dir.parent().unwrap_or(dir)
    } else {
        dir
    };
    if dir.join("Cargo.toml").is_file() {
        return Ok(dir.to_owned());
    }
    let problem = if dir.is_dir() {
        "has no `Cargo.toml`"
    } else if dir.exists() {
        "is not a folder"
    } else {
        "does not exist"
    };
    Err(Diagnostics::single(
        Diagnostic::error(Code::NoCrate, format!("the crate folder `{}` {problem}", dir.display()))
            .help("name the folder of the crate's `Cargo.toml`: `oche generate --crate path/to/crate`"),
    ))
}

/// Whether a folder is that of a crate with an API, as far as files tell.
fn is_crate_with_api(dir: &Path) -> bool {
    let has = |path: &str| dir.join(path).is_file();
    has("Cargo.toml") && (has("oche.toml") || has("src/api.rs") || has("src/api/mod.rs"))
}

/// The crates with an API in the workspace whose `Cargo.toml` lies in a folder.
fn crates_of_workspace(dir: &Path) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(dir.join("Cargo.toml")).unwrap_or_default();
    let manifest: toml::Table = text.parse().unwrap_or_default();
    let members = manifest.get("workspace").and_then(|workspace| workspace.get("members"));
    let members = members.and_then(toml::Value::as_array).into_iter().flatten();
    let mut crates = Vec::new();
    for member in members.filter_map(toml::Value::as_str) {
        match member.split_once('*') {
            None => crates.push(dir.join(member)),
            // `crates/*`: whatever lies there.
            Some((folder, _)) => {
                let entries = std::fs::read_dir(dir.join(folder)).into_iter().flatten().flatten();
                crates.extend(entries.map(|entry| entry.path()));
            }
        }
    }
    crates.retain(|dir| is_crate_with_api(dir));
    crates.sort();
    crates.dedup();
    crates
}

/// Says how to name a crate, if possible one of the workspace in a folder.
pub(crate) fn name_a_crate(dir: &Path) -> String {
    match &crates_of_workspace(dir)[..] {
        [] => "name the crate's own folder: `oche generate --crate path/to/crate`".to_owned(),
        [only] => format!("name the crate's own folder: `oche generate --crate {}`", shown(only)),
        [first, others @ ..] => {
            let others: Vec<String> = others.iter().map(|dir| format!("`{}`", shown(dir))).collect();
            let command = format!("`oche generate --crate {}`", shown(first));
            format!("name the crate's own folder: {command}; or else {}", others.join(", "))
        }
    }
}

fn nearest_crate() -> Result<PathBuf, Diagnostics> {
    let current = std::env::current_dir().unwrap_or_default();
    for dir in current.ancestors() {
        if is_crate_with_api(dir) {
            return Ok(dir.to_owned());
        }
        let within = dir.join("rust");
        if dir.join("pubspec.yaml").is_file() && is_crate_with_api(&within) {
            return Ok(within);
        }
    }
    let problem = Diagnostic::error(
        Code::NoCrate,
        "found no crate to generate a bridge for, here or in the folders above",
    )
    .note("looked for a `Cargo.toml` beside an `oche.toml`, a `src/api.rs` or a `src/api/mod.rs`, and in Dart packages in `rust`");
    let workspace = current.ancestors().find(|dir| !crates_of_workspace(dir).is_empty());
    Err(Diagnostics::single(match workspace {
        Some(dir) => problem.help(name_a_crate(dir)),
        None => problem.help("change into the crate's folder, or name it: `oche generate --crate path/to/crate`"),
    }))
}

/// The `name:` of a pubspec. It stands alone on a line at the margin, so that no YAML reader is needed for it.
fn pubspec_name(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix("name:"))?;
    let value = value.split(" #").next().unwrap_or(value);
    let name = value.trim().trim_matches(['"', '\'']);
    (!name.is_empty()).then(|| name.to_owned())
}
