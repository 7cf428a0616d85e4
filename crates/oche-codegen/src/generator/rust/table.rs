//! The one exported symbol, and the table that it points to.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::names::path;
use super::parts::parts;
use super::{functions, targets};
use crate::ir::Api;

/// The lines of the functions, in the order of the API. They are no tokens, so that each stays a line.
pub fn functions(api: &Api) -> String {
    let entries = api
        .functions
        .iter()
        .enumerate()
        .map(|(index, function)| functions::entry(index, function));
    let lines = entries.fold(String::new(), |mut text, entry| {
        for line in entry.lines() {
            text.push_str("    ");
            text.push_str(line);
            text.push('\n');
        }
        text
    });
    let count = api.functions.len();
    let lines = if lines.is_empty() {
        String::new()
    } else {
        format!("\n{lines}")
    };
    format!("/// In the order in which Dart counts them.\nstatic FUNCTIONS: [glue::Entry; {count}] = [{lines}];\n")
}

/// The table, and the function that the library exports.
pub fn table(api: &Api) -> TokenStream {
    let hash: Literal = format!("0x{}", api.schema_hash)
        .parse()
        .expect("the schema hash is hexadecimal");
    let export = format_ident!("oche_{}", api.crate_name);
    let init = api.init.as_ref().map(|init| {
        let path = path(&init.rust_path);
        let cfg = targets::attribute(init.condition.as_ref());
        let body = match (init.fallible, &cfg) {
            (true, None) => quote!(#path().map_err(|error| glue::text!(error))),
            (true, Some(cfg)) => quote! {
                #cfg
                #path().map_err(|error| glue::text!(error))?;
                Ok(())
            },
            (false, _) => quote! {
                #cfg
                #path();
                Ok(())
            },
        };
        quote! {
            fn init() -> Result<(), String> {
                #body
            }
        }
    });
    let with_init = api.init.as_ref().map(|_| quote!(.with_init(glue::init!(init))));
    let parts = parts(api).into_iter().map(|part| format_ident!("{part:?}"));
    quote! {
        #init
        /// What the API needs of the run time: the rest is not linked in.
        static RUNTIME: glue::Runtime = glue::Runtime::with(&[#(glue::Part::#parts),*]);
        static TABLE: glue::Table = glue::Table::new(#hash, &FUNCTIONS).with_runtime(&RUNTIME)#with_init;
        /// The only symbol that this library exports: everything else is found from here.
        #[unsafe(no_mangle)]
        pub(crate) extern "C" fn #export() -> *const glue::Table {
            &raw const TABLE
        }
    }
}
