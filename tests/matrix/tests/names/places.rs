//! The places where a name stands: for each, a module in which words are the names of something, with everything around
//! them that generated code could confuse them with.

use super::words::{Case, Name, capital, ident};

/// A place: what it is called, and the module for some words there; `None` where Rust itself has no such name.
pub type Place = (&'static str, fn(&[&str]) -> Option<String>);

/// Places within something of the module's own: there is room for many words in each module.
pub const INSIDE: [Place; 10] = [
    ("parameter", parameter),
    ("callback, sink or stream", closure),
    ("field", field),
    ("member of data", member),
    ("value of an enum", value),
    ("variant", variant),
    ("member of an object", object),
    ("property of an object", property),
    ("interface", interface),
    ("module, type parameter or alias", elsewhere),
];

/// Places whose names the package exports: each word is there once in a package, and alone in its module.
pub const EXPORTED: [Place; 2] = [("function", function), ("constant", constant)];

/// The same for types.
pub const TYPES: [Place; 6] = [
    ("struct", |words| {
        typed(
            words,
            "json, display, eq, ord",
            "struct {T} { pub p1: i32, pub p2: %String }",
            "",
        )
    }),
    ("enum", |words| {
        typed(words, "json, ord, display", "enum {T} { P1 = 1, P2 = 5 }", "")
    }),
    ("enum with data", |words| {
        typed(
            words,
            "json",
            "enum {T} { P1, P2(i32), P3 { p4: i64, p5: %Vec<{T}> } }",
            "",
        )
    }),
    ("object", |words| typed(words, "display", "struct {T} { p1: i32 }", "&")),
    ("error", error),
    ("trait", trait_named),
];

/// The places where a word is exported: all of those where it is a name as Rust writes it, and one of the others, where the
/// author says what Dart calls it.
pub fn exported(at: usize, word: &str) -> Vec<&'static Place> {
    let is_type = word.starts_with(|c: char| c.is_ascii_uppercase());
    let (natural, others): (&[Place], &[Place]) = if is_type {
        (&TYPES, &EXPORTED)
    } else {
        (&EXPORTED, &TYPES)
    };
    natural.iter().chain([&others[at % others.len()]]).collect()
}

/// What every module begins with. All other names are given by their whole path, because a word may be any of these.
const START: &str = "use ::oche::oche;\n\nfn any<T>() -> T {\n    panic!(\"this is only compiled\")\n}\n\n";

/// A plain enum and a struct, as types of what stands beside the words.
const OTHERS: &str = "#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[oche(json)]\n\
    pub enum Kind@ { First, Second }\n#[derive(Clone)]\n#[oche(json)]\npub struct Inner@ { pub a: i32 }\n\n";

/// How `Display` is written.
const DISPLAY: &str = "fn fmt(&self, _: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { any() }";

/// A module of this text, in which `%String` and the like are what the prelude has, whatever is declared.
fn source(text: &str) -> Option<String> {
    let mut source = START.to_owned();
    if text.contains("Kind@") || text.contains("Inner@") {
        source.push_str(OTHERS);
    }
    source.push_str(text);
    for (short, path) in [
        ("%String", "::std::string::String"),
        ("%Vec<", "::std::vec::Vec<"),
        ("%Option<", "::std::option::Option<"),
        ("%Result<", "::std::result::Result<"),
        ("%HashMap<", "::std::collections::HashMap<"),
        ("%HashSet<", "::std::collections::HashSet<"),
        ("%Duration", "::std::time::Duration"),
        ("%StreamSink<", "::oche::StreamSink<"),
        ("%Stream<", "::futures_core::Stream<"),
        ("%BoxFuture<", "::futures_util::future::BoxFuture<"),
        ("%Arc<", "::std::sync::Arc<"),
    ] {
        source = source.replace(short, path);
    }
    Some(source)
}

/// `form` once for each word: `{id}` is its name in Rust, `{at}` its attribute with the words `options` before it.
fn each(words: &[&str], case: Case, options: &str, form: &str) -> String {
    let print = |word: &&str| {
        let name = Name::lower(word, case);
        form.replace("{at}", &name.attribute(options))
            .replace("{id}", &name.ident)
    };
    words.iter().map(print).collect()
}

fn parameter(words: &[&str]) -> Option<String> {
    let of = |form: &str| each(words, Case::Snake, "", form);
    let numbers = of("{at}{id}: i32, ");
    let lists = of("{at}{id}: %Vec<u8>, ");
    let defaults = each(words, Case::Snake, "default = 5", ", {at}{id}: i32");
    source(&format!(
        "#[oche(sync)]\npub fn direct@({numbers}p1: f64, p2: char, p3: u64) -> i32 {{ any() }}\n\
         #[oche(sync)]\npub fn written@({lists}p1: %String, p2: %Option<%Option<i32>>, p3: %HashMap<%String, %Vec<i64>>, \
         p4: %HashSet<i32>, p5: Kind@, p6: Inner@, p7: (i32, %Vec<f64>)) -> %Vec<%Option<%String>> {{ any() }}\n\
         #[oche]\npub async fn later@({lists}p1: i32) -> %Result<%HashMap<%String, Kind@>, %String> {{ any() }}\n\
         #[oche(sync, positional)]\npub fn placed@(p1: i32{defaults}, #[oche(default = Kind@::First)] p2: Kind@) -> %String {{ any() }}\n\
         #[oche(sync)]\npub fn left@(p3: %Option<%String>{defaults}, #[oche(default = Kind@::First)] p2: Kind@) {{ any() }}\n"
    ))
}

fn closure(words: &[&str]) -> Option<String> {
    let of = |form: &str| each(words, Case::Snake, "", form);
    let (callbacks, texts) = (
        of("{at}{id}: impl Fn(i32, %String, %Option<%Option<i32>>) -> %Vec<u8> + Send + Sync + 'static, "),
        of("{at}{id}: impl Fn(&str) -> %String, "),
    );
    let (sinks, streams, numbers) = (
        of("{at}{id}: %StreamSink<%Vec<i32>>, "),
        of("{at}{id}: impl %Stream<Item = i32> + Send + 'static, "),
        of("{at}{id}: i32, "),
    );
    // A function with one sink gives back a stream, whatever that sink is called.
    let alone = each(&words[..1], Case::Snake, "", "{at}{id}: %StreamSink<%Vec<i32>>, ");
    source(&format!(
        "#[oche]\npub fn called@({callbacks}p1: impl Fn(Kind@) -> %BoxFuture<'static, i32> + Send + Sync + 'static) -> i32 {{ any() }}\n\
         #[oche(sync)]\npub fn asked@({texts}p1: i32) {{ any() }}\n\
         #[oche]\npub fn given@({alone}p1: i32) {{ any() }}\n\
         #[oche]\npub fn both@({sinks}p1: %StreamSink<%Option<%Option<i32>>>) -> i32 {{ any() }}\n\
         #[oche]\npub fn watched@({numbers}p1: f64) -> impl %Stream<Item = %Result<Inner@, %String>> {{\n    \
         ::futures_util::stream::empty()\n}}\n\
         #[oche]\npub fn drained@({streams}p1: i32) -> i32 {{ any() }}\n"
    ))
}

fn field(words: &[&str]) -> Option<String> {
    let of = |ty: &str| each(words, Case::Snake, "", &format!("{{at}}pub {{id}}: {ty}, "));
    let (numbers, texts, params) = (of("i32"), of("%String"), of("T"));
    let defaults = each(words, Case::Snake, "default = 5", "{at}pub {id}: i32, ");
    source(&format!(
        "#[derive(Clone)]\n#[oche(json)]\npub struct Data@ {{ {numbers}pub p1: f64, pub p2: %Vec<%String>, pub p3: %Option<Kind@>, \
         pub p4: %HashSet<i64>, pub p5: (i32, %Vec<u8>), #[oche(default = Kind@::Second)] pub p6: Kind@, pub p7: %Vec<Inner@>, \
         pub p8: %HashMap<i32, (bool, %Vec<i32>)> }}\n\
         impl Data@ {{ #[oche(sync)] pub fn m1(&self, a: i32) -> %Vec<%String> {{ any() }} pub async fn m2(self, a: f64) -> Self {{ any() }} }}\n\
         #[oche(json, mutable, positional)]\npub struct Placed@ {{ pub p1: %Vec<i32>, {defaults} }}\n\
         #[oche(json, display, eq, ord)]\n#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]\npub struct Rich@ {{ {texts}pub p1: i32 }}\n\
         impl ::std::fmt::Display for Rich@ {{ {DISPLAY} }}\n\
         #[oche]\npub struct Generic@<T> {{ {params}pub p1: %Vec<T>, pub p2: i32 }}\n\
         #[oche(sync)]\npub fn f@(a: Data@, b: Placed@, c: Rich@, d: Generic@<i32>) -> (Data@, Placed@, Rich@, Generic@<i32>) {{ any() }}\n"
    ))
}

fn member(words: &[&str]) -> Option<String> {
    let of = |options: &str, form: &str| each(words, Case::Snake, options, form);
    let methods = of("sync", "{at}pub fn {id}(&self, p1: i32) -> %Vec<u8> { any() } ");
    let statics = of("sync", "{at}pub fn {id}(p1: i32) -> %HashSet<i32> { any() } ");
    let made = of("sync", "{at}pub fn {id}(p1: i32) -> Self { any() } ");
    let getters = of("sync, getter", "{at}pub fn {id}(&self) -> i32 { any() } ");
    let constants = each(words, Case::Shouted, "", "{at}pub const {id}: i32 = 5; ");
    let of_data = "#[derive(Clone)]\n#[oche(json)]\npub struct";
    let of_enum = "#[derive(Clone, Copy)]\n#[oche(json)]\npub enum";
    source(&format!(
        "{of_data} Method@ {{ pub p1: i32, pub p2: %Vec<%String> }}\nimpl Method@ {{ {methods}}}\n\
         {of_data} Static@ {{ pub p1: i32, pub p2: %Vec<%String> }}\nimpl Static@ {{ {statics}}}\n\
         {of_data} Made@ {{ pub p1: i32, pub p2: %Option<Kind@> }}\nimpl Made@ {{ {made}}}\n\
         {of_data} Got@ {{ pub p1: i32, pub p2: %Option<Kind@> }}\nimpl Got@ {{ {getters}}}\n\
         {of_data} Constant@ {{ pub p1: i32, pub p2: %Vec<%String> }}\nimpl Constant@ {{ {constants}}}\n\
         {of_enum} Enum@ {{ P1 = 3, P2 = 4 }}\nimpl Enum@ {{ {methods}}}\n\
         {of_enum} Numbers@ {{ P1, P2 }}\nimpl Numbers@ {{ {constants}#[oche(sync)] pub fn m1(self, a: i32) -> %String {{ any() }} }}\n\
         {of_enum} Either@ {{ P1, P2 {{ p3: i32 }} }}\nimpl Either@ {{ {methods}}}\n\
         #[oche(sync)]\npub fn f@(a: Method@, b: Static@, c: Made@, d: Got@, e: Constant@, f: Enum@, g: Numbers@, h: Either@) \
         -> (Method@, Static@, Made@, Got@, Constant@, Enum@, Numbers@, Either@) {{ any() }}\n"
    ))
}

fn value(words: &[&str]) -> Option<String> {
    let (values, mut number) = (each(words, Case::Camel, "", "{at}{id}, "), 6);
    let numbered: String = each(words, Case::Camel, "", "{at}{id}|")
        .split_terminator('|')
        .map(|value| {
            number += 1;
            format!("{value} = {number}, ")
        })
        .collect();
    let first = Name::lower(words[0], Case::Camel).ident;
    source(&format!(
        "#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]\n#[oche(json, ord, display)]\npub enum Plain@ {{ {values}P1 }}\n\
         impl ::std::fmt::Display for Plain@ {{ {DISPLAY} }}\n\
         impl Plain@ {{ pub const LIMIT: i32 = 5; #[oche(sync)] pub fn m1(self, a: i32, b: %HashSet<i64>) -> %Vec<%String> {{ any() }}\n\
         #[oche(sync, getter)] pub fn m2(self) -> bool {{ any() }} pub async fn m3(self, a: f64) -> %Option<%Option<u8>> {{ any() }} }}\n\
         #[derive(Clone, Copy, PartialEq, PartialOrd)]\n#[oche(json, partial_ord)]\npub enum Number@ {{ {numbered}P1 = 2 }}\n\
         impl Number@ {{ #[oche(sync)] pub fn m1(self, a: i32) -> %String {{ any() }} #[oche(sync)] pub fn make(a: i32) -> Self {{ any() }} }}\n\
         #[oche(json)]\npub struct Data@ {{ #[oche(default = Plain@::{first})] pub p1: Plain@, pub p2: %Option<Number@> }}\n\
         #[oche(sync)]\npub fn f@(a: Plain@, #[oche(default = Number@::{first})] b: Number@, c: Data@) -> (Plain@, Number@, Data@) {{ any() }}\n"
    ))
}

fn variant(words: &[&str]) -> Option<String> {
    let variants: Vec<String> = words.iter().filter_map(|word| ident(&capital(word))).collect();
    let empty: String = variants.iter().map(|variant| format!("{variant}, ")).collect();
    let full: String = variants
        .iter()
        .map(|variant| format!("{variant}(i32, %Vec<u8>), "))
        .collect();
    let of = |ty: &str| each(words, Case::Snake, "", &format!("{{at}}{{id}}: {ty}, "));
    let (numbers, texts) = (of("i32"), of("%String"));
    source(&format!(
        "#[derive(Clone)]\n#[oche(json)]\npub enum Shape@ {{ {empty}P1(i32), P2 {{ p3: %Vec<%String> }} }}\n\
         impl Shape@ {{ #[oche(sync)] pub fn m1(&self, p1: i32) -> %String {{ any() }} }}\n\
         #[derive(Clone)]\n#[oche(json)]\npub enum Full@ {{ {full}P1 {{ {numbers}p3: %Option<f64>, p4: %Vec<Full@> }} }}\n\
         impl Full@ {{ pub async fn m1(self, p1: i32) -> %String {{ any() }} }}\n\
         #[oche]\n#[derive(Debug)]\npub enum Failure@ {{ P1 {{ {texts} }}, P2(u8) }}\n\
         impl ::std::fmt::Display for Failure@ {{ {DISPLAY} }}\nimpl ::std::error::Error for Failure@ {{}}\n\
         #[oche(sync)]\npub fn f@(a: Shape@, b: Full@) -> %Result<(Shape@, Full@), Failure@> {{ any() }}\n"
    ))
}

fn object(words: &[&str]) -> Option<String> {
    let of = |options: &str, form: &str| each(words, Case::Snake, options, form);
    let methods = of("sync", "{at}pub fn {id}(&self, p1: i32, p2: Kind@) -> i32 { any() } ");
    let later = of(
        "",
        "{at}pub async fn {id}(&self, p1: %Vec<i32>) -> %Result<i32, %String> { any() } ",
    );
    let statics = of("sync", "{at}pub fn {id}(p1: i32) -> i32 { any() } ");
    let made = of("sync", "{at}pub fn {id}(p1: i32) -> Self { any() } ");
    let constants = each(words, Case::Shouted, "", "{at}pub const {id}: i32 = 5; ");
    let read = "fn read(&self) -> i32 { self.p } ";
    let member = "#[oche(sync)] pub fn m1(&self, p1: %HashSet<i32>) -> %Option<i32> { Some(self.read()) } ";
    let of_object = |name: &str, members: &str| {
        format!("pub struct {name}@ {{ p: i32 }}\nimpl {name}@ {{ {read}{member}{members}}}\n")
    };
    source(
        &[
            of_object("Method", &methods),
            of_object("Later", &later),
            of_object("Static", &statics),
            of_object("Made", &made),
            of_object("Constant", &constants),
            "#[oche(sync)]\npub fn f@(a: &Method@, b: Later@, c: &Static@, d: &Made@, e: &Constant@) -> i32 { any() }\n"
                .to_owned(),
        ]
        .concat()
        .replace("Some(", "::std::option::Option::Some("),
    )
}

fn property(words: &[&str]) -> Option<String> {
    let getters = each(
        words,
        Case::Snake,
        "sync, getter",
        "{at}pub fn {id}(&self) -> i32 { self.p } ",
    );
    let setters: String = words
        .iter()
        .map(|word| {
            let name = Name::lower(word, Case::Snake);
            let (at, id) = (name.attribute("sync, setter"), name.ident.trim_start_matches("r#"));
            format!("{at}pub fn set_{id}(&mut self, p1: i32) {{ self.p = p1; }} ")
        })
        .collect();
    source(&format!(
        "pub struct Got@ {{ p: i32 }}\nimpl Got@ {{ {getters}{setters}pub fn m1(&self, p1: %Vec<i32>) -> %Vec<u8> {{ any() }} }}\n\
         #[oche(sync)]\npub fn f@(a: &Got@) -> i32 {{ any() }}\n"
    ))
}

fn interface(words: &[&str]) -> Option<String> {
    let methods = each(
        words,
        Case::Snake,
        "",
        "{at}fn {id}(&self, p1: i32, p2: %String) -> %Vec<u8>; ",
    );
    let of = |ty: &str| each(words, Case::Snake, "", &format!(", {{at}}{{id}}: {ty}"));
    let (numbers, data) = (of("i32"), of("Inner@"));
    source(&format!(
        "#[oche(interface)]\npub trait Face@: Send + Sync {{ {methods}fn m1(&self, p1: i32) -> %Option<Kind@>; }}\n\
         #[oche(interface)]\npub trait Args@: Send + Sync {{ fn m1(&self, p1: i32{numbers}, p2: %Vec<%Option<i32>>) -> %String; \
         fn m2(&self{data}) -> %BoxFuture<'_, i32>; }}\n\
         #[oche(sync)]\npub fn f@(a: %Arc<dyn Face@>, b: %Arc<dyn Args@>) -> (%Arc<dyn Face@>, %Arc<dyn Args@>) {{ (a, b) }}\n"
    ))
}

fn elsewhere(words: &[&str]) -> Option<String> {
    // Whatever is called like a primitive hides it, in the author's code as well.
    let is_primitive = |word: &&str| ["bool", "i32", "i8", "str"].contains(word);
    let words: Vec<&str> = words.iter().copied().filter(|word| !is_primitive(word)).collect();
    let ids: Vec<String> = words.iter().filter_map(|word| ident(word)).collect();
    let first = ids.first()?;
    let args = |ty: &str| vec![ty; ids.len()].join(", ");
    let fields: String = ids
        .iter()
        .enumerate()
        .map(|(at, id)| format!("pub q{at}: {id}, pub r{at}: %Vec<{id}>, "))
        .collect();
    let variants: String = ids
        .iter()
        .enumerate()
        .map(|(at, id)| format!("Q{at}({id}), "))
        .collect();
    let aliases: String = ids
        .iter()
        .map(|id| format!("pub type {id} = ::std::vec::Vec<i64>; "))
        .collect();
    let (params, numbers, texts) = (ids.join(", "), args("i64"), args("%String"));
    let modules: String = ids
        .iter()
        .enumerate()
        .map(|(at, id)| {
            format!(
                "pub mod {id} {{ pub struct Far{at}of@ {{ pub p1: i32, pub p2: ::std::vec::Vec<u8> }} \
                 #[::oche::oche(sync)] pub fn h{at}of@(a: Far{at}of@, b: i32) -> Far{at}of@ {{ let _ = b; a }} }}\n\
                 #[oche(sync)]\npub fn i{at}of@(a: %Option<{id}::Far{at}of@>) -> %HashSet<%String> {{ let _ = a; any() }}\n"
            )
        })
        .collect();
    let text = format!(
        "pub struct Generic@<{params}> {{ {fields}pub p3: i32, pub p4: %Option<%String>, pub p5: %Vec<f64> }}\n\
         pub enum Either@<{params}, P> {{ {variants}P2 {{ p3: P, p4: %String }}, P5 }}\n\
         #[oche(sync)]\npub fn f@(a: Generic@<{numbers}>, b: Either@<{texts}, i32>) -> (Generic@<{texts}>, Either@<{numbers}, f64>) {{ any() }}\n\
         pub mod alias@ {{ {aliases}#[::oche::oche(sync)] pub fn g@(a: {first}) -> ::std::option::Option<{first}> {{ panic!(\"{{a:?}}\") }} }}\n\
         {modules}"
    );
    source(&text).map(|source| format!("#![allow(non_camel_case_types, non_snake_case)]\n{source}"))
}

fn function(words: &[&str]) -> Option<String> {
    let name = Name::lower(words[0], Case::Snake);
    let (id, at, later) = (&name.ident, name.attribute("sync"), name.attribute(""));
    // Half of the words are functions of one lane, half of another one.
    let function = match words[0].len() % 2 {
        0 => format!("{at}\npub fn {id}(p1: i32, p2: f64, p3: char) -> u32 {{ any() }}\n"),
        _ => format!(
            "#[oche]\n{later}\npub fn {id}(p1: %Vec<i32>, p2: %HashSet<Kind@>) -> %Result<Inner@, %String> {{ any() }}\n"
        ),
    };
    source(&format!("{function}{}", beside("")))
}

fn constant(words: &[&str]) -> Option<String> {
    let name = Name::lower(words[0], Case::Shouted);
    let (id, at) = (&name.ident, name.attribute(""));
    let constant = match words[0].len() % 2 {
        0 => format!("{at}\npub const {id}: i32 = 5;\n"),
        _ => format!("{at}\npub const {id}: %Duration = %Duration::from_secs(1);\n"),
    };
    source(&format!("{constant}{}", beside("")))
}

/// What could mean an exported word by mistake; with a type, some that use it.
fn beside(ty: &str) -> String {
    let ty = if ty.is_empty() { "i32" } else { ty };
    format!(
        "#[oche(json)]\npub enum Beside@ {{ P1 = 1, P2 = 2 }}\n\
         impl Beside@ {{ #[oche(sync)] pub fn m1(&self, p1: %Option<{ty}>) -> %String {{ any() }} }}\n\
         pub async fn f@(b: %Vec<Beside@>, c: Kind@, d: %HashMap<%String, i32>) -> %Result<%Vec<{ty}>, %String> {{ any() }}\n"
    )
}

fn typed(words: &[&str], options: &str, declaration: &str, lent: &str) -> Option<String> {
    let name = Name::upper(words[0]);
    let id = &name.ident;
    let (at, declaration) = (name.attribute(options), declaration.replace("{T}", id));
    let display = match options.contains("display") {
        true => format!("impl ::std::fmt::Display for {id} {{ {DISPLAY} }}\n"),
        false => String::new(),
    };
    let uses = match lent {
        "" => format!(
            "#[oche(sync)]\npub fn g@(a: {id}, b: %Option<{id}>) -> %Vec<{id}> {{ any() }}\n{}",
            beside(id)
        ),
        _ => format!(
            "#[oche(sync)]\npub fn g@(a: &{id}) -> {id} {{ let _ = a.p1; any() }}\n{}",
            beside("")
        ),
    };
    source(&format!(
        "{at}\n#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]\npub {declaration}\n{display}\
         impl {id} {{ #[oche(sync)] pub fn m1(&self, p1: i32) -> %String {{ any() }} }}\n{uses}"
    ))
}

fn error(words: &[&str]) -> Option<String> {
    let name = Name::upper(words[0]);
    let (id, at) = (&name.ident, name.attribute(""));
    source(&format!(
        "{at}\n#[derive(Debug)]\npub struct {id} {{ pub p1: i32, pub p2: %String }}\n\
         impl ::std::fmt::Display for {id} {{ {DISPLAY} }}\nimpl ::std::error::Error for {id} {{}}\n\
         #[oche(sync)]\npub fn g@(a: i32) -> %Result<%Vec<%String>, {id}> {{ any() }}\n\
         #[oche]\npub fn h@(a: %StreamSink<i32>) -> %Result<(), {id}> {{ any() }}\n{}",
        beside("")
    ))
}

fn trait_named(words: &[&str]) -> Option<String> {
    let name = Name::upper(words[0]);
    let (id, at) = (&name.ident, name.attribute("interface"));
    source(&format!(
        "{at}\npub trait {id}: Send + Sync {{ fn m1(&self, p1: i32, p2: %String) -> %Vec<u8>; }}\n\
         #[oche(sync)]\npub fn g@(a: %Arc<dyn {id}>) -> %Option<%Arc<dyn {id}>> {{ any() }}\n{}",
        beside("")
    ))
}
