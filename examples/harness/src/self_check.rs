//! Who tests the tests: does the harness in Dart notice what it should?

use std::collections::BTreeSet;
use std::path::Path;

use crate::file::{TestFile, Verdict};
use crate::filter::Selection;
use crate::vm::Vm;

/// The Dart files for that, beside the harness, and those of their tests that have to fail.
pub const FILES: [(&str, &[&str]); 2] = [
    ("leaks.dart", &["live objects are back"]),
    (
        "verdicts.dart",
        &[
            "a future instead of an exception",
            "a later error, after its end",
            "a list with another item",
            "a list with an item too many",
            "a map with another value",
            "a timeout",
            "an assertion inside of expectThrows",
            "an error that nobody awaits",
            "an exception",
            "an exception of another type",
            "an exception with another text",
            "an error while the test waits for ever",
            "no assertion",
            "no exception",
            "no exception from a future",
            "the other zero",
        ],
    ),
];

/// A Dart file of which just certain tests have to fail.
pub struct SelfCheck {
    file: TestFile,
    name: String,
    must_fail: &'static [&'static str],
}

impl SelfCheck {
    pub fn new(vm: &str, script: &Path, must_fail: &'static [&'static str]) -> Self {
        let file = TestFile::new(&format!("{vm}::harness"), script);
        Self {
            name: file.prefix.trim_end_matches(':').to_owned(),
            file,
            must_fail,
        }
    }

    /// What its one test here is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Runs it, and tells whether those tests failed, and no others.
    pub fn run(&self, vm: &Vm) -> Verdict {
        let verdicts = self.file.run(vm, &Selection::everything());
        let failed = verdicts.iter().filter(|verdict| verdict.result.is_err());
        let failed: BTreeSet<&str> = failed
            .filter_map(|verdict| verdict.name.strip_prefix(&self.file.prefix))
            .collect();
        let expected = BTreeSet::from_iter(self.must_fail.iter().copied());
        let missed: Vec<_> = expected.difference(&failed).collect();
        let wronged: Vec<_> = failed.difference(&expected).collect();
        Verdict {
            name: self.name.clone(),
            result: if missed.is_empty() && wronged.is_empty() {
                Ok(())
            } else {
                Err(format!(
                    "the harness let these pass, or did not run them: {missed:?}\nit failed these without a reason: {wronged:?}"
                ))
            },
        }
    }
}
