//! Name resolution: what a path means in a module.
//!
//! The rules are Rust's own (edition 2018 and later): what a module declares or imports by name hides what its glob
//! imports bring, that hides the names of other crates, those hide the standard prelude. Imports may depend on each
//! other in any order and in circles, so they are resolved together, in rounds, until nothing changes.

use super::preludes;
use super::tree::*;

/// Why a path means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathError {
    /// The segment that failed.
    pub(crate) index: usize,
    pub(crate) kind: PathErrorKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathErrorKind {
    /// There is no such name in the module that the path had reached, or around the module it started in.
    NotFound { module: ModuleId },
    /// The name is imported, but the import leads nowhere.
    Import(usize),
    /// Two glob imports bring different things of that name.
    Ambiguous,
    /// Something below a type: `Vec::Item`.
    Associated,
    /// `super` above the root.
    AboveRoot,
}

/// Resolves every import of the crate.
pub(crate) fn resolve_imports(krate: &mut Crate) {
    let mut waiting: Vec<usize> = (0..krate.imports.len()).collect();
    loop {
        let mut changed = false;
        for &import in &waiting {
            changed |= match krate.imports[import].kind {
                ImportKind::Glob => glob(krate, import),
                ImportKind::Named(_) | ImportKind::Module(_) => named(krate, import),
            };
        }
        if !changed && !release(krate) {
            return forget_macros(krate);
        }
        waiting.retain(|&import| is_unfinished(krate, import));
    }
}

fn is_unfinished(krate: &Crate, import: usize) -> bool {
    let Import { module, kind, .. } = &krate.imports[import];
    let pending = |space, name| {
        let slot: Option<&Slot> = krate.module(*module).names(space).get(name);
        slot.is_some_and(|slot| slot.state == SlotState::Pending(import))
    };
    match kind {
        ImportKind::Glob => true,
        ImportKind::Named(name) | ImportKind::Module(name) => SPACES.into_iter().any(|space| pending(space, name)),
    }
}

/// Tries to resolve what is still open of a named import. Whether something was found.
fn named(krate: &mut Crate, id: usize) -> bool {
    let import = &krate.imports[id];
    let (name, spaces) = match &import.kind {
        ImportKind::Named(name) => (name, &SPACES[..]),
        ImportKind::Module(name) => (name, &SPACES[..1]),
        ImportKind::Glob => return false,
    };
    let (module, name, vis) = (import.module, name.clone(), import.vis);
    let mut changed = false;
    for &space in spaces {
        let slot = krate.module(module).names(space).get(&name);
        if slot.is_none_or(|slot| slot.state != SlotState::Pending(id)) {
            continue;
        }
        let Ok(found) = krate.import_target(id, space) else {
            continue;
        };
        let names = krate.modules[module.0].names_mut(space);
        if matches!(&found, Found::External(path) if is_macro_of_its_crate(path)) {
            names.remove(&name);
        } else {
            let def = krate.define(found);
            let slot = Slot {
                state: SlotState::Found(def),
                vis,
                explicit: true,
            };
            krate.modules[module.0].names_mut(space).insert(name.clone(), slot);
        }
        changed = true;
    }
    changed
}

/// `oche::oche`, `async_trait::async_trait`: by custom an attribute macro, so the name goes on to mean the crate.
fn is_macro_of_its_crate(path: &str) -> bool {
    path.split_once("::").is_some_and(|(package, name)| package == name)
}

/// Brings in what a glob import sees. Whether anything was new.
fn glob(krate: &mut Crate, id: usize) -> bool {
    let Import { module, vis, .. } = krate.imports[id];
    let Ok(found) = krate.import_target(id, Space::Types) else {
        return false;
    };
    let target = match krate.define(found) {
        Def::Module(target) if target != module => target,
        Def::External(path) => return open_external(krate, module, path, vis),
        Def::Unknown => {
            // What it would bring is unknown, so what is missing here may well have come from there.
            return !std::mem::replace(&mut krate.modules[module.0].broken, true);
        }
        // The variants of an enum are no types, and a module's own names are there already.
        Def::Module(_) | Def::Item(_) | Def::Variant => return false,
    };
    let mut changed = false;
    for space in SPACES {
        let visible = |slot: &Slot| krate.is_visible(slot.vis, module);
        let brought: Vec<(String, SlotState, Vis)> = (krate.module(target).names(space).iter())
            .filter(|(_, slot)| !matches!(slot.state, SlotState::Pending(_)) && visible(slot))
            .map(|(name, slot)| (name.clone(), slot.state, krate.narrower(slot.vis, vis)))
            .collect();
        for (name, state, vis) in brought {
            changed |= bring(krate, id, space, name, state, vis);
        }
    }
    for (path, vis_there) in krate.module(target).external_globs.clone() {
        if krate.is_visible(vis_there, module) {
            changed |= open_external(krate, module, path, krate.narrower(vis_there, vis));
        }
    }
    if krate.module(target).broken && !krate.module(module).broken {
        krate.modules[module.0].broken = true;
        changed = true;
    }
    changed
}

fn bring(krate: &mut Crate, glob: usize, space: Space, name: String, state: SlotState, vis: Vis) -> bool {
    let Import { module, condition, .. } = &krate.imports[glob];
    let (module, target_dependent) = (*module, !condition.is_always());
    let here = krate.module(module).names(space).get(&name).copied();
    let wider = |a: Vis, b: Vis| if krate.narrower(a, b) == a { b } else { a };
    let slot = match here {
        Some(slot) if slot.explicit => return false,
        // Another target's version of what is there already.
        Some(slot) if slot.state != state && target_dependent => slot,
        Some(slot) if slot.state == state => Slot {
            vis: wider(slot.vis, vis),
            ..slot
        },
        Some(slot) => Slot {
            state: SlotState::Ambiguous,
            ..slot
        },
        None => Slot {
            state,
            vis,
            explicit: false,
        },
    };
    let changed = here.is_none_or(|here| here.state != slot.state || here.vis != slot.vis);
    if changed {
        krate.modules[module.0].names_mut(space).insert(name, slot);
    }
    changed
}

fn open_external(krate: &mut Crate, module: ModuleId, path: ExternalId, vis: Vis) -> bool {
    let globs = &mut krate.modules[module.0].external_globs;
    if globs.iter().any(|(known, _)| *known == path) {
        return false;
    }
    globs.push((path, vis));
    true
}

/// Nothing moves any more. An import that was found in one namespace does not exist in the other, so there it no longer
/// hides what glob imports bring. Whether that freed anything.
fn release(krate: &mut Crate) -> bool {
    let mut freed = false;
    for id in 0..krate.imports.len() {
        let Import {
            module,
            kind: ImportKind::Named(name),
            ..
        } = &krate.imports[id]
        else {
            continue;
        };
        let (module, name) = (*module, name.clone());
        let is_pending = |krate: &Crate, space| {
            let slot = krate.module(module).names(space).get(&name);
            slot.is_some_and(|slot| slot.state == SlotState::Pending(id))
        };
        let pending = SPACES.map(|space| is_pending(krate, space));
        for (at, space) in SPACES.into_iter().enumerate() {
            if pending[at] && !pending[1 - at] {
                krate.modules[module.0].names_mut(space).remove(&name);
                freed = true;
            }
        }
    }
    freed
}

/// An import that leads nowhere and has the name of one of the crate's macros imports that.
fn forget_macros(krate: &mut Crate) {
    for id in 0..krate.imports.len() {
        let import = &krate.imports[id];
        let is_macro = import.path.last().is_some_and(|last| krate.macros.contains(&last.name));
        let ImportKind::Named(name) = &import.kind else {
            continue;
        };
        if is_macro {
            let (module, name) = (import.module, name.clone());
            for space in SPACES {
                let names = krate.modules[module.0].names_mut(space);
                if names
                    .get(&name)
                    .is_some_and(|slot| slot.state == SlotState::Pending(id))
                {
                    names.remove(&name);
                }
            }
        }
    }
}

/// What a path leads to. A path into another crate is always [`Found::External`], never a [`Def`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Def(Def),
    External(String),
}

impl Crate {
    fn define(&mut self, found: Found) -> Def {
        match found {
            Found::Def(def) => def,
            Found::External(path) => Def::External(self.externals.intern(&path)),
        }
    }

    /// What an import means, or why it means nothing.
    pub(crate) fn import_target(&self, id: usize, space: Space) -> Result<Found, PathError> {
        let import = &self.imports[id];
        let names: Vec<&str> = import.path.iter().map(|segment| segment.name.as_str()).collect();
        if self.manifest.edition_2015 && !matches!(names.first(), Some(&("crate" | "self" | "super"))) {
            return self.find_from_root(&names, space);
        }
        match self.find(import.module, &names, import.global, space) {
            // `use oche::oche;`: the import does not find itself, but what lies around the module.
            Err(PathError {
                index: 0,
                kind: PathErrorKind::Import(found),
            }) if found == id => {
                let own = PathError {
                    index: 0,
                    kind: PathErrorKind::Import(id),
                };
                let start = names.first().and_then(|name| self.extern_crate(name)).ok_or(own)?;
                self.walk(&names, 1, start, space)
            }
            other => other,
        }
    }

    /// What a path means in a module. An empty path is the crate's root.
    pub(crate) fn find(&self, module: ModuleId, path: &[&str], global: bool, space: Space) -> Result<Found, PathError> {
        let Some(&first) = path.first() else {
            return Ok(Found::Def(Def::Module(ROOT)));
        };
        if global && self.manifest.edition_2015 {
            return self.find_from_root(path, space);
        }
        if global {
            let not_found = PathError {
                index: 0,
                kind: PathErrorKind::NotFound { module: ROOT },
            };
            let start = self.extern_crate(first).ok_or(not_found)?;
            return self.walk(path, 1, start, space);
        }
        let mut at = module;
        let mut index = 0;
        while let Some(&name @ ("crate" | "self" | "super")) = path.get(index) {
            match name {
                "crate" => at = ROOT,
                "super" => {
                    let above = PathError {
                        index,
                        kind: PathErrorKind::AboveRoot,
                    };
                    at = self.module(at).parent.ok_or(above)?;
                }
                _ => {}
            }
            index += 1;
        }
        if index > 0 {
            return self.walk(path, index, Found::Def(Def::Module(at)), space);
        }
        let here = if path.len() == 1 { space } else { Space::Types };
        let start = self
            .around(module, first, here)
            .map_err(|kind| PathError { index: 0, kind })?;
        self.walk(path, 1, start, space)
    }

    /// What a global path means in edition 2015, as all paths in `use` were then: it starts at the crate's root, and the
    /// other crates are there, too.
    fn find_from_root(&self, path: &[&str], space: Space) -> Result<Found, PathError> {
        let found = self.walk(path, 0, Found::Def(Def::Module(ROOT)), space);
        let is_missing = |error: &PathError| error.index == 0 && matches!(error.kind, PathErrorKind::NotFound { .. });
        let start = match &found {
            Err(error) if is_missing(error) => path.first().and_then(|name| self.extern_crate(name)),
            _ => None,
        };
        start.map_or(found, |start| self.walk(path, 1, start, space))
    }

    /// The rest of a path, from what its beginning means.
    fn walk(&self, path: &[&str], mut index: usize, start: Found, space: Space) -> Result<Found, PathError> {
        let mut at = start;
        while index < path.len() {
            at = match at {
                Found::External(path_so_far) => {
                    let path = format!("{path_so_far}::{}", path[index..].join("::"));
                    return Ok(Found::External(preludes::canonical(&path)));
                }
                Found::Def(Def::External(id)) => Found::External(self.externals.path(id).to_owned()),
                Found::Def(Def::Module(module)) => {
                    let here = if index + 1 == path.len() { space } else { Space::Types };
                    let found = self.member(module, path[index], here);
                    index += 1;
                    found.map_err(|kind| PathError { index: index - 1, kind })?
                }
                Found::Def(Def::Item(item)) => match self.item(item).kind {
                    ItemKind::Enum(_) => return Ok(Found::Def(Def::Variant)),
                    _ => {
                        return Err(PathError {
                            index,
                            kind: PathErrorKind::Associated,
                        });
                    }
                },
                Found::Def(Def::Variant) => {
                    return Err(PathError {
                        index,
                        kind: PathErrorKind::Associated,
                    });
                }
                Found::Def(Def::Unknown) => return Ok(at),
            };
        }
        Ok(match at {
            Found::Def(Def::External(id)) => Found::External(self.externals.path(id).to_owned()),
            at => at,
        })
    }

    /// A name inside a module.
    fn member(&self, id: ModuleId, name: &str, space: Space) -> Result<Found, PathErrorKind> {
        let module = self.module(id);
        if let Some(slot) = module.names(space).get(name) {
            return match slot.state {
                SlotState::Found(def) => Ok(Found::Def(def)),
                SlotState::Pending(import) => Err(PathErrorKind::Import(import)),
                SlotState::Ambiguous => Err(PathErrorKind::Ambiguous),
            };
        }
        if space == Space::Types {
            let paths = module.external_globs.iter().map(|(path, _)| self.externals.path(*path));
            let mut paths = paths.map(|path| preludes::canonical(&format!("{path}::{name}")));
            if let Some(path) = paths.find(|path| preludes::is_known(path)) {
                return Ok(Found::External(path));
            }
        }
        if module.broken {
            return Ok(Found::Def(Def::Unknown));
        }
        Err(PathErrorKind::NotFound { module: id })
    }

    /// A name as a path may begin with it: in the module, then other crates, then the prelude.
    fn around(&self, module: ModuleId, name: &str, space: Space) -> Result<Found, PathErrorKind> {
        let missing = match self.member(module, name, space) {
            Ok(Found::Def(Def::Unknown)) => Ok(Found::Def(Def::Unknown)),
            Err(PathErrorKind::NotFound { module }) => Err(PathErrorKind::NotFound { module }),
            other => return other,
        };
        if space == Space::Types {
            let elsewhere = self.extern_crate(name);
            let elsewhere = elsewhere.or_else(|| preludes::standard(name).map(|path| Found::External(path.to_owned())));
            if let Some(found) = elsewhere {
                return Ok(found);
            }
        }
        missing
    }

    /// A path into another crate as this crate writes it: a dependency may be renamed in `Cargo.toml`.
    pub(crate) fn local_path(&self, canonical: &str) -> String {
        let (package, rest) = canonical.split_once("::").unwrap_or((canonical, ""));
        let dependencies = &self.manifest.dependencies;
        let is_by_its_name = dependencies.get(package).is_some_and(|known| known == package);
        let local = dependencies
            .iter()
            .find(|(_, known)| *known == package && !is_by_its_name)
            .map_or(package, |(local, _)| local);
        match rest {
            "" => local.to_owned(),
            rest => format!("{local}::{rest}"),
        }
    }

    fn extern_crate(&self, name: &str) -> Option<Found> {
        let package = match name {
            "std" | "core" | "alloc" => "std",
            // The crates that come with the compiler for macros and tests.
            "proc_macro" | "test" => name,
            _ => match self.extern_crates.get(name) {
                Some(Some(package)) => package,
                Some(None) => return Some(Found::Def(Def::Module(ROOT))),
                None => self.manifest.dependencies.get(name)?,
            },
        };
        Some(Found::External(preludes::canonical(package)))
    }
}
