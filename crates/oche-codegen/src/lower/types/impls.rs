//! Traits of Rust's that generated code calls: whether a type implements them, as far as source tells.

use quote::ToTokens;
use syn::{Attribute, Meta, Token, punctuated::Punctuated};

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::base::Lowering;
use crate::parser::attrs::Options;
use crate::parser::source::Site;
use crate::parser::tree::*;

/// What the standard library can derive, and the derives of `serde`: nothing of them is another trait than they say.
const PLAIN_DERIVES: [&str; 11] = [
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Serialize",
];

/// Traits that convert.
const CONVERSIONS: [&str; 4] = ["From", "Into", "TryFrom", "TryInto"];

/// Attributes that leave a type as it is.
const PLAIN_ATTRIBUTES: [&str; 14] = [
    "allow",
    "cfg",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "forbid",
    "must_use",
    "non_exhaustive",
    "oche",
    "repr",
    "serde",
    "warn",
];

impl Lowering<'_> {
    /// Whether no implementation of a trait for a type is in sight, and nothing that could hide one.
    fn lacks(&self, id: ItemId, name: &str) -> bool {
        let item = self.krate.item(id);
        !is_derived(&item.attrs, name) && !self.is_implemented(id, name) && !self.is_in_macro(item)
    }

    /// Whether there is an `impl` block of the trait for the type.
    fn is_implemented(&self, id: ItemId, name: &str) -> bool {
        self.trait_impls(id).any(|path| {
            let last = path.segments.last();
            last.is_some_and(|segment| segment.ident == name)
        })
    }

    /// Whether a macro is called with the type's name, and so may implement anything for it.
    fn is_in_macro(&self, item: &Item) -> bool {
        let calls = self.krate.modules.iter().flat_map(|module| &module.macros);
        let mut calls = calls.map(|call| call.mac.tokens.to_string());
        calls.any(|tokens| mentions(&tokens, &item.name))
    }

    /// Warns about an error type that crosses by its text and has none of its own.
    pub fn check_text(&self, id: ItemId) {
        if !self.lacks(id, "Display") {
            return;
        }
        let item = self.krate.item(id);
        let name = &item.name;
        let instead = match self.lacks(id, "Debug") {
            true => "the name of its type",
            false => "what its `Debug` prints",
        };
        self.reports.push(
            Diagnostic::warning(
                Code::ErrorText,
                format!("`{name}` has no text, and crosses as an error by its text"),
            )
            .at(item.site, format!("Dart gets {instead}"))
            .help(format!(
                "write `impl std::fmt::Display for {name}`, and `impl std::error::Error for {name} {{}}`"
            )),
        );
    }

    /// Warns about operators that Rust's type does not have.
    pub fn check_operators(&self, id: ItemId, options: &Options) {
        let name = &self.krate.item(id).name;
        for (site, word, needed) in [
            (options.display, "display", &["Display"][..]),
            (options.eq, "eq", &["PartialEq", "Hash"]),
            (options.ord, "ord", &["Ord"]),
            (options.partial_ord, "partial_ord", &["PartialOrd"]),
        ] {
            let Some(site) = site else {
                continue;
            };
            for needed in needed.iter().filter(|needed| self.lacks(id, needed)) {
                let way_out = match *needed {
                    "Display" => format!("write `impl std::fmt::Display for {name}`, or take `{word}` away"),
                    "Hash" => {
                        format!("derive `Hash`: Dart asks for a hash code that fits its `==`; or take `{word}` away")
                    }
                    needed => format!("derive `{needed}`, or take `{word}` away"),
                };
                self.reports
                    .push(missing(name, needed, site, "asks for it").help(way_out));
            }
        }
    }

    /// Warns about a type that another one is to be converted to, and that no conversion leads to or comes from.
    pub fn check_conversion(&self, id: ItemId, path: &str, site: Site) {
        let item = self.krate.item(id);
        let name = &item.name;
        let is_conversion = |block: &syn::ItemImpl| {
            let Some((of_trait, _)) = &block.trait_ else {
                return false;
            };
            let last = of_trait.segments.last();
            let is_one = last.is_some_and(|last| CONVERSIONS.iter().any(|known| last.ident == known));
            let tokens = [of_trait.to_token_stream(), block.self_ty.to_token_stream()];
            is_one && tokens.iter().any(|tokens| mentions(&tokens.to_string(), name))
        };
        let mut blocks = self.krate.modules.iter().flat_map(|module| &module.impls);
        if blocks.any(is_conversion) || self.is_in_macro(item) || has_unknown(&item.attrs) {
            return;
        }
        let title = format!("the generated code will not compile: nothing converts `{path}` to `{name}`, nor back");
        self.reports.push(
            Diagnostic::warning(Code::MissingImpl, title)
                .at(site, "asks for it")
                .help(format!("write `impl From<{path}> for {name}` for what goes to Dart"))
                .help(format!(
                    "and `impl TryFrom<{name}> for {path}`, or `From`, for what comes from there"
                )),
        );
    }

    /// Warns about an error type that cannot be made of what Dart throws.
    pub fn check_callback_error(&self, id: ItemId, site: Site) {
        if self.lacks(id, "From") {
            let name = &self.krate.item(id).name;
            let problem = missing(
                name,
                "From<oche::CallbackError>",
                site,
                "what Dart throws becomes one of it",
            );
            self.reports
                .push(problem.help(format!("write `impl From<oche::CallbackError> for {name}`")));
        }
    }
}

fn mentions(tokens: &str, name: &str) -> bool {
    let mut words = tokens.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.any(|word| word == name)
}

/// Whether derives or attributes may implement anything.
fn has_unknown(attributes: &[Attribute]) -> bool {
    is_derived(attributes, "")
}

fn missing(name: &str, needed: &str, site: Site, label: &str) -> Diagnostic {
    let title = format!("the generated code will not compile: `{name}` does not implement `{needed}`");
    Diagnostic::warning(Code::MissingImpl, title).at(site, label)
}

/// Whether a trait is derived, or may be: what other derives and attributes make of a type is not known.
fn is_derived(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| {
        let last = attribute.path().segments.last();
        let last = last.map(|segment| segment.ident.to_string()).unwrap_or_default();
        if last != "derive" {
            return !PLAIN_ATTRIBUTES.contains(&last.as_str());
        }
        let Meta::List(list) = &attribute.meta else {
            return false;
        };
        let derives = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
        let Ok(derives) = derives else {
            return true;
        };
        derives.iter().any(|path| {
            let last = path.segments.last();
            last.is_none_or(|segment| {
                segment.ident == name || !PLAIN_DERIVES.iter().any(|plain| segment.ident == plain)
            })
        })
    })
}
