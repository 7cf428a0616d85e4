//! Conditional compilation, as far as source tells.
//!
//! Features are those of the crate: the default ones and what the user asks for. `test`, `doc`, `debug_assertions` and
//! every name that Oche does not know are off, as in a release build. Predicates about the target (`unix`,
//! `target_os = …`) are neither on nor off: the bridge is one for all targets, so what stands behind them counts as
//! present, keeps its `cfg` among its attributes, and of several definitions of one name the first is read.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Fields, FnArg, ImplItem, Lit, Meta, Token, TraitItem};

use super::condition::Condition;

/// Whether code is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Presence {
    Off,
    /// On some targets.
    Somewhere,
    On,
}

impl From<&Condition> for Presence {
    fn from(condition: &Condition) -> Self {
        match condition {
            condition if condition.is_always() => Presence::On,
            condition if condition.is_never() => Presence::Off,
            _ => Presence::Somewhere,
        }
    }
}

/// Evaluates `cfg` and `cfg_attr`.
#[derive(Debug)]
pub(crate) struct Cfg {
    pub(crate) features: BTreeSet<String>,
}

/// What conditional compilation leaves of some attributes.
struct Left {
    kept: Vec<Attribute>,
    condition: Condition,
}

impl Cfg {
    /// Takes `cfg_attr` apart and evaluates `cfg`: the attributes that apply, and whether the item is there. A `cfg` that
    /// depends on the target stays among them.
    pub(crate) fn attributes(&self, attributes: Vec<Attribute>) -> (Vec<Attribute>, Presence) {
        let left = self.left(attributes);
        (left.kept, Presence::from(&left.condition))
    }

    /// Whether what has these attributes is compiled.
    pub(crate) fn presence(&self, attributes: &[Attribute]) -> Presence {
        Presence::from(&self.condition(attributes))
    }

    /// Takes out of an item what is not compiled: fields, variants, members, parameters. Nobody behind this meets them.
    pub(crate) fn strip(&self, item: &mut syn::Item) {
        match item {
            syn::Item::Struct(item) => self.strip_fields(&mut item.fields),
            syn::Item::Union(item) => self.retain(&mut item.fields.named, |field| &field.attrs),
            syn::Item::Enum(item) => {
                self.retain(&mut item.variants, |variant| &variant.attrs);
                item.variants
                    .iter_mut()
                    .for_each(|variant| self.strip_fields(&mut variant.fields));
            }
            syn::Item::Fn(item) => self.strip_inputs(&mut item.sig),
            syn::Item::Impl(item) => {
                item.items.retain(|member| match member {
                    ImplItem::Const(member) => self.is_compiled(&member.attrs),
                    ImplItem::Fn(member) => self.is_compiled(&member.attrs),
                    ImplItem::Type(member) => self.is_compiled(&member.attrs),
                    ImplItem::Macro(member) => self.is_compiled(&member.attrs),
                    _ => true,
                });
                for member in &mut item.items {
                    if let ImplItem::Fn(method) = member {
                        self.strip_inputs(&mut method.sig);
                    }
                }
            }
            syn::Item::Trait(item) => {
                item.items.retain(|member| match member {
                    TraitItem::Const(member) => self.is_compiled(&member.attrs),
                    TraitItem::Fn(member) => self.is_compiled(&member.attrs),
                    TraitItem::Type(member) => self.is_compiled(&member.attrs),
                    TraitItem::Macro(member) => self.is_compiled(&member.attrs),
                    _ => true,
                });
                for member in &mut item.items {
                    if let TraitItem::Fn(method) = member {
                        self.strip_inputs(&mut method.sig);
                    }
                }
            }
            _ => {}
        }
    }

    fn strip_fields(&self, fields: &mut Fields) {
        match fields {
            Fields::Named(fields) => self.retain(&mut fields.named, |field| &field.attrs),
            Fields::Unnamed(fields) => self.retain(&mut fields.unnamed, |field| &field.attrs),
            Fields::Unit => {}
        }
    }

    fn strip_inputs(&self, signature: &mut syn::Signature) {
        self.retain(&mut signature.inputs, |input| match input {
            FnArg::Receiver(receiver) => &receiver.attrs,
            FnArg::Typed(input) => &input.attrs,
        });
    }

    fn retain<T>(&self, list: &mut Punctuated<T, Token![,]>, attributes: impl Fn(&T) -> &Vec<Attribute>) {
        if !list.iter().all(|item| self.is_compiled(attributes(item))) {
            let all = std::mem::take(list).into_iter();
            *list = all.filter(|item| self.is_compiled(attributes(item))).collect();
        }
    }

    fn is_compiled(&self, attributes: &[Attribute]) -> bool {
        self.presence(attributes) != Presence::Off
    }

    /// Where what has these attributes is compiled.
    pub(crate) fn condition(&self, attributes: &[Attribute]) -> Condition {
        if !attributes.iter().any(is_conditional) {
            return Condition::ALWAYS;
        }
        self.left(attributes.to_vec()).condition
    }

    fn left(&self, attributes: Vec<Attribute>) -> Left {
        let mut left = Left {
            kept: Vec::new(),
            condition: Condition::ALWAYS,
        };
        if !attributes.iter().any(is_conditional) {
            left.kept = attributes;
            return left;
        }
        for attribute in attributes {
            self.attribute(attribute, &Condition::ALWAYS, &mut left);
        }
        left
    }

    /// An attribute that is there where `under` holds.
    fn attribute(&self, attribute: Attribute, under: &Condition, left: &mut Left) {
        if attribute.path().is_ident("cfg") {
            let predicate = attribute.parse_args::<Meta>();
            let predicate = predicate.map_or(Condition::ALWAYS, |meta| self.evaluate(&meta));
            let condition = Condition::any([under.clone().not(), predicate]);
            if Presence::from(&condition) == Presence::Somewhere {
                left.kept.push(match under.is_always() {
                    true => attribute,
                    false => cfg(&condition).unwrap_or(attribute),
                });
            }
            let before = std::mem::replace(&mut left.condition, Condition::ALWAYS);
            left.condition = Condition::all([before, condition]);
        } else if attribute.path().is_ident("cfg_attr") {
            let parts = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            let mut parts = parts.map(|parts| parts.into_iter()).into_iter().flatten();
            let Some(predicate) = parts.next() else {
                return;
            };
            let under = &Condition::all([under.clone(), self.evaluate(&predicate)]);
            if !under.is_never() {
                for meta in parts {
                    self.attribute(
                        Attribute {
                            meta,
                            ..attribute.clone()
                        },
                        under,
                        left,
                    );
                }
            }
        } else {
            left.kept.push(attribute);
        }
    }

    fn evaluate(&self, predicate: &Meta) -> Condition {
        let name = predicate
            .path()
            .get_ident()
            .map(ToString::to_string)
            .unwrap_or_default();
        let atom = || Condition::Atom(predicate.to_token_stream().to_string());
        match predicate {
            Meta::List(list) => {
                let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
                let parts = parser.parse2(list.tokens.clone()).unwrap_or_default();
                let mut parts = parts.iter().map(|part| self.evaluate(part));
                match name.as_str() {
                    "all" => Condition::all(parts),
                    "any" => Condition::any(parts),
                    "not" => parts.next().map_or_else(atom, Condition::not),
                    // `version(…)`, `accessible(…)`: a matter of the compiler.
                    _ => atom(),
                }
            }
            Meta::NameValue(pair) if name == "feature" => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(feature), ..
                }) if self.features.contains(&feature.value()) => Condition::ALWAYS,
                _ => Condition::NEVER,
            },
            Meta::NameValue(_) if is_about_target(&name) => atom(),
            Meta::Path(_) if is_about_target(&name) => atom(),
            Meta::Path(_) if name == "true" => Condition::ALWAYS,
            Meta::NameValue(_) | Meta::Path(_) => Condition::NEVER,
        }
    }
}

fn is_conditional(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
}

/// `#[cfg(…)]`.
fn cfg(condition: &Condition) -> Option<Attribute> {
    let text = format!("#[cfg({condition})]");
    Attribute::parse_outer.parse_str(&text).ok()?.pop()
}

fn is_about_target(name: &str) -> bool {
    matches!(
        name,
        "unix" | "windows" | "panic" | "overflow_checks" | "relocation_model" | "sanitize"
    ) || name.starts_with("target_")
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn presence(attributes: &[Attribute]) -> Presence {
        Cfg {
            features: BTreeSet::from(["on".to_owned()]),
        }
        .presence(attributes)
    }

    #[test]
    fn features_are_the_crates() {
        assert_eq!(presence(&[parse_quote!(#[cfg(feature = "on")])]), Presence::On);
        assert_eq!(presence(&[parse_quote!(#[cfg(feature = "off")])]), Presence::Off);
        assert_eq!(presence(&[parse_quote!(#[cfg(not(feature = "off"))])]), Presence::On);
        assert_eq!(
            presence(&[parse_quote!(#[cfg(any(feature = "off", feature = "on"))])]),
            Presence::On
        );
        assert_eq!(
            presence(&[parse_quote!(#[cfg(all(feature = "off", feature = "on"))])]),
            Presence::Off
        );
    }

    #[test]
    fn a_release_build_without_tests_is_read() {
        assert_eq!(presence(&[parse_quote!(#[cfg(test)])]), Presence::Off);
        assert_eq!(presence(&[parse_quote!(#[cfg(not(test))])]), Presence::On);
        assert_eq!(presence(&[parse_quote!(#[cfg(debug_assertions)])]), Presence::Off);
        assert_eq!(presence(&[parse_quote!(#[cfg(tokio_unstable)])]), Presence::Off);
        assert_eq!(presence(&[parse_quote!(#[cfg(true)])]), Presence::On);
        assert_eq!(presence(&[parse_quote!(#[cfg(all())])]), Presence::On);
        assert_eq!(presence(&[parse_quote!(#[cfg(any())])]), Presence::Off);
    }

    #[test]
    fn targets_are_neither_on_nor_off() {
        assert_eq!(presence(&[parse_quote!(#[cfg(unix)])]), Presence::Somewhere);
        assert_eq!(
            presence(&[parse_quote!(#[cfg(not(target_os = "ios"))])]),
            Presence::Somewhere
        );
        assert_eq!(presence(&[parse_quote!(#[cfg(all(unix, test))])]), Presence::Off);
    }

    #[test]
    fn several_cfgs_must_all_hold_and_cfg_attr_is_taken_apart() {
        assert_eq!(
            presence(&[parse_quote!(#[cfg(unix)]), parse_quote!(#[cfg(test)])]),
            Presence::Off
        );
        assert_eq!(
            presence(&[parse_quote!(#[cfg_attr(feature = "on", cfg(test))])]),
            Presence::Off
        );
        assert_eq!(
            presence(&[parse_quote!(#[cfg_attr(feature = "off", cfg(test))])]),
            Presence::On
        );
    }

    #[test]
    fn where_something_is_there_stays_known() {
        let cfg = Cfg {
            features: BTreeSet::from(["on".to_owned()]),
        };
        let cases: [(&[Attribute], &str); 6] = [
            (&[parse_quote!(#[cfg(all(unix, feature = "on"))])], "unix"),
            (&[parse_quote!(#[cfg(not(any(unix, test)))])], "not(unix)"),
            (
                &[parse_quote!(#[cfg(unix)]), parse_quote!(#[cfg(target_os = "linux")])],
                "all(unix, target_os = \"linux\")",
            ),
            (&[parse_quote!(#[cfg_attr(feature = "on", cfg(unix))])], "unix"),
            (
                &[parse_quote!(#[cfg_attr(windows, cfg(target_arch = "x86"))])],
                "any(not(windows), target_arch = \"x86\")",
            ),
            (&[parse_quote!(#[cfg(any(unix, not(unix)))])], "all()"),
        ];
        for (attributes, condition) in cases {
            let (kept, _) = cfg.attributes(attributes.to_vec());
            assert_eq!(cfg.condition(attributes).to_string(), condition);
            // What was evaluated once means the same when it is read again.
            assert_eq!(cfg.condition(&kept).to_string(), condition);
        }
    }
}
