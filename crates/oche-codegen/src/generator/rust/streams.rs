//! Streams of Dart that Rust reads.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::ir::{Failure, StreamForm, StreamType};

/// The stream that the user's function gets, of the callback in the variable `source`.
pub fn argument(stream: &StreamType, form: StreamForm, source: &Ident) -> TokenStream {
    let window = Literal::u32_unsuffixed(stream.window);
    let made = match stream.failure {
        Failure::Panics => quote!(glue::dart_stream::<Bridge, _>(#source, #window)),
        Failure::Callback => quote!(glue::dart_stream_results::<Bridge, _>(#source, #window)),
        Failure::Typed(_) => quote!(glue::dart_stream_typed::<Bridge, _, _>(#source, #window)),
    };
    match form {
        StreamForm::Value => made,
        StreamForm::Pinned => quote!(::std::boxed::Box::pin(#made)),
        StreamForm::Boxed => quote!(::std::boxed::Box::new(#made)),
    }
}
