//! The page of every code: what it calls wrong gives that code and no other, what it calls right is accepted, and compiles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use book::codes::{Examples, compile};
use oche_codegen::diagnostic::{Code, Style};
use xtask::Workspace;

#[test]
fn there_is_a_page_for_every_code_and_no_other() {
    let folder = Workspace::find().root().join("crates/oche-codegen/explain");
    let files = fs::read_dir(folder).expect("the folder of the pages");
    let files: BTreeSet<String> = files
        .map(|file| file.expect("a page").file_name().to_string_lossy().into_owned())
        .collect();
    let wanted: BTreeSet<String> = Code::ALL.iter().map(|code| format!("{code}.md")).collect();
    assert_eq!(files, wanted);
    for code in Code::ALL {
        let heading = code.page().lines().next().unwrap_or_default();
        assert_eq!(heading, format!("# {code}: {}", code.title()));
        let long = code.page().lines().find(|line| line.chars().count() > 140);
        assert_eq!(long, None, "{code}: too long for a terminal");
    }
}

#[test]
fn the_examples_do_what_their_pages_say() {
    let mut faults = Vec::new();
    let mut accepted = BTreeMap::new();
    let folder = tempfile::tempdir().expect("a folder");
    for &code in Code::ALL {
        let examples = Examples::of(code).expect("the examples of a page");
        let name = code.as_str().to_lowercase();

        let wrong = folder.path().join(format!("{name}_wrong"));
        let found = examples.wrong.generate(&wrong, &name).expect("a crate");
        let codes: BTreeSet<Code> = found.list.iter().map(|problem| problem.code).collect();
        if codes != BTreeSet::from([code]) {
            let report = found.render(&wrong, Style::Plain);
            faults.push(format!("{code}: what is wrong there gives something else:\n{report}"));
        }

        let right = folder.path().join(&name);
        let found = examples.right.generate(&right, &name).expect("a crate");
        if found.list.is_empty() {
            accepted.insert(name, right);
        } else {
            let report = found.render(&right, Style::Plain);
            faults.push(format!("{code}: what is right there is not accepted:\n{report}"));
        }
    }
    if let Err(error) = compile(&Workspace::find(), &accepted) {
        faults.push(error.to_string());
    }
    assert!(faults.is_empty(), "{} faults:\n\n{}", faults.len(), faults.join("\n"));
}
