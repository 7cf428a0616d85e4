//! A Dart program that is compiled, and not run: what it needs is not there.

use std::path::{Path, PathBuf};

use crate::file::Verdict;
use crate::vm::Vm;

/// A program of a package.
pub struct Program {
    name: String,
    package: PathBuf,
    main: PathBuf,
}

impl Program {
    pub fn new(vm: &str, package: &Path, main: &Path) -> Self {
        let name = main.file_stem().unwrap_or_default().to_string_lossy();
        Self {
            name: format!("{vm}::{name}::compiles"),
            package: package.to_owned(),
            main: main.to_owned(),
        }
    }

    /// What its one test is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Compiles it, and tells whether it did.
    pub fn compile(&self, vm: &Vm) -> Verdict {
        Verdict {
            name: self.name.clone(),
            result: vm
                .check(&self.package, &self.main)
                .map_err(|error| format!("{error:#}")),
        }
    }
}
