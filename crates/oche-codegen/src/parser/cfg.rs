//! Conditional compilation, as far as source tells.
//!
//! Features are those of the crate: the default ones and what the user asks for. `test`, `doc`, `debug_assertions` and
//! every name that Oche does not know are off, as in a release build. Predicates about the target (`unix`,
//! `target_os = …`) are neither on nor off: the bridge is one for all targets, so what stands behind them counts as
//! present, and of several definitions of one name the first is read.

use std::collections::BTreeSet;

use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

/// Whether code is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Presence {
    Off,
    /// On some targets.
    Somewhere,
    On,
}

/// Evaluates `cfg` and `cfg_attr`.
#[derive(Debug)]
pub(crate) struct Cfg {
    pub(crate) features: BTreeSet<String>,
}

impl Cfg {
    /// Takes `cfg_attr` apart and evaluates `cfg`: the attributes that apply, and whether the item is there.
    pub(crate) fn attributes(&self, attributes: Vec<Attribute>) -> (Vec<Attribute>, Presence) {
        let is_conditional = |a: &Attribute| a.path().is_ident("cfg") || a.path().is_ident("cfg_attr");
        if !attributes.iter().any(is_conditional) {
            return (attributes, Presence::On);
        }
        let mut kept = Vec::new();
        let mut presence = Presence::On;
        for attribute in attributes {
            self.attribute(attribute, &mut kept, &mut presence);
        }
        (kept, presence)
    }

    /// Whether what has these attributes is compiled.
    pub(crate) fn presence(&self, attributes: &[Attribute]) -> Presence {
        self.attributes(attributes.to_vec()).1
    }

    fn attribute(&self, attribute: Attribute, kept: &mut Vec<Attribute>, presence: &mut Presence) {
        if attribute.path().is_ident("cfg") {
            let predicate = attribute.parse_args::<Meta>();
            *presence = (*presence).min(predicate.map_or(Presence::On, |meta| self.evaluate(&meta)));
        } else if attribute.path().is_ident("cfg_attr") {
            let parts = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            let mut parts = parts.map(|parts| parts.into_iter()).into_iter().flatten();
            let applies = parts
                .next()
                .is_some_and(|predicate| self.evaluate(&predicate) != Presence::Off);
            if applies {
                for meta in parts {
                    self.attribute(
                        Attribute {
                            meta,
                            ..attribute.clone()
                        },
                        kept,
                        presence,
                    );
                }
            }
        } else {
            kept.push(attribute);
        }
    }

    fn evaluate(&self, predicate: &Meta) -> Presence {
        let name = predicate
            .path()
            .get_ident()
            .map(ToString::to_string)
            .unwrap_or_default();
        match predicate {
            Meta::List(list) => {
                let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
                let parts = parser.parse2(list.tokens.clone()).unwrap_or_default();
                let mut parts = parts.iter().map(|part| self.evaluate(part));
                match name.as_str() {
                    "all" => parts.min().unwrap_or(Presence::On),
                    "any" => parts.max().unwrap_or(Presence::Off),
                    "not" => match parts.next() {
                        Some(Presence::On) => Presence::Off,
                        Some(Presence::Off) => Presence::On,
                        _ => Presence::Somewhere,
                    },
                    // `version(…)`, `accessible(…)`: a matter of the compiler.
                    _ => Presence::Somewhere,
                }
            }
            Meta::NameValue(pair) if name == "feature" => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(feature), ..
                }) if self.features.contains(&feature.value()) => Presence::On,
                _ => Presence::Off,
            },
            Meta::NameValue(_) if is_about_target(&name) => Presence::Somewhere,
            Meta::Path(_) if is_about_target(&name) => Presence::Somewhere,
            Meta::Path(_) if name == "true" => Presence::On,
            Meta::NameValue(_) | Meta::Path(_) => Presence::Off,
        }
    }
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
}
