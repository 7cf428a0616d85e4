//! Where Dart finds packages: found by pub, or written here where there is no pub.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use url::Url;

use super::plan::Plan;
use super::source::Source;
use crate::toolchain::dart::Dart;

/// The file that pub writes.
pub(crate) const FILE: &str = ".dart_tool/package_config.json";

/// The oldest language that generated code is written in, as in `dart/oche/pubspec.yaml`.
pub(crate) const LANGUAGE: &str = "3.4";

/// Whether this Dart has pub: a virtual machine alone has not.
pub(crate) fn has_pub(dart: &Dart) -> bool {
    let asked = Command::new(&dart.executable)
        .args(["pub", "--help"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
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

/// Plans what pub would write for a package whose dependencies are on this disk; `tests` is the package that the shim stands
/// in for. Without such an Oche there is nothing to write.
pub(crate) fn add(package: &str, tests: &str, source: &Source, plan: &mut Plan) {
    let Some(oche) = source.dart_package().and_then(|folder| uri(&folder)) else {
        return;
    };
    let packages = [
        entry(package, "../", "lib/"),
        entry("oche", &oche, "lib/"),
        entry(tests, "../test/shim/", "./"),
    ];
    let config = json!({ "configVersion": 2, "packages": packages });
    plan.create(FILE, format!("{config:#}\n"));
}

fn entry(name: &str, root: &str, lib: &str) -> Value {
    json!({ "name": name, "rootUri": root, "packageUri": lib, "languageVersion": LANGUAGE })
}

fn uri(folder: &Path) -> Option<String> {
    Some(Url::from_directory_path(folder).ok()?.into())
}
