//! Sinks: how they are read, and what they do with items for which there is no room.

use proc_macro2::TokenStream;
use quote::quote;

use super::errors::error_wrapper;
use crate::ir::{ErrorType, Overflow, Param, SinkType};

/// Reads a sink.
pub fn decode(param: &Param, sink: &SinkType) -> TokenStream {
    let decode = match &sink.item_error {
        None => quote!(glue::sink::<Bridge, _>(r)),
        Some(error) => {
            let map = match (error, &sink.error_type) {
                // Its text is found by what its type can do, so that must be known.
                (ErrorType::Display, Some(ty)) => {
                    let ty: TokenStream = ty.parse().expect("lowering has printed a type");
                    quote!(|error: #ty| glue::text_error!(error))
                }
                (ErrorType::Display, None) => quote!(glue::DisplayError),
                _ => error_wrapper(error),
            };
            quote!(glue::sink_results::<Bridge, _, _, _>(r, #map))
        }
    };
    let overflow = match &param.overflow {
        None => return decode,
        Some(Overflow::Block(capacity)) => quote!(Block(#capacity)),
        Some(Overflow::DropOldest(capacity)) => quote!(DropOldest(#capacity)),
        Some(Overflow::DropNewest(capacity)) => quote!(DropNewest(#capacity)),
        Some(Overflow::Latest) => quote!(Latest),
        Some(Overflow::Error(capacity)) => quote!(Error(#capacity)),
        Some(Overflow::LatestBy { key, capacity, item }) => {
            let parse = |text: &str| -> TokenStream { text.parse().expect("it was printed from tokens") };
            // A closure looks into the item, so the compiler must know its type by then.
            let (key, item) = (parse(key), item.as_deref().map_or_else(|| quote!(_), parse));
            return quote!(#decode.map(|sink| glue::StreamSink::<#item>::latest_by(sink, #capacity, #key)));
        }
    };
    quote!(#decode.map(|sink| sink.with_overflow(glue::Overflow::#overflow)))
}
