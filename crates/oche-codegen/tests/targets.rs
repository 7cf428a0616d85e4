//! What is behind a `cfg` about the target: both builds belong to the same Dart.

use std::fs;

use oche_codegen::{Analysis, Config};

const CARGO_TOML: &str = "[package]\nname = \"case\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\noche = \"0.1\"\n";

/// The API of a crate with this module.
fn analyze(api: &str) -> Analysis {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir(root.join("src")).expect("a folder");
    fs::write(root.join("Cargo.toml"), CARGO_TOML).expect("a file");
    fs::write(root.join("src/lib.rs"), "pub mod api;\nmod oche_generated;\n").expect("a file");
    fs::write(root.join("src/api.rs"), api).expect("a file");
    oche_codegen::analyze(&Config {
        crate_dir: root.to_owned(),
        dart_dir: root.join("dart"),
        dart_package: None,
        features: Vec::new(),
        default_features: true,
        ..Config::default()
    })
}

/// The condition of every function, by its path.
fn conditions(api: &str) -> Vec<(String, Option<String>)> {
    let analysis = analyze(api);
    let report = format!("{:?}", analysis.diagnostics.list);
    let api = analysis.api.unwrap_or_else(|| panic!("{report}"));
    assert_eq!(analysis.diagnostics.list.len(), 0, "{report}");
    let functions = api.functions.into_iter();
    functions
        .map(|function| (function.rust_path, function.condition))
        .collect()
}

#[test]
fn the_schema_hash_does_not_depend_on_the_target() {
    let with = |cfg: &str| {
        let source = format!(
            "pub struct Device {{ name: String }}\n{cfg} impl Device {{ pub fn battery(&self) -> u8 {{ 1 }} }}\n\
             {cfg} pub fn open(device: &Device) {{}}\n{cfg} pub mod more {{ pub const A: u8 = size_of::<u16>() as u8; }}\n\
             {cfg} pub struct Data {{ pub a: u8 }}\n#[oche::oche(interface)] pub trait Keys: Send + Sync {{ {cfg} fn a(&self); }}\n\
             pub fn watch(keys: Box<dyn Keys>) {{}}\n"
        );
        analyze(&source).api.expect("an API").schema_hash
    };
    let everywhere = with("");
    for cfg in [
        "#[cfg(unix)]",
        "#[cfg(windows)]",
        "#[cfg(not(target_pointer_width = \"32\"))]",
    ] {
        assert_eq!(with(cfg), everywhere, "{cfg}");
    }
}

#[test]
fn a_path_is_there_where_all_its_steps_are() {
    let unix = Some("unix".to_owned());
    let cases = [
        ("#[cfg(unix)] pub fn f() {}", unix.clone()),
        ("#[cfg(unix)] pub mod m { pub fn f() {} }", unix.clone()),
        ("#[cfg(unix)] pub mod m { #[cfg(unix)] pub fn f() {} }", unix.clone()),
        ("mod m { pub fn f() {} } #[cfg(unix)] pub use m::f;", unix.clone()),
        ("mod m { pub fn f() {} } #[cfg(unix)] pub use m::*;", unix.clone()),
        ("mod m { #[cfg(unix)] pub fn f() {} } pub use m::*;", unix.clone()),
        ("mod m { pub fn f() {} } pub use m::*;", None),
        (
            "mod a { pub fn f() {} } mod b { pub fn f() {} } #[cfg(unix)] pub use a::f; #[cfg(not(unix))] pub use b::f;",
            None,
        ),
        (
            "mod a { pub fn f() {} } mod b { pub fn f() {} } #[cfg(unix)] pub use a::*; #[cfg(not(unix))] pub use b::*;",
            None,
        ),
        (
            "#[cfg(unix)] mod a { pub fn f() {} } #[cfg(windows)] mod b { pub fn f() {} }\n\
             #[cfg(unix)] pub use a::*; #[cfg(windows)] pub use b::*;",
            Some("any(unix, windows)".to_owned()),
        ),
        ("#[cfg(unix)] pub fn f() {} #[cfg(not(unix))] pub fn f() {}", None),
        (
            "#[cfg(unix)] pub fn f() {} #[cfg(windows)] pub fn f() {} #[cfg(not(any(unix, windows)))] pub fn f() {}",
            None,
        ),
        (
            "#[cfg(unix)] pub fn f() {} #[cfg(windows)] pub fn f() {}",
            Some("any(unix, windows)".to_owned()),
        ),
        (
            "#[cfg(all(unix, not(test)))] pub mod m { #[cfg_attr(unix, cfg(target_os = \"linux\"))] pub fn f() {} }",
            Some("all(unix, any(not(unix), target_os = \"linux\"))".to_owned()),
        ),
    ];
    for (source, condition) in cases {
        let found = conditions(source);
        assert_eq!(found.len(), 1, "{source}: {found:?}");
        assert_eq!(found[0].1, condition, "{source}");
    }
}

#[test]
fn a_member_is_there_where_its_class_and_its_block_are() {
    let source = "#[cfg(unix)] pub struct Device { a: u8 }\n\
        #[cfg(unix)] impl Device { pub fn new() -> Self { Device { a: 1 } } #[cfg(target_os = \"linux\")] pub fn b(&self) {} }\n\
        #[cfg(unix)] mod inner { #[cfg(target_os = \"macos\")] impl super::Device { pub fn c(&self) {} } }\n";
    let expected = [
        ("b", "all(unix, target_os = \"linux\")"),
        ("c", "all(unix, target_os = \"macos\")"),
        ("new", "unix"),
    ];
    let expected =
        expected.map(|(name, condition)| (format!("crate::api::Device::{name}"), Some(condition.to_owned())));
    assert_eq!(conditions(source), expected);
}
