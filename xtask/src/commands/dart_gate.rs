//! `cargo xtask dart-gate`

mod sdk;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::Workspace;
use crate::dart::OLDEST_SUPPORTED;
use crate::process::{capture, describe};
use crate::progress::Step;

use sdk::{FORMAT_LANGUAGE, Gate, Sdk};
use sources::Package;

/// Holds all Dart of the repository against the analyzer and the formatter.
///
/// Every package is got ready by `dart pub get`, and passes `dart analyze --fatal-infos` under its own
/// analysis_options.yaml; every file stands as `dart format` leaves it. A package that needs Flutter is analyzed where the Dart
/// is Flutter's, and formatted in any case. That takes a whole Dart SDK, and access to pub.dev;
/// a VM alone has neither analyzer nor formatter, and then one line says that nothing was done.
#[derive(Args)]
pub struct Options {
    /// Fail if there is no Dart SDK that can do it
    #[arg(long)]
    require: bool,
}

/// What the gate came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// So many checks passed, and so many did not.
    Checked { passed: usize, failed: usize },
    /// Why there was nothing to check with.
    Skipped(String),
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    match check(workspace)? {
        Outcome::Checked { passed, failed } => {
            println!("{passed} passed, {failed} failed");
            Ok(i32::from(failed > 0))
        }
        Outcome::Skipped(why) if options.require => bail!("the Dart gate cannot run: {why}"),
        Outcome::Skipped(why) => {
            println!("the Dart gate was skipped: {why}");
            Ok(0)
        }
    }
}

/// Runs all checks there are, if there is an SDK for that.
pub(super) fn check(workspace: &Workspace) -> Result<Outcome> {
    let sdk = match sdk::find()? {
        Gate::Open(sdk) => sdk,
        Gate::Shut(why) => return Ok(Outcome::Skipped(why)),
    };
    let (mut passed, mut failed) = (0, 0);
    for package in sources::packages(workspace.root())? {
        for (title, mut command) in package_checks(&sdk, &package) {
            let title = format!("{}: {title}", package.name(workspace.root()));
            match run_check(&title, &mut command)? {
                true => passed += 1,
                false => failed += 1,
            }
        }
    }
    let copies = workspace.cache().join("dart-gate");
    if copy_generated(workspace.root(), &copies)? > 0 {
        match run_check("generated files: dart format", &mut format_generated(&sdk, &copies))? {
            true => passed += 1,
            false => failed += 1,
        }
    }
    Ok(Outcome::Checked { passed, failed })
}

/// What a package has to pass, in order.
fn package_checks(sdk: &Sdk, package: &Package) -> Vec<(&'static str, Command)> {
    let dart = |arguments: &[&str]| {
        let mut command = sdk.command();
        command.current_dir(&package.folder).args(arguments);
        command
    };
    let is_whole = !package.needs_flutter || sdk.is_of_flutter();
    let mut checks = Vec::new();
    if is_whole {
        checks.push(("dart pub get", dart(&["pub", "get"])));
        checks.push(("dart analyze", dart(&["analyze", "--fatal-infos"])));
    }
    if !package.by_hand.is_empty() {
        // In the style of the package's language version, which pub has told it.
        let mut format = dart(&["format", "--output", "none", "--set-exit-if-changed"]);
        if !is_whole {
            format.arg(format!("--language-version={}", OLDEST_SUPPORTED.language()));
        }
        format.args(&package.by_hand);
        checks.push(("dart format", format));
    }
    checks
}

/// Copies what was generated, without the line that has the formatter leave it alone; gives the number of files.
fn copy_generated(root: &Path, copies: &Path) -> Result<usize> {
    if copies.exists() {
        fs::remove_dir_all(copies).with_context(|| format!("cannot empty {}", copies.display()))?;
    }
    let files: Vec<PathBuf> = sources::packages(root)?.into_iter().flat_map(|p| p.generated).collect();
    for file in &files {
        let copy = copies.join(file.strip_prefix(root).unwrap_or(file));
        fs::create_dir_all(copy.parent().unwrap_or(copies))?;
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        fs::write(&copy, sources::without_marker(&text))?;
    }
    Ok(files.len())
}

fn format_generated(sdk: &Sdk, copies: &Path) -> Command {
    let mut command = sdk.command();
    command.args(["format", "--output", "none", "--set-exit-if-changed"]);
    command.arg(format!("--language-version={FORMAT_LANGUAGE}")).arg(copies);
    command
}

fn run_check(title: &str, command: &mut Command) -> Result<bool> {
    let step = Step::quiet(title.to_owned());
    let output = capture(command, |_, _| {})?;
    let passed = output.status.success();
    if passed {
        step.done();
    } else {
        drop(step);
        eprintln!(
            "{title} failed; the command was `{}`\n{}",
            describe(command),
            output.tail(200)
        );
    }
    Ok(passed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dart::Version;

    fn lines(package: &Package) -> Vec<String> {
        let sdk = Sdk::new(PathBuf::from("dart"), Version::new(3, 8, 0));
        package_checks(&sdk, package)
            .iter()
            .map(|(_, command)| describe(command))
            .collect()
    }

    #[test]
    fn a_package_is_got_analyzed_and_formatted_and_what_is_generated_is_left_out_of_the_last() {
        let package = Package {
            folder: "p".into(),
            needs_flutter: false,
            by_hand: vec!["p/bin/a.dart".into()],
            generated: vec!["p/lib/b.dart".into()],
        };
        assert_eq!(
            lines(&package),
            [
                "dart pub get",
                "dart analyze --fatal-infos",
                "dart format --output none --set-exit-if-changed p/bin/a.dart",
            ]
        );
    }

    #[test]
    fn a_package_without_a_file_of_its_own_is_not_formatted() {
        let package = Package {
            folder: "p".into(),
            needs_flutter: false,
            by_hand: Vec::new(),
            generated: vec!["p/lib/b.dart".into()],
        };
        assert_eq!(lines(&package).len(), 2);
    }

    #[test]
    fn what_needs_flutter_is_analyzed_by_flutters_dart_and_only_formatted_by_another() {
        let package = Package {
            folder: "p".into(),
            needs_flutter: true,
            by_hand: vec!["p/lib/a.dart".into()],
            generated: Vec::new(),
        };
        let format = "dart format --output none --set-exit-if-changed --language-version=3.4 p/lib/a.dart";
        assert_eq!(lines(&package), [format]);

        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("flutter"), "").unwrap();
        let sdk = Sdk::new(folder.path().join("dart"), Version::new(3, 8, 0));
        assert_eq!(package_checks(&sdk, &package).len(), 3);
    }

    #[test]
    fn copies_of_generated_files_are_formatted_in_the_style_that_the_generator_prints() {
        let root = tempfile::tempdir().unwrap();
        let lib = root.path().join("dart/oche/lib");
        fs::create_dir_all(&lib).unwrap();
        fs::write(root.path().join("dart/oche/pubspec.yaml"), "name: oche\n").unwrap();
        fs::write(lib.join("mine.dart"), "void main() {}\n").unwrap();
        let generated = "// Generated by Oche. Do not edit.\n// dart format off\n\nvoid f() {}\n";
        fs::write(lib.join("theirs.dart"), generated).unwrap();
        let copies = root.path().join("target/oche/dart-gate");
        assert_eq!(copy_generated(root.path(), &copies).unwrap(), 1);
        let copy = fs::read_to_string(copies.join("dart/oche/lib/theirs.dart")).unwrap();
        assert_eq!(copy, "// Generated by Oche. Do not edit.\n\nvoid f() {}\n");
        let sdk = Sdk::new(PathBuf::from("dart"), Version::new(3, 8, 0));
        assert!(describe(&format_generated(&sdk, &copies)).contains("--language-version=3.8"));
    }
}
