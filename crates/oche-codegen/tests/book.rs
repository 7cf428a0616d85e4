//! The book's table of types and its `oche.toml` are those that the generator works by.
//!
//! `OCHE_BLESS=1 cargo test -p oche-codegen --test book` writes them into the book anew.

use std::fs;
use std::path::Path;

#[test]
fn the_book_has_the_table_of_types() {
    holds("types.md", "types", &oche_codegen::type_table());
}

#[test]
fn the_book_has_every_key_of_oche_toml() {
    let example = oche_codegen::config::example();
    holds("command.md", "oche.toml", &format!("```toml\n{example}```\n"));
}

/// A chapter has a text between two marks.
fn holds(chapter: &str, name: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../book/src")
        .join(chapter);
    let text = fs::read_to_string(&path).expect("the chapter");
    let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->\n"));
    let (before, rest) = text.split_once(&begin).expect("the mark before it");
    let (known, after) = rest.split_once(&end).expect("the mark behind it");
    if known == wanted {
        return;
    }
    assert!(
        std::env::var_os("OCHE_BLESS").is_some(),
        "what the book's `{chapter}` has of {name} is not what the generator works by; OCHE_BLESS=1 writes it there"
    );
    fs::write(&path, format!("{before}{begin}{wanted}{end}{after}")).expect("the chapter can be written");
}
