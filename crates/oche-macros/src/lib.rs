//! The attribute macro of Oche.
//!
//! The generator reads `#[oche(…)]` from source; to the compiler it means nothing. So the macro gives the item back as
//! it is, without the attributes inside of it, and makes the compiler complain where a word is wrong. One thing it adds: a
//! hidden method to a trait under `#[oche(interface)]`, by which generated code knows its own objects again.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Error, Expr, ExprLit, Fields, FnArg, Ident, ImplItem, Item, Lit, Meta, Token, TraitItem, parse_quote,
};

/// Every word that an attribute may hold. `oche-codegen` knows the same ones, and what each of them means.
const WORDS: [&str; 28] = [
    "annotation",
    "bigint",
    "convert",
    "default",
    "display",
    "eager",
    "eq",
    "error",
    "external_size",
    "getter",
    "ignore",
    "import",
    "init",
    "interface",
    "json",
    "members",
    "mirror",
    "mutable",
    "name",
    "no_eq",
    "opaque",
    "ord",
    "overflow",
    "partial_ord",
    "positional",
    "setter",
    "sync",
    "window",
];

/// Those that have a text as their value.
const WITH_TEXT: [&str; 6] = ["annotation", "convert", "import", "members", "mirror", "name"];

/// Those that have any other value.
const WITH_VALUE: [&str; 3] = ["default", "overflow", "window"];

/// Tells the generator how an item crosses to Dart.
///
/// - `#[oche(sync)]` on a function: a call in Dart returns the value itself, and not a `Future` of it.
/// - `#[oche(eager)]` on an `async fn`: it is polled once on the caller's thread. If it is ready then, its result comes back
///   with the call; if not, it goes on as any other.
/// - `#[oche(ignore)]` on an item of the API: it does not cross.
/// - `#[oche(error)]` on an error type: it crosses by its `Display` text, even if it is plain data.
/// - `#[oche(name = "…")]` on a function, type, field, variant or parameter: its name in Dart. Inside of an item that
///   has no attribute of its own, write `#[oche]` above the item, too.
/// - `#[oche(default = …)]` on a field or parameter: what it is if Dart leaves it out.
/// - `#[oche(overflow = drop_oldest(256))]` on a parameter that is a sink: what becomes of items for which there is no
///   room. Also `block(64)`, `drop_newest(16)`, `latest`, `latest_by(|item| item.id)` and `error(16)`.
/// - `#[oche(window = …)]` on a parameter that is a stream: how many of its items may be on their way, 64 if nothing is
///   said.
/// - `#[oche(positional)]` on a function, method or struct: Dart passes its parameters, or its fields, by position.
/// - `#[oche(mutable)]` on a struct: its fields can be set in Dart.
/// - `#[oche(json)]` on a struct or enum: its class has `toJson` and `fromJson`.
/// - `#[oche(annotation = "…")]` on nearly everything: an annotation in Dart, as it is written there without the `@`.
/// - `#[oche(import = "…")]` on a function or type: an import that an annotation or a member needs.
/// - `#[oche(members = "…")]` on a struct or enum: members of its class, in Dart; they take the place of generated ones.
/// - `#[oche(no_eq)]` on a struct or an enum with data: no `==` that compares its fields.
/// - `#[oche(window = …)]` on a function that gives a stream: how many items it may be ahead of its listener. Without it,
///   that follows the listener.
/// - `#[oche(interface)]` on a trait: Dart can implement it, and has what implements it in Rust. The trait gets a hidden method
///   with a default, by which generated code knows its own objects again.
/// - `#[oche(init)]` on a function: it runs once in the process, when the library is loaded, and Dart does not see it.
#[proc_macro_attribute]
pub fn oche(args: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(args.into(), item.into()).into()
}

fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut problems = Problems::default();
    let words = Punctuated::<Word, Token![,]>::parse_terminated.parse2(args);
    let is_interface = |words: &Punctuated<Word, Token![,]>| words.iter().any(|word| word.name == "interface");
    let is_interface = words.as_ref().is_ok_and(is_interface);
    problems.check(words);
    // What is no item (a statement, say) has nothing inside that the macro would know of.
    let item = match syn::parse2::<Item>(item.clone()) {
        Ok(mut parsed) => {
            let stripped = strip(&mut parsed, &mut problems);
            match stripped | (is_interface && complete(&mut parsed)) {
                true => parsed.into_token_stream(),
                false => item,
            }
        }
        Err(_) => item,
    };
    let problems = problems.0.map(Error::into_compile_error);
    problems.into_iter().chain([item]).collect()
}

/// Adds the hidden method to a trait: what generated code implements it with, if an object is of that type. Whether it is a
/// trait.
fn complete(item: &mut Item) -> bool {
    let Item::Trait(item) = item else {
        return false;
    };
    item.items.push(parse_quote! {
        #[doc(hidden)]
        #[allow(dead_code, reason = "generated code calls it, if objects of the trait go to Dart")]
        fn __oche_implementor(&self) -> ::core::option::Option<&(dyn ::core::any::Any + 'static)> {
            ::core::option::Option::None
        }
    });
    true
}

/// A word of an attribute, with its value.
struct Word {
    name: Ident,
    value: Option<Expr>,
}

impl Parse for Word {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input
            .call(Ident::parse_any)
            .map_err(|error| Error::new(error.span(), "expected a word"))?;
        let has_value = input.parse::<Option<Token![=]>>()?.is_some();
        let value = if has_value { Some(input.parse()?) } else { None };
        Ok(Self { name, value })
    }
}

/// What is wrong with the attributes of an item.
#[derive(Default)]
struct Problems(Option<Error>);

impl Problems {
    fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(first) => first.combine(error),
            None => self.0 = Some(error),
        }
    }

    fn check(&mut self, words: syn::Result<Punctuated<Word, Token![,]>>) {
        match words {
            Ok(words) => words
                .into_iter()
                .filter_map(objection)
                .for_each(|error| self.push(error)),
            Err(error) => self.push(error),
        }
    }
}

fn objection(word: Word) -> Option<Error> {
    let Word { name, value } = word;
    if !WORDS.iter().any(|known| name == known) {
        return Some(Error::new(name.span(), unknown(&name.unraw().to_string())));
    }
    if WITH_VALUE.iter().any(|known| name == known) {
        let missing = || Error::new(name.span(), format!("expected `{name} = …`"));
        return value.is_none().then(missing);
    }
    let has_text = WITH_TEXT.iter().any(|known| name == known);
    match (has_text, value) {
        (true, Some(Expr::Lit(ExprLit { lit: Lit::Str(_), .. }))) | (false, None) => None,
        (true, Some(value)) => Some(Error::new_spanned(value, "expected a text")),
        (true, None) => Some(Error::new(name.span(), format!("expected `{name} = \"…\"`"))),
        (false, Some(value)) => Some(Error::new_spanned(value, format!("`{name}` takes no value"))),
    }
}

/// Names the words that were probably meant: all that are equally near, as the generator does; else all there are.
fn unknown(name: &str) -> String {
    let listed = |words: &[&str]| {
        let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        quoted.join(", ")
    };
    let mut nearest = name.chars().count().max(3) / 3;
    let mut found = Vec::new();
    for word in WORDS {
        let distance = match name.eq_ignore_ascii_case(word) {
            true => 0,
            false => strsim::damerau_levenshtein(name, word),
        };
        if distance < nearest {
            found.clear();
        }
        if distance <= nearest {
            nearest = distance;
            found.push(word);
        }
    }
    match &found[..] {
        [] => format!("unknown word: Oche knows {}", listed(&WORDS)),
        [only] => format!("unknown word: there is one with a similar name, `{only}`"),
        several => format!("unknown word: there are some with similar names, {}", listed(several)),
    }
}

/// Takes the attributes inside of an item away. Whether there were any.
fn strip(item: &mut Item, problems: &mut Problems) -> bool {
    let mut stripped = false;
    let mut each = |attributes: &mut Vec<Attribute>| {
        attributes.retain(|attribute| {
            let is_oche = is_oche(attribute);
            if is_oche {
                stripped = true;
                problems.check(words(attribute));
            }
            !is_oche
        });
    };
    match item {
        Item::Struct(item) => strip_fields(&mut item.fields, &mut each),
        Item::Enum(item) => {
            for variant in &mut item.variants {
                each(&mut variant.attrs);
                strip_fields(&mut variant.fields, &mut each);
            }
        }
        Item::Fn(item) => strip_inputs(&mut item.sig.inputs, &mut each),
        Item::Trait(item) => {
            for member in &mut item.items {
                if let TraitItem::Fn(method) = member {
                    strip_inputs(&mut method.sig.inputs, &mut each);
                }
            }
        }
        Item::Impl(item) => {
            for member in &mut item.items {
                if let ImplItem::Fn(method) = member {
                    strip_inputs(&mut method.sig.inputs, &mut each);
                }
            }
        }
        _ => {}
    }
    stripped
}

fn strip_fields(fields: &mut Fields, each: &mut impl FnMut(&mut Vec<Attribute>)) {
    fields.iter_mut().for_each(|field| each(&mut field.attrs));
}

fn strip_inputs(inputs: &mut Punctuated<FnArg, Token![,]>, each: &mut impl FnMut(&mut Vec<Attribute>)) {
    for input in inputs {
        match input {
            FnArg::Receiver(receiver) => each(&mut receiver.attrs),
            FnArg::Typed(typed) => each(&mut typed.attrs),
        }
    }
}

fn is_oche(attribute: &Attribute) -> bool {
    let segments = &attribute.path().segments;
    segments.len() <= 2 && segments.last().is_some_and(|segment| segment.ident == "oche")
}

fn words(attribute: &Attribute) -> syn::Result<Punctuated<Word, Token![,]>> {
    match &attribute.meta {
        Meta::Path(_) => Ok(Punctuated::new()),
        _ => attribute.parse_args_with(Punctuated::parse_terminated),
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn expanded(args: TokenStream, item: TokenStream) -> String {
        expand(args, item).to_string()
    }

    #[test]
    fn an_item_passes_through_unchanged() {
        let item = quote! {
            /// Docs.
            pub fn add(a: i32) -> i32 { a + 1 }
        };
        assert_eq!(expanded(quote!(sync, name = "plus"), item.clone()), item.to_string());
        assert_eq!(expanded(quote!(), item.clone()), item.to_string());
    }

    #[test]
    fn attributes_inside_are_taken_away_and_others_stay() {
        let item = quote! { struct S { #[oche(name = "b")] #[serde(skip)] a: i32, #[oche::oche] c: i32 } };
        let bare = quote! { struct S { #[serde(skip)] a: i32, c: i32 } };
        assert_eq!(expanded(quote!(), item), bare.to_string());
        let item = quote! { enum E { #[oche(name = "x")] A(#[oche(name = "y")] i32) } };
        assert_eq!(expanded(quote!(), item), quote! { enum E { A(i32) } }.to_string());
        let item = quote! { fn f(#[oche(name = "x")] a: i32) {} };
        assert_eq!(expanded(quote!(sync), item), quote! { fn f(a: i32) {} }.to_string());
        // Those above the methods are the compiler's to expand; without a body, such a method is no item of its own.
        let item = quote! { trait T { #[oche(bigint)] fn f(&self, #[oche(bigint)] a: u64); } };
        assert_eq!(
            expanded(quote!(), item),
            quote! { trait T { #[oche(bigint)] fn f(&self, a: u64); } }.to_string()
        );
        let item = quote! { impl S { fn f(&self, #[oche(name = "x")] a: i32) {} } };
        assert_eq!(
            expanded(quote!(ignore), item),
            quote! { impl S { fn f(&self, a: i32) {} } }.to_string()
        );
    }

    #[test]
    fn an_interface_gets_its_hidden_method_and_other_items_do_not() {
        let item = quote! { #[async_trait] pub trait Greeter: Send { fn greet(&self); } };
        let text = expanded(quote!(interface, name = "G"), item.clone());
        let bare = item.to_string();
        let (head, rest) = text.split_at(bare.len() - " }".len());
        assert_eq!(head, &bare[..head.len()]);
        assert!(rest.contains("fn __oche_implementor (& self)"), "{rest}");
        assert_eq!(expanded(quote!(name = "G"), item.clone()), bare);
        let other = quote! { struct S; };
        assert_eq!(expanded(quote!(interface), other.clone()), other.to_string());
    }

    #[test]
    fn wrong_words_are_errors_and_the_item_stays() {
        let wrong = [
            (quote!(sink), "unknown word"),
            (quote!(name), "expected `name"),
            (quote!(name = 3), "expected a text"),
            (quote!(default), "expected `default"),
            (quote!(sync = true), "takes no value"),
            (quote!("sync"), "expected a word"),
        ];
        for (args, message) in wrong {
            let text = expanded(args, quote! { fn f() {} });
            assert!(text.contains("compile_error") && text.contains(message), "{text}");
            assert!(text.ends_with("fn f () { }"), "{text}");
        }
        let text = expanded(quote!(), quote! { struct S { #[oche(nam = "b")] a: i32 } });
        assert!(
            text.contains("unknown word") && text.ends_with("struct S { a : i32 }"),
            "{text}"
        );
    }

    #[test]
    fn mistyped_words_have_suggestions() {
        for (args, message) in [
            (quote!(snyc), "there is one with a similar name, `sync`"),
            (quote!(Sync), "there is one with a similar name, `sync`"),
            (quote!(nmae = "x"), "there is one with a similar name, `name`"),
            (quote!(opague), "there is one with a similar name, `opaque`"),
            (quote!(partialord), "there is one with a similar name, `partial_ord`"),
            (quote!(defualt = 1), "there is one with a similar name, `default`"),
            (quote!(etter), "there are some with similar names, `getter`, `setter`"),
            (quote!(async), "there is one with a similar name, `sync`"),
            (quote!(r#async), "there is one with a similar name, `sync`"),
            (quote!(wholly_unlike), "Oche knows `annotation`, `bigint`,"),
        ] {
            let text = expanded(args, quote! { fn f() {} });
            assert!(text.contains("unknown word: ") && text.contains(message), "{text}");
        }
    }

    #[test]
    fn what_is_no_item_passes_through() {
        let statement = quote! { let x = 1; };
        assert_eq!(expanded(quote!(ignore), statement.clone()), statement.to_string());
    }
}
