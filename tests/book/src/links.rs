//! Links, anchors, the book's summary, and the files that pages name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use crate::markdown::{Page, Spot};
use crate::pages::BOOK;

/// The top folders of the repository: what begins with one of them and looks like a path is one.
const FOLDERS: [&str; 7] = [
    "benches/",
    "book/",
    "crates/",
    "dart/oche",
    "examples/",
    "tests/",
    "xtask/",
];

/// Where the tests are that pages name.
const TESTS: [&str; 3] = [
    "examples/pure_dart/dart/test",
    "examples/multi_file/dart/test",
    "examples/flutter_app/test",
];

/// Everything that is wrong with the links of these pages, as `file:line: what`.
pub fn faults(root: &Path, pages: &[Page]) -> Vec<String> {
    let known: BTreeMap<&Path, &Page> = pages.iter().map(|page| (page.path.as_path(), page)).collect();
    let mut faults = Vec::new();
    for page in pages {
        let mut complain = |spot: &Spot, what: String| {
            faults.push(format!("{}:{}: {what}", page.path.display(), spot.line));
        };
        for link in &page.links {
            if let Err(what) = check(root, &known, page, &link.text) {
                complain(link, format!("the link `{}` {what}", link.text));
            }
        }
        for span in &page.spans {
            if let Err(what) = test_in(root, &span.text) {
                complain(span, what);
            }
            let folder = root.join(page.path.parent().unwrap_or(Path::new("")));
            let is_there = |path: &str| root.join(path).exists() || folder.join(path).exists();
            if let Some(path) = path_in(&span.text).filter(|path| !is_there(path)) {
                complain(span, format!("there is no `{path}`"));
            }
        }
    }
    faults.extend(summary(pages));
    faults
}

fn check(root: &Path, known: &BTreeMap<&Path, &Page>, page: &Page, link: &str) -> Result<(), String> {
    if let Some((scheme, rest)) = link.split_once("://") {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        return match scheme {
            "https" | "http" if host.contains('.') && !link.contains(' ') => Ok(()),
            _ => Err("is no address".to_owned()),
        };
    }
    if link.starts_with("mailto:") {
        return Ok(());
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = match path {
        "" => page.path.clone(),
        path => normal(&page.path.parent().unwrap_or(Path::new("")).join(path)).ok_or("leads out of the repository")?,
    };
    if !root.join(&target).exists() {
        return Err(format!("leads to {}, which is not there", target.display()));
    }
    if page.path.starts_with(BOOK) && !target.starts_with(BOOK) {
        return Err("leads out of the book, where its readers find nothing".to_owned());
    }
    match known.get(target.as_path()) {
        _ if anchor.is_empty() => Ok(()),
        Some(page) if page.anchors.contains(anchor) => Ok(()),
        Some(page) => Err(format!("names a heading that {} does not have", page.path.display())),
        None => Err("has an anchor, but does not lead to a page".to_owned()),
    }
}

/// The path without `.` and `..`; `None` if it leads above its beginning.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => normal.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !normal.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(normal)
}

/// The path of a file of the repository, or of the page's folder, that a piece of code is, if it is one and all of it is spelled
/// out: an `N` stands for a number.
fn path_in(code: &str) -> Option<&str> {
    let is_path = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let begins = FOLDERS.iter().any(|folder| code.starts_with(folder));
    (begins && code.chars().all(is_path) && !code.contains("..") && !code.contains("-N.")).then_some(code)
}

/// `file_test.dart: title` names a test of the examples, which must be there.
fn test_in(root: &Path, code: &str) -> Result<(), String> {
    let Some((file, title)) = code.split_once("_test.dart: ") else {
        return Ok(());
    };
    let text = TESTS.iter().find_map(|folder| {
        let path = root.join(folder).join(format!("{file}_test.dart"));
        std::fs::read_to_string(path).ok()
    });
    match text {
        None => Err(format!("there is no `{file}_test.dart`")),
        Some(text) if !text.contains(&format!("'{title}'")) => Err(format!("`{file}_test.dart` has no test `{title}`")),
        Some(_) => Ok(()),
    }
}

/// Chapters that the summary does not have, or has twice.
fn summary(pages: &[Page]) -> Vec<String> {
    let path = Path::new(BOOK).join("SUMMARY.md");
    let Some(summary) = pages.iter().find(|page| page.path == path) else {
        return vec![format!("{}: there is no summary", path.display())];
    };
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for link in &summary.links {
        if !seen.insert(Path::new(BOOK).join(&link.text)) {
            faults.push(format!(
                "{}:{}: `{}` stands there twice",
                path.display(),
                link.line,
                link.text
            ));
        }
    }
    for page in pages
        .iter()
        .filter(|page| page.path.starts_with(BOOK) && page.path != path)
    {
        if !seen.contains(&page.path) {
            faults.push(format!("{}: the summary does not have it", page.path.display()));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::pages;

    #[test]
    fn each_kind_of_fault_is_found_at_its_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
            fs::write(file, text).expect("a file");
        };
        write(
            "README.md",
            "[ok](book/src/a.md#one) [ok](https://example.org/x)\n[no](gone.md)\n[no](book/src/a.md#two)\n[no](http://x)\n",
        );
        write("book/src/SUMMARY.md", "[A](a.md)\n[A](a.md)\n");
        write(
            "book/src/a.md",
            "# One\n\n[up](../../README.md) [out](../../../x.md)\n`crates/none.rs` `crates/*/x` `README.md` `none_test.dart: a`\n[svg](a.svg)\n",
        );
        write("book/src/b.md", "# B\n");
        let pages = pages::all(folder.path()).expect("pages");
        assert_eq!(
            faults(folder.path(), &pages),
            [
                "README.md:2: the link `gone.md` leads to gone.md, which is not there",
                "README.md:3: the link `book/src/a.md#two` names a heading that book/src/a.md does not have",
                "README.md:4: the link `http://x` is no address",
                "book/src/a.md:3: the link `../../README.md` leads out of the book, where its readers find nothing",
                "book/src/a.md:3: the link `../../../x.md` leads out of the repository",
                "book/src/a.md:5: the link `a.svg` leads to book/src/a.svg, which is not there",
                "book/src/a.md:4: there is no `crates/none.rs`",
                "book/src/a.md:4: there is no `none_test.dart`",
                "book/src/SUMMARY.md:2: `a.md` stands there twice",
                "book/src/b.md: the summary does not have it",
            ]
        );
    }
}
