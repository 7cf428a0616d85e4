//! The Rust half: `oche_generated.rs` beside the root file of the user's crate, printed from quoted tokens.
//!
//! Names of ours cannot clash with a user's: the user's items are named by their full paths; what a name of theirs is a part
//! of gets a number (`f3_add`, `Dart5Greeter`), because it need not be the only one of that name; and their parameters and
//! fields get a prefix where they become variables (`arg_w`, `field_r`).

mod callbacks;
mod errors;
mod functions;
mod names;
mod sinks;
mod streams;
mod table;
mod targets;
mod types;

use proc_macro2::TokenStream;
use quote::quote;

use super::header::HEADER;
use crate::ir::{Api, Lane, TypeId};

/// The text of `oche_generated.rs`.
pub fn generate(api: &Api) -> String {
    let head = head(api);
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
        .map(|(index, function)| functions::lane(api, index, function));
    let table = table::table(api);
    let items = std::iter::once(head)
        .chain(types)
        .chain(functions)
        .chain(std::iter::once(table));
    // One item at a time, so that there is an empty line between them.
    let items: Vec<String> = items.flat_map(print_items).collect();
    format!("{HEADER}\n{}", items.join("\n"))
}

fn head(api: &Api) -> TokenStream {
    let about = format!(
        " The Rust half of the bridge between `{}` and Dart: see the crate `oche`.",
        api.crate_name
    );
    // Nothing is encoded for functions of scalars alone.
    let encodes = !api.types.is_empty() || api.functions.iter().any(|function| function.lane != Lane::Direct);
    let bridge = encodes.then(|| {
        quote! {
            /// Makes the codecs here this crate's own, whichever crate a type is from.
            pub(crate) enum Bridge {}
        }
    });
    let is_anything_missing = api.functions.iter().any(|function| function.condition.is_some());
    let unused = is_anything_missing
        .then(|| quote!(#![allow(dead_code, unused_imports, reason = "not every target has what the rest is for")]));
    quote! {
        #![doc = #about]
        //!
        //! # Safety
        //!
        //! Every `unsafe` block here is a call into `oche::glue` that passes on what its function was called with. The
        //! contract is the same for all of them, and the caller keeps it: only Oche's Dart library knows these functions
        //! (they are private, and reached through the table), it calls them on the thread of the isolate that attached
        //! the context `cx`, `args` points to the `len` bytes that it has written for the call, and a `Handle` is one
        //! that it got from this library and has not released when it calls. (What runs later may make it release the
        //! handle: all handles of a call are read before anything of the user's own runs.)
        #![cfg_attr(rustfmt, rustfmt::skip)]
        #![allow(unsafe_code, clippy::undocumented_unsafe_blocks, reason = "one contract for all blocks, see above")]
        #![allow(deprecated, reason = "a deprecated item crosses until it is removed")]
        #![allow(non_snake_case, reason = "a user's own spelling is part of the names here")]
        #unused
        #![allow(clippy::all, clippy::pedantic, clippy::nursery, reason = "style lints are for code that people edit")]

        use ::oche::glue;

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
    let items = file.items.into_iter().map(|item| print(Vec::new(), vec![item]));
    attributes.into_iter().chain(items).collect()
}
