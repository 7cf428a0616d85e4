//! The build hook of a project: whether it gets one, and what is written for it.

use std::fs;
use std::path::Path;

use clap::Args;

use super::plan::Plan;
use super::source::Source;
use super::template::{self, Names};
use crate::exit::Failure;
use crate::toolchain::dart::{self, Dart};

/// The file that the Dart and Flutter tools run.
pub(crate) const FILE: &str = "hook/build.dart";

/// The package that does the work in it.
pub(crate) const PACKAGE: &str = "oche_hooks";

/// The oldest Dart whose tools run hooks, as in `dart/oche_hooks/pubspec.yaml`.
pub(crate) const OLDEST: (u32, u32) = (3, 10);

/// What was asked for.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Choice {
    /// Write `hook/build.dart`, by which Dart and Flutter build and bundle the library, and a dependency on `oche_hooks`;
    /// without this option it is written if the Dart here and the package are of 3.10 or newer
    #[arg(long)]
    hook: bool,

    /// Write no `hook/build.dart`
    #[arg(long, conflicts_with = "hook")]
    no_hook: bool,
}

/// Whether there is to be a hook.
#[derive(Debug)]
pub(crate) enum Decision {
    /// There is.
    Write,
    /// There is none; why, if it was not asked for.
    LeaveOut(Option<String>),
}

impl Choice {
    /// Whether it was asked for in so many words.
    pub(crate) fn is_hook(self) -> bool {
        self.hook
    }

    /// Decides for a project on this machine. `allows` is the oldest Dart that an existing package allows.
    ///
    /// A hook that was not asked for must not keep anybody from what they have: an SDK that is too old for `oche_hooks` would find
    /// no packages at all.
    ///
    /// # Errors
    /// If it was asked for, and the package allows a Dart that has no hooks.
    pub(crate) fn decide(self, with_pub: Option<&Dart>, allows: Option<(u32, u32)>) -> Result<Decision, Failure> {
        let (major, minor) = OLDEST;
        let too_old = allows
            .filter(|allows| *allows < OLDEST)
            .map(|(old, er)| format!("the package allows Dart {old}.{er}, and build hooks need {major}.{minor}"));
        let raise = format!("write `sdk: ^{major}.{minor}.0` under `environment:` in `pubspec.yaml`");
        match (self.hook, self.no_hook, too_old) {
            (_, true, _) => Ok(Decision::LeaveOut(None)),
            (true, _, None) => Ok(Decision::Write),
            (true, _, Some(too_old)) => {
                Err(Failure::wrong(too_old).with_help(format_args!("{raise}, or leave `--hook` out")))
            }
            (_, _, Some(too_old)) => Ok(left_out(&format!(
                "{too_old}. To have one, {raise}, and run `oche init --hook`"
            ))),
            (_, _, None) => Ok(match with_pub.map(|dart| dart.version) {
                Some(version) if version >= OLDEST => Decision::Write,
                Some((old, er)) => left_out(&format!(
                    "it needs Dart {major}.{minor}, and this is Dart {old}.{er}; `--hook` writes it all the same"
                )),
                None => left_out(&format!(
                    "it needs an SDK with Dart {major}.{minor}, which is not here; `--hook` writes it all the same"
                )),
            }),
        }
    }
}

fn left_out(why: &str) -> Decision {
    Decision::LeaveOut(Some(format!("no build hook (`{FILE}`) was written: {why}")))
}

impl Decision {
    /// Whether there is to be one.
    pub(crate) fn is_write(&self) -> bool {
        matches!(self, Self::Write)
    }

    /// What is to be said of it, for a package in a folder.
    pub(crate) fn note(&self, root: &Path) -> Option<String> {
        match self {
            Self::LeaveOut(why) => why.clone(),
            Self::Write if is_of_its_own(root) => Some(format!(
                "`{FILE}` is there, and stays as it is. To have the library built, add to it\n\n{}",
                added()
            )),
            Self::Write => None,
        }
    }

    /// What it has for a project's files to be filled in.
    pub(crate) fn names(&self, source: &Source, root: &Path) -> [(&'static str, String); 4] {
        let ((major, minor), dependency, row, how) = match self {
            Self::Write => (
                OLDEST,
                format!("\n  {PACKAGE}:{}", source.for_pub(root, PACKAGE)),
                "| `hook/build.dart` | has the Dart and Flutter tools build the library, and bundle it with apps |\n",
                "`dart run` and `dart test` have the library built by the hook.",
            ),
            Self::LeaveOut(_) => (
                dart::OLDEST,
                String::new(),
                "",
                "With a Dart SDK, `oche build` puts the library where `dart run` and `dart test` find it.",
            ),
        };
        [
            ("sdk", format!("{major}.{minor}.0")),
            ("hook.pub", dependency),
            ("hook.row", row.to_owned()),
            ("hook.how", how.to_owned()),
        ]
    }

    /// Plans its file.
    pub(crate) fn add(&self, names: &Names, plan: &mut Plan) {
        if self.is_write() {
            names.add(template::HOOK, plan);
        }
    }
}

/// Whether a package has a hook that knows nothing of us.
pub(crate) fn is_of_its_own(root: &Path) -> bool {
    fs::read(root.join(FILE)).is_ok_and(|text| !String::from_utf8_lossy(&text).contains(PACKAGE))
}

/// The lines to add to another hook.
fn added() -> String {
    let [(_, text)] = template::HOOK else {
        return String::new();
    };
    let lines = |begins: &'static str| text.lines().filter(move |line| line.trim().starts_with(begins));
    let import: Vec<&str> = lines("import ").collect();
    let call: Vec<&str> = lines("await ").collect();
    format!(
        "{}\n\nand, in the function that `build` is given,\n\n{}",
        import.join("\n"),
        call.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dart(version: (u32, u32)) -> Dart {
        Dart {
            executable: "dart".into(),
            platform: "linux_x64".to_owned(),
            version,
        }
    }

    #[test]
    fn a_hook_is_written_where_it_can_run_or_was_asked_for() {
        let [hook, no_hook, neither] =
            [(true, false), (false, true), (false, false)].map(|(hook, no_hook)| Choice { hook, no_hook });
        for (choice, here, allows, says) in [
            (neither, Some((3, 10)), None, "written"),
            (neither, Some((4, 0)), Some((3, 10)), "written"),
            (neither, Some((3, 9)), None, "this is Dart 3.9; `--hook` writes it"),
            (neither, None, Some((3, 10)), "which is not here; `--hook` writes it"),
            (
                neither,
                Some((3, 10)),
                Some((3, 4)),
                "the package allows Dart 3.4, and build hooks need 3.10. To have one",
            ),
            (hook, None, None, "written"),
            (hook, Some((3, 7)), Some((3, 11)), "written"),
            (
                hook,
                Some((3, 10)),
                Some((3, 9)),
                "refused: the package allows Dart 3.9, and build hooks need 3.10",
            ),
            (no_hook, Some((3, 10)), None, "left out"),
            (no_hook, Some((3, 10)), Some((3, 4)), "left out"),
        ] {
            let decided = match choice.decide(here.map(dart).as_ref(), allows) {
                Ok(Decision::Write) => "written".to_owned(),
                Ok(Decision::LeaveOut(why)) => why.unwrap_or_else(|| "left out".to_owned()),
                Err(failure) => format!("refused: {}", failure.message),
            };
            assert!(decided.contains(says), "{choice:?} {here:?} {allows:?}: {decided}");
        }
    }

    #[test]
    fn the_hook_is_the_one_of_the_package_s_page() {
        let page = include_str!("../../../../dart/oche_hooks/README.md");
        let [(file, text)] = template::HOOK else {
            panic!("there is one file")
        };
        assert_eq!(*file, FILE);
        assert!(page.contains(&format!("```dart\n{text}```")), "{page}");
        let pubspec = include_str!("../../../../dart/oche_hooks/pubspec.yaml");
        assert!(
            pubspec.contains(&format!("sdk: ^{}.{}.0", OLDEST.0, OLDEST.1)),
            "{pubspec}"
        );
    }

    #[test]
    fn what_to_add_is_what_the_hook_has() {
        let added = added();
        for line in [
            "import 'package:oche_hooks/oche_hooks.dart';\n",
            "  await const OcheBuilder(cratePath: 'rust')",
        ] {
            assert!(added.contains(line), "{added}");
        }
    }
}
