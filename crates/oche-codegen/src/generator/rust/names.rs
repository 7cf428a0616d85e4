//! Names and paths from the IR as tokens.

use proc_macro2::Ident;
use quote::format_ident;

/// A path from the IR as tokens.
pub fn path(path: &str) -> syn::Path {
    syn::parse_str(path).unwrap_or_else(|error| panic!("the IR has a path that is none, `{path}`: {error}"))
}

/// An identifier from the IR, which may be a raw one.
pub fn ident(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|error| panic!("the IR has a name that is none, `{name}`: {error}"))
}

/// A user's name with a prefix that none of our own variables has.
pub fn prefixed(prefix: &str, name: &str) -> Ident {
    format_ident!("{prefix}_{}", name.strip_prefix("r#").unwrap_or(name))
}
