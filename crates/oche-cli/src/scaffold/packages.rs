//! Where Dart finds packages: found by pub, or written here where there is no pub.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use url::Url;

use super::plan::Plan;
use super::source::Source;
use crate::exit::Failure;
use crate::terminal::shown;
use crate::toolchain::answer;
use crate::toolchain::dart::Dart;

/// The file that pub writes.
pub(crate) const FILE: &str = ".dart_tool/package_config.json";

/// The oldest language that generated code is written in, as in `dart/oche/pubspec.yaml`.
pub(crate) const LANGUAGE: &str = "3.4";

/// Whether this Dart has pub: a virtual machine alone has not.
pub(crate) fn has_pub(dart: &Dart) -> bool {
    let asked = answer(Command::new(&dart.executable).args(["pub", "--help"]));
    asked.is_ok_and(|output| output.status.success())
}

/// Has pub find the packages of the package in a folder.
///
/// # Errors
/// If it does not; with what it says.
pub(crate) fn get(dart: &Dart, folder: &Path) -> Result<(), String> {
    let output = Command::new(&dart.executable)
        .args(["pub", "get"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(text.trim_end().to_owned())
}

/// A package that is to be found: its name, where it lies from `.dart_tool`, its folder of libraries, and its language version.
type Package<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Plans what pub would write for a package whose Oche is on this disk; otherwise there is nothing to write. `language` is that of
/// the package's own code, and `tests` the package that the shim stands in for.
///
/// # Errors
/// If there is such a file, and it is not understood.
pub(crate) fn add(package: &str, language: &str, tests: &str, source: &Source, plan: &mut Plan) -> Result<(), Failure> {
    let Some(oche) = source.dart_package().and_then(|folder| uri(&folder)) else {
        return Ok(());
    };
    let needed: [Package<'_>; 3] = [
        (package, "../", "lib/", language),
        ("oche", &oche, "lib/", LANGUAGE),
        (tests, "../test/shim/", "./", LANGUAGE),
    ];
    let place = plan.root.join(FILE);
    let old = match fs::read(&place) {
        Err(_) => {
            plan.create(
                FILE,
                print(&json!({ "configVersion": 2, "packages": needed.map(entry) })),
            );
            return Ok(());
        }
        Ok(old) => old,
    };
    let mut config: Value = serde_json::from_slice(&old).unwrap_or_default();
    let Some(known) = config.get_mut("packages").and_then(Value::as_array_mut) else {
        return Err(Failure::wrong(format_args!("`{}` lists no packages", shown(&place)))
            .with_help("remove it, and it is written anew"));
    };
    let is_missing = |(name, ..): &Package<'_>| !known.iter().any(|known| known["name"] == *name);
    let missing: Vec<Package<'_>> = needed.into_iter().filter(is_missing).collect();
    let what: Vec<&str> = missing.iter().map(|(name, ..)| *name).collect();
    let what = what.join(", ");
    known.extend(missing.into_iter().map(entry));
    plan.edit(FILE, old, print(&config), what);
    Ok(())
}

fn entry((name, root, lib, language): Package<'_>) -> Value {
    json!({ "name": name, "rootUri": root, "packageUri": lib, "languageVersion": language })
}

fn print(config: &Value) -> String {
    format!("{config:#}\n")
}

fn uri(folder: &Path) -> Option<String> {
    Some(Url::from_directory_path(folder).ok()?.into())
}
