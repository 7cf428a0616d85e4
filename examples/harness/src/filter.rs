//! Which tests are asked for: no VM is started for what cannot be among them.

use std::process::Command;

use libtest_mimic::Arguments;

/// What the user asks the test runner for.
pub struct Selection {
    filter: Option<String>,
    exact: bool,
    list_only: bool,
}

impl Selection {
    pub fn of(arguments: &Arguments) -> Self {
        Self {
            filter: arguments.filter.clone(),
            exact: arguments.exact,
            list_only: arguments.list,
        }
    }

    /// All tests.
    pub fn everything() -> Self {
        Self {
            filter: None,
            exact: false,
            list_only: false,
        }
    }

    /// Whether only names are asked for.
    pub fn list_only(&self) -> bool {
        self.list_only
    }

    /// Whether all tests are asked for, so that a file without any is a mistake.
    pub fn is_everything(&self) -> bool {
        self.filter.is_none()
    }

    /// Whether a test whose name begins with `prefix`, that is `<vm>::<file>::`, can be asked for.
    pub fn may_include(&self, prefix: &str) -> bool {
        let Some(filter) = &self.filter else {
            return true;
        };
        let names_a_vm = ["newest", "oldest"]
            .iter()
            .any(|vm| filter.strip_prefix(vm).is_some_and(|rest| rest.starts_with("::")));
        // A filter that begins otherwise may stand anywhere in the name, so only running the file can tell.
        !names_a_vm || filter.starts_with(prefix) || prefix.starts_with(filter.as_str())
    }

    /// Tells the harness in Dart to run only what is asked for.
    pub fn hand_to(&self, dart: &mut Command, prefix: &str) {
        dart.env("OCHE_TEST_PREFIX", prefix);
        if let Some(filter) = &self.filter {
            dart.env("OCHE_TEST_FILTER", filter);
        }
        if self.exact {
            dart.env("OCHE_TEST_EXACT", "1");
        }
        if self.list_only {
            dart.env("OCHE_TEST_LIST", "1");
        }
    }
}
