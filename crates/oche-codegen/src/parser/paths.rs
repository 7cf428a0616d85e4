//! The path by which generated code names an item.
//!
//! Generated code is the module `crate::oche_generated`, so it sees what is public, what is `pub(crate)`, and what is
//! private to the crate's root. The path of the definition comes first; if a private module, or one that is not there on
//! every target, stands in its way, the shortest path through re-exports does, and of several equally short ones the
//! first in alphabetical order.

use std::collections::{BTreeMap, VecDeque};

use super::condition::Condition;
use super::tree::*;

/// How generated code names the items of a crate.
pub(crate) struct VisiblePaths {
    modules: BTreeMap<ModuleId, Step>,
    items: BTreeMap<ItemId, Step>,
}

/// A path, and the last step to it.
struct Step {
    path: String,
    /// The module, and the name in it; the root has none.
    from: Option<(ModuleId, Space, String)>,
}

impl VisiblePaths {
    pub(crate) fn new(krate: &Crate) -> Self {
        let mut paths = Self {
            modules: BTreeMap::from([(
                ROOT,
                Step {
                    path: "crate".to_owned(),
                    from: None,
                },
            )]),
            items: BTreeMap::new(),
        };
        let mut waiting = VecDeque::from([ROOT]);
        // Breadth first, names in alphabetical order: the first path to anything is the one to take.
        while let Some(module) = waiting.pop_front() {
            let base = paths.modules[&module].path.clone();
            for space in SPACES {
                for (name, slot) in krate.module(module).names(space) {
                    if !krate.is_visible(slot.vis, ROOT) {
                        continue;
                    }
                    let path = || Step {
                        path: format!("{base}::{}", raw(name)),
                        from: Some((module, space, name.clone())),
                    };
                    match slot.state {
                        SlotState::Found(Def::Module(child)) => {
                            paths.modules.entry(child).or_insert_with(|| {
                                waiting.push_back(child);
                                path()
                            });
                        }
                        SlotState::Found(Def::Item(item)) => {
                            paths.items.entry(item).or_insert_with(path);
                        }
                        _ => {}
                    }
                }
            }
        }
        paths
    }

    /// The path of an item; `None` if generated code cannot name it.
    pub(crate) fn item(&self, krate: &Crate, id: ItemId) -> Option<String> {
        let shortest = self.items.get(&id)?;
        let item = krate.item(id);
        let defined = by_definition(krate, id);
        Some(defined.map_or_else(|| shortest.path.clone(), |path| format!("{path}::{}", raw(&item.name))))
    }

    /// Where the path of an item leads to something.
    pub(crate) fn condition(&self, krate: &Crate, id: ItemId) -> Condition {
        let item = krate.item(id);
        let Some(shortest) = self.items.get(&id) else {
            return Condition::ALWAYS;
        };
        if by_definition(krate, id).is_some() {
            let here = krate.availability(item.module, item.kind.space(), &item.name);
            return Condition::all([krate.module_condition(item.module), here]);
        }
        let mut steps = Vec::new();
        let mut step = shortest;
        while let Some((module, space, name)) = &step.from {
            steps.push(krate.availability(*module, *space, name));
            step = &self.modules[module];
        }
        steps.reverse();
        Condition::all(steps)
    }
}

/// The path of the module that an item is defined in, if generated code can go there on every target.
fn by_definition(krate: &Crate, id: ItemId) -> Option<String> {
    let item = krate.item(id);
    krate
        .is_visible(item.vis, ROOT)
        .then(|| definition(krate, item.module))
        .flatten()
}

impl VisiblePaths {
    /// For an item that generated code cannot name: the nearest module around it that it can name, and the item's path
    /// from there.
    pub(crate) fn nearest(&self, krate: &Crate, id: ItemId) -> (String, String) {
        let item = krate.item(id);
        let mut relative = raw(&item.name);
        let mut at = item.module;
        loop {
            if let Some(step) = self.modules.get(&at) {
                return (step.path.clone(), relative);
            }
            let module = krate.module(at);
            relative = format!("{}::{relative}", raw(&module.name));
            at = module.parent.unwrap_or(ROOT);
        }
    }
}

/// The path of a module along its parents, if generated code sees all of them, and on every target.
fn definition(krate: &Crate, id: ModuleId) -> Option<String> {
    let module = krate.module(id);
    let Some(parent) = module.parent else {
        return Some("crate".to_owned());
    };
    if !krate.is_visible(module.vis, ROOT) || module.target_dependent {
        return None;
    }
    definition(krate, parent).map(|path| format!("{path}::{}", raw(&module.name)))
}

/// A name as code spells it.
fn raw(name: &str) -> String {
    // `gen` is one from edition 2024 on; the longer spelling means the same in every edition.
    let is_keyword = name == "gen" || syn::parse_str::<syn::Ident>(name).is_err();
    if is_keyword {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}
