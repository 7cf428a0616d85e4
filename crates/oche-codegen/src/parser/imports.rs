//! Imports: `use` and `extern crate`.

use syn::ext::IdentExt;
use syn::{Ident, UseTree};

use super::attrs::{self, Target};
use super::cfg::Presence;
use super::condition::Condition;
use super::loader::Loader;
use super::source::Site;
use super::tree::*;

impl Loader<'_> {
    pub(super) fn use_item(&mut self, module: ModuleId, item: syn::ItemUse) {
        let (attrs, presence) = self.krate.cfg.attributes(item.attrs);
        if presence == Presence::Off {
            return;
        }
        let file = self.krate.modules[module.0].file;
        attrs::options(&attrs, Target::Other, file, self.reports);
        let vis = self.visibility(module, &item.vis);
        // What is not to cross is no part of the API by this name.
        let vis = if attrs::is_ignored(&attrs) {
            Vis::In(module)
        } else {
            vis
        };
        let mut path = Vec::new();
        let base = UseBase {
            module,
            global: item.leading_colon.is_some(),
            vis,
            condition: self.krate.cfg.condition(&attrs),
        };
        self.use_tree(&base, &item.tree, &mut path);
    }

    fn use_tree(&mut self, base: &UseBase, tree: &UseTree, path: &mut Vec<Segment>) {
        match tree {
            UseTree::Path(tree) => {
                path.push(self.segment(base.module, &tree.ident));
                self.use_tree(base, &tree.tree, path);
                path.pop();
            }
            UseTree::Name(tree) => self.use_name(base, path, &tree.ident, &tree.ident),
            UseTree::Rename(tree) => self.use_name(base, path, &tree.ident, &tree.rename),
            UseTree::Glob(_) => self.import(base, path.clone(), ImportKind::Glob),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(base, tree, path);
                }
            }
        }
    }

    fn use_name(&mut self, base: &UseBase, path: &[Segment], ident: &Ident, name: &Ident) {
        let mut path = path.to_vec();
        let is_self = ident == "self" && !path.is_empty();
        // `use a::{self}` names `a`, and so does `use a::{self as b}` by another name.
        let name = match path.last() {
            Some(last) if is_self && name == "self" => last.name.clone(),
            _ => name.unraw().to_string(),
        };
        if !is_self {
            path.push(self.segment(base.module, ident));
        }
        if name == "_" {
            return;
        }
        self.import(
            base,
            path,
            if is_self {
                ImportKind::Module(name)
            } else {
                ImportKind::Named(name)
            },
        );
    }

    fn segment(&self, module: ModuleId, ident: &Ident) -> Segment {
        let file = self.krate.modules[module.0].file;
        Segment {
            name: ident.unraw().to_string(),
            site: Site::new(file, ident.span()),
        }
    }

    fn import(&mut self, base: &UseBase, path: Vec<Segment>, kind: ImportKind) {
        let &UseBase {
            module,
            global,
            vis,
            ref condition,
        } = base;
        let id = self.krate.imports.len();
        let (name, spaces) = match &kind {
            ImportKind::Named(name) => (Some(name), &SPACES[..]),
            ImportKind::Module(name) => (Some(name), &SPACES[..1]),
            ImportKind::Glob => (None, &SPACES[..0]),
        };
        for &space in spaces {
            let names = self.krate.modules[module.0].names_mut(space);
            if let Some(name) = name {
                let pending = Slot {
                    state: SlotState::Pending(id),
                    vis,
                    explicit: true,
                };
                names.entry(name.clone()).or_insert(pending);
                self.note_version(module, space, name, condition, VersionOf::Import(id));
            }
        }
        if kind == ImportKind::Glob {
            self.krate.modules[module.0].globs.push(id);
        }
        self.krate.imports.push(Import {
            module,
            path,
            global,
            kind,
            vis,
            condition: condition.clone(),
        });
    }

    pub(super) fn extern_crate(&mut self, module: ModuleId, item: &syn::ItemExternCrate) {
        if self.krate.cfg.presence(&item.attrs) == Presence::Off {
            return;
        }
        let name = item.ident.unraw().to_string();
        let local = item
            .rename
            .as_ref()
            .map_or_else(|| name.clone(), |(_, rename)| rename.unraw().to_string());
        let vis = self.visibility(module, &item.vis);
        let package = (name != "self").then(|| self.krate.manifest.dependencies.get(&name).cloned().unwrap_or(name));
        let def = match &package {
            Some(package) => Def::External(self.krate.externals.intern(package)),
            None => Def::Module(ROOT),
        };
        if module == ROOT {
            self.krate.extern_crates.insert(local.clone(), package);
        }
        let slot = Slot {
            state: SlotState::Found(def),
            vis,
            explicit: true,
        };
        self.krate.modules[module.0].types.entry(local).or_insert(slot);
    }
}

struct UseBase {
    module: ModuleId,
    global: bool,
    vis: Vis,
    condition: Condition,
}
