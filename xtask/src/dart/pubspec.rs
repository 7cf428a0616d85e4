//! The few lines of a `pubspec.yaml` that a package configuration is made of.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use yaml_rust2::{Yaml, YamlLoader};

use super::{OLDEST_SUPPORTED, Version};

/// A Dart package on this disk.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Pubspec {
    /// The folder of the `pubspec.yaml`.
    pub folder: PathBuf,
    pub name: String,
    /// `3.4`, from the lower bound of the SDK constraint.
    pub language_version: String,
    /// What it needs in any case.
    pub needs: Dependencies,
    /// What it needs besides for its own programs and tests, and not as a dependency of others.
    pub dev: Dependencies,
}

/// Packages that are needed.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Dependencies {
    /// The folders of those that are given by path.
    pub paths: Vec<PathBuf>,
    /// The names of all others: only `dart pub get` knows where these are.
    pub hosted: Vec<String>,
}

/// Packages of rules for the analyzer: nothing imports them.
const RULES: [&str; 3] = ["lints", "flutter_lints", "very_good_analysis"];

impl Pubspec {
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("pubspec.yaml");
        let folder = fs::canonicalize(folder).with_context(|| format!("there is no folder {}", folder.display()))?;
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        Self::parse(folder, &text).with_context(|| format!("{} is not valid", file.display()))
    }

    fn parse(folder: PathBuf, text: &str) -> Result<Self> {
        let document = YamlLoader::load_from_str(text)?.into_iter().next();
        let document = document.ok_or_else(|| anyhow!("it is empty"))?;
        let name = document["name"].as_str().context("it has no `name`")?;
        let constraint = document["environment"]["sdk"].as_str().unwrap_or_default();
        let language = Version::first_in(constraint).unwrap_or(OLDEST_SUPPORTED);

        let mut pubspec = Self {
            name: name.to_owned(),
            language_version: language.language(),
            needs: Dependencies::default(),
            dev: Dependencies::default(),
            folder,
        };
        // In pub's order: an override replaces what was said before.
        pubspec.needs.add(&document["dependency_overrides"], &pubspec.folder);
        pubspec.needs.add(&document["dependencies"], &pubspec.folder);
        pubspec.dev.add(&document["dev_dependencies"], &pubspec.folder);
        Ok(pubspec)
    }
}

impl Dependencies {
    fn add(&mut self, section: &Yaml, folder: &Path) {
        for (name, source) in section.as_hash().into_iter().flatten() {
            match (name.as_str(), source["path"].as_str()) {
                (_, Some(path)) => self.paths.push(folder.join(path)),
                (Some(name), None) if !RULES.contains(&name) => self.hosted.push(name.to_owned()),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_and_hosted_dependencies_are_told_apart() {
        let text = "
name: hello   # a comment
environment:
  sdk: '>=3.5.0 <4.0.0'
dependencies:
  oche:
    path: ../oche/dart/oche
  http: ^1.2.0
dev_dependencies:
  lints: {version: ^5.0.0}
  test: ^1.25.0
  mine: {path: ../mine}
";
        let pubspec = Pubspec::parse("/hello".into(), text).unwrap();
        assert_eq!(pubspec.name, "hello");
        assert_eq!(pubspec.language_version, "3.5");
        assert_eq!(pubspec.needs.paths, [Path::new("/hello/../oche/dart/oche")]);
        assert_eq!(pubspec.needs.hosted, ["http"]);
        assert_eq!(pubspec.dev.paths, [Path::new("/hello/../mine")]);
        // Rules for the analyzer are nothing to run with.
        assert_eq!(pubspec.dev.hosted, ["test"]);
    }

    #[test]
    fn a_pubspec_without_a_name_is_an_error() {
        let error = Pubspec::parse("/hello".into(), "environment: {}").unwrap_err();
        assert!(error.to_string().contains("no `name`"));
    }
}
