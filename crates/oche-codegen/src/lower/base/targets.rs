//! What is not the same on every target: where it is there, and what cannot differ.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, FnArg, ImplItem, Signature, Visibility};

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Docs;
use crate::parser::attrs::{self, Target};
use crate::parser::condition::Condition;
use crate::parser::problems;
use crate::parser::source::Site;
use crate::parser::tree::*;

use super::context::Declared;
use super::kinds::is_object;
use super::lowering::Lowering;

impl Lowering<'_> {
    /// Where an item of the API is there.
    pub fn item_condition(&self, id: ItemId) -> Condition {
        self.paths.condition(self.krate, id)
    }

    /// Where something with these attributes is there.
    pub fn condition(&self, attributes: &[Attribute]) -> Condition {
        self.krate.cfg.condition(attributes)
    }

    /// Whether an item differs between targets, even if each of them has it.
    pub fn has_versions(&self, id: ItemId) -> bool {
        !self.other_versions(id).is_empty()
    }

    /// What the names of an item stand for on other targets.
    fn other_versions(&self, id: ItemId) -> Vec<ItemId> {
        let item = self.krate.item(id);
        let space = item.kind.space();
        let home = self.surface.home(self.krate, id);
        let names = [
            (item.module, item.name.as_str()),
            (home, self.surface.name(self.krate, id)),
        ];
        let versions = names
            .into_iter()
            .flat_map(|(module, name)| self.krate.versions(module, space, name));
        let versions = versions.filter_map(|(_, what)| self.krate.version_item(what, space));
        let mut others: Vec<ItemId> = versions
            .chain(
                self.surface
                    .modules()
                    .flat_map(|module| self.imported_beside(id, module)),
            )
            .filter(|&other| other != id)
            .collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// What a module of the API imports by the same name as an item, for other targets.
    fn imported_beside(&self, id: ItemId, module: ModuleId) -> Vec<ItemId> {
        let mut found = Vec::new();
        for ((space, _), versions) in &self.krate.module(module).versions {
            let items = versions
                .iter()
                .filter_map(|version| self.krate.version_item(version.what, *space));
            let items: Vec<ItemId> = items.collect();
            if items.contains(&id) {
                found.extend(items);
            }
        }
        found
    }

    /// Complains about an item that other targets have in another form.
    pub fn check_versions(&self, id: ItemId) {
        let item = self.krate.item(id);
        let form = self.form(item);
        for other in self.other_versions(id) {
            let other = self.krate.item(other);
            if self.form(other) != form {
                self.refuse_version(&item.name, item.site, other.site, item.kind.describe());
            }
        }
    }

    /// Complains about a version of `name` that is not like the first one.
    pub fn refuse_version(&self, name: &str, first: Site, other: Site, what: &str) {
        self.reports.push(problems::other_version(name, first, other, what));
    }

    /// What generated code depends on.
    fn form(&self, item: &Item) -> String {
        let options = || attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        match &item.kind {
            ItemKind::Struct(_) | ItemKind::Enum(_) if is_object(item, &options()) => "an object".to_owned(),
            ItemKind::Struct(syntax) => fields(&syntax.fields),
            ItemKind::Enum(syntax) => {
                let variants = syntax.variants.iter();
                let variants = variants.map(|variant| format!("{}{}", variant.ident, fields(&variant.fields)));
                variants.collect::<Vec<_>>().join(", ")
            }
            ItemKind::Function(syntax) => signature(&syntax.sig),
            ItemKind::Const(syntax) => tokens(&syntax.ty),
            ItemKind::Trait(syntax) => {
                let methods = syntax.items.iter().filter_map(|member| match member {
                    syn::TraitItem::Fn(method) => Some(format!("{} {}", method.sig.ident, signature(&method.sig))),
                    _ => None,
                });
                methods.collect::<Vec<_>>().join(", ")
            }
            // An alias is looked at where it is used.
            ItemKind::Alias(_) | ItemKind::Union | ItemKind::TraitAlias | ItemKind::Static => String::new(),
        }
    }

    /// The members of a type by their names.
    pub fn member_versions(&self, item: ItemId) -> MemberVersions {
        let mut versions = MemberVersions::default();
        for (module, block) in self.impl_blocks(item) {
            if block.trait_.is_some() || attrs::is_ignored(&block.attrs) {
                continue;
            }
            let file = self.krate.module(module).file;
            let outer = Condition::all([self.krate.module_condition(module), self.condition(&block.attrs)]);
            for member in &block.items {
                let (vis, attributes, ident, form) = match member {
                    ImplItem::Fn(method) => {
                        let form = signature(&method.sig);
                        (&method.vis, &method.attrs, &method.sig.ident, form)
                    }
                    ImplItem::Const(constant) => {
                        let form = constant.ty.to_token_stream().to_string();
                        (&constant.vis, &constant.attrs, &constant.ident, form)
                    }
                    _ => continue,
                };
                let condition = Condition::all([outer.clone(), self.condition(attributes)]);
                let is_left_out = condition.is_never() || attrs::is_ignored(attributes);
                if matches!(vis, Visibility::Public(_)) && !is_left_out {
                    let site = Site::new(file, ident.span());
                    versions.add(ident.unraw().to_string(), condition, site, form);
                }
            }
        }
        versions
    }

    /// Complains about a part of something that only some targets have: it changes how the whole is written and read.
    /// Whether it is one.
    pub fn refuse_target_part(
        &self,
        item: Declared<'_>,
        attributes: &[Attribute],
        part: &'static str,
        site: Site,
    ) -> bool {
        let Some(condition) = self.condition(attributes).text() else {
            return false;
        };
        let title = format!("this {part} of `{}` is not there on every target", item.name);
        let problem = Diagnostic::error(Code::TargetDependent, title)
            .at(site, format!("only where `cfg({condition})` holds"))
            .note("the bridge is the same for all targets, and so is what it writes and reads");
        self.reports.push(match part {
            "parameter" => problem
                .help("take it on every target, and leave it unused where it means nothing")
                .help("or write a function for each target: one that is behind a `cfg` as a whole crosses"),
            "variant" => problem
                .help("take the `cfg` away: a variant that never occurs does no harm")
                .help("or let Rust keep the value: `#[oche(opaque)]` above the enum"),
            _ => problem
                .help("take the `cfg` away, and make it an `Option` that is `None` on the other targets")
                .help("or let Rust keep the value: `#[oche(opaque)]` above the type, and a method for the field"),
        });
        true
    }
}

/// The docs of something that not every target has.
pub fn docs(docs: Docs, condition: &Condition) -> Docs {
    only_in(docs, condition, "in others it throws an `UnsupportedError`.")
}

/// The docs of a method that not every target has, and that Dart can implement.
pub fn interface_docs(docs: Docs, condition: &Condition) -> Docs {
    only_in(docs, condition, "in others nothing of Rust calls it.")
}

fn only_in(mut docs: Docs, condition: &Condition, elsewhere: &str) -> Docs {
    if let Some(condition) = condition.text() {
        if !docs.0.is_empty() {
            docs.0.push(String::new());
        }
        docs.0.push(format!("Only in builds with `cfg({condition})`;"));
        docs.0.push(elsewhere.to_owned());
    }
    docs
}

/// The types of a signature, in the order in which they cross.
pub fn signature(signature: &Signature) -> String {
    let inputs = signature.inputs.iter().map(|input| match input {
        FnArg::Receiver(receiver) => tokens(receiver),
        FnArg::Typed(input) => tokens(&input.ty),
    });
    let inputs: Vec<String> = inputs.collect();
    let is_async = signature.asyncness.is_some();
    format!("{is_async} ({}) {}", inputs.join(", "), tokens(&signature.output))
}

fn fields(fields: &syn::Fields) -> String {
    let fields = fields.iter().map(|field| {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{name}: {}", tokens(&field.ty))
    });
    format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
}

fn tokens(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

/// The members of a class or a trait by their names, with their versions for different targets.
#[derive(Default)]
pub struct MemberVersions(BTreeMap<String, Vec<MemberVersion>>);

struct MemberVersion {
    condition: Condition,
    site: Site,
    /// What generated code depends on.
    form: String,
}

impl MemberVersions {
    pub fn add(&mut self, name: String, condition: Condition, site: Site, form: String) {
        self.0
            .entry(name)
            .or_default()
            .push(MemberVersion { condition, site, form });
    }

    /// Where the member is there whose name stands at `site`; `None` if it is another target's version of one that came
    /// before it. Complains if the other versions of the member are not like it.
    pub fn condition(&self, lowering: &Lowering<'_>, name: &str, site: Site) -> Option<Condition> {
        let versions = self.0.get(name).map_or(&[][..], Vec::as_slice);
        let is_here = |version: &MemberVersion| version.site.span.byte_range() == site.span.byte_range();
        let Some(own) = versions
            .iter()
            .find(|version| is_here(version) && version.site.file == site.file)
        else {
            return Some(Condition::ALWAYS);
        };
        if own.condition.is_always() {
            return Some(Condition::ALWAYS);
        }
        let first = &versions[0];
        if !std::ptr::eq(own, first) {
            return None;
        }
        for other in versions.iter().filter(|other| other.form != first.form) {
            lowering.refuse_version(name, first.site, other.site, "member");
        }
        Some(Condition::any(versions.iter().map(|version| version.condition.clone())))
    }

    /// Whether a member is not one and the same on every target.
    pub fn is_of_targets(&self, name: &str) -> bool {
        let versions = self.0.get(name).into_iter().flatten();
        versions.into_iter().any(|version| !version.condition.is_always())
    }
}
