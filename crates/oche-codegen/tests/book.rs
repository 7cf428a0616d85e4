//! What the book has of the generator is what the generator works by: the table of types, its `oche.toml`, and the pages of
//! the codes.
//!
//! `OCHE_BLESS=1 cargo test -p oche-codegen --test book` writes them into the book anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use oche_codegen::diagnostic::Code;

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

/// The chapters of the appendix, by the names of their files.
fn chapters() -> BTreeMap<&'static str, Vec<Code>> {
    let mut chapters: BTreeMap<&str, Vec<Code>> = BTreeMap::new();
    for &code in Code::ALL {
        chapters.entry(code.chapter().0).or_default().push(code);
    }
    chapters
}

/// A file that is made of the pages of codes.
const MADE: &str = "<!-- made of the pages in crates/oche-codegen/explain: by `cargo xtask bless` -->\n";

fn chapter(codes: &[Code]) -> String {
    let mut text = format!("{MADE}\n# {}\n", codes[0].chapter().1);
    for code in codes {
        // The heading is the code alone, so that links to it live as long as the code does.
        let (_, page) = code.page().split_once('\n').expect("a heading and a text");
        let _ = write!(text, "\n## {code}\n\n**{}**\n{page}", code.title());
    }
    text
}

fn index() -> String {
    let mut text = format!(
        "{MADE}\n# Codes of diagnostics\n\nEvery diagnostic has a code, which stands for a kind of mistake and stays: \
         `error[OCHE0301]`. `oche explain OCHE0301`\nprints the page of a code, `oche explain --list` all of them, and \
         `oche explain pointer` those whose pages have that word.\n"
    );
    let mut last = None;
    for code in Code::ALL {
        let (file, title) = code.chapter();
        if last.replace(file) != Some(file) {
            let _ = write!(text, "\n## {title}\n\n| Code | What it is about |\n|---|---|\n");
        }
        let anchor = code.as_str().to_lowercase();
        let _ = writeln!(text, "| [{code}](codes/{file}.md#{anchor}) | {} |", code.title());
    }
    text
}

#[test]
fn the_book_has_the_page_of_every_code() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src");
    let mut wanted: BTreeMap<String, String> = chapters()
        .into_iter()
        .map(|(file, codes)| (format!("codes/{file}.md"), chapter(&codes)))
        .collect();
    wanted.insert("codes.md".to_owned(), index());
    let stale = wanted
        .iter()
        .filter(|(file, text)| fs::read_to_string(book.join(file)).ok().as_ref() != Some(text));
    let stale: Vec<(&String, &String)> = stale.collect();
    if std::env::var_os("OCHE_BLESS").is_some() {
        fs::create_dir_all(book.join("codes")).expect("a folder");
        for (file, text) in stale {
            fs::write(book.join(file), text).expect("the page can be written");
        }
    } else {
        let stale: Vec<&String> = stale.into_iter().map(|(file, _)| file).collect();
        assert!(
            stale.is_empty(),
            "not up to date in the book: {stale:?}; OCHE_BLESS=1 writes them"
        );
    }
    let there = fs::read_dir(book.join("codes")).expect("the folder of the appendix");
    let there: BTreeSet<String> = there
        .map(|file| format!("codes/{}", file.expect("a file").file_name().to_string_lossy()))
        .collect();
    let pages = wanted.keys().filter(|file| file.starts_with("codes/")).cloned();
    assert_eq!(there, pages.collect::<BTreeSet<String>>());
}
