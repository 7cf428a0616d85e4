//! Contracts: every kind of change is found in real source, and breaks the binary exactly if the hash of the bridge changes.

mod common {
    pub(crate) mod changes;
}

use std::fs;
use std::path::Path;

use common::changes::EXAMPLES;
use oche_codegen::Config;
use oche_codegen::contract::{Contract, RULES, ReadError, diff, table};

fn contract_of(name: &str, source: &str) -> Contract {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir(root.join("src")).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n[dependencies]\noche = \"0.1\"\n"
    );
    fs::write(root.join("Cargo.toml"), manifest).expect("a file");
    fs::write(root.join("src/lib.rs"), "pub mod api;\nmod oche_generated;\n").expect("a file");
    fs::write(root.join("src/api.rs"), format!("use oche::oche;\n{source}")).expect("a file");
    let analysis = oche_codegen::analyze(&Config {
        crate_dir: root.to_owned(),
        dart_dir: root.join("dart"),
        dart_package: Some("case".to_owned()),
        default_features: true,
        ..Config::default()
    });
    let problems = analysis
        .diagnostics
        .render(root, oche_codegen::diagnostic::Style::Plain);
    let api = analysis.api.unwrap_or_else(|| panic!("{source}\n{problems}"));
    Contract::of(&api)
}

fn contract(source: &str) -> Contract {
    contract_of("case", source)
}

#[test]
fn every_kind_of_change_is_found_in_source() {
    let mut wrong = Vec::new();
    for (codes, old, new) in EXAMPLES {
        let (before, after) = (contract(old), contract(new));
        let changes = diff(&before, &after);
        let found: Vec<&str> = changes.iter().map(|change| change.code).collect();
        if found != *codes {
            wrong.push(format!("wanted {codes:?}, found {found:?}\n{old}\n{new}"));
            continue;
        }
        let rules = RULES.iter().filter(|rule| codes.contains(&rule.code));
        let breaks = rules.filter(|rule| rule.binary).count() > 0;
        if breaks != (before.schema != after.schema) {
            wrong.push(format!("{codes:?}: the table and the hash differ about the binary"));
        }
        if !diff(&before, &before.clone()).is_empty() {
            wrong.push(format!("{codes:?}: a contract differs from itself"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_row_of_the_table_has_its_example() {
    // These two are no change of the API's source.
    let elsewhere = ["package-renamed", "crate-renamed", "layout-changed"];
    for rule in RULES {
        let has = EXAMPLES.iter().any(|(codes, ..)| codes.contains(&rule.code));
        assert!(has || elsewhere.contains(&rule.code), "{} has no example", rule.code);
    }
}

#[test]
fn names_of_crate_and_package_are_part_of_it() {
    let source = "pub fn a() {}";
    let (old, mut new) = (contract(source), contract_of("other", source));
    let codes = |old: &Contract, new: &Contract| -> Vec<&str> { diff(old, new).iter().map(|of| of.code).collect() };
    assert_eq!(codes(&old, &new), ["crate-renamed"]);
    new = old.clone();
    new.package = "renamed".to_owned();
    assert_eq!(codes(&old, &new), ["package-renamed"]);
    new = old.clone();
    new.schema = "0".repeat(16);
    assert_eq!(codes(&old, &new), ["layout-changed"]);
}

#[test]
fn a_moved_function_is_seen_in_the_layout_only() {
    let old = contract("pub mod a { pub fn one() {} } pub mod b { pub fn two() {} }");
    let new = contract("pub mod c { pub fn one() {} } pub mod b { pub fn two() {} }");
    let codes: Vec<&str> = diff(&old, &new).iter().map(|of| of.code).collect();
    assert_eq!(codes, ["layout-changed"]);
}

#[test]
fn docs_and_the_order_of_declarations_are_not_in_it() {
    let old = contract("pub struct A { pub x: i32 }\npub fn b(a: A) {}\npub fn a() {}");
    let new = contract(
        "/// Does it.\npub fn a() {}\n/// Data.\npub struct A { /** X. */ pub x: i32 }\n/// B.\npub fn b(a: A) {}",
    );
    assert_eq!(old.to_json(), new.to_json());
}

#[test]
fn the_text_is_read_back_as_it_was() {
    for (_, old, new) in EXAMPLES {
        for source in [old, new] {
            let contract = contract(source);
            let text = contract.to_json();
            assert!(text.ends_with("}\n"));
            assert_eq!(Contract::from_json(&text).as_ref(), Ok(&contract));
        }
    }
}

#[test]
fn what_is_no_contract_is_refused() {
    let newer = contract("pub fn a() {}")
        .to_json()
        .replace("\"format\": 1", "\"format\": 2");
    assert_eq!(Contract::from_json(&newer), Err(ReadError::Newer(2)));
    for text in ["", "{", "[]", "{}", "{\"format\": 0}", "{\"format\": 1}", "null"] {
        assert!(
            matches!(Contract::from_json(text), Err(ReadError::NoContract(_))),
            "{text}"
        );
    }
}

#[test]
fn the_book_has_the_table_of_changes() {
    const BEGIN: &str = "<!-- changes: begin -->\n";
    const END: &str = "<!-- changes: end -->\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src/contracts.md");
    let chapter = fs::read_to_string(&path).expect("the chapter on contracts");
    let (before, rest) = chapter.split_once(BEGIN).expect("the mark before the table");
    let (found, after) = rest.split_once(END).expect("the mark after the table");
    if found == table() {
        return;
    }
    assert!(
        std::env::var_os("OCHE_BLESS").is_some(),
        "the table of changes is not the one in the book; OCHE_BLESS=1 writes it there"
    );
    fs::write(&path, format!("{before}{BEGIN}{}{END}{after}", table())).expect("the chapter can be written");
}
