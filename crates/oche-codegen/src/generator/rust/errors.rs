//! Errors, on their way to Dart.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::names::path;
use crate::ir::{ErrorType, TypeDef, TypeId};

/// What makes an error one that can be encoded, and whose text the hooks can have: something that can be called with it.
pub fn error_wrapper(error: &ErrorType) -> TokenStream {
    match error {
        ErrorType::Data(id) => {
            let name = name(*id);
            quote!(#name)
        }
        ErrorType::Display => quote!(|error| glue::text_error!(error)),
        ErrorType::BoxedDisplay => quote!(glue::BoxedError),
        ErrorType::Anyhow => quote!(glue::AnyhowError),
        ErrorType::Message => quote!(glue::MessageError),
    }
}

/// What does it for a type of data. One for all functions, because it looks for what the type can do.
pub fn of_data(id: TypeId, def: &TypeDef) -> TokenStream {
    let (name, foreign) = (name(id), def.foreign.as_ref());
    let ty = path(foreign.map_or(&def.rust_path, |foreign| &foreign.rust_path));
    quote! {
        fn #name(error: #ty) -> glue::DataError<#ty> {
            glue::data_error!(error)
        }
    }
}

fn name(id: TypeId) -> Ident {
    format_ident!("error{}", id.0)
}
