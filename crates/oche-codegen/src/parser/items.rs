//! The items of a module: what each one declares, and who sees it.

use syn::ext::IdentExt;
use syn::{Attribute, Ident, Visibility};

use super::cfg::Presence;
use super::loader::{Folders, Loader};
use super::source::Site;
use super::tree::*;

impl Loader<'_> {
    pub(super) fn items(&mut self, module: ModuleId, items: Vec<syn::Item>, folders: &Folders) {
        for item in items {
            self.item(module, item, folders);
        }
    }

    fn item(&mut self, module: ModuleId, mut item: syn::Item, folders: &Folders) {
        self.krate.cfg.strip(&mut item);
        let types = &[Space::Types][..];
        let values = &[Space::Values][..];
        match item {
            syn::Item::Struct(mut item) => {
                let (attrs, vis, name) = (take(&mut item.attrs), item.vis.clone(), item.ident.clone());
                // A tuple or unit struct is also a value.
                let spaces = if matches!(item.fields, syn::Fields::Named(_)) {
                    types
                } else {
                    &SPACES[..]
                };
                self.declare(module, attrs, &vis, &name, spaces, ItemKind::Struct(item));
            }
            syn::Item::Enum(mut item) => {
                let (attrs, vis, name) = (take(&mut item.attrs), item.vis.clone(), item.ident.clone());
                self.declare(module, attrs, &vis, &name, types, ItemKind::Enum(item));
            }
            syn::Item::Union(mut item) => {
                let attrs = take(&mut item.attrs);
                self.declare(module, attrs, &item.vis, &item.ident, types, ItemKind::Union);
            }
            syn::Item::Type(mut item) => {
                let (attrs, vis, name) = (take(&mut item.attrs), item.vis.clone(), item.ident.clone());
                self.declare(module, attrs, &vis, &name, types, ItemKind::Alias(item));
            }
            syn::Item::Trait(mut item) => {
                let (attrs, vis, name) = (take(&mut item.attrs), item.vis.clone(), item.ident.clone());
                self.declare(module, attrs, &vis, &name, types, ItemKind::Trait(Box::new(item)));
            }
            syn::Item::TraitAlias(mut item) => {
                let attrs = take(&mut item.attrs);
                self.declare(module, attrs, &item.vis, &item.ident, types, ItemKind::TraitAlias);
            }
            syn::Item::Fn(mut item) => {
                let (attrs, vis, name) = (take(&mut item.attrs), item.vis.clone(), item.sig.ident.clone());
                self.declare(module, attrs, &vis, &name, values, ItemKind::Function(Box::new(item)));
            }
            syn::Item::Const(mut item) if item.ident != "_" => {
                let (attrs, vis, name) = (take(&mut item.attrs), item.vis.clone(), item.ident.clone());
                self.declare(module, attrs, &vis, &name, values, ItemKind::Const(Box::new(item)));
            }
            syn::Item::Static(mut item) => {
                let attrs = take(&mut item.attrs);
                self.declare(module, attrs, &item.vis, &item.ident, values, ItemKind::Static);
            }
            syn::Item::Mod(item) => self.module(module, item, folders),
            syn::Item::Use(item) => self.use_item(module, item),
            syn::Item::ExternCrate(item) => self.extern_crate(module, &item),
            syn::Item::Impl(mut item) => {
                let (attrs, presence) = self.krate.cfg.attributes(take(&mut item.attrs));
                if presence != Presence::Off {
                    item.attrs = attrs;
                    self.krate.modules[module.0].impls.push(item);
                }
            }
            syn::Item::Macro(mut item) => {
                let (attrs, presence) = self.krate.cfg.attributes(take(&mut item.attrs));
                if presence != Presence::Off {
                    item.attrs = attrs;
                    self.krate
                        .macros
                        .extend(item.ident.as_ref().map(|name| name.unraw().to_string()));
                    self.krate.modules[module.0].macros.push(item);
                }
            }
            syn::Item::ForeignMod(mut item) => {
                let (attrs, presence) = self.krate.cfg.attributes(take(&mut item.attrs));
                if presence != Presence::Off {
                    item.attrs = attrs;
                    self.krate.modules[module.0].foreign.push(item);
                }
            }
            // `const _`, and syntax that is younger than the parser.
            _ => {}
        }
    }

    fn declare(
        &mut self,
        module: ModuleId,
        attrs: Vec<Attribute>,
        vis: &Visibility,
        ident: &Ident,
        spaces: &[Space],
        kind: ItemKind,
    ) {
        let (attrs, presence) = self.krate.cfg.attributes(attrs);
        if presence == Presence::Off {
            return;
        }
        let file = self.krate.modules[module.0].file;
        let name = ident.unraw().to_string();
        let vis = self.visibility(module, vis);
        let id = ItemId(self.krate.items.len());
        let condition = self.krate.cfg.condition(&attrs);
        let slot = Slot {
            state: SlotState::Found(Def::Item(id)),
            vis,
            explicit: true,
        };
        let mut is_other = false;
        for &space in spaces {
            let taken = self.krate.modules[module.0]
                .names(space)
                .get(&name)
                .map(|slot| slot.state);
            // Only conditional compilation lets a name be declared twice: another target's version of it.
            is_other |= matches!(taken, Some(SlotState::Found(Def::Item(_))));
        }
        for &space in spaces {
            self.note_version(module, space, &name, &condition, VersionOf::Item(id));
            if !is_other {
                self.krate.modules[module.0].names_mut(space).insert(name.clone(), slot);
            }
        }
        if !is_other {
            self.krate.modules[module.0].items.push(id);
        }
        self.krate.items.push(Item {
            name,
            module,
            site: Site::new(file, ident.span()),
            vis,
            attrs,
            kind,
        });
    }

    pub(super) fn visibility(&self, module: ModuleId, vis: &Visibility) -> Vis {
        let restricted = match vis {
            Visibility::Public(_) => return Vis::Public,
            Visibility::Inherited => return Vis::In(module),
            Visibility::Restricted(restricted) => &restricted.path,
        };
        let mut at = module;
        for segment in &restricted.segments {
            let name = segment.ident.unraw().to_string();
            match name.as_str() {
                "crate" => at = ROOT,
                "self" => {}
                "super" => at = self.krate.modules[at.0].parent.unwrap_or(ROOT),
                _ => match self.krate.modules[at.0].types.get(&name).map(|slot| slot.state) {
                    Some(SlotState::Found(Def::Module(child))) => at = child,
                    _ => return Vis::In(module),
                },
            }
        }
        Vis::In(at)
    }
}

fn take(attributes: &mut Vec<Attribute>) -> Vec<Attribute> {
    std::mem::take(attributes)
}
