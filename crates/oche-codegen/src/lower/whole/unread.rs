//! Attributes that nobody has read: they stand where they mean nothing, and must not be lost without a word.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Attribute, Fields, FnArg, ImplItem, Signature, TraitItem};

use crate::diagnostic::{Code, Diagnostic, FileId};
use crate::lower::base::{Lowering, is_object};
use crate::parser::attrs;
use crate::parser::cfg::Presence;
use crate::parser::source::Site;
use crate::parser::tree::*;

/// Why an attribute has no effect, and what to write instead.
#[derive(Clone, Copy)]
struct Place {
    why: &'static str,
    instead: &'static str,
}

const ITEM: Place = Place {
    why: "nothing of the API leads here",
    instead: "make it public in the module `api`, or take the attribute away",
};

const ALIAS: Place = Place {
    why: "a type alias is no type of its own in Dart",
    instead: "write it above the type that the alias stands for, or take it away",
};

const ERROR: Place = Place {
    why: "the type crosses as an error by its text, and nothing of it else does",
    instead: "make its fields public and take `#[oche(error)]` away, so that Dart catches a class with members; or take the \
              attribute away",
};

const FIELD_OF_OBJECT: Place = Place {
    why: "the type is an object: its fields stay in Rust",
    instead: "write a method for it, under `#[oche(getter)]`",
};

const VARIANT_OF_OBJECT: Place = Place {
    why: "the type is an object: its variants stay in Rust",
    instead: "take `#[oche(opaque)]` away from the enum, or this attribute",
};

const TRAIT_IMPL: Place = Place {
    why: "what implements a trait does not cross by itself",
    instead: "write a method of the type's own that calls it, in an `impl` block without a trait; or mark the trait with \
              `#[oche(interface)]` and give back a trait object",
};

const PRIVATE: Place = Place {
    why: "it is not public",
    instead: "make it `pub`, or take the attribute away",
};

const RECEIVER: Place = Place {
    why: "`self` has no name and no options in Dart",
    instead: "take the attribute away",
};

/// Something with attributes.
#[derive(Clone, Copy)]
struct Owner<'a> {
    name: &'a str,
    file: FileId,
    /// Whether it is not there on every target: then another version of it may have been read.
    is_version: bool,
}

/// The attributes that nobody has read, with their owners; of those that somebody has, the owners' names and the texts.
#[derive(Default)]
struct Found {
    unread: Vec<(String, bool, String, Diagnostic)>,
    read: BTreeSet<(String, String)>,
}

impl Lowering<'_> {
    /// Warns about every attribute that has not been read. To be called when all of the API was.
    pub fn report_unread(&self) {
        let mut found = Found::default();
        self.find_unread(&mut found);
        for (name, is_version, text, problem) in found.unread {
            // Of several versions the first one is read; the others say the same.
            if !(is_version && found.read.contains(&(name, text))) {
                self.reports.push(problem);
            }
        }
    }

    fn find_unread(&self, found: &mut Found) {
        for item in &self.krate.items {
            if attrs::is_ignored(&item.attrs) {
                continue;
            }
            // Whether Dart implements it shows in signatures, and who asks for it is told where.
            if matches!(item.kind, ItemKind::Trait(_)) && attrs::is_interface(&item.attrs) {
                continue;
            }
            self.unread_of_item(item, found);
        }
        for (id, module) in self.krate.modules.iter().enumerate() {
            let is_version = !self.krate.module_condition(ModuleId(id)).is_always();
            for block in &module.impls {
                if !attrs::is_ignored(&block.attrs) {
                    self.unread_of_impl(module.file, is_version, block, found);
                }
            }
        }
    }

    fn unread_of_item(&self, item: &Item, found: &mut Found) {
        let file = item.site.file;
        let is_version =
            !self.condition(&item.attrs).is_always() || !self.krate.module_condition(item.module).is_always();
        let owner = Owner {
            name: &item.name,
            file,
            is_version,
        };
        let options = attrs::options(&item.attrs, attrs::Target::Type, file, &Default::default());
        let place = match &item.kind {
            ItemKind::Alias(_) => ALIAS,
            ItemKind::Struct(_) | ItemKind::Enum(_) if options.error.is_some() => Place {
                why: "nothing of the API fails with it",
                instead: "let a function give back `Result` with it, or take the attribute away",
            },
            _ => ITEM,
        };
        self.unread(owner, &item.attrs, place, found);
        let is_object = || is_object(item, &options);
        match &item.kind {
            ItemKind::Struct(syntax) => {
                let place = if options.error.is_some() {
                    ERROR
                } else if is_object() {
                    FIELD_OF_OBJECT
                } else {
                    ITEM
                };
                self.unread_of_fields(owner, &syntax.fields, place, found);
            }
            ItemKind::Enum(syntax) => {
                let place = if options.error.is_some() {
                    ERROR
                } else if is_object() {
                    VARIANT_OF_OBJECT
                } else {
                    ITEM
                };
                for variant in &syntax.variants {
                    if self.is_present(&variant.attrs) {
                        self.unread(owner, &variant.attrs, place, found);
                        self.unread_of_fields(owner, &variant.fields, place, found);
                    }
                }
            }
            ItemKind::Function(syntax) => self.unread_of_inputs(owner, &syntax.sig, ITEM, found),
            ItemKind::Trait(syntax) => {
                for member in &syntax.items {
                    if let TraitItem::Fn(method) = member {
                        let place = Place {
                            why: "the trait is no interface for Dart",
                            instead: "write `#[oche(interface)]` above the trait, or take the attribute away",
                        };
                        self.unread(owner, &method.attrs, place, found);
                        self.unread_of_inputs(owner, &method.sig, place, found);
                    }
                }
            }
            _ => {}
        }
    }

    fn unread_of_impl(&self, file: FileId, is_version: bool, block: &syn::ItemImpl, found: &mut Found) {
        let is_version = is_version || !self.condition(&block.attrs).is_always();
        let owner = Owner {
            name: "",
            file,
            is_version,
        };
        let is_of_trait = block.trait_.is_some();
        let of_block = if is_of_trait { TRAIT_IMPL } else { ITEM };
        self.unread(owner, &block.attrs, of_block, found);
        for member in &block.items {
            let (attributes, vis, ident, signature) = match member {
                ImplItem::Fn(method) => (&method.attrs, &method.vis, &method.sig.ident, Some(&method.sig)),
                ImplItem::Const(constant) => (&constant.attrs, &constant.vis, &constant.ident, None),
                ImplItem::Type(member) => (&member.attrs, &member.vis, &member.ident, None),
                _ => continue,
            };
            if !self.is_present(attributes) || attrs::is_ignored(attributes) {
                continue;
            }
            let is_public = matches!(vis, syn::Visibility::Public(_));
            let place = match (is_of_trait, is_public) {
                (true, _) => TRAIT_IMPL,
                (false, false) => PRIVATE,
                (false, true) => ITEM,
            };
            let owner = Owner {
                name: &ident.to_string(),
                is_version: is_version || !self.condition(attributes).is_always(),
                ..owner
            };
            self.unread(owner, attributes, place, found);
            if let Some(signature) = signature {
                self.unread_of_inputs(owner, signature, place, found);
            }
        }
    }

    fn unread_of_fields(&self, owner: Owner<'_>, fields: &Fields, place: Place, found: &mut Found) {
        for field in fields {
            if self.is_present(&field.attrs) {
                self.unread(owner, &field.attrs, place, found);
            }
        }
    }

    fn unread_of_inputs(&self, owner: Owner<'_>, signature: &Signature, place: Place, found: &mut Found) {
        for input in &signature.inputs {
            match input {
                FnArg::Receiver(receiver) => self.unread(owner, &receiver.attrs, RECEIVER, found),
                FnArg::Typed(input) if self.is_present(&input.attrs) => {
                    self.unread(owner, &input.attrs, place, found);
                }
                FnArg::Typed(_) => {}
            }
        }
    }

    fn is_present(&self, attributes: &[Attribute]) -> bool {
        self.krate.cfg.presence(attributes) != Presence::Off
    }

    fn unread(&self, owner: Owner<'_>, attributes: &[Attribute], place: Place, found: &mut Found) {
        let (attributes, _) = self.krate.cfg.attributes(attributes.to_vec());
        for attribute in attrs::all_oche(&attributes) {
            let text = attribute.meta.to_token_stream().to_string();
            if self.reports.is_read(Site::of(owner.file, attribute.path())) {
                found.read.insert((owner.name.to_owned(), text));
                continue;
            }
            // An empty one only lets the compiler take those inside.
            if matches!(attribute.meta, syn::Meta::Path(_)) {
                continue;
            }
            let problem = Diagnostic::warning(Code::NoEffect, "this attribute has no effect")
                .at(Site::of(owner.file, attribute), place.why)
                .help(place.instead);
            found
                .unread
                .push((owner.name.to_owned(), owner.is_version, text, problem));
        }
    }
}
