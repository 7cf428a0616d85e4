//! What all parts of lowering share.

use std::cell::RefCell;
use std::collections::BTreeMap;

use syn::Attribute;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, FileId, Place, Reports, Severity};
use crate::lower::surface::Surface;
use crate::parser::attrs::{self, Options, Target};
use crate::parser::paths::VisiblePaths;
use crate::parser::source::Site;
use crate::parser::tree::{Crate, ItemId, ModuleId};
use crate::parser::ty::Ty;
use crate::parser::types::Types;

use super::blocks;
use super::blocks::Block;
use super::context::{Context, Declared};
use super::notes::{Notes, StandIn};

/// What all parts of lowering share.
pub struct Lowering<'a> {
    pub krate: &'a Crate,
    pub reports: &'a Reports,
    pub surface: &'a Surface,
    pub types: Types<'a>,
    pub paths: VisiblePaths,
    /// The types of this crate that stand for one of another, by its path.
    pub foreign: BTreeMap<String, StandIn>,
    /// The `impl` blocks of each struct and enum.
    pub impls: BTreeMap<ItemId, Vec<Block>>,
    pub notes: RefCell<Notes>,
    /// Whether functions and methods take all parameters by position.
    pub positional: bool,
}

impl<'a> Lowering<'a> {
    /// Before anything was lowered.
    pub fn new(krate: &'a Crate, config: &Config, surface: &'a Surface, reports: &'a Reports) -> Self {
        Self {
            krate,
            reports,
            surface,
            types: Types { krate, reports },
            paths: VisiblePaths::new(krate),
            foreign: BTreeMap::new(),
            impls: blocks::index(krate),
            notes: RefCell::default(),
            positional: config.positional,
        }
    }

    /// An `impl` block.
    pub fn impl_block(&self, block: Block) -> &'a syn::ItemImpl {
        &self.krate.module(block.module).impls[block.index]
    }
}

impl Lowering<'_> {
    /// The traits that `impl` blocks implement for a type.
    pub fn trait_impls(&self, item: ItemId) -> impl Iterator<Item = &syn::Path> {
        self.impl_blocks(item).filter_map(|(_, block)| {
            let (path, _) = block.trait_.as_ref()?;
            Some(path)
        })
    }

    /// The `impl` blocks of a type, each with its module.
    pub fn impl_blocks(&self, item: ItemId) -> impl Iterator<Item = (ModuleId, &syn::ItemImpl)> {
        let blocks = self.impls.get(&item).into_iter().flatten();
        blocks.map(|&Block { module, index }| (module, &self.krate.module(module).impls[index]))
    }

    /// Reports a type that cannot cross.
    pub fn refuse(&self, ty: &Ty, context: Context<'_>, diagnostic: Diagnostic, label: impl Into<String>) {
        self.reports.push(self.placed(ty, context, diagnostic, label));
    }

    /// A report of a type that cannot cross.
    pub fn placed(
        &self,
        ty: &Ty,
        context: Context<'_>,
        mut diagnostic: Diagnostic,
        label: impl Into<String>,
    ) -> Diagnostic {
        diagnostic = diagnostic.at(ty.site, label);
        if let Some(site) = context.used_at.or(ty.used_at) {
            diagnostic = diagnostic.also(site, "used here");
        }
        if context.in_error && diagnostic.severity == Severity::Error {
            diagnostic =
                diagnostic.help("or mark the error type with `#[oche(error)]`: then Dart gets its `Display` text");
        }
        diagnostic
    }

    /// The options of a field, variant or parameter of `item`.
    pub fn part_options(&self, item: Declared<'_>, attributes: &[Attribute], part: &'static str) -> Options {
        let file = item.site.file;
        let above = attrs::first_oche(item.attrs).or_else(|| attrs::first_oche(item.outer));
        if let (Some(attribute), None) = (attrs::first_oche(attributes), above) {
            let title = format!("the compiler does not take this attribute on {part} alone");
            self.reports.push(
                Diagnostic::error(Code::NoAttributeAbove, title)
                    .at(
                        Site::of(file, attribute),
                        "taken away by the attribute above, which is missing",
                    )
                    .also(item.site, "no `#[oche]` above this")
                    .help(format!("write `#[oche]` above `{}`, too", item.name)),
            );
        }
        attrs::options(attributes, Target::Part(part), file, self.reports)
    }

    /// The code of a type as it is written.
    pub fn code(&self, ty: &Ty) -> String {
        self.code_at(ty.site)
    }

    /// The same, of one that is not resolved.
    pub fn code_of(&self, file: FileId, ty: &syn::Type) -> String {
        self.code_at(Site::of(file, ty))
    }

    pub fn code_at(&self, site: Site) -> String {
        let place = Place::from(site);
        let text = self
            .krate
            .sources
            .text(place.file)
            .get(place.range)
            .unwrap_or("this type");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
