//! The crate as modules and items: what the loader builds and everybody after it reads.

use std::collections::{BTreeMap, BTreeSet};

use syn::Attribute;

use crate::diagnostic::FileId;

use super::cfg::Cfg;
use super::condition::Condition;
use super::manifest::Manifest;
use super::source::{Site, Sources};

/// The index of a module in [`Crate::modules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ModuleId(pub(crate) usize);

/// The index of an item in [`Crate::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ItemId(pub(crate) usize);

/// The index of a path into another crate in [`Crate::externals`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ExternalId(pub(crate) usize);

/// The module that `lib.rs` is.
pub(crate) const ROOT: ModuleId = ModuleId(0);

/// A crate, read and with its names resolved.
#[derive(Debug)]
pub(crate) struct Crate {
    pub(crate) manifest: Manifest,
    pub(crate) cfg: Cfg,
    pub(crate) sources: Sources,
    pub(crate) modules: Vec<Module>,
    pub(crate) items: Vec<Item>,
    pub(crate) imports: Vec<Import>,
    pub(crate) externals: Externals,
    /// Names that `extern crate … as …` adds to the ones of `Cargo.toml`; `None` stands for this crate itself.
    pub(crate) extern_crates: BTreeMap<String, Option<String>>,
    /// The names of the crate's own macros, which can be imported and stand for nothing here.
    pub(crate) macros: BTreeSet<String>,
}

/// A module.
#[derive(Debug)]
pub(crate) struct Module {
    /// Its name without `r#`; empty for the root.
    pub(crate) name: String,
    pub(crate) parent: Option<ModuleId>,
    /// The file that its items stand in.
    pub(crate) file: FileId,
    /// Where it is declared; the root has no such place.
    pub(crate) site: Option<Site>,
    pub(crate) vis: Vis,
    /// Whether it is there on some targets only, and nothing else of that name on the others.
    pub(crate) target_dependent: bool,
    /// The attributes of the declaration and those inside the module.
    pub(crate) attrs: Vec<Attribute>,
    /// Whether its source could not be read: what is missing in it is no further problem.
    pub(crate) broken: bool,
    /// In source order.
    pub(crate) items: Vec<ItemId>,
    /// In source order.
    pub(crate) children: Vec<ModuleId>,
    pub(crate) impls: Vec<syn::ItemImpl>,
    pub(crate) macros: Vec<syn::ItemMacro>,
    /// Blocks of functions of another language.
    pub(crate) foreign: Vec<syn::ItemForeignMod>,
    /// Type namespace: modules, structs, enums, aliases, traits.
    pub(crate) types: BTreeMap<String, Slot>,
    /// Value namespace: functions, constants, statics.
    pub(crate) values: BTreeMap<String, Slot>,
    /// Modules of other crates that a glob import opens.
    pub(crate) external_globs: Vec<(ExternalId, Vis)>,
    /// The glob imports, in source order.
    pub(crate) globs: Vec<usize>,
    /// What is behind the names that are not the same, or not there, on every target.
    pub(crate) versions: BTreeMap<(Space, String), Vec<Version>>,
}

/// What a name stands for on some targets.
#[derive(Debug)]
pub(crate) struct Version {
    pub(crate) condition: Condition,
    pub(crate) what: VersionOf,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum VersionOf {
    Item(ItemId),
    Import(usize),
    /// A module: only its first version is read.
    Module,
}

impl Module {
    pub(crate) fn names(&self, space: Space) -> &BTreeMap<String, Slot> {
        match space {
            Space::Types => &self.types,
            Space::Values => &self.values,
        }
    }

    pub(crate) fn names_mut(&mut self, space: Space) -> &mut BTreeMap<String, Slot> {
        match space {
            Space::Types => &mut self.types,
            Space::Values => &mut self.values,
        }
    }
}

/// An item that a name can stand for.
#[derive(Debug)]
pub(crate) struct Item {
    /// Without `r#`.
    pub(crate) name: String,
    pub(crate) module: ModuleId,
    /// Where its name stands.
    pub(crate) site: Site,
    pub(crate) vis: Vis,
    /// Attributes with every `cfg_attr` resolved.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) kind: ItemKind,
}

/// The syntax of an item. Its own attributes have moved to [`Item::attrs`].
#[derive(Debug)]
pub(crate) enum ItemKind {
    Struct(syn::ItemStruct),
    Enum(syn::ItemEnum),
    Union,
    Alias(syn::ItemType),
    Trait(Box<syn::ItemTrait>),
    TraitAlias,
    Function(Box<syn::ItemFn>),
    Const(Box<syn::ItemConst>),
    Static,
}

impl ItemKind {
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            ItemKind::Struct(_) => "struct",
            ItemKind::Enum(_) => "enum",
            ItemKind::Union => "union",
            ItemKind::Alias(_) => "type alias",
            ItemKind::Trait(_) => "trait",
            ItemKind::TraitAlias => "trait alias",
            ItemKind::Function(_) => "function",
            ItemKind::Const(_) => "constant",
            ItemKind::Static => "static",
        }
    }

    /// The namespace that generated code finds it in.
    pub(crate) fn space(&self) -> Space {
        match self {
            ItemKind::Function(_) | ItemKind::Const(_) | ItemKind::Static => Space::Values,
            _ => Space::Types,
        }
    }
}

/// Who sees something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vis {
    Public,
    /// The module and everything below it.
    In(ModuleId),
}

/// The two namespaces that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Space {
    Types,
    Values,
}

pub(crate) const SPACES: [Space; 2] = [Space::Types, Space::Values];

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Def {
    Module(ModuleId),
    Item(ItemId),
    /// Something in another crate.
    External(ExternalId),
    /// A variant of an enum, which is neither a type nor a constant.
    Variant,
    /// Something in a module that could not be read.
    Unknown,
}

/// A name in a module.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) state: SlotState,
    /// Who may use it by this name.
    pub(crate) vis: Vis,
    /// Whether the name is written out in the module. Such a name hides what a glob import brings.
    pub(crate) explicit: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlotState {
    Found(Def),
    /// An import that is not resolved, or not yet.
    Pending(usize),
    /// Two glob imports bring different things.
    Ambiguous,
}

/// One name, or one star, of a `use`.
#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) module: ModuleId,
    pub(crate) path: Vec<Segment>,
    /// Whether it begins with `::`.
    pub(crate) global: bool,
    pub(crate) kind: ImportKind,
    pub(crate) vis: Vis,
    /// Where it is there.
    pub(crate) condition: Condition,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ImportKind {
    /// The name that it introduces.
    Named(String),
    /// `use a::{self}`: only the type namespace.
    Module(String),
    Glob,
}

/// A segment of a path.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// Without `r#`.
    pub(crate) name: String,
    pub(crate) site: Site,
}

/// Paths into other crates, each one once: `std::time::Duration`.
#[derive(Debug, Default)]
pub(crate) struct Externals {
    paths: Vec<String>,
    ids: BTreeMap<String, ExternalId>,
}

impl Externals {
    pub(crate) fn intern(&mut self, path: &str) -> ExternalId {
        if let Some(&id) = self.ids.get(path) {
            return id;
        }
        let id = ExternalId(self.paths.len());
        self.paths.push(path.to_owned());
        self.ids.insert(path.to_owned(), id);
        id
    }

    pub(crate) fn path(&self, id: ExternalId) -> &str {
        &self.paths[id.0]
    }
}

impl Crate {
    pub(crate) fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.0]
    }

    pub(crate) fn item(&self, id: ItemId) -> &Item {
        &self.items[id.0]
    }

    /// Whether `module` is `ancestor` or lies below it.
    pub(crate) fn is_within(&self, module: ModuleId, ancestor: ModuleId) -> bool {
        let mut at = Some(module);
        while let Some(id) = at {
            if id == ancestor {
                return true;
            }
            at = self.module(id).parent;
        }
        false
    }

    pub(crate) fn is_visible(&self, vis: Vis, from: ModuleId) -> bool {
        match vis {
            Vis::Public => true,
            Vis::In(module) => self.is_within(from, module),
        }
    }

    /// What both allow.
    pub(crate) fn narrower(&self, a: Vis, b: Vis) -> Vis {
        match (a, b) {
            (Vis::Public, other) | (other, Vis::Public) => other,
            (Vis::In(a), Vis::In(b)) => Vis::In(if self.is_within(a, b) { a } else { b }),
        }
    }

    /// `api::lights`; empty for the root.
    pub(crate) fn module_path(&self, id: ModuleId) -> String {
        let mut names = Vec::new();
        let mut at = Some(id);
        while let Some(id) = at.filter(|&id| id != ROOT) {
            names.push(self.module(id).name.as_str());
            at = self.module(id).parent;
        }
        names.reverse();
        names.join("::")
    }
}
