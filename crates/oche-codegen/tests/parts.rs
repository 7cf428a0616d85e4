//! What an API needs of the run time is linked into its library, and nothing else.

use std::fs;

use oche_codegen::Config;

/// The parts that are named in the generated Rust of a crate with this module.
fn parts(source: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir(root.join("src")).expect("a folder");
    let manifest = "[package]\nname = \"case\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\noche = \"0.1\"\nfutures-core = \"0.3\"\n";
    fs::write(root.join("Cargo.toml"), manifest).expect("a file");
    fs::write(root.join("src/lib.rs"), "pub mod api;\nmod oche_generated;\n").expect("a file");
    fs::write(root.join("src/api.rs"), source).expect("a file");
    let outcome = oche_codegen::generate(&Config {
        crate_dir: root.to_owned(),
        dart_dir: root.join("dart"),
        dart_package: Some("case".to_owned()),
        features: Vec::new(),
        default_features: true,
        ..Config::default()
    });
    assert_eq!(outcome.diagnostics.errors(), 0, "{source}: {:?}", outcome.diagnostics);
    let rust = outcome
        .files
        .iter()
        .find(|file| file.path.ends_with("oche_generated.rs"));
    let text = &rust.expect("the Rust half").contents;
    let (_, list) = text.split_once("Runtime::with(").expect("the run time");
    let (list, _) = list.split_once(';').expect("the end of the list");
    let names = list.split("glue::Part::").skip(1);
    let is_end = |letter: char| !letter.is_alphabetic();
    names
        .filter_map(|name| name.split(is_end).next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn each_api_has_the_parts_that_it_needs() {
    let object = "pub struct Gauge(i32);\nimpl Gauge {\n    pub fn new() -> Gauge { Gauge(0) }\n";
    let cases: &[(&str, &[&str])] = &[
        ("pub fn add(a: i32, b: i32) -> i32 { a + b }", &[]),
        ("pub async fn later(text: String) -> Vec<u8> { text.into() }", &[]),
        (
            "pub struct P { pub x: i32 }\npub fn p(p: P) -> Option<P> { Some(p) }",
            &[],
        ),
        (
            "use futures_core::Stream;\npub fn ticks() -> impl Stream<Item = i32> { todo() }",
            &["Streams"],
        ),
        (
            "use oche::StreamSink;\npub fn ticks(sink: StreamSink<i32>) { drop(sink) }",
            &["Streams", "Sinks"],
        ),
        (
            "use futures_core::Stream;\npub async fn sum(items: impl Stream<Item = i32>) -> i32 { 0 }",
            &["Streams", "Callbacks"],
        ),
        (
            "pub fn map(f: impl Fn(i32) -> i32 + Send + Sync + 'static) -> i32 { f(1) }",
            &["Callbacks"],
        ),
        (
            "use oche::Signal;\npub fn speed() -> Signal<f64> { todo() }",
            &["Objects", "Signals"],
        ),
        (
            "use oche::Signal;\npub struct Car { pub speed: Signal<f64> }\npub fn car() -> Car { todo() }",
            &["Objects", "Signals"],
        ),
        (&format!("{object}}}"), &["Objects"]),
        (
            &format!(
                "use oche::StreamSink;\n{object}    pub fn watch(&self, sink: StreamSink<String>) {{ drop(sink) }}\n}}"
            ),
            &["Objects", "Streams", "Sinks"],
        ),
        (
            "use oche::oche;\n#[oche(interface)]\npub trait Shape {\n    fn area(&self) -> f64;\n}\npub fn area(of: Box<dyn Shape>) -> f64 { of.area() }",
            &["Objects", "Callbacks"],
        ),
    ];
    for (source, expected) in cases {
        assert_eq!(parts(source), *expected, "{source}");
    }
}
