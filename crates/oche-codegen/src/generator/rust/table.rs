//! The one exported symbol, and the table that it points to.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::functions;
use crate::ir::Api;

/// The functions in the order of the API, the table, and the function that the library exports.
pub fn table(api: &Api) -> TokenStream {
    let hash: Literal = format!("0x{}", api.schema_hash)
        .parse()
        .expect("the schema hash is hexadecimal");
    let count = Literal::usize_unsuffixed(api.functions.len());
    let names = api
        .functions
        .iter()
        .enumerate()
        .map(|(index, function)| functions::name(index, function));
    let export = format_ident!("oche_{}", api.crate_name);
    quote! {
        /// In the order in which Dart counts them.
        static FUNCTIONS: [glue::Entry; #count] = [#(glue::Entry::new(#names as *const ())),*];
        static TABLE: glue::Table = glue::Table::new(#hash, &FUNCTIONS);
        /// The only symbol that this library exports: everything else is found from here.
        #[unsafe(no_mangle)]
        pub(crate) extern "C" fn #export() -> *const glue::Table {
            &raw const TABLE
        }
    }
}
