//! What is public and does not cross: warnings with a way out.

use syn::ext::IdentExt;
use syn::{ImplItem, Visibility};

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::base::Lowering;
use crate::parser::attrs::{self, Target};
use crate::parser::source::Site;
use crate::parser::tree::*;

impl Lowering<'_> {
    /// Warns about public fields beside private ones: an object has none in Dart.
    pub fn leave_out_fields(&self, item: &Item) {
        let ItemKind::Struct(syntax) = &item.kind else {
            return;
        };
        let public = syntax
            .fields
            .iter()
            .filter(|field| matches!(field.vis, Visibility::Public(_)) && self.present(&field.attrs).is_some());
        let public: Vec<&syn::Field> = public.collect();
        let Some(first) = public.first() else {
            return;
        };
        let name = |field: &&syn::Field| field.ident.as_ref().map(|ident| format!("`{}`", ident.unraw()));
        let names: Option<Vec<String>> = public.iter().map(name).collect();
        let what = match (public.len(), names) {
            (1, Some(names)) => format!("the public field {}", names[0]),
            (_, Some(names)) => format!("the public fields {}", names.join(", ")),
            (1, None) => "a public field".to_owned(),
            (count, None) => format!("{count} public fields"),
        };
        let do_not = if public.len() == 1 { "does not" } else { "do not" };
        let site = match &first.ident {
            Some(ident) => Site::new(item.site.file, ident.span()),
            None => Site::of(item.site.file, &first.ty),
        };
        self.reports.push(
            Diagnostic::warning(
                Code::LeftOut,
                format!("{what} of `{}` {do_not} cross to Dart", item.name),
            )
            .at(
                site,
                "beside private fields, which make the type an object that stays in Rust",
            )
            .help("write a method for each that Dart needs, under `#[oche(getter)]` or `#[oche(setter)]`")
            .help(
                "or make all fields public, so that Dart gets a copy; `#[oche(opaque)]` above the type silences this",
            ),
        );
    }

    /// Warns about the methods of an error that crosses by its text. `is_said`: its author has said that it does, and so only
    /// misses what is marked.
    pub fn leave_out_members(&self, item: ItemId, is_said: bool) {
        let mut names = Vec::new();
        let mut first = None;
        for (module, block) in self.impl_blocks(item) {
            let file = self.krate.module(module).file;
            if block.trait_.is_some() || attrs::is_ignored(&block.attrs) {
                continue;
            }
            let is_block_marked = attrs::first_oche(&block.attrs).is_some();
            attrs::options(&block.attrs, Target::Impl, file, self.reports);
            for member in &block.items {
                let ImplItem::Fn(method) = member else {
                    continue;
                };
                let Some(attributes) = self.present(&method.attrs) else {
                    continue;
                };
                let is_public = matches!(method.vis, Visibility::Public(_));
                let is_marked = is_block_marked || attrs::first_oche(&attributes).is_some();
                let is_missed = is_marked || (!is_said && method.sig.receiver().is_some());
                if is_public && is_missed && !attrs::is_ignored(&attributes) {
                    attrs::options(&attributes, Target::Method, file, self.reports);
                    names.push(format!("`{}`", method.sig.ident.unraw()));
                    first.get_or_insert(Site::new(file, method.sig.ident.span()));
                }
            }
        }
        let Some(site) = first else {
            return;
        };
        let name = &self.krate.item(item).name;
        let title = match &names[..] {
            [only] => format!("the method {only} of the error `{name}` does not cross to Dart"),
            names => format!(
                "the methods {} of the error `{name}` do not cross to Dart",
                names.join(", ")
            ),
        };
        self.reports.push(
            Diagnostic::warning(Code::LeftOut, title)
                .at(site, "Dart gets a `RustError` with the error's text, and no object")
                .help("make its fields public, without `#[oche(error)]`: then Dart catches a class with fields and methods")
                .help("`#[oche(ignore)]` above the method, or above the `impl` block, silences this"),
        );
    }

    /// Warns about a member that Dart cannot have.
    pub fn leave_out_member(&self, what: &str, name: &str, site: Site, is_mirror: bool) {
        let problem = Diagnostic::warning(Code::LeftOut, format!("the {what} `{name}` does not cross to Dart"));
        self.reports.push(if is_mirror {
            problem
                .at(site, format!("a {what} of a mirror"))
                .note("a mirror only tells what another type is made of, and no value of it exists")
                .help("write a function that takes the other type; `#[oche(ignore)]` silences this")
        } else {
            problem
                .at(site, format!("a {what} of a generic type"))
                .note("Rust makes one for each type or value it is used with, and Dart calls exactly one")
                .help("write a function for each type that Dart needs; `#[oche(ignore)]` silences this")
        });
    }
}
