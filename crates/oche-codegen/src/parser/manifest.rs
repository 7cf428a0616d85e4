//! What `Cargo.toml` says: the crate's name, its root file, its features, and the names of its dependencies.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::config::{Config, name_a_crate, shown, toml_problem};
use crate::diagnostic::{Code, Diagnostic, FileId, Place, Reports};
use crate::suggest;

use super::source::Sources;

/// A crate's manifest, as far as the API depends on it.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// `Cargo.toml` itself.
    pub(crate) file: FileId,
    /// The library's name, as `use` spells it.
    pub(crate) crate_name: String,
    /// `src/lib.rs`.
    pub(crate) root: PathBuf,
    /// Whether paths in `use` start at the crate's root.
    pub(crate) edition_2015: bool,
    /// The features that are on.
    pub(crate) features: BTreeSet<String>,
    /// The name in `use` → the name of the package, both with underscores.
    pub(crate) dependencies: BTreeMap<String, String>,
    /// The features of the crate `oche` that are asked for, if it is among the dependencies.
    pub(crate) oche_features: Option<BTreeSet<String>>,
    /// The `crate-type`s of the library.
    pub(crate) crate_types: Vec<String>,
    /// The lints of the compiler that the lint table forbids.
    pub(crate) forbidden_lints: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct CargoToml {
    package: Option<Package>,
    lib: Option<Lib>,
    #[serde(default)]
    features: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    dependencies: BTreeMap<String, Dependency>,
    #[serde(default)]
    target: BTreeMap<String, TargetSection>,
    #[serde(default)]
    lints: toml::Table,
    workspace: Option<Workspace>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    edition: Option<toml::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Lib {
    name: Option<String>,
    path: Option<PathBuf>,
    #[serde(default, alias = "crate_type")]
    crate_type: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct TargetSection {
    #[serde(default)]
    dependencies: BTreeMap<String, Dependency>,
}

#[derive(Debug, Default, Deserialize)]
struct Workspace {
    #[serde(default)]
    dependencies: BTreeMap<String, Dependency>,
    #[serde(default)]
    lints: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Dependency {
    Version(#[allow(dead_code)] String), // only its shape matters
    Detailed(DetailedDependency),
}

#[derive(Debug, Deserialize)]
struct DetailedDependency {
    package: Option<String>,
    #[serde(default)]
    workspace: bool,
    #[serde(default)]
    features: Vec<String>,
}

/// Reads the manifest; `None` after a problem that leaves nothing to work on.
pub(crate) fn read(config: &Config, sources: &mut Sources, reports: &Reports) -> Option<Manifest> {
    let path = config.crate_dir.join("Cargo.toml");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            let title = format!("cannot read `{}`: {error}", shown(&path));
            reports.push(
                Diagnostic::error(Code::NoCrate, title)
                    .help("name the folder of the crate's `Cargo.toml` with `--crate`"),
            );
            return None;
        }
    };
    let parsed = toml::from_str::<CargoToml>(&text);
    let file = sources.add(path.clone(), text.clone());
    let manifest = match parsed {
        Ok(manifest) => manifest,
        Err(error) => {
            for mut problem in toml_problem(&path, text, &error).list {
                if let Some(place) = &mut problem.place {
                    place.file = file;
                }
                reports.push(problem);
            }
            return None;
        }
    };
    let Some(package) = &manifest.package else {
        reports.push(
            Diagnostic::error(
                Code::NoCrate,
                match manifest.workspace {
                    Some(_) => "this `Cargo.toml` describes a workspace, not a crate",
                    None => "this `Cargo.toml` describes no crate",
                },
            )
            .at(Place { file, range: 0..0 }, "no `[package]` in here")
            .help(name_a_crate(&config.crate_dir)),
        );
        return None;
    };
    let lib = manifest.lib.as_ref();
    let crate_name = lib
        .and_then(|lib| lib.name.clone())
        .unwrap_or_else(|| package.name.clone())
        .replace('-', "_");
    let is_name = crate_name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_name || crate_name.is_empty() || crate_name.starts_with(|c: char| c.is_ascii_digit()) {
        reports.push(
            Diagnostic::error(
                Code::CrateName,
                format!("`{crate_name}` cannot be the name of a library in Dart"),
            )
            .at(Place { file, range: 0..0 }, "the crate is called so")
            .note("names in Dart are made of ASCII letters, digits and underscores, and do not begin with a digit")
            .help("give the library another name: `name = \"…\"` under `[lib]`"),
        );
        return None;
    }
    let root = lib
        .and_then(|lib| lib.path.clone())
        .unwrap_or_else(|| Path::new("src").join("lib.rs"));
    let root = config.crate_dir.join(root);
    if !root.is_file() {
        let title = format!(
            "the crate `{}` has no library: `{}` does not exist",
            package.name,
            shown(&root)
        );
        reports.push(
            Diagnostic::error(Code::NoLibrary, title)
                .at(Place { file, range: 0..0 }, "")
                .note("Dart loads a library; a program cannot be loaded")
                .help("add `src/lib.rs` with `pub mod api;` and `mod oche_generated;`"),
        );
        return None;
    }
    Some(Manifest {
        file,
        crate_name,
        root,
        // Without the key, Cargo takes 2015; `edition.workspace = true` is younger than that.
        edition_2015: package
            .edition
            .as_ref()
            .is_none_or(|edition| edition.as_str() == Some("2015")),
        features: enabled_features(config, &manifest, reports),
        dependencies: dependencies(&config.crate_dir, &manifest),
        oche_features: oche_features(&config.crate_dir, &manifest),
        crate_types: lib.map(|lib| lib.crate_type.clone()).unwrap_or_default(),
        forbidden_lints: forbidden_lints(&config.crate_dir, &manifest),
    })
}

/// The closure of the default features and the ones asked for.
fn enabled_features(config: &Config, manifest: &CargoToml, reports: &Reports) -> BTreeSet<String> {
    let mut waiting: Vec<&str> = Vec::new();
    for feature in &config.features {
        let known = manifest.features.contains_key(feature) || manifest.dependencies.contains_key(feature);
        if known {
            waiting.push(feature);
            continue;
        }
        let problem = Diagnostic::error(Code::UnknownFeature, format!("the crate has no feature `{feature}`"));
        let names = manifest.features.keys().map(String::as_str);
        reports.push(match suggest::help(feature, names) {
            Some(help) => problem.help(help),
            None => problem.help("the features come from `--features` and from `[generate] features` in `oche.toml`"),
        });
    }
    if config.default_features {
        waiting.push("default");
    }
    let mut enabled = BTreeSet::new();
    while let Some(feature) = waiting.pop() {
        // `serde/derive` turns the dependency `serde` on; `dep:serde` and `serde?/derive` turn no feature on.
        let name = feature.split('/').next().unwrap_or(feature);
        if name.contains(':') || name.ends_with('?') || !enabled.insert(name.to_owned()) {
            continue;
        }
        waiting.extend(manifest.features.get(name).into_iter().flatten().map(String::as_str));
    }
    enabled
}

fn dependencies(crate_dir: &Path, manifest: &CargoToml) -> BTreeMap<String, String> {
    let all = manifest.dependencies.iter();
    let all: Vec<_> = all
        .chain(manifest.target.values().flat_map(|target| &target.dependencies))
        .collect();
    let inherits = |dependency: &Dependency| matches!(dependency, Dependency::Detailed(d) if d.workspace);
    let inherited = if all.iter().any(|(_, dependency)| inherits(dependency)) {
        workspace_dependencies(crate_dir, manifest)
    } else {
        BTreeMap::new()
    };
    let package = |name: &String, dependency: &Dependency| match dependency {
        Dependency::Detailed(d) if d.workspace => inherited.get(name).cloned().unwrap_or_else(|| name.clone()),
        Dependency::Detailed(DetailedDependency {
            package: Some(package), ..
        }) => package.clone(),
        Dependency::Detailed(_) | Dependency::Version(_) => name.clone(),
    };
    let plain = |name: &str| name.replace('-', "_");
    all.into_iter()
        .map(|(name, dependency)| (plain(name), plain(&package(name, dependency))))
        .collect()
}

/// The features of `oche` that the manifest asks for, be it by one of the crate's own features.
fn oche_features(crate_dir: &Path, manifest: &CargoToml) -> Option<BTreeSet<String>> {
    let of = |dependencies: &BTreeMap<String, Dependency>| -> Option<(BTreeSet<String>, bool)> {
        let mut found = None;
        for (name, dependency) in dependencies {
            let (package, features, inherits) = match dependency {
                Dependency::Version(_) => (None, &[][..], false),
                Dependency::Detailed(detailed) => {
                    (detailed.package.as_ref(), &detailed.features[..], detailed.workspace)
                }
            };
            if package.unwrap_or(name) == "oche" {
                let (all, inherited) = found.get_or_insert_with(|| (BTreeSet::new(), false));
                all.extend(features.iter().cloned());
                *inherited |= inherits;
            }
        }
        found
    };
    let tables = std::iter::once(&manifest.dependencies).chain(manifest.target.values().map(|t| &t.dependencies));
    let mut found: Option<BTreeSet<String>> = None;
    for (features, inherits) in tables.filter_map(of) {
        let all = found.get_or_insert_default();
        all.extend(features);
        if inherits {
            let of_workspace = |workspace: &Workspace| of(&workspace.dependencies).map(|(features, _)| features);
            all.extend(in_workspace(crate_dir, manifest, of_workspace).into_iter().flatten());
        }
    }
    let own = manifest.features.values().flatten();
    let forwarded = own.filter_map(|feature| feature.strip_prefix("oche/").or(feature.strip_prefix("oche?/")));
    if let Some(found) = &mut found {
        found.extend(forwarded.map(str::to_owned));
    }
    found
}

/// The renamed packages of the workspace that the crate is a member of.
fn workspace_dependencies(crate_dir: &Path, manifest: &CargoToml) -> BTreeMap<String, String> {
    let renamed = |workspace: &Workspace| -> BTreeMap<String, String> {
        let all = workspace.dependencies.iter();
        all.filter_map(|(name, dependency)| match dependency {
            Dependency::Detailed(d) => d.package.clone().map(|package| (name.clone(), package)),
            Dependency::Version(_) => None,
        })
        .collect()
    };
    in_workspace(crate_dir, manifest, renamed)
}

/// What `[lints]`, or the workspace's, sets to `forbid`.
fn forbidden_lints(crate_dir: &Path, manifest: &CargoToml) -> BTreeSet<String> {
    let forbids = |lints: &toml::Table| -> BTreeSet<String> {
        let rust = lints.get("rust").and_then(toml::Value::as_table);
        let is_forbidden = |level: &toml::Value| {
            let level = level.get("level").unwrap_or(level);
            level.as_str() == Some("forbid")
        };
        let lints = rust.into_iter().flatten().filter(|(_, level)| is_forbidden(level));
        // Both spellings are the lint's.
        lints.map(|(lint, _)| lint.replace('-', "_")).collect()
    };
    let inherits = manifest.lints.get("workspace").and_then(toml::Value::as_bool);
    if inherits == Some(true) {
        in_workspace(crate_dir, manifest, |workspace| forbids(&workspace.lints))
    } else {
        forbids(&manifest.lints)
    }
}

/// What the workspace that the crate is a member of says.
fn in_workspace<T: Default>(crate_dir: &Path, manifest: &CargoToml, read: impl Fn(&Workspace) -> T) -> T {
    if let Some(workspace) = &manifest.workspace {
        return read(workspace);
    }
    let folder = std::path::absolute(crate_dir).unwrap_or_else(|_| crate_dir.to_owned());
    let above = folder
        .ancestors()
        .skip(1)
        .filter_map(|dir| std::fs::read_to_string(dir.join("Cargo.toml")).ok());
    let mut workspaces = above.filter_map(|text| toml::from_str::<CargoToml>(&text).ok()?.workspace);
    workspaces.next().map(|workspace| read(&workspace)).unwrap_or_default()
}
