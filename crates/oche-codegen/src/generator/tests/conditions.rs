//! What is behind a `cfg`: all of it and nothing else.

use syn::{Attribute, Item};

use super::fixture;
use crate::generator::rust;

fn is_cfg(attributes: &[Attribute], predicate: &str) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<proc_macro2::TokenStream>()
                .is_ok_and(|tokens| tokens.to_string() == predicate)
    })
}

#[test]
fn everything_of_an_api_can_be_behind_a_cfg() {
    let mut api = fixture::api();
    let condition = Some("unix".to_owned());
    for function in &mut api.functions {
        function.condition.clone_from(&condition);
    }
    for def in &mut api.types {
        def.condition.clone_from(&condition);
    }
    let text = rust::generate(&api);
    let file: syn::File = syn::parse_str(&text).expect("Rust");
    let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
    for item in &file.items {
        match item {
            Item::Fn(function) if function.sig.ident.to_string().starts_with('f') => {
                let list = match is_cfg(&function.attrs, "unix") {
                    true => &mut here,
                    false => &mut elsewhere,
                };
                assert!(is_cfg(&function.attrs, "unix") || is_cfg(&function.attrs, "not (unix)"));
                // The signature is the same, whatever the parameters are called: there is one entry point.
                let inputs = function.sig.inputs.iter().map(|input| match input {
                    syn::FnArg::Typed(input) => input.ty.clone(),
                    syn::FnArg::Receiver(_) => panic!("a function of the table has no receiver"),
                });
                let inputs: Vec<_> = inputs.collect();
                list.push((function.sig.ident.to_string(), inputs, function.sig.output.clone()));
            }
            Item::Impl(item) if item.trait_.is_some() => assert!(is_cfg(&item.attrs, "unix")),
            _ => {}
        }
    }
    assert_eq!(here.len(), api.functions.len());
    assert_eq!(elsewhere.len(), api.functions.len());
    let entries: Vec<&str> = text.lines().filter(|line| line.starts_with("    glue::")).collect();
    let mut refused = 0;
    for ((name, inputs, output), elsewhere) in here.into_iter().zip(elsewhere) {
        assert_eq!(name, elsewhere.0);
        let is_of = |entry: &&str| entry.contains(&format!("!({name}(")) || entry.contains(&format!("!({name},"));
        let own: Vec<&str> = entries.iter().copied().filter(is_of).collect();
        match own[..] {
            // Of a call that completes later there is another one, which refuses it at once.
            [_, missing] => {
                assert!(missing.starts_with("    glue::missing!("), "{missing}");
                refused += 1;
            }
            [_] => assert_eq!((inputs, output), (elsewhere.1, elsewhere.2)),
            _ => panic!("{name} has {} entries", own.len()),
        }
    }
    // The table has a place for each, wherever it is.
    for condition in ["    #[cfg(unix)]", "    #[cfg(not(unix))]"] {
        assert_eq!(text.lines().filter(|line| *line == condition).count(), refused);
    }
    assert!(refused > 0);
}
