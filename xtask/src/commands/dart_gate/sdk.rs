//! Which Dart can be the gate: a whole SDK, and a new one.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::dart::{Version, find};
use crate::process::succeeds;

/// The formatter and the rules of this SDK, and of those after it, are the ones that our files are written for: with
/// older ones the same file would have to look otherwise.
const OLDEST: Version = Version::new(3, 8, 0);

/// The language version whose style the generator prints; see `layout.rs` there.
pub const FORMAT_LANGUAGE: &str = "3.8";

/// A Dart SDK with its tools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sdk {
    executable: PathBuf,
    version: Version,
}

impl Sdk {
    pub(super) fn new(executable: PathBuf, version: Version) -> Self {
        Self { executable, version }
    }

    /// A command that runs `dart`.
    pub fn command(&self) -> Command {
        Command::new(&self.executable)
    }

    /// Whether it came with Flutter, whose command then lies beside it.
    pub fn is_of_flutter(&self) -> bool {
        ["flutter", "flutter.bat"]
            .iter()
            .any(|name| self.executable.with_file_name(name).is_file())
    }
}

/// Whether there is something to check with.
#[derive(Debug, PartialEq, Eq)]
pub enum Gate {
    Open(Sdk),
    /// Why not.
    Shut(String),
}

/// Looks at the Dart of this machine; none is fetched, since what can be fetched is a VM without tools.
pub fn find() -> Result<Gate> {
    let found = find::on_this_machine()?.map(|vm| Sdk::new(vm.executable().to_owned(), vm.version()));
    Ok(decide(found, |sdk| {
        ["analyze", "format"]
            .into_iter()
            .all(|tool| succeeds(sdk.command().args([tool, "--help"])))
    }))
}

fn decide(found: Option<Sdk>, has_tools: impl FnOnce(&Sdk) -> bool) -> Gate {
    let Some(sdk) = found else {
        return Gate::Shut(
            "there is no Dart SDK on the PATH or in OCHE_DART, and a VM alone has no analyzer".to_owned(),
        );
    };
    if sdk.version < OLDEST {
        return Gate::Shut(format!(
            "the Dart on this machine is {}, and the gate is made for the analyzer and the formatter of {OLDEST} and newer",
            sdk.version
        ));
    }
    if !has_tools(&sdk) {
        return Gate::Shut(format!(
            "{} is a VM alone, without analyzer and formatter",
            sdk.executable.display()
        ));
    }
    Gate::Open(sdk)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sdk(minor: u32) -> Sdk {
        Sdk::new("/sdk/bin/dart".into(), Version::new(3, minor, 1))
    }

    fn why(gate: Gate) -> String {
        match gate {
            Gate::Shut(why) => why,
            Gate::Open(sdk) => panic!("{sdk:?} must not do"),
        }
    }

    #[test]
    fn a_whole_sdk_that_is_new_enough_opens_the_gate() {
        assert_eq!(decide(Some(sdk(8)), |_| true), Gate::Open(sdk(8)));
        assert_eq!(decide(Some(sdk(10)), |_| true), Gate::Open(sdk(10)));
    }

    #[test]
    fn whatever_is_missing_is_said() {
        assert!(why(decide(None, |_| true)).contains("no Dart SDK on the PATH"));
        assert!(why(decide(Some(sdk(7)), |_| true)).contains("is 3.7.1"));
        assert!(why(decide(Some(sdk(9)), |_| false)).contains("/sdk/bin/dart is a VM alone"));
    }

    #[test]
    fn an_old_sdk_is_not_asked_for_its_tools() {
        let gate = decide(Some(sdk(4)), |_| panic!("it was asked"));
        assert!(matches!(gate, Gate::Shut(_)));
    }

    #[test]
    fn the_style_of_generated_files_is_one_that_the_oldest_sdk_knows() {
        let language: Vec<u32> = FORMAT_LANGUAGE.split('.').map(|part| part.parse().unwrap()).collect();
        assert!(Version::new(language[0], language[1], 0) <= OLDEST);
    }
}
