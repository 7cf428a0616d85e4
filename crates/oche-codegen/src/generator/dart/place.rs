//! Where a declaration is printed.

use super::package::Package;
use super::scope::Scope;
use super::types::Types;
use crate::ir::Library;

/// Where a declaration is printed.
pub struct Place<'a> {
    pub package: &'a Package<'a>,
    pub library: &'a Library,
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
        Types::new(self.package.api, &self.scope, Some(&self.library.dart_file))
    }
}
