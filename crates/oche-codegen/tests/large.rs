//! A large crate: the time must grow with the source, not faster.

use std::fmt::Write;
use std::time::{Duration, Instant};

use oche_codegen::Config;

/// A crate with so many functions, each with a type of its own, in modules that import each other's names.
fn large(functions: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("src");
    std::fs::create_dir_all(source.join("api")).expect("a folder");
    let manifest = "[package]\nname = \"large\"\nedition = \"2024\"\n";
    std::fs::write(folder.path().join("Cargo.toml"), manifest).expect("a file");
    std::fs::write(source.join("lib.rs"), "pub mod api;\n").expect("a file");
    let modules = functions / 50;
    let mut api = String::new();
    for module in 0..modules {
        let _ = writeln!(api, "pub mod m{module};");
        let mut text = format!(
            "use super::m{}::*;\nuse std::collections::HashMap;\n",
            (module + 1) % modules
        );
        for at in module * 50..(module + 1) * 50 {
            let _ = write!(
                text,
                "/// Docs.\npub struct Type{at} {{ pub a: u32, pub b: Option<String>, pub c: Vec<f64> }}\n\
                 pub fn function_{at}(a: &str, b: Vec<Type{at}>, c: HashMap<String, Type{at}>) -> Result<Type{at}, String> {{\n\
                 let x = a.len() + b.len() + c.len();\n    if x > 3 {{ Err(a.to_owned()) }} else {{ panic!() }}\n}}\n"
            );
        }
        std::fs::write(source.join(format!("api/m{module}.rs")), text).expect("a file");
    }
    std::fs::write(source.join("api/mod.rs"), api).expect("a file");
    folder
}

/// The fastest of some runs.
fn time(functions: usize) -> Duration {
    let folder = large(functions);
    let config = Config {
        crate_dir: folder.path().to_owned(),
        dart_dir: folder.path().join("dart"),
        dart_package: None,
        features: Vec::new(),
        default_features: true,
        ..Config::default()
    };
    let run = || {
        let start = Instant::now();
        let outcome = oche_codegen::generate(&config);
        let elapsed = start.elapsed();
        let api = outcome.api.expect("an API");
        assert_eq!((api.functions.len(), api.types.len()), (functions, functions));
        elapsed
    };
    (0..3).map(|_| run()).min().expect("some runs")
}

#[test]
fn time_grows_with_the_source() {
    let (small, large) = (time(100), time(400));
    println!("100 functions: {small:?}, 400 functions: {large:?}");
    // Four times the source; a quadratic step would make it sixteen.
    assert!(large < small * 10, "{small:?} → {large:?}");
}
