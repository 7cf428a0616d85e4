//! Every word of `#[oche(…)]` in every place: it changes what is generated, or somebody hears that it does not.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use oche_codegen::Config;

const CARGO_TOML: &str = "[package]\nname = \"case\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n\
    [dependencies]\noche = \"0.1\"\nfutures-core = \"0.3\"\nvendor = \"1\"\n";

/// The words, as they are written with their values.
const WORDS: [&str; 27] = [
    "annotation = \"Deprecated('no')\"",
    "bigint",
    "convert = \"vendor::Thing\"",
    "default = 5",
    "display",
    "eager",
    "eq",
    "error",
    "external_size",
    "getter",
    "ignore",
    "import = \"package:meta/meta.dart\"",
    "init",
    "interface",
    "json",
    "members = \"int get zero => 0;\"",
    "mirror = \"vendor::Thing\"",
    "mutable",
    "name = \"Other\"",
    "opaque",
    "ord",
    "overflow = latest",
    "partial_ord",
    "positional",
    "setter",
    "sync",
    "window = 7",
];

/// The places, each with an `@` where the attribute stands.
const PLACES: [(&str, &str); 51] = [
    ("a function", "@ pub fn f(a: u64) -> u64 { a }"),
    ("a function without anything", "@ pub fn f() {}"),
    ("an async function", "@ pub async fn f(a: u64) -> u64 { a }"),
    (
        "a function that gives a stream",
        "@ pub fn f() -> impl futures_core::Stream<Item = u64> { todo() }",
    ),
    ("a function with a sink", "@ pub fn f(sink: oche::StreamSink<u64>) {}"),
    ("a fallible function", "@ pub fn f() -> Result<(), String> { Ok(()) }"),
    ("a parameter", "#[oche] pub fn f(@ a: u64) {}"),
    ("a parameter that is a reference", "#[oche] pub fn f(@ a: &[u64]) {}"),
    (
        "a parameter that is a stream",
        "#[oche] pub async fn f(@ a: impl futures_core::Stream<Item = u64>) {}",
    ),
    (
        "a parameter that is a sink",
        "#[oche] pub fn f(@ a: oche::StreamSink<u64>) {}",
    ),
    (
        "a parameter that is a closure",
        "#[oche] pub fn f(@ a: impl Fn(u64) -> u64) {}",
    ),
    ("a constant", "@ pub const A: u64 = 3;"),
    ("a constant that Rust computes", "@ pub const A: u64 = one();"),
    (
        "a struct",
        "@ #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub struct S { pub a: u64 } impl Display for S {}",
    ),
    (
        "a tuple struct",
        "@ #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub struct S(pub u64); impl Display for S {}",
    ),
    (
        "an object",
        "@ #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub struct S { a: u64 } impl Display for S {}",
    ),
    (
        "a generic struct",
        "@ pub struct S<T> { pub a: T } pub fn f(s: S<u64>) {}",
    ),
    (
        "an enum",
        "@ #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub enum E { A, B } impl Display for E {}",
    ),
    (
        "an enum with data",
        "@ #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub enum E { A(u64), B } impl Display for E {}",
    ),
    (
        "a thrown error",
        "@ #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub enum E { A(u64), B } impl Display for E {} pub fn f() -> Result<(), E> { Ok(()) }",
    ),
    (
        "a mirror",
        "@ #[oche(mirror = \"vendor::Mirrored\")] #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub struct S { pub a: u64 } impl Display for S {} pub fn f(a: vendor::Mirrored) {}",
    ),
    ("a private struct", "@ struct S { a: u64 } pub fn f() {}"),
    ("a field", "#[oche] pub struct S { @ pub a: u64 }"),
    ("a field of a tuple", "#[oche] pub struct S(@ pub u64);"),
    ("a field of an object", "#[oche(opaque)] pub struct S { @ pub a: u64 }"),
    ("a field of a variant", "#[oche] pub enum E { A { @ a: u64 }, B }"),
    (
        "a field of an error by its text",
        "#[oche(error)] pub struct E { @ pub a: u64 } impl Display for E {} pub fn f() -> Result<(), E> { Ok(()) }",
    ),
    ("a variant", "#[oche] pub enum E { @ A, B }"),
    ("a variant with data", "#[oche] pub enum E { @ A(u64), B }"),
    (
        "a method",
        "pub struct S { a: u64 } impl S { @ pub fn f(&self, a: u64) -> u64 { a } }",
    ),
    (
        "a method without parameters",
        "pub struct S { a: u64 } impl S { @ pub fn f(&self) -> u64 { 1 } }",
    ),
    (
        "a method that gives a part",
        "pub struct T { a: u64 } pub struct S { a: T } impl S { @ pub fn f(&self) -> &T { &self.a } }",
    ),
    (
        "a constructor",
        "pub struct S { a: u64 } impl S { @ pub fn new(a: u64) -> Self { S { a } } }",
    ),
    (
        "a method of data",
        "pub struct S { pub a: u64 } impl S { @ pub fn f(&self, a: u64) -> u64 { a } }",
    ),
    (
        "a private method",
        "pub struct S { a: u64 } impl S { @ fn f(&self, a: u64) -> u64 { a } }",
    ),
    (
        "`self`",
        "pub struct S { a: u64 } impl S { #[oche] pub fn f(@ &self) {} }",
    ),
    (
        "a constant of a class",
        "pub struct S { a: u64 } impl S { @ pub const A: u64 = 3; }",
    ),
    (
        "an impl block",
        "pub struct S { a: u64 } @ impl S { pub fn f(&self, a: u64) -> u64 { a } }",
    ),
    (
        "a method of a trait's impl block",
        "pub struct S { a: u64 } impl Clone for S { @ fn clone(&self) -> Self { S { a: 1 } } }",
    ),
    (
        "a trait's impl block",
        "pub struct S { a: u64 } @ impl Clone for S { fn clone(&self) -> Self { S { a: 1 } } }",
    ),
    ("a struct without fields", "@ pub struct S {}"),
    (
        "an opaque enum",
        "@ #[oche(opaque)] #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub enum E { A, B } impl Display for E {}",
    ),
    (
        "a conversion",
        "@ #[oche(convert = \"vendor::Mirrored\")] #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub struct S { pub a: u64 } impl Display for S {} pub fn f(a: vendor::Mirrored) {}",
    ),
    (
        "an error by its text",
        "@ #[oche(error)] #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub enum E { A(u64), B } impl Display for E {} pub fn f() -> Result<(), E> { Ok(()) }",
    ),
    (
        "an error with private fields",
        "@ #[derive(PartialEq, Eq, Hash, PartialOrd, Ord)] pub struct E { a: u64 } impl Display for E {} pub fn f() -> Result<(), E> { Ok(()) }",
    ),
    (
        "a getter",
        "pub struct S { a: u64 } impl S { @ #[oche(getter)] pub fn f(&self) -> u64 { 1 } }",
    ),
    (
        "a setter",
        "pub struct S { a: u64 } impl S { @ #[oche(setter)] pub fn f(&self, a: u64) {} }",
    ),
    (
        "the size of an object",
        "pub struct S { a: u64 } impl S { @ #[oche(external_size)] pub fn f(&self) -> usize { 1 } }",
    ),
    (
        "the function that sets up",
        "@ #[oche(init)] pub fn f() {} pub fn g() {}",
    ),
    ("a type alias", "@ pub type A = u64; pub fn f(a: A) {}"),
    ("a module", "@ pub mod m { pub fn f() {} }"),
];

/// The places of traits: the trait itself, its methods and their parameters.
const OF_TRAITS: [(&str, &str); 5] = [
    (
        "a trait",
        "@ pub trait T: Send + Sync { fn f(&self, a: u64) -> u64; } pub fn g() {}",
    ),
    (
        "an interface",
        "@ #[oche(interface)] pub trait T: Send + Sync { fn f(&self, a: u64) -> u64; } pub fn g(t: Box<dyn T>) {}",
    ),
    (
        "a method of an interface",
        "#[oche(interface)] pub trait T: Send + Sync { @ fn f(&self, a: u64) -> u64; } pub fn g(t: Box<dyn T>) {}",
    ),
    (
        "a method of an interface with a default",
        "#[oche(interface)] pub trait T: Send + Sync { @ fn f(&self, a: u64) -> u64 { a } fn h(&self); } pub fn g(t: Box<dyn T>) {}",
    ),
    (
        "a parameter of a method of an interface",
        "#[oche(interface)] pub trait T: Send + Sync { fn f(&self, @ a: u64) -> u64; } pub fn g(t: Box<dyn T>) {}",
    ),
];

/// Others, in which only `ignore` means anything.
const OTHERS: [(&str, &str); 4] = [
    ("a static", "@ pub static A: u64 = 3; pub fn f() {}"),
    ("a union", "@ pub union U { pub a: u64 } pub fn f() {}"),
    ("a re-export", "@ pub use vendor::Other; pub fn f() {}"),
    ("a macro", "@ declare!(a); pub fn f() {}"),
];

/// Words that say what is so already.
const SAID_TWICE: [(&str, &str); 20] = [
    ("an interface", "interface"),
    ("a constructor", "sync"),
    ("a method that gives a part", "sync"),
    ("a private struct", "ignore"),
    ("a private method", "ignore"),
    ("a trait's impl block", "ignore"),
    ("a method of a trait's impl block", "ignore"),
    ("a type alias", "ignore"),
    ("an object", "opaque"),
    ("an opaque enum", "opaque"),
    // Their text is all there is of them.
    ("an error by its text", "error"),
    ("an error by its text", "ignore"),
    ("an error with private fields", "error"),
    ("an error with private fields", "ignore"),
    ("a getter", "getter"),
    ("a getter", "sync"),
    ("a setter", "setter"),
    ("a setter", "sync"),
    ("the size of an object", "external_size"),
    ("the function that sets up", "init"),
];

/// What came of a source: everything that was said, and every file.
#[derive(PartialEq)]
struct Made {
    said: Vec<(String, String)>,
    files: BTreeMap<PathBuf, String>,
}

fn generate(api: &str) -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir(root.join("src")).expect("a folder");
    fs::write(root.join("Cargo.toml"), CARGO_TOML).expect("a file");
    fs::write(root.join("src/lib.rs"), "pub mod api;\nmod oche_generated;\n").expect("a file");
    fs::write(root.join("src/api.rs"), api).expect("a file");
    let outcome = oche_codegen::generate(&Config {
        crate_dir: root.to_owned(),
        dart_dir: root.join("dart"),
        dart_package: None,
        features: Vec::new(),
        default_features: true,
        ..Config::default()
    });
    let said = outcome.diagnostics.list.into_iter();
    let files = outcome.files.into_iter();
    let relative = |path: PathBuf| path.strip_prefix(root).map(PathBuf::from).unwrap_or(path);
    Made {
        said: said.map(|problem| (problem.title, problem.label)).collect(),
        files: files.map(|file| (relative(file.path), file.contents)).collect(),
    }
}

/// The words that change nothing in a place, and that nobody hears of.
fn lost(source: &str) -> Vec<&'static str> {
    let at = |attribute: &str| format!("use oche::oche;\n{}\n", source.replace('@', attribute));
    let plain = generate(&at("#[oche]"));
    // A warning that went away is an effect, too.
    let is_lost = |word: &&str| generate(&at(&format!("#[oche({word})]"))) == plain;
    WORDS.into_iter().filter(is_lost).collect()
}

#[test]
fn no_attribute_is_lost_without_a_word() {
    let places: Vec<(&str, &str)> = PLACES.into_iter().chain(OF_TRAITS).chain(OTHERS).collect();
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((place, source)) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let words = lost(source).into_iter().map(|word| (*place, word));
                    found.lock().expect("no thread panicked").extend(words);
                }
            });
        }
    });
    let mut lost = found.into_inner().expect("no thread panicked");
    lost.sort_unstable();
    let mut expected = SAID_TWICE.to_vec();
    expected.sort_unstable();
    assert_eq!(
        lost, expected,
        "left: no effect and no word about it; right: what is known to be so"
    );
}
