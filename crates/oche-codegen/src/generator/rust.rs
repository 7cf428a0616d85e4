//! The Rust half: `oche_generated.rs` beside the root file of the user's crate, printed from quoted tokens.
//!
//! Names of ours cannot clash with a user's: the user's items are named by their full paths; what a name of theirs is a part
//! of gets a number (`f3_add`, `Dart5Greeter`), because it need not be the only one of that name; and their parameters and
//! fields get a prefix where they become variables (`a_w`, `f_r`).

mod callbacks;
mod errors;
mod functions;
mod names;
mod parts;
mod sinks;
mod streams;
mod table;
mod targets;
mod types;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::header::HEADER;
use crate::ir::{Api, Lane, TypeId};

/// The text of `oche_generated.rs`.
pub fn generate(api: &Api) -> String {
    let types = api.types.iter().enumerate().map(|(index, def)| {
        let codecs = types::codecs(TypeId(index), def);
        match &def.condition {
            None => codecs,
            Some(condition) => targets::on(condition, codecs),
        }
    });
    let functions = api
        .functions
        .iter()
        .enumerate()
        .map(|(index, function)| functions::body(api, index, function));
    // One item at a time, so that there is an empty line between them.
    let mut items: Vec<String> = types.chain(functions).flat_map(print_items).collect();
    items.push(table::functions(api));
    items.extend(print_items(table::table(api)));
    let body = items.join("\n");
    let head = print_items(head(api, &body)).join("\n");
    format!("{HEADER}\n{head}\n{body}")
}

/// What is named by itself, and how it looks where it is: it is imported if it is there.
const IMPORTS: [(&str, &str); 9] = [
    ("Answer", ") -> Answer {"),
    ("Args", "(args: Args"),
    ("Done", ") -> Done {"),
    ("End", ") -> End {"),
    ("Got", ") -> Got<"),
    ("Reader", ": &mut Reader<'_>"),
    ("StreamOut", "out: StreamOut<Bridge>"),
    ("Writer", ": &mut Writer)"),
    ("Writer", ": &mut Writer,"),
];

/// What stands before the items in `body`.
fn head(api: &Api, body: &str) -> TokenStream {
    let about = format!(
        " The Rust half of the bridge between `{}` and Dart: see the crate `oche`.",
        api.crate_name
    );
    // Nothing is encoded for functions of scalars alone.
    let encodes = !api.types.is_empty() || api.functions.iter().any(|function| function.lane != Lane::Direct);
    let bridge = encodes.then(|| quote!(glue::bridge!(Bridge);));
    let is_anything_missing = api.functions.iter().any(|function| function.condition.is_some());
    let unused = is_anything_missing
        .then(|| quote!(#![allow(dead_code, unused_imports, reason = "not every target has what the rest is for")]));
    let mut names: Vec<&str> = IMPORTS
        .iter()
        .filter(|(_, use_of)| body.contains(use_of))
        .map(|(name, _)| *name)
        .collect();
    names.dedup();
    let names = names.iter().map(|name| format_ident!("{name}"));
    let imports = match names.len() {
        0 => quote!(
            use ::oche::glue;
        ),
        _ => quote!(use ::oche::glue::{self, #(#names),*};),
    };
    quote! {
        #![doc = #about]
        //!
        //! Each function here reads the arguments of a call, calls a function of the crate, and writes its result. The table at
        //! the end has a line for each, which makes the entry point that Dart calls.
        #![cfg_attr(rustfmt, rustfmt::skip)]
        #![allow(unsafe_code, reason = "the one exported symbol, and entry points that `oche` makes")]
        #![allow(deprecated, reason = "a deprecated item crosses until it is removed")]
        #![allow(non_snake_case, reason = "a user's own spelling is part of the names here")]
        #unused
        #![allow(clippy::all, clippy::pedantic, clippy::nursery, reason = "style lints are for code that people edit")]

        #imports

        #bridge
    }
}

/// Prints the inner attributes and the items of `tokens`, each on its own.
fn print_items(tokens: TokenStream) -> Vec<String> {
    let file: syn::File = syn::parse2(tokens).expect("the quoted tokens are Rust items");
    let print = |attrs, items| {
        prettyplease::unparse(&syn::File {
            shebang: None,
            frontmatter: None,
            attrs,
            items,
        })
    };
    let attributes = (!file.attrs.is_empty()).then(|| print(file.attrs, Vec::new()));
    let items = file.items.into_iter().map(|item| match item {
        // What is in a macro's parentheses is printed as it happens to be.
        syn::Item::Macro(_) => print(Vec::new(), vec![item]).replace("crate ::", "crate::"),
        _ => print(Vec::new(), vec![item]),
    });
    attributes.into_iter().chain(items).collect()
}
