//! Rust and Dart.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::finding::Finding;
use crate::toolchain::{answer, dart, on_path, rust};

/// Rust, as it is used in a folder; and whether it can be asked.
pub(super) fn rust(folder: &Path) -> (Vec<Finding>, bool) {
    let found = rust::find(folder);
    let has_rust = found.is_ok();
    let mut findings = match found {
        Err(failure) => vec![failure.into()],
        Ok(found) => vec![
            Finding::fine(rust::short(&found.cargo)),
            Finding::fine(format!(
                "{} ({} or newer is needed)",
                rust::short(&found.rustc),
                rust::oldest()
            )),
        ],
    };
    if on_path("rustup").is_none() {
        findings.push(Finding::open("no rustup: targets are installed by what installed Rust"));
    }
    if cfg!(unix) {
        findings.push(match on_path("cc") {
            Some(_) => Finding::fine("a linker (cc)"),
            None => Finding::missing(
                "there is no linker (cc) on the PATH",
                if cfg!(target_os = "macos") {
                    "run `xcode-select --install`"
                } else {
                    "install a C compiler: `apt-get install gcc`, or what your system has instead"
                },
            ),
        });
    }
    (findings, has_rust)
}

/// Dart, what a library for it needs, and Flutter, if the package is of that; and the version of Dart.
pub(super) fn dart(dart_dir: Option<&Path>, folder: &Path, has_rust: bool) -> (Vec<Finding>, Option<(u32, u32)>) {
    let mut findings = Vec::new();
    let mut version = None;
    match dart::find() {
        Err(failure) => findings.push(failure.into()),
        Ok(None) => findings.push(dart::missing().into()),
        Ok(Some(found)) => {
            version = Some(found.version);
            let ((major, minor), (oldest, and)) = (found.version, dart::OLDEST);
            findings.push(Finding::fine(format!(
                "Dart {major}.{minor} for {} ({oldest}.{and} or newer is needed)",
                found.platform
            )));
            findings.extend(targets(found.target().as_slice(), folder, has_rust));
        }
    }
    let is_flutter = dart_dir.is_some_and(|dir| {
        let pubspec = fs::read_to_string(dir.join("pubspec.yaml")).unwrap_or_default();
        pubspec.lines().any(|line| line.trim() == "sdk: flutter")
    });
    if is_flutter {
        findings.push(flutter());
    }
    (findings, version)
}

/// Whether Rust can compile for these.
pub(super) fn targets(targets: &[&str], folder: &Path, has_rust: bool) -> Vec<Finding> {
    if !has_rust && !targets.is_empty() {
        return vec![Finding::open("what Rust compiles for is not known before it starts")];
    }
    let findings = targets.iter().map(|target| match rust::must_have(target, folder) {
        Ok(()) => Finding::fine(format!("Rust's standard library for {target}")),
        Err(failure) => failure.into(),
    });
    findings.collect()
}

fn flutter() -> Finding {
    let Some(flutter) = on_path("flutter") else {
        return Finding::missing(
            "there is no flutter on the PATH, and the package needs it",
            "install it (https://docs.flutter.dev/get-started/install), and open a new terminal",
        );
    };
    let answer = answer(Command::new(&flutter).args(["--version", "--machine"]));
    let answer: Option<Value> = answer.ok().and_then(|output| {
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        // It may greet, or talk about updates, before that.
        serde_json::from_str(text.get(text.find('{')?..)?).ok()
    });
    let text = |key: &str| Some(answer.as_ref()?[key].as_str()?.to_owned());
    let Some((version, dart)) = text("frameworkVersion").zip(text("dartSdkVersion")) else {
        return Finding::missing(
            format!("{} does not answer as Flutter does", flutter.display()),
            "`flutter doctor` may say why",
        );
    };
    let mut numbers = dart.split('.').map_while(|part| part.parse::<u32>().ok());
    let of_dart = numbers.next().zip(numbers.next());
    let (oldest, and) = dart::OLDEST;
    if of_dart.is_some_and(|of_dart| of_dart < dart::OLDEST) {
        return Finding::missing(
            format!("Flutter {version} has Dart {dart}, and Oche needs {oldest}.{and} or newer"),
            "run `flutter upgrade`",
        );
    }
    Finding::fine(format!("Flutter {version}, with Dart {dart}"))
}
