//! What `dart pub get` does for packages on this disk: the VM that is fetched has no `pub`.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::pubspec::Pubspec;
use crate::Workspace;
use crate::progress::note;

/// The file to hand to `--packages` for a program in `folder` or in the file `folder`.
///
/// `None` if no `pubspec.yaml` stands there or further up.
///
/// The file is written into our cache, never into the package: what is in its `.dart_tool` belongs to pub. Where the
/// package has dependencies that only pub can find, and pub has found them, pub's own file is the answer.
pub fn config_for(workspace: &Workspace, folder: &Path) -> Result<Option<PathBuf>> {
    let Some(package) = folder.ancestors().find(|folder| folder.join("pubspec.yaml").is_file()) else {
        return Ok(None);
    };
    let Found { packages, hosted } = collect(package, &stand_ins(workspace, package)?)?;
    if !hosted.is_empty() {
        let by_pub = package.join(".dart_tool/package_config.json");
        if by_pub.is_file() {
            return Ok(Some(by_pub));
        }
        note(format!(
            "note: {} cannot be looked up without `dart pub get`; going on without",
            hosted.join(", ")
        ));
    }
    write(workspace, package, &config(packages.values())).map(Some)
}

/// What stands in, in the packages of this repository, for what only pub or Flutter has, by name: what they test with, and
/// as much of Flutter as an app is compiled against.
fn stand_ins(workspace: &Workspace, package: &Path) -> Result<BTreeMap<&'static str, PathBuf>> {
    let ours = fs::canonicalize(package)?.starts_with(fs::canonicalize(workspace.root())?);
    let stand_ins = [
        ("test", "tests/dart_test"),
        ("flutter", "tests/dart_flutter/flutter"),
        ("flutter_test", "tests/dart_flutter/flutter_test"),
    ];
    let places = stand_ins.map(|(name, folder)| (name, workspace.root().join(folder)));
    Ok(places.into_iter().filter(|_| ours).collect())
}

/// The packages that a program needs.
struct Found {
    /// Those on this disk, by name.
    packages: BTreeMap<String, Pubspec>,
    /// The names of those that only pub can find.
    hosted: Vec<String>,
}

/// The package in `folder` and all that it needs.
fn collect(folder: &Path, stand_ins: &BTreeMap<&str, PathBuf>) -> Result<Found> {
    let mut packages = BTreeMap::new();
    let mut hosted = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let package = Pubspec::read(&folder)?;
        let known = packages.get(&package.name).map(|known: &Pubspec| &known.folder);
        match known {
            Some(known) if *known == package.folder => continue,
            Some(known) => bail!(
                "there are two packages named {}: {} and {}",
                package.name,
                known.display(),
                package.folder.display()
            ),
            None => {}
        }
        // As for pub, the tests of a dependency are nobody's business but its own.
        let dev = packages.is_empty().then_some(&package.dev);
        for needed in [Some(&package.needs), dev].into_iter().flatten() {
            open.extend(needed.paths.iter().cloned());
            for name in &needed.hosted {
                match stand_ins.get(name.as_str()) {
                    Some(folder) => open.push(folder.clone()),
                    None => hosted.push(name.clone()),
                }
            }
        }
        packages.insert(package.name.clone(), package);
    }
    hosted.retain(|name| !packages.contains_key(name));
    Ok(Found { packages, hosted })
}

fn config<'a>(packages: impl Iterator<Item = &'a Pubspec>) -> Value {
    let packages: Vec<Value> = packages
        .map(|package| {
            json!({
                "name": package.name,
                "rootUri": file_uri(&package.folder),
                "packageUri": "lib/",
                "languageVersion": package.language_version,
            })
        })
        .collect();
    json!({ "configVersion": 2, "packages": packages })
}

fn write(workspace: &Workspace, package: &Path, config: &Value) -> Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    fs::canonicalize(package)?.hash(&mut hasher);
    let folder = workspace.cache().join("packages");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{:016x}.json", hasher.finish()));
    let text = format!("{config:#}\n");
    // A VM that is just starting may be reading it.
    if fs::read_to_string(&file).is_ok_and(|old| old == text) {
        return Ok(file);
    }
    let fresh = tempfile::NamedTempFile::new_in(&folder)?;
    fs::write(fresh.path(), text)?;
    fresh
        .persist(&file)
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

/// A file or folder as `file:///a%20folder`: what is not plain ASCII, or means something in a URI, is escaped.
pub fn file_uri(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let text = text.strip_prefix("//?/").unwrap_or(&text); // how Windows writes canonical paths
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' | b':' => {
                uri.push(byte.into());
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dart::pubspec::Dependencies;

    fn package(folder: &Path, name: &str, dependencies: &str) {
        fs::create_dir_all(folder.join(name)).unwrap();
        let text = format!("name: {name}\nenvironment:\n  sdk: ^3.4.0\ndependencies:\n{dependencies}");
        fs::write(folder.join(name).join("pubspec.yaml"), text).unwrap();
    }

    #[test]
    fn path_dependencies_are_followed_and_may_go_in_circles() {
        let folder = tempfile::tempdir().unwrap();
        package(folder.path(), "app", "  a: {path: ../a}\n");
        package(folder.path(), "a", "  b: {path: ../b}\n");
        package(folder.path(), "b", "  a: {path: ../a}\n");
        let found = collect(&folder.path().join("app"), &BTreeMap::new()).unwrap();
        assert_eq!(found.packages.keys().collect::<Vec<_>>(), ["a", "app", "b"]);
    }

    #[test]
    fn two_packages_with_one_name_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        package(folder.path(), "app", "  a: {path: ../a}\n  b: {path: ../b/a}\n");
        package(folder.path(), "a", "");
        package(&folder.path().join("b"), "a", "");
        let error = collect(&folder.path().join("app"), &BTreeMap::new()).err().unwrap();
        assert!(error.to_string().contains("two packages named a"));
    }

    #[test]
    fn what_a_dependency_tests_with_is_not_needed() {
        let folder = tempfile::tempdir().unwrap();
        package(folder.path(), "app", "  a: {path: ../a}\n  http: ^1.0.0\n");
        package(
            folder.path(),
            "a",
            "dev_dependencies:\n  test: ^1.0.0\n  b: {path: ../b}\n",
        );
        let found = collect(&folder.path().join("app"), &BTreeMap::new()).unwrap();
        assert_eq!(found.packages.keys().collect::<Vec<_>>(), ["a", "app"]);
        assert_eq!(found.hosted, ["http"]);
    }

    #[test]
    fn a_package_that_stands_in_for_one_of_pub_is_found() {
        let folder = tempfile::tempdir().unwrap();
        package(folder.path(), "app", "dev_dependencies:\n  test: ^1.0.0\n");
        package(folder.path(), "test", "");
        let stand_ins = BTreeMap::from([("test", folder.path().join("test"))]);
        let found = collect(&folder.path().join("app"), &stand_ins).unwrap();
        assert_eq!(found.packages.keys().collect::<Vec<_>>(), ["app", "test"]);
        assert!(found.hosted.is_empty());
    }

    #[test]
    fn the_configuration_says_where_the_sources_are() {
        let pubspec = Pubspec {
            folder: "/home/me/my app".into(),
            name: "app".into(),
            language_version: "3.4".into(),
            needs: Dependencies::default(),
            dev: Dependencies::default(),
        };
        let config = config([&pubspec].into_iter());
        assert_eq!(config["configVersion"], 2);
        assert_eq!(config["packages"][0]["rootUri"], "file:///home/me/my%20app");
        assert_eq!(config["packages"][0]["languageVersion"], "3.4");
    }
}
