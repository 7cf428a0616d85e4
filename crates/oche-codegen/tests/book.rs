//! The book's table of types is the one that the generator works by.
//!
//! `OCHE_BLESS=1 cargo test -p oche-codegen --test book` writes it into the book anew.

use std::fs;
use std::path::Path;

const BEGIN: &str = "<!-- types: begin -->\n";
const END: &str = "<!-- types: end -->\n";

#[test]
fn the_book_has_the_table_of_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src/types.md");
    let chapter = fs::read_to_string(&path).expect("the chapter on types");
    let (before, rest) = chapter.split_once(BEGIN).expect("the mark before the table");
    let (table, after) = rest.split_once(END).expect("the mark after the table");
    let wanted = oche_codegen::type_table();
    if table == wanted {
        return;
    }
    assert!(
        std::env::var_os("OCHE_BLESS").is_some(),
        "the table of types is not the one in the book; OCHE_BLESS=1 writes it there"
    );
    fs::write(&path, format!("{before}{BEGIN}{wanted}{END}{after}")).expect("the chapter can be written");
}
