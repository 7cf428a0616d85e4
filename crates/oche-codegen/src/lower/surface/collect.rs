//! What belongs to the API: everything public that can be reached from the `api` module.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Place, Reports};
use crate::parser::attrs::{self, Target};
use crate::parser::problems;
use crate::parser::source::Site;
use crate::parser::tree::*;

/// The API's items.
#[derive(Debug, Default)]
pub struct Surface {
    /// In the order in which the crate was read.
    pub functions: BTreeSet<ItemId>,
    /// Structs and enums, likewise.
    pub types: BTreeSet<ItemId>,
    /// Constants, likewise.
    pub constants: BTreeSet<ItemId>,
    /// The modules of the API.
    modules: BTreeSet<ModuleId>,
    /// Items that a module of the API re-exports, with the first such module and their name in it.
    reexported: BTreeMap<ItemId, (ModuleId, String)>,
}

impl Surface {
    pub fn modules(&self) -> impl Iterator<Item = ModuleId> {
        self.modules.iter().copied()
    }

    /// The module whose Dart library an item belongs to: the one of its definition if that is part of the API, else
    /// the one that re-exports it, else (a type that only signatures name) again the one of its definition.
    pub fn home(&self, krate: &Crate, item: ItemId) -> ModuleId {
        let defined = krate.item(item).module;
        if self.modules.contains(&defined) {
            return defined;
        }
        self.reexported.get(&item).map_or(defined, |(module, _)| *module)
    }

    /// The name by which the API knows an item: its own, unless the API only re-exports it by another one.
    pub fn name<'a>(&'a self, krate: &'a Crate, item: ItemId) -> &'a str {
        let defined = krate.item(item);
        match self.reexported.get(&item) {
            Some((_, name)) if !self.modules.contains(&defined.module) => name,
            _ => &defined.name,
        }
    }
}

/// Finds the API's items; `None` if there is no `api` module.
pub fn collect(krate: &Crate, reports: &Reports) -> Option<Surface> {
    let root = krate.module(ROOT);
    let api = match root.types.get("api").map(|slot| slot.state) {
        Some(SlotState::Found(Def::Module(api))) => api,
        // What it would be is part of a file that could not be read.
        _ if root.broken => return None,
        _ => {
            missing_api(krate, reports);
            return None;
        }
    };
    let mut surface = Surface::default();
    let mut walk = Walk {
        krate,
        reports,
        surface: &mut surface,
    };
    walk.module(api);
    let is_empty = surface.functions.is_empty() && surface.types.is_empty() && surface.constants.is_empty();
    if is_empty && !krate.module(api).broken && !reports.has_errors() {
        let file = krate.module(api).file;
        reports.push(
            Diagnostic::warning(Code::EmptyApi, "the module `api` has nothing that crosses to Dart")
                .at(Place { file, range: 0..0 }, "nothing public here")
                .help("write a `pub fn` in it"),
        );
    }
    Some(surface)
}

fn missing_api(krate: &Crate, reports: &Reports) {
    let file = krate.module(ROOT).file;
    let root = krate.sources.path(file);
    let folder = root.parent().unwrap_or(root);
    let exists = ["api.rs", "api/mod.rs"]
        .into_iter()
        .find(|path| folder.join(path).is_file());
    let problem = Diagnostic::error(Code::MissingApi, "the crate has no module `api`")
        .at(Place { file, range: 0..0 }, "not declared in the crate's root")
        .note("what Dart can call is what is public in the module `api`");
    reports.push(match exists {
        Some(path) => problem.help(format!("`{path}` is there, so declare it: `pub mod api;`")),
        None => problem.help("create `src/api.rs`, and declare it here: `pub mod api;`"),
    });
}

struct Walk<'a> {
    krate: &'a Crate,
    reports: &'a Reports,
    surface: &'a mut Surface,
}

/// Warns about what the API re-exports of other crates. `stand_ins`: what crosses by way of a type of this crate.
pub fn reexports_of_other_crates(krate: &Crate, surface: &Surface, stand_ins: &BTreeSet<&str>, reports: &Reports) {
    for (index, import) in krate.imports.iter().enumerate() {
        if !surface.modules.contains(&import.module) || import.vis != Vis::Public {
            continue;
        }
        let external = match krate.import_target(index, Space::Types) {
            Ok(crate::parser::names::Found::External(path)) => path,
            _ => continue,
        };
        // A type of the standard library crosses, or is refused, where it is used.
        if external.starts_with("std::") || stand_ins.iter().any(|known| is_same_type(known, &external)) {
            continue;
        }
        let external = krate.local_path(&external);
        let Some(site) = problems::import_site(import) else {
            continue;
        };
        let what = if import.kind == ImportKind::Glob {
            "what is re-exported here"
        } else {
            "this re-export"
        };
        reports.push(
            Diagnostic::warning(Code::LeftOut, format!("`{external}` does not cross to Dart"))
                .at(site, format!("{what} belongs to another crate"))
                .note("Oche reads only this crate's source")
                .help("a type crosses by way of `#[oche(mirror = \"…\")]` or `#[oche(convert = \"…\")]` on one of this crate; write a function of this crate around a function")
                .help("`#[oche(ignore)]` silences this"),
        );
    }
}

/// Whether two paths into other crates lead to the same type, as far as source tells: a crate may have it in several places.
fn is_same_type(a: &str, b: &str) -> bool {
    let ends = |path: &str| {
        Some((
            path.split_once("::")?.0.to_owned(),
            path.rsplit_once("::")?.1.to_owned(),
        ))
    };
    a == b || (ends(a).is_some() && ends(a) == ends(b))
}

impl Walk<'_> {
    fn module(&mut self, id: ModuleId) {
        if !self.surface.modules.insert(id) {
            return;
        }
        let module = self.krate.module(id);
        // Complains about wrong words in the attributes of the module.
        // Those above the declaration stand in another file than those at the top of the module's own.
        let is_inner = |attribute: &&syn::Attribute| matches!(attribute.style, syn::AttrStyle::Inner(_));
        let (inner, outer): (Vec<&syn::Attribute>, Vec<&syn::Attribute>) = module.attrs.iter().partition(is_inner);
        let declared = module.site.map_or(module.file, |site| site.file);
        for (attributes, file) in [(inner, module.file), (outer, declared)] {
            let attributes: Vec<syn::Attribute> = attributes.into_iter().cloned().collect();
            attrs::options(&attributes, Target::Other, file, self.reports);
        }
        let mut children = Vec::new();
        for space in SPACES {
            for (name, slot) in module.names(space) {
                if slot.vis != Vis::Public {
                    continue;
                }
                match slot.state {
                    SlotState::Found(Def::Item(item)) => self.item(id, name, item),
                    SlotState::Found(Def::Module(child)) => children.push(child),
                    SlotState::Pending(import) if space == Space::Types => {
                        self.reports.push(problems::unresolved_import(self.krate, import));
                    }
                    SlotState::Found(Def::External(_) | Def::Variant | Def::Unknown)
                    | SlotState::Pending(_)
                    | SlotState::Ambiguous => {}
                }
            }
        }
        self.macros(id);
        self.foreign(id);
        for child in children {
            let module = self.krate.module(child);
            if attrs::is_ignored(&module.attrs) {
                continue;
            }
            self.module(child);
        }
    }

    fn item(&mut self, module: ModuleId, name: &str, id: ItemId) {
        let item = self.krate.item(id);
        if item.module != module {
            let first = self
                .surface
                .reexported
                .entry(id)
                .or_insert_with(|| (module, name.to_owned()));
            if first.0 == module && name == item.name {
                // Under two names, its own is the one to take.
                first.1 = name.to_owned();
            }
        }
        if attrs::is_ignored(&item.attrs) {
            return;
        }
        match &item.kind {
            ItemKind::Function(_) => {
                self.surface.functions.insert(id);
            }
            ItemKind::Struct(_) | ItemKind::Enum(_) => {
                self.surface.types.insert(id);
            }
            // What it stands for crosses wherever it is used.
            ItemKind::Alias(_) => {}
            ItemKind::Const(_) => {
                self.surface.constants.insert(id);
            }
            ItemKind::Trait(_) if attrs::is_interface(&item.attrs) => {
                self.surface.types.insert(id);
            }
            ItemKind::Union | ItemKind::Trait(_) | ItemKind::TraitAlias | ItemKind::Static => {
                let file = self.krate.module(item.module).file;
                attrs::options(&item.attrs, Target::Other, file, self.reports);
                let what = item.kind.describe();
                self.reports.push(
                    Diagnostic::warning(Code::LeftOut, format!("the {what} `{}` does not cross to Dart", item.name))
                        .at(item.site, format!("a {what} does not cross by itself"))
                        .help(match item.kind {
                            ItemKind::Trait(_) => {
                                "`#[oche(interface)]` makes it an interface that Dart can implement; \
                                 `#[oche(ignore)]` says that this is fine"
                            }
                            ItemKind::Static => {
                                "make it a `const`, or write a function that gives its value; `#[oche(ignore)]` says that this \
                                 is fine"
                            }
                            ItemKind::Union => {
                                "write an enum or a struct for Dart; `#[oche(ignore)]` says that this is fine"
                            }
                            _ => "`#[oche(ignore)]` says that this is fine; or make it private",
                        }),
                );
            }
        }
    }

    /// Warns about public functions of another language.
    fn foreign(&self, id: ModuleId) {
        let module = self.krate.module(id);
        for block in &module.foreign {
            attrs::options(&block.attrs, Target::Other, module.file, self.reports);
            for item in &block.items {
                let syn::ForeignItem::Fn(function) = item else {
                    continue;
                };
                let is_public = matches!(function.vis, syn::Visibility::Public(_));
                let is_ignored = attrs::is_ignored(&block.attrs) || attrs::is_ignored(&function.attrs);
                if !is_public || is_ignored || self.krate.cfg.condition(&function.attrs).is_never() {
                    continue;
                }
                let name = &function.sig.ident;
                self.reports.push(
                    Diagnostic::warning(
                        Code::LeftOut,
                        format!("the foreign function `{name}` does not cross to Dart"),
                    )
                    .at(Site::new(module.file, name.span()), "a function of another language")
                    .help("write a safe function of Rust around it; `#[oche(ignore)]` above the block silences this"),
                );
            }
        }
    }

    fn macros(&self, id: ModuleId) {
        let module = self.krate.module(id);
        for item in &module.macros {
            let name = problems::macro_name(&item.mac);
            // Complains about wrong words.
            attrs::options(&item.attrs, Target::Other, module.file, self.reports);
            if problems::declares_nothing(&name, &item.mac) || attrs::is_ignored(&item.attrs) {
                continue;
            }
            self.reports.push(problems::unexpanded_macro(module.file, &item.mac));
        }
    }
}
