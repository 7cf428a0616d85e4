//! What is made of the table of the keys of `oche.toml`: its JSON schema, which is checked in, and an example.
//!
//! `OCHE_BLESS=1 cargo test -p oche-codegen --test config` writes the schema anew.

use std::fs;
use std::path::Path;

use oche_codegen::{Config, config};

#[test]
fn the_schema_is_the_one_that_is_checked_in() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("oche.schema.json");
    if std::env::var_os("OCHE_BLESS").is_some() {
        fs::write(&path, config::schema()).expect("the schema can be written");
    }
    let known = fs::read_to_string(&path).expect("the schema");
    assert_eq!(known, config::schema(), "OCHE_BLESS=1 writes it");
}

#[test]
fn the_example_has_nothing_wrong_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("Cargo.toml"), "").expect("a file");
    let discovered = |text: &str| {
        fs::write(folder.path().join("oche.toml"), text).expect("a file");
        Config::discover(Some(folder.path()), None)
    };
    let config = discovered(&config::example()).expect("a configuration");
    assert_eq!(config.dart_package.as_deref(), Some("hello"));
    assert_eq!(config.features, ["extra"]);
    // What is the default where there is one changes nothing where it is written.
    let nothing = discovered("").expect("a configuration");
    assert_eq!(config.contract_file(), nothing.contract_file());
    assert_eq!(
        (config.dart_dir, config.positional, config.default_features),
        (nothing.dart_dir, nothing.positional, nothing.default_features)
    );
}

/// However it is written: with the mark that some editors begin files with, Windows line ends, dots, or sections in a row.
#[test]
fn all_that_is_toml_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("Cargo.toml"), "").expect("a file");
    for text in [
        "\u{feff}[dart]\r\npackage = \"app\"\r\n\r\n[generate]\r\nfeatures = [\r\n  \"extra\",\r\n]\r\n",
        "dart.package = \"app\"\ngenerate.features = ['extra']\n",
        "dart = { package = \"app\" }\ngenerate = { features = [\"extra\"] }\n",
        "#:schema oche.schema.json\n[generate]\nfeatures = [\"extra\"]\n[dart]\n\"package\" = \"\"\"app\"\"\"\n",
    ] {
        fs::write(folder.path().join("oche.toml"), text).expect("a file");
        let config = Config::discover(Some(folder.path()), None).expect(text);
        assert_eq!(
            (config.dart_package.as_deref(), &config.features[..]),
            (Some("app"), &["extra".to_owned()][..]),
            "{text}"
        );
    }
}
