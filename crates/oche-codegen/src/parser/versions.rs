//! What a name stands for on different targets.

use super::condition::Condition;
use super::loader::Loader;
use super::names::Found;
use super::tree::*;

/// A name can come through several glob imports, each in a module that another one opens.
const MAX_GLOBS: usize = 16;

impl Loader<'_> {
    /// Notes what a name stands for where `condition` holds. Nothing is kept of names that are the same everywhere.
    pub(super) fn note_version(
        &mut self,
        module: ModuleId,
        space: Space,
        name: &str,
        condition: &Condition,
        what: VersionOf,
    ) {
        if condition.is_always() {
            return;
        }
        let versions = &mut self.krate.modules[module.0].versions;
        versions.entry((space, name.to_owned())).or_default().push(Version {
            condition: condition.clone(),
            what,
        });
    }
}

impl Crate {
    /// What a name of a module stands for, with where it does so; nothing if it stands for one thing everywhere.
    pub(crate) fn versions(&self, module: ModuleId, space: Space, name: &str) -> Vec<(Condition, VersionOf)> {
        self.versions_through(module, space, name, MAX_GLOBS)
    }

    fn versions_through(
        &self,
        module: ModuleId,
        space: Space,
        name: &str,
        globs: usize,
    ) -> Vec<(Condition, VersionOf)> {
        let names = self.module(module).names(space);
        let slot = names.get(name);
        if slot.is_none_or(|slot| slot.explicit) {
            let noted = self.module(module).versions.get(&(space, name.to_owned()));
            let noted = noted.into_iter().flatten();
            return noted
                .filter(|version| self.is_in(version.what, space))
                .map(|version| (version.condition.clone(), version.what))
                .collect();
        }
        let mut found = Vec::new();
        for &id in self.module(module).globs.iter().filter(|_| globs > 0) {
            let import = &self.imports[id];
            let Ok(Found::Def(Def::Module(target))) = self.import_target(id, Space::Types) else {
                continue;
            };
            let Some(slot) = self.module(target).names(space).get(name) else {
                continue;
            };
            if target == module || !self.is_visible(slot.vis, module) {
                continue;
            }
            let there = self.versions_through(target, space, name, globs - 1);
            let what = match slot.state {
                SlotState::Found(Def::Item(item)) => VersionOf::Item(item),
                _ => VersionOf::Import(id),
            };
            let there = match there.is_empty() {
                true => vec![(Condition::ALWAYS, what)],
                false => there,
            };
            let through = |(condition, what)| (Condition::all([import.condition.clone(), condition]), what);
            found.extend(there.into_iter().map(through));
        }
        // Brought by one way that is always open, it is there, whatever the others are.
        let is_everywhere = found.iter().any(|(condition, _)| condition.is_always());
        if is_everywhere {
            found.clear();
        }
        found
    }

    /// Whether a version exists in this namespace: an import of a type is none of a function.
    fn is_in(&self, what: VersionOf, space: Space) -> bool {
        match what {
            VersionOf::Import(id) => self.import_target(id, space).is_ok(),
            VersionOf::Item(_) | VersionOf::Module => true,
        }
    }

    /// The item that a version is, if it is one of this crate.
    pub(crate) fn version_item(&self, what: VersionOf, space: Space) -> Option<ItemId> {
        match what {
            VersionOf::Item(item) => Some(item),
            VersionOf::Import(id) => match self.import_target(id, space) {
                Ok(Found::Def(Def::Item(item))) => Some(item),
                _ => None,
            },
            VersionOf::Module => None,
        }
    }

    /// Where a name of a module stands for something.
    pub(crate) fn availability(&self, module: ModuleId, space: Space, name: &str) -> Condition {
        let versions = self.versions(module, space, name);
        match versions.is_empty() {
            true => Condition::ALWAYS,
            false => Condition::any(versions.into_iter().map(|(condition, _)| condition)),
        }
    }

    /// Where a module is there.
    pub(crate) fn module_condition(&self, id: ModuleId) -> Condition {
        let module = self.module(id);
        let Some(parent) = module.parent else {
            return Condition::ALWAYS;
        };
        let here = self.availability(parent, Space::Types, &module.name);
        Condition::all([self.module_condition(parent), here])
    }
}
