//! Errors, on their way to Dart.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::ErrorType;

/// What makes an error one that can be encoded, and whose text the hooks can have.
pub fn error_wrapper(error: &ErrorType) -> TokenStream {
    match error {
        ErrorType::Data(_) => quote!(|error| glue::data_error!(error)),
        ErrorType::Display => quote!(|error| glue::text_error!(error)),
        ErrorType::BoxedDisplay => quote!(glue::BoxedError),
        ErrorType::Anyhow => quote!(glue::AnyhowError),
        ErrorType::Message => quote!(glue::MessageError),
    }
}
