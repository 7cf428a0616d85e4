//! The one exported symbol, and the table that it points to.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::names::path;
use super::{functions, targets};
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
    let init = api.init.as_ref().map(|init| {
        let path = path(&init.rust_path);
        let cfg = targets::attribute(init.condition.as_ref());
        let body = match (init.fallible, &cfg) {
            (true, None) => quote!(#path().map_err(|error| glue::text!(error))),
            (true, Some(cfg)) => quote! {{
                #cfg
                #path().map_err(|error| glue::text!(error))?;
                Ok(())
            }},
            (false, _) => quote! {{
                #cfg
                #path();
                Ok(())
            }},
        };
        let docs = format!(" `{}`", init.rust_path);
        quote! {
            static INIT: glue::Init = glue::Init::new();
            #[doc = #docs]
            extern "C" fn init(cx: *mut glue::Context) -> u32 {
                unsafe { glue::init(cx, &INIT, || #body) }
            }
        }
    });
    let with_init = api
        .init
        .as_ref()
        .map(|_| quote!(.with_init(glue::Entry::new(init as *const ()))));
    quote! {
        #init
        /// In the order in which Dart counts them.
        static FUNCTIONS: [glue::Entry; #count] = [#(glue::Entry::new(#names as *const ())),*];
        static TABLE: glue::Table = glue::Table::new(#hash, &FUNCTIONS)#with_init;
        /// The only symbol that this library exports: everything else is found from here.
        #[unsafe(no_mangle)]
        pub(crate) extern "C" fn #export() -> *const glue::Table {
            &raw const TABLE
        }
    }
}
