//! Legal Rust with names that Dart, or generated code, has other plans for.

use oche_codegen::{Config, Outcome};

fn generated(api: &str) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("src");
    std::fs::create_dir_all(&source).expect("a folder");
    let manifest = "[package]\nname = \"hostile\"\nedition = \"2024\"\n[dependencies]\noche = \"0.1\"\n";
    std::fs::write(folder.path().join("Cargo.toml"), manifest).expect("a file");
    std::fs::write(source.join("lib.rs"), "pub mod api;\nmod oche_generated;\n").expect("a file");
    std::fs::write(source.join("api.rs"), api).expect("a file");
    oche_codegen::generate(&Config {
        crate_dir: folder.path().to_owned(),
        dart_dir: folder.path().join("dart"),
        dart_package: Some("hostile".to_owned()),
        features: Vec::new(),
        default_features: true,
        ..Config::default()
    })
}

/// The generated file whose path ends so.
#[track_caller]
fn file(outcome: &Outcome, end: &str) -> String {
    assert_eq!(outcome.diagnostics.errors(), 0, "{:?}", outcome.diagnostics);
    let file = outcome.files.iter().find(|file| file.path.ends_with(end));
    file.unwrap_or_else(|| panic!("no file {end}")).contents.clone()
}

#[track_caller]
fn has(text: &str, wanted: &str) {
    assert!(text.contains(wanted), "no `{wanted}` in:\n{text}");
}

#[test]
fn methods_with_raw_names() {
    let outcome = generated(
        "use oche::oche;\n\
         pub struct Engine { speed: i32 }\n\
         impl Engine { #[oche(sync)] pub fn r#type(&self, r#in: i32) -> i32 { self.speed + r#in } }\n",
    );
    has(&file(&outcome, "oche_generated.rs"), "_Engine_type(");
}

#[test]
fn type_parameters_hide_nothing_that_their_class_needs() {
    let outcome = generated(
        "use oche::oche;\n\
         pub struct Names<String> { pub a: String, pub b: std::string::String }\n\
         pub struct Lists<List> { pub a: Vec<List> }\n\
         #[allow(non_camel_case_types)]\n\
         pub struct Small<value> { pub value: value }\n\
         pub struct Thing<Thing> { pub a: Thing }\n\
         pub struct Page<Row> { pub rows: Vec<Row>, pub all: RowList }\n\
         pub struct RowList { pub n: i32 }\n\
         #[oche(sync)]\n\
         pub fn f(a: Names<i32>, b: Lists<i32>, c: Small<i32>, d: Thing<i32>, e: Page<i32>) -> Names<i32> { todo!() }\n",
    );
    let api = file(&outcome, "api.dart");
    for class in [
        "Names<String>",
        "Lists<List>",
        "Small<Value>",
        "Thing<Thing$>",
        "Page<Row$>",
    ] {
        has(&api, &format!("final class {class}"));
    }
    has(
        &file(&outcome, "oche_generated.rs"),
        "impl<T1: glue::Decode<Bridge>> glue::Decode<Bridge>",
    );
}

#[test]
fn a_class_of_the_api_is_exported_instead_of_one_of_ours() {
    let outcome = generated(
        "use oche::oche;\n\
         pub struct RustObject { pub a: i32 }\n\
         pub struct Engine { speed: i32 }\n\
         #[oche(sync)]\n\
         pub fn f(a: RustObject, b: Engine) -> Engine { let _ = a; b }\n",
    );
    let barrel = file(&outcome, "hostile.dart");
    has(&barrel, "show SharedObject;");
}

#[test]
fn operators_of_data_say_what_they_are_called_with() {
    let outcome = generated(
        "use oche::oche;\n\
         #[oche(display, eq, ord)]\n\
         pub struct Point { pub x: i32 }\n\
         #[oche(sync)]\n\
         pub fn f(a: Point) -> Point { a }\n",
    );
    let rust = file(&outcome, "oche_generated.rs");
    for operand in ["next", "last"] {
        has(&rust, &format!("r.{operand}::<crate::api::Point>()?"));
    }
}

#[test]
fn trait_objects_in_the_arguments_of_traits() {
    let outcome = generated(
        "use std::sync::Arc;\n\
         use oche::oche;\n\
         #[oche(interface)]\n\
         pub trait Node: Send + Sync { fn join(&self, other: Arc<dyn Node>) -> Box<dyn Node>; }\n\
         pub fn f(a: Arc<dyn Node>) { let _ = a; }\n",
    );
    let rust = file(&outcome, "oche_generated.rs");
    has(&rust, "::std::sync::Arc<dyn crate::api::Node>");
}

#[test]
fn a_constant_without_a_literal_in_dart() {
    let outcome = generated(
        "#[allow(overflowing_literals)]\n\
         pub const ENDLESS: f64 = 1e400;\n\
         pub const LARGE: f64 = 1e300;\n",
    );
    let api = file(&outcome, "api.dart");
    has(&api, "const double large = 1e300;");
    has(&api, "final double endless =");
}

#[test]
fn functions_called_like_what_every_fake_has() {
    let outcome = generated(
        "use oche::oche;\n\
         #[oche(sync)] pub fn to_string(number: i32) -> String { number.to_string() }\n\
         #[oche(sync)] pub fn record() {}\n",
    );
    has(
        &file(&outcome, "fake.dart"),
        "  String toString$({required int number});",
    );
    has(&file(&outcome, "fake.dart"), "  void record$();");
    has(&file(&outcome, "api.dart"), "return fake.toString$(number: number);");
    has(&file(&outcome, "api.dart"), "String toString({required int number}) {");
}

#[test]
fn a_trait_without_methods() {
    let outcome = generated(
        "use std::sync::Arc;\n\
         use oche::oche;\n\
         #[oche(interface)]\n\
         pub trait Marker: Send + Sync {}\n\
         pub fn f(a: Arc<dyn Marker>) { let _ = a; }\n",
    );
    has(&file(&outcome, "oche_generated.rs"), "dead_code");
}

#[test]
fn an_alias_with_a_constant_parameter() {
    let outcome = generated(
        "use oche::oche;\n\
         pub type Row<T, const N: usize> = [T; N];\n\
         #[oche(sync)]\n\
         pub fn f(a: Row<u8, 4>) -> Row<String, 2> { todo!() }\n",
    );
    let api = file(&outcome, "api.dart");
    has(&api, "List<String> f({required Uint8List a})");
}

#[test]
fn what_only_sinks_and_callbacks_name_is_exported() {
    let outcome = generated(
        "use oche::{Signal, StreamSink};\n\
         pub fn ids(sink: StreamSink<Option<Signal<u8>>>) { todo!() }\n\
         pub fn called(f: impl Fn(Option<Option<i32>>) -> i32 + Send + Sync + 'static) { todo!() }\n",
    );
    let barrel = file(&outcome, "hostile.dart");
    for name in [" Signal,", " Some,"] {
        has(&barrel, name);
    }
}

#[test]
fn a_getter_and_a_setter_with_rust_s_prefixes_are_one_property() {
    let outcome = generated(
        "use oche::oche;\n\
         pub struct Radio { volume: i32 }\n\
         impl Radio {\n\
             #[oche(getter)] pub fn get_volume(&self) -> i32 { self.volume }\n\
             #[oche(setter)] pub fn set_volume(&mut self, volume: i32) { self.volume = volume }\n\
         }\n",
    );
    let api = file(&outcome, "api.dart");
    has(&api, "int get volume;");
    has(&api, "set volume(int volume);");
    let bridge = file(&outcome, "bridge.dart");
    has(&bridge, "int get volume =>");
    has(&bridge, "set volume(int volume) =>");
}

#[test]
fn extensions_of_the_run_time_are_imported_where_nothing_else_of_it_is() {
    for (types, codec) in [
        ("std::collections::HashSet<String>", "w.set("),
        ("std::time::SystemTime", "w.dateTime("),
        ("i128", "w.i128("),
        ("Vec<u128>", "w.u128("),
        ("Option<std::collections::BTreeSet<i32>>", "w.set("),
    ] {
        let outcome = generated(&format!(
            "use oche::oche;\n#[oche(sync)]\npub fn f(a: {types}) -> {types} {{ a }}\n"
        ));
        let api = file(&outcome, "api.dart");
        has(&api, codec);
        has(&api, "import 'package:oche/bridge.dart' as oche;");
    }
    let plain = generated("use oche::oche;\n#[oche(sync)]\npub fn f(a: String) -> String { a }\n");
    assert!(!file(&plain, "api.dart").contains("package:oche/bridge.dart"));
}

#[test]
fn a_class_called_like_a_codec_is_kept_apart_from_it() {
    let outcome = generated(
        "use oche::oche;\n\
         pub struct Text { pub a: i32 }\n\
         #[oche(name = \"writeText\")]\n\
         pub struct Other { pub a: i32 }\n\
         #[oche(sync)]\n\
         pub fn f(a: Text, b: Other) {}\n",
    );
    has(&file(&outcome, "bridge.dart"), "void writeText$(");
    has(&file(&outcome, "api.dart"), "bridge.writeText$(w, a);");
}

#[test]
fn methods_of_traits_that_every_pointer_has_as_well() {
    let outcome = generated(
        "use std::sync::Arc;\n\
         use oche::oche;\n\
         #[oche(interface)]\n\
         pub trait Copier: Send + Sync { fn clone(&self, depth: i32) -> i32; fn drop(&self); }\n\
         pub fn f(a: Arc<dyn Copier>) { let _ = a; }\n",
    );
    let rust = file(&outcome, "oche_generated.rs");
    for call in [
        "crate::api::Copier::clone(&**object, value0)",
        "crate::api::Copier::drop(&**object)",
    ] {
        has(&rust, call);
    }
}
