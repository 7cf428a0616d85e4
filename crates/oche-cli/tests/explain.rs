//! `oche explain`.

use std::process::{Command, Output};

fn oche(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oche"))
        .args(args)
        .output()
        .expect("the command runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[test]
fn a_code_is_explained_however_it_is_typed() {
    let page = stdout(&oche(&["explain", "OCHE0303"]));
    assert!(page.starts_with("OCHE0303: A raw pointer cannot cross\n"), "{page}");
    assert!(page.contains("\n    pub fn sum(values: *const i32"), "{page}");
    assert!(!page.contains("```") && !page.contains('\u{1b}'), "{page}");
    for text in ["oche0303", "303"] {
        assert_eq!(stdout(&oche(&["explain", text])), page, "{text}");
    }
    let both = stdout(&oche(&["explain", "303", "101"]));
    assert!(both.starts_with(&page) && both.contains("\nOCHE0101: "), "{both}");
}

#[test]
fn every_code_is_listed_and_has_a_page() {
    let list = stdout(&oche(&["explain", "--list"]));
    let codes: Vec<&str> = list
        .split_whitespace()
        .filter(|word| word.starts_with("OCHE"))
        .collect();
    assert!(codes.len() > 120, "{list}");
    for code in codes {
        let output = oche(&["explain", code]);
        assert!(output.status.success(), "{code}");
        assert!(stdout(&output).starts_with(&format!("{code}: ")), "{code}");
    }
}

#[test]
fn a_word_leads_to_the_codes_that_have_to_do_with_it() {
    let list = stdout(&oche(&["explain", "pointer"]));
    assert!(list.contains("OCHE0303  A raw pointer cannot cross\n"), "{list}");
    assert!(!list.contains("OCHE0101"), "{list}");
}

#[test]
fn a_code_that_is_none_is_an_error_with_the_way_out() {
    for (text, told) in [
        ("OCH0303", "a similar one is OCHE0303"),
        ("E0308", "`rustc --explain E0308`"),
        ("OCHE9999", "`oche explain --list`"),
        ("zebra", "`oche explain --list`"),
    ] {
        let output = oche(&["explain", text]);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(
            err.starts_with(&format!("error: there is no diagnostic with the code '{text}'\n")) && err.contains(told),
            "{err}"
        );
    }
}

#[test]
fn a_report_ends_with_how_to_read_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = oche(&["generate", "--crate", &folder.path().display().to_string()]);
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        err.contains("\nFor more about this: `oche explain OCHE0001`\n"),
        "{err}"
    );
}
