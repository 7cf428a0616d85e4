//! The Dart libraries: one for each module that has something to export.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Library, TypeId};
use crate::parser::attrs;
use crate::parser::tree::*;

/// The libraries, by their modules.
pub struct Libraries {
    list: Vec<Library>,
    at: BTreeMap<ModuleId, usize>,
}

/// What stands in a library.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Function(usize),
    Type(TypeId),
}

impl Libraries {
    /// Those of some modules, which have nothing in them yet.
    pub fn new(krate: &Crate, homes: BTreeSet<ModuleId>) -> Self {
        let mut libraries: Vec<(ModuleId, Library)> =
            homes.into_iter().map(|home| (home, library(krate, home))).collect();
        libraries.sort_by(|(_, a), (_, b)| a.rust_module.cmp(&b.rust_module));
        let at = libraries.iter().enumerate().map(|(at, (home, _))| (*home, at));
        Self {
            at: at.collect(),
            list: libraries.into_iter().map(|(_, library)| library).collect(),
        }
    }

    /// The place of a module's library.
    pub fn at(&self, home: ModuleId) -> usize {
        self.at[&home]
    }

    /// Puts each part, which stands in an item of a module, into its library, in the order of the source.
    pub fn fill(&mut self, parts: impl IntoIterator<Item = (ItemId, ModuleId, Part)>) {
        let parts = parts.into_iter().map(|(item, home, part)| (item, self.at[&home], part));
        let mut parts: Vec<(ItemId, usize, Part)> = parts.collect();
        parts.sort_unstable();
        for (_, library, part) in parts {
            match part {
                Part::Type(id) => self.list[library].types.push(id),
                Part::Function(index) => self.list[library].functions.push(index),
            }
        }
    }

    pub fn into_list(self) -> Vec<Library> {
        self.list
    }
}

fn library(krate: &Crate, home: ModuleId) -> Library {
    let path = krate.module_path(home);
    // Only types that signatures name can live in the crate's root.
    let rust_module = if path.is_empty() { "crate".to_owned() } else { path };
    Library {
        dart_file: format!("{}.dart", rust_module.replace("::", "/")),
        docs: attrs::docs(&krate.module(home).attrs),
        rust_module,
        types: Vec::new(),
        functions: Vec::new(),
    }
}
