//! What not every target has: the `cfg` of the user's code stands on generated code, too.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Item, parse_quote};

use crate::ir::{Api, Function};

/// Words of a `cfg` that ask for an operating system, and for nothing else of a target.
const OF_SYSTEM: [&str; 7] = ["all", "any", "not", "unix", "windows", "target_os", "target_family"];

/// The items, where `condition` holds.
pub fn on(condition: &str, items: TokenStream) -> TokenStream {
    let predicate = predicate(condition);
    with_attribute(&parse_quote!(#[cfg(#predicate)]), items)
}

/// The items, where `condition` does not hold.
pub fn not_on(condition: &str, items: TokenStream) -> TokenStream {
    let predicate = predicate(condition);
    with_attribute(&parse_quote!(#[cfg(not(#predicate))]), items)
}

/// `#[cfg(…)]`, if there is a condition.
pub fn attribute(condition: Option<&String>) -> Option<TokenStream> {
    let predicate = predicate(condition?);
    Some(quote!(#[cfg(#predicate)]))
}

/// Why a function of this target cannot be called.
pub fn missing(api: &Api, function: &Function) -> TokenStream {
    let name = api.dart_path(function);
    let condition = function.condition.as_deref().unwrap_or_default();
    match is_about_system(predicate(condition)) {
        true => quote!(glue::missing(#name)),
        false => quote!(glue::missing_on_machine(#name)),
    }
}

fn is_about_system(predicate: TokenStream) -> bool {
    predicate.into_iter().all(|token| match token {
        TokenTree::Ident(word) => OF_SYSTEM.iter().any(|known| word == known),
        TokenTree::Group(group) => is_about_system(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => true,
    })
}

fn predicate(condition: &str) -> TokenStream {
    condition
        .parse()
        .unwrap_or_else(|error| panic!("the IR has a `cfg` that is none, `{condition}`: {error}"))
}

fn with_attribute(attribute: &Attribute, items: TokenStream) -> TokenStream {
    let file: syn::File = syn::parse2(items).expect("the quoted tokens are Rust items");
    let items = file.items.into_iter().map(|mut item| {
        let attributes = match &mut item {
            Item::Const(item) => &mut item.attrs,
            Item::Enum(item) => &mut item.attrs,
            Item::Fn(item) => &mut item.attrs,
            Item::Impl(item) => &mut item.attrs,
            Item::Macro(item) => &mut item.attrs,
            Item::Mod(item) => &mut item.attrs,
            Item::Static(item) => &mut item.attrs,
            Item::Struct(item) => &mut item.attrs,
            Item::Trait(item) => &mut item.attrs,
            Item::Type(item) => &mut item.attrs,
            Item::Use(item) => &mut item.attrs,
            item => unreachable!("generated code has no such item: {}", quote!(#item)),
        };
        attributes.push(attribute.clone());
        item
    });
    quote!(#(#items)*)
}
