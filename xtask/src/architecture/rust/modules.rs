//! The modules of a crate, and where a name in one of them leads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta, Token, UseTree, Visibility};

use super::paths::Used;
use crate::architecture::read_text;

/// How many times a name is followed through `use`: more is a circle of globs.
const FOLLOWED: usize = 24;

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A module itself.
    Module(usize),
    /// Something in a file.
    File(usize),
    /// Something of another crate.
    Outside(String),
}

pub(super) struct File {
    pub path: String,
    pub lines: usize,
}

/// One `use` of one name.
pub(super) struct Import {
    pub line: usize,
    pub path: Vec<String>,
    pub is_public: bool,
    /// `None` for all names.
    name: Option<String>,
}

#[derive(Default)]
pub(super) struct Module {
    pub file: usize,
    pub uses: Vec<Import>,
    parent: Option<usize>,
    /// More than one of a name if they are for different targets.
    children: BTreeMap<String, Vec<usize>>,
    items: BTreeSet<String>,
}

#[derive(Default)]
pub(super) struct Krate {
    pub files: Vec<File>,
    /// The first is the root.
    pub modules: Vec<Module>,
    /// The macros that are exported, which are in the root, and their files.
    macros: BTreeMap<String, usize>,
}

/// The code of each module, without its `use` items.
pub(super) type Code = Vec<Vec<TokenStream>>;

/// Reads the files of a crate.
pub(super) fn load(root: &Path) -> Result<(Krate, Code)> {
    let mut loader = Loader {
        root,
        krate: Krate::default(),
        code: Code::new(),
    };
    loader.file("lib.rs".to_owned(), "", None)?;
    Ok((loader.krate, loader.code))
}

struct Loader<'a> {
    root: &'a Path,
    krate: Krate,
    code: Code,
}

impl Loader<'_> {
    /// Reads a file, whose children are in `folder`: the number of its module.
    fn file(&mut self, path: String, folder: &str, parent: Option<usize>) -> Result<usize> {
        let text = read_text(&self.root.join(&path))?;
        let parsed = syn::parse_file(&text).with_context(|| format!("{path} is not Rust"))?;
        let file = self.krate.files.len();
        self.krate.files.push(File {
            lines: text.lines().count(),
            path,
        });
        self.module(file, folder, parent, parsed.items)
    }

    fn module(&mut self, file: usize, folder: &str, parent: Option<usize>, items: Vec<Item>) -> Result<usize> {
        let this = self.krate.modules.len();
        self.krate.modules.push(Module {
            file,
            parent,
            ..Module::default()
        });
        self.code.push(Vec::new());
        for item in items {
            if attributes(&item).iter().any(is_for_tests) {
                continue;
            }
            match item {
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    let child = match item.content {
                        Some((_, items)) => self.module(file, &join(folder, &name), Some(this), items)?,
                        None => {
                            let (path, folder) = self.find(file, folder, &name, &item.attrs)?;
                            self.file(path, &folder, Some(this))?
                        }
                    };
                    self.krate.modules[this].children.entry(name).or_default().push(child);
                }
                Item::Use(item) => {
                    let is_public = !matches!(item.vis, Visibility::Inherited);
                    let line = item.span().start().line;
                    let uses = &mut self.krate.modules[this].uses;
                    let global = item.leading_colon.is_some();
                    flatten(&item.tree, Vec::new(), &mut |path, name| {
                        // A path from outside, whatever there is of the name here.
                        let path = match global {
                            true => std::iter::once(String::new()).chain(path).collect(),
                            false => path,
                        };
                        uses.push(Import {
                            line,
                            path,
                            is_public,
                            name,
                        });
                    });
                }
                item => {
                    let is_exported =
                        (attributes(&item).iter()).any(|attribute| attribute.path().is_ident("macro_export"));
                    if let Some(name) = name(&item) {
                        if is_exported {
                            self.krate.macros.insert(name.clone(), file);
                        }
                        self.krate.modules[this].items.insert(name);
                    }
                    // What an exported macro names is imported by whoever uses it.
                    if !(matches!(item, Item::Macro(_)) && is_exported) {
                        self.code[this].push(item.into_token_stream());
                    }
                }
            }
        }
        Ok(this)
    }

    /// Where the file of a module is, and those of its children.
    fn find(&self, file: usize, folder: &str, name: &str, attributes: &[Attribute]) -> Result<(String, String)> {
        if let Some(path) = attributes.iter().find_map(path_attribute) {
            let own = &self.krate.files[file].path;
            let here = own.rsplit_once('/').map_or("", |(folder, _)| folder);
            let path = join(here, &path);
            let children = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            return Ok((path, children));
        }
        let children = join(folder, name);
        for path in [format!("{children}.rs"), format!("{children}/mod.rs")] {
            if self.root.join(&path).is_file() {
                return Ok((path, children));
            }
        }
        bail!(
            "{} declares the module `{name}`, and there is no {children}.rs",
            self.krate.files[file].path
        )
    }
}

fn join(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        _ => format!("{folder}/{name}"),
    }
}

impl Krate {
    /// Whether a file is that of a module below another one, and not of that itself.
    pub(super) fn is_below(&self, file: usize, ancestor: usize) -> bool {
        let module = self.modules.iter().position(|module| module.file == file);
        let mut above = module.and_then(|module| self.modules[module].parent);
        while let Some(module) = above {
            if module == ancestor {
                return true;
            }
            above = self.modules[module].parent;
        }
        false
    }

    /// Where the path of a `use` in a module leads.
    pub(super) fn resolve(&self, module: usize, path: &[String]) -> Vec<Place> {
        self.follow(module, path, FOLLOWED)
    }

    /// Where a path in the code of a module leads; nothing if it may be no path of the crate.
    pub(super) fn resolve_used(&self, module: usize, used: &Used) -> Vec<Place> {
        match used.segments.as_slice() {
            [_] if used.may_be_variable => Vec::new(),
            // A variable, a keyword, or something of the prelude, unless it is known here.
            [name] => match self.member(module, name, FOLLOWED) {
                Some(places) => places
                    .into_iter()
                    .filter(|place| !matches!(place, Place::Outside(_)))
                    .collect(),
                None => Vec::new(),
            },
            segments => self.follow(module, segments, FOLLOWED),
        }
    }

    /// The last module that a path says by its own name.
    pub(super) fn named(&self, module: usize, path: &[String]) -> Option<usize> {
        self.named_within(module, path, FOLLOWED)
    }

    fn named_within(&self, module: usize, path: &[String], left: usize) -> Option<usize> {
        let left = left.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        let child = |module: usize, name: &str| self.modules[module].children.get(name).map(|children| children[0]);
        let mut at = match first.as_str() {
            "crate" => 0,
            "self" => module,
            "super" => self.modules[module].parent?,
            name => match child(module, name) {
                Some(child) => child,
                None => {
                    let mut uses = self.modules[module].uses.iter();
                    let import = uses.find(|import| import.name.as_deref() == Some(name))?;
                    self.named_within(module, &import.path, left)?
                }
            },
        };
        for segment in rest {
            at = match segment.as_str() {
                "super" => self.modules[at].parent?,
                name => match child(at, name) {
                    Some(child) => child,
                    None => break,
                },
            };
        }
        Some(at)
    }

    fn follow(&self, module: usize, path: &[String], left: usize) -> Vec<Place> {
        let outside = |path: &[String]| vec![Place::Outside(path.join("::"))];
        let Some((first, rest)) = path.split_first() else {
            return Vec::new();
        };
        let mut places = match first.as_str() {
            "" => return outside(rest),
            "crate" => vec![Place::Module(0)],
            "self" => vec![Place::Module(module)],
            "super" => self.modules[module].parent.map(Place::Module).into_iter().collect(),
            "Self" => return Vec::new(),
            name => match self.member(module, name, left) {
                Some(places) => places,
                None => return outside(path),
            },
        };
        for segment in rest {
            places = places
                .into_iter()
                .flat_map(|place| match place {
                    Place::Module(module) if segment == "super" => {
                        self.modules[module].parent.map(Place::Module).into_iter().collect()
                    }
                    // What is not found was made by a macro.
                    Place::Module(other) => {
                        let mut found = (self.member(other, segment, left))
                            .unwrap_or_else(|| vec![Place::File(self.modules[other].file)]);
                        // What another module hands on from outside is that module's affair.
                        found.retain(|place| other == module || !matches!(place, Place::Outside(_)));
                        found
                    }
                    Place::File(file) => vec![Place::File(file)],
                    Place::Outside(name) => vec![Place::Outside(format!("{name}::{segment}"))],
                })
                .collect();
        }
        places.sort();
        places.dedup();
        places
    }

    /// What a name is in a module; `None` if it is nothing there.
    fn member(&self, module: usize, name: &str, left: usize) -> Option<Vec<Place>> {
        let left = left.checked_sub(1)?;
        let Module {
            file,
            uses,
            children,
            items,
            ..
        } = &self.modules[module];
        if let Some(children) = children.get(name) {
            return Some(children.iter().copied().map(Place::Module).collect());
        }
        if items.contains(name) {
            return Some(vec![Place::File(*file)]);
        }
        if let Some(file) = self.macros.get(name).filter(|_| module == 0) {
            return Some(vec![Place::File(*file)]);
        }
        let mut named = uses
            .iter()
            .filter(|import| import.name.as_deref() == Some(name))
            .peekable();
        if named.peek().is_some() {
            let places = named.flat_map(|import| self.follow(module, &import.path, left));
            return Some(places.collect());
        }
        let globs = uses.iter().filter(|import| import.name.is_none());
        let modules = globs.flat_map(|import| self.follow(module, &import.path, left));
        let mut found = modules.filter_map(|place| match place {
            Place::Module(other) if other != module => self.member(other, name, left),
            _ => None,
        });
        found.next()
    }
}

/// The paths of a `use`, each with the name that it brings; none for all names.
fn flatten(tree: &UseTree, mut path: Vec<String>, found: &mut impl FnMut(Vec<String>, Option<String>)) {
    match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            flatten(&tree.tree, path, found);
        }
        UseTree::Name(tree) if tree.ident == "self" => {
            let name = path.last().cloned();
            found(path, name);
        }
        UseTree::Name(tree) => {
            let name = tree.ident.to_string();
            path.push(name.clone());
            found(path, Some(name));
        }
        UseTree::Rename(tree) => {
            if tree.ident != "self" {
                path.push(tree.ident.to_string());
            }
            found(path, Some(tree.rename.to_string()));
        }
        UseTree::Glob(_) => found(path, None),
        UseTree::Group(tree) => {
            for tree in &tree.items {
                flatten(tree, path.clone(), found);
            }
        }
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// `#[path = "…"]`
fn path_attribute(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(path), ..
            }) => Some(path.value()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether what has this attribute is only there in tests.
fn is_for_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<Meta>().is_ok_and(|meta| implies_test(&meta))
}

fn implies_test(condition: &Meta) -> bool {
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::NameValue(_) => false,
        Meta::List(list) => {
            let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            let parts = parts.unwrap_or_default();
            match list.path.get_ident().map(ToString::to_string).as_deref() {
                Some("all") => parts.iter().any(implies_test),
                Some("any") => !parts.is_empty() && parts.iter().all(implies_test),
                _ => false,
            }
        }
    }
}
