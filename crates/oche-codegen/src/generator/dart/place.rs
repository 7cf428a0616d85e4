//! Where a declaration is printed.

use super::here::Here;
use super::package::Package;
use super::scope::Scope;
use super::types::Types;

/// Where a declaration is printed.
pub struct Place<'a> {
    pub package: &'a Package<'a>,
    pub here: Here<'a>,
    pub scope: Scope,
}

impl<'a> Place<'a> {
    /// A place within this one that declares `names`.
    pub fn within<N: Into<String>>(&self, names: impl IntoIterator<Item = N>) -> Self {
        Self {
            scope: self.scope.within(names),
            ..*self
        }
    }

    /// Prints types here.
    pub fn types(&self) -> Types<'a> {
        Types::new(self.package, &self.scope, self.here)
    }

    /// The variable that holds the native library.
    pub fn library(&self) -> String {
        let plumbing = &self.package.plumbing;
        self.scope.plumbing(&plumbing.bridge, self.here, &self.package.library)
    }
}
