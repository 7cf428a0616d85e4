//! Reading the crate: from the root file through every `mod`, into the tree of modules and items.

use std::path::{Path, PathBuf};

use syn::ext::IdentExt;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, Meta, UseTree, Visibility};

use crate::diagnostic::{Diagnostic, FileId, Place, Sink};

use super::attrs;
use super::cfg::{Cfg, Presence};
use super::manifest::Manifest;
use super::source::{Site, Sources};
use super::tree::*;

/// The module that the generator writes. It is not there before the first run, and it holds nothing of the API.
pub(crate) const GENERATED: &str = "oche_generated";

/// Reads the whole crate.
pub(crate) fn load(manifest: Manifest, sources: Sources, sink: &Sink) -> Crate {
    let root = manifest.root.clone();
    let cfg = Cfg { features: manifest.features.clone() };
    let file = manifest.file;
    let mut loader = Loader {
        krate: Crate {
            manifest,
            cfg,
            sources,
            modules: vec![new_module(String::new(), None, file, None, Vis::Public)],
            items: Vec::new(),
            imports: Vec::new(),
            externals: Externals::default(),
            extern_crates: Default::default(),
        },
        sink,
        open: Vec::new(),
    };
    loader.file(ROOT, root, true);
    loader.krate
}

fn new_module(name: String, parent: Option<ModuleId>, file: FileId, site: Option<Site>, vis: Vis) -> Module {
    Module {
        name,
        parent,
        file,
        site,
        vis,
        attrs: Vec::new(),
        broken: false,
        items: Vec::new(),
        children: Vec::new(),
        impls: Vec::new(),
        macros: Vec::new(),
        types: Default::default(),
        values: Default::default(),
        external_globs: Vec::new(),
    }
}

struct Loader<'a> {
    krate: Crate,
    sink: &'a Sink,
    /// The files that are being read, outermost first: a file that includes itself would never end.
    open: Vec<PathBuf>,
}

/// Where the files of child modules are looked for.
#[derive(Clone)]
struct Folders {
    /// For `mod x;`.
    children: PathBuf,
    /// For `#[path = "…"] mod x;`.
    paths: PathBuf,
}

impl Loader<'_> {
    /// Reads a module's file. `is_folder_owner`: its children lie beside it (`lib.rs`, `mod.rs`, a file named by
    /// `#[path]`), not in a folder of its name.
    fn file(&mut self, module: ModuleId, path: PathBuf, is_folder_owner: bool) {
        let text = match std::fs::read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => return self.unreadable(module, &path, "it is not UTF-8"),
            Err(error) => return self.unreadable(module, &path, &error.to_string()),
        };
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let file = self.krate.sources.add(path.clone(), text);
        self.krate.modules[module.0].file = file;
        let parsed = match parse(self.krate.sources.text(file)) {
            Ok(parsed) => parsed,
            Err(error) => return self.syntax_errors(module, file, &error),
        };
        let (attributes, presence) = self.krate.cfg.attributes(parsed.attrs);
        if presence == Presence::Off {
            return;
        }
        self.krate.modules[module.0].attrs.extend(attributes);
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let children = match path.file_stem() {
            Some(stem) if !is_folder_owner => folder.join(stem),
            _ => folder.clone(),
        };
        self.open.push(path);
        self.items(module, parsed.items, &Folders { children, paths: folder });
        self.open.pop();
    }

    fn unreadable(&mut self, module: ModuleId, path: &Path, why: &str) {
        let declared = &mut self.krate.modules[module.0];
        declared.broken = true;
        let problem = Diagnostic::error("unreadable", format!("cannot read `{}`: {why}", path.display()));
        self.sink.push(match declared.site {
            Some(site) => problem.at(site, "declared here"),
            None => problem,
        });
    }

    fn syntax_errors(&mut self, module: ModuleId, file: FileId, errors: &syn::Error) {
        self.krate.modules[module.0].broken = true;
        let end = self.krate.sources.text(file).trim_end().len();
        for error in errors {
            let mut place = Place::from(Site::new(file, error.span()));
            if place.range.is_empty() {
                // The parser has no place for "the file ends too early".
                place.range = end.saturating_sub(1)..end;
            }
            let message = match error.to_string().as_str() {
                "cannot parse string into token stream" => {
                    "a bracket or a text that is open here, or further up, is not closed".to_owned()
                }
                message => message.to_owned(),
            };
            self.sink.push(
                Diagnostic::error("syntax", "this file is not valid Rust")
                    .at(place, message)
                    .help("`cargo check` says more about it"),
            );
        }
    }

    fn items(&mut self, module: ModuleId, items: Vec<syn::Item>, folders: &Folders) {
        for item in items {
            self.item(module, item, folders);
        }
    }

    fn item(&mut self, module: ModuleId, item: syn::Item, folders: &Folders) {
        let types = &[Space::Types][..];
        let values = &[Space::Values][..];
        match item {
            syn::Item::Struct(mut item) => {
                let (attrs, vis, name) = (take(&mut item.attrs), item.vis.clone(), item.ident.clone());
                // A tuple or unit struct is also a value.
                let spaces = if matches!(item.fields, syn::Fields::Named(_)) { types } else { &SPACES[..] };
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
                let attrs = take(&mut item.attrs);
                self.declare(module, attrs, &item.vis, &item.ident, types, ItemKind::Trait);
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
                    self.krate.modules[module.0].macros.push(item);
                }
            }
            // `const _`, blocks of foreign items, and syntax that is younger than the parser.
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
        let slot = Slot { state: SlotState::Found(Def::Item(id)), vis, explicit: true };
        for &space in spaces {
            let taken = self.krate.modules[module.0].names(space).get(&name).map(|slot| slot.state);
            if let Some(SlotState::Found(Def::Item(first))) = taken {
                // Only conditional compilation lets a name be declared twice: another target's version of it.
                self.krate.items[first.0].target_dependent = false;
                return;
            }
        }
        for &space in spaces {
            self.krate.modules[module.0].names_mut(space).insert(name.clone(), slot);
        }
        self.krate.modules[module.0].items.push(id);
        self.krate.items.push(Item {
            name,
            module,
            site: Site::new(file, ident.span()),
            vis,
            target_dependent: presence == Presence::Somewhere,
            attrs,
            kind,
        });
    }

    fn module(&mut self, parent: ModuleId, item: syn::ItemMod, folders: &Folders) {
        let (attrs, presence) = self.krate.cfg.attributes(item.attrs);
        if presence == Presence::Off {
            return;
        }
        let file = self.krate.modules[parent.0].file;
        let name = item.ident.unraw().to_string();
        let site = Site::new(file, item.ident.span());
        let vis = self.visibility(parent, &item.vis);
        let id = ModuleId(self.krate.modules.len());
        let taken = self.krate.modules[parent.0].types.contains_key(&name);
        if taken {
            // Another target's version of the module.
            return;
        }
        let slot = Slot { state: SlotState::Found(Def::Module(id)), vis, explicit: true };
        self.krate.modules[parent.0].types.insert(name.clone(), slot);
        self.krate.modules[parent.0].children.push(id);
        self.krate.modules.push(new_module(name.clone(), Some(parent), file, Some(site), vis));
        let path = attrs.iter().find_map(path_attribute);
        self.krate.modules[id.0].attrs = attrs;
        if parent == ROOT && name == GENERATED {
            return;
        }
        match (item.content, path) {
            (Some((_, items)), path) => {
                let inside = path.map_or_else(|| folders.children.join(&name), |path| folders.paths.join(path));
                self.items(id, items, &Folders { children: inside.clone(), paths: inside });
            }
            (None, Some(path)) => self.module_file(id, site, vec![folders.paths.join(path)]),
            (None, None) => {
                let beside = folders.children.join(format!("{name}.rs"));
                let below = folders.children.join(&name).join("mod.rs");
                self.module_file(id, site, vec![beside, below]);
            }
        }
    }

    /// Reads the first of the possible files. With one possibility (`#[path]`) or the second (`mod.rs`), the file's
    /// own children lie beside it.
    fn module_file(&mut self, id: ModuleId, site: Site, candidates: Vec<PathBuf>) {
        let existing = candidates.iter().position(|path| path.is_file());
        let name = &self.krate.modules[id.0].name;
        let Some(found) = existing else {
            let shown: Vec<_> = candidates.iter().map(|path| self.shown(path)).collect();
            self.sink.push(
                Diagnostic::error("missing-module-file", format!("the file of the module `{name}` does not exist"))
                    .at(site, "declared here")
                    .note(format!("looked for {}", shown.join(" and ")))
                    .help(format!("create {}, or take the declaration out", shown[0])),
            );
            self.krate.modules[id.0].broken = true;
            return;
        };
        let path = candidates[found].clone();
        if self.open.contains(&path) {
            let shown = self.shown(&path);
            self.sink.push(
                Diagnostic::error("circular-modules", format!("{shown} contains itself as the module `{name}`"))
                    .at(site, "declared here"),
            );
            self.krate.modules[id.0].broken = true;
            return;
        }
        self.file(id, path, found == 1 || candidates.len() == 1);
    }

    /// A path in a message: below the crate's folder, and the same on every machine.
    fn shown(&self, path: &Path) -> String {
        let manifest = self.krate.sources.path(self.krate.manifest.file);
        let base = manifest.parent().unwrap_or(Path::new(""));
        let path = path.strip_prefix(base).unwrap_or(path);
        format!("`{}`", path.to_string_lossy().replace('\\', "/"))
    }

    fn use_item(&mut self, module: ModuleId, item: syn::ItemUse) {
        let (attrs, presence) = self.krate.cfg.attributes(item.attrs);
        if presence == Presence::Off {
            return;
        }
        let vis = self.visibility(module, &item.vis);
        // What is not to cross is no part of the API by this name.
        let vis = if attrs::is_ignored(&attrs) { Vis::In(module) } else { vis };
        let mut path = Vec::new();
        let base = UseBase { module, global: item.leading_colon.is_some(), vis };
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
        self.import(base, path, if is_self { ImportKind::Module(name) } else { ImportKind::Named(name) });
    }

    fn segment(&self, module: ModuleId, ident: &Ident) -> Segment {
        let file = self.krate.modules[module.0].file;
        Segment { name: ident.unraw().to_string(), site: Site::new(file, ident.span()) }
    }

    fn import(&mut self, base: &UseBase, path: Vec<Segment>, kind: ImportKind) {
        let &UseBase { module, global, vis } = base;
        let id = self.krate.imports.len();
        let (name, spaces) = match &kind {
            ImportKind::Named(name) => (Some(name), &SPACES[..]),
            ImportKind::Module(name) => (Some(name), &SPACES[..1]),
            ImportKind::Glob => (None, &SPACES[..0]),
        };
        for &space in spaces {
            let names = self.krate.modules[module.0].names_mut(space);
            if let Some(name) = name {
                let pending = Slot { state: SlotState::Pending(id), vis, explicit: true };
                names.entry(name.clone()).or_insert(pending);
            }
        }
        self.krate.imports.push(Import { module, path, global, kind, vis });
    }

    fn extern_crate(&mut self, module: ModuleId, item: &syn::ItemExternCrate) {
        if self.krate.cfg.presence(&item.attrs) == Presence::Off {
            return;
        }
        let name = item.ident.unraw().to_string();
        let local = item.rename.as_ref().map_or_else(|| name.clone(), |(_, rename)| rename.unraw().to_string());
        let vis = self.visibility(module, &item.vis);
        let package =
            (name != "self").then(|| self.krate.manifest.dependencies.get(&name).cloned().unwrap_or(name));
        let def = match &package {
            Some(package) => Def::External(self.krate.externals.intern(package)),
            None => Def::Module(ROOT),
        };
        if module == ROOT {
            self.krate.extern_crates.insert(local.clone(), package);
        }
        let slot = Slot { state: SlotState::Found(def), vis, explicit: true };
        self.krate.modules[module.0].types.entry(local).or_insert(slot);
    }

    fn visibility(&self, module: ModuleId, vis: &Visibility) -> Vis {
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

struct UseBase {
    module: ModuleId,
    global: bool,
    vis: Vis,
}

fn take(attributes: &mut Vec<Attribute>) -> Vec<Attribute> {
    std::mem::take(attributes)
}

fn path_attribute(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => Some(path.value()),
            _ => None,
        },
        _ => None,
    }
}

fn parse(text: &str) -> syn::Result<syn::File> {
    // A shebang line is no Rust. As a comment of the same length it leaves every place where it is.
    let is_shebang = text.starts_with("#!") && !text[2..].trim_start().starts_with('[');
    if is_shebang { syn::parse_str(&format!("//{}", &text[2..])) } else { syn::parse_str(text) }
}
