//! The project: its settings, the versions of Oche in it, and whether what is generated is up to date.

use std::fs;
use std::path::{Path, PathBuf};

use oche_codegen::{Config, Diagnostics, output};
use serde_json::Value;
use url::Url;

use super::finding::Finding;
use super::hook;
use crate::scaffold::packages;
use crate::terminal::{Terminal, count, shown};

/// The version of this command, and of what it generates.
const OWN: &str = env!("CARGO_PKG_VERSION");

/// What there is to say of the project; nothing but that, if there is none. `dart` is the version of the Dart that is there.
pub(super) fn all(
    terminal: &Terminal,
    config: Option<&Result<Config, Diagnostics>>,
    dart: Option<(u32, u32)>,
) -> Vec<Finding> {
    let config = match config {
        None => return vec![Finding::open("no crate here or above: only the machine was looked at")],
        Some(Ok(config)) => config,
        Some(Err(problems)) => {
            terminal.diagnostics(problems);
            let what = format!("{} with the settings", count(problems.errors(), "problem"));
            return vec![Finding::missing(what, "see above")];
        }
    };
    let mut findings = vec![crate_version(&config.crate_dir)];
    if config.dart_dir.join("pubspec.yaml").is_file() {
        findings.push(package_version("oche", &config.dart_dir, dart.is_some()));
        findings.extend(hook::all(config, dart));
    } else {
        findings.push(Finding::missing(
            format!("there is no Dart package in `{}`", shown(&config.dart_dir)),
            "make one (`dart create`, `flutter create`), or say where it is: `dir` under `[dart]` in `oche.toml`",
        ));
    }
    findings.push(generated(config));
    findings
}

/// The version of crate `oche`, as the lock has it.
fn crate_version(crate_dir: &Path) -> Finding {
    let lock = crate_dir
        .ancestors()
        .map(|folder| folder.join("Cargo.lock"))
        .find(|file| file.is_file());
    let text = lock.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let lock: toml::Table = text.parse().unwrap_or_default();
    let packages = lock
        .get("package")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten();
    let ours = packages.filter(|package| package.get("name").and_then(toml::Value::as_str) == Some("oche"));
    let versions: Vec<&str> = ours.filter_map(|package| package.get("version")?.as_str()).collect();
    match versions.iter().find(|version| !goes_with(version)) {
        Some(other) => Finding::missing(
            format!("crate oche is {other}, and this command is {OWN}"),
            format!(
                "write `oche = \"{OWN}\"` in `Cargo.toml`, or install the command of that version: `cargo install oche-cli \
                 --version {other}`"
            ),
        ),
        None if versions.is_empty() => {
            Finding::open("crate oche: the version is not known before the first `cargo build`")
        }
        None => Finding::fine(format!("crate oche {}, as this command", versions.join(", "))),
    }
}

/// The version of a package of ours, as pub has found it.
pub(super) fn package_version(name: &str, dart_dir: &Path, has_dart: bool) -> Finding {
    let file = dart_dir
        .ancestors()
        .map(|folder| folder.join(packages::FILE))
        .find(|file| file.is_file());
    let Some(file) = file else {
        let what = format!(
            "`{}` is not there: Dart does not know where packages are",
            packages::FILE
        );
        let help = format!("run `dart pub get` in `{}`", shown(dart_dir));
        return match has_dart {
            true => Finding::missing(what, help),
            // There is no pub without a Dart, and that has been said.
            false => Finding::open(what),
        };
    };
    let text = fs::read_to_string(&file).unwrap_or_default();
    let config: Value = serde_json::from_str(&text).unwrap_or_default();
    let all = config["packages"].as_array().into_iter().flatten();
    let Some(ours) = all.into_iter().find(|package| package["name"] == name) else {
        return Finding::missing(
            format!("`{}` has no package {name}", shown(&file)),
            format!("run `dart pub add {name}` in `{}`", shown(dart_dir)),
        );
    };
    let root = ours["rootUri"].as_str().and_then(|uri| folder_of(&file, uri));
    let pubspec = root.and_then(|root| fs::read_to_string(root.join("pubspec.yaml")).ok());
    let pubspec = pubspec.unwrap_or_default();
    match pubspec
        .lines()
        .find_map(|line| line.strip_prefix("version:"))
        .map(str::trim)
    {
        None => Finding::missing(
            format!(
                "`{}` names a folder for package {name} that is not its own",
                shown(&file)
            ),
            format!("run `dart pub get` in `{}`", shown(dart_dir)),
        ),
        Some(version) if goes_with(version) => Finding::fine(format!("package:{name} {version}, as this command")),
        Some(version) => Finding::missing(
            format!("package:{name} is {version}, and this command is {OWN}"),
            format!(
                "write `{name}: ^{OWN}` in `pubspec.yaml`, and run `dart pub get` in `{}`",
                shown(dart_dir)
            ),
        ),
    }
}

/// Where a URI of a `package_config.json` leads.
fn folder_of(config: &Path, uri: &str) -> Option<PathBuf> {
    let base = Url::from_file_path(std::path::absolute(config).ok()?).ok()?;
    base.join(uri).ok()?.to_file_path().ok()
}

/// Whether a version of the run time goes with what this command generates: versions that cargo would put in the place of each
/// other.
fn goes_with(version: &str) -> bool {
    let line = |version: &str| -> Vec<String> {
        let parts = version.split(['.', '-', '+']).map(str::to_owned);
        let first = version.starts_with("0.");
        parts.take(if first { 2 } else { 1 }).collect()
    };
    line(version) == line(OWN)
}

fn generated(config: &Config) -> Finding {
    let outcome = oche_codegen::generate(config);
    let generate = format!("run `oche generate --crate {}`", shown(&config.crate_dir));
    if outcome.api.is_none() {
        let problems = count(outcome.diagnostics.errors(), "problem");
        return Finding::missing(
            format!("{problems} in the API"),
            format!("{generate}, which shows them"),
        );
    }
    match output::stale(config, &outcome.files)[..] {
        [] => Finding::fine(format!("{} up to date", count(outcome.files.len(), "generated file"))),
        [ref only] => Finding::missing(format!("`{}` is not up to date", shown(only)), generate),
        ref several => Finding::missing(
            format!("{} generated files are not up to date", several.len()),
            generate,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_go_together_as_cargo_takes_them() {
        let own: Vec<&str> = OWN.split('.').collect();
        assert!(goes_with(OWN) && goes_with(&format!("{}.{}.99", own[0], own[1])));
        for other in ["99.0.0", "0.999.0", "", "0"] {
            assert!(!goes_with(other), "{other}");
        }
    }
}
