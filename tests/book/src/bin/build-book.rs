//! Builds the book with mdBook, and looks at the pages that came out: `cargo xtask book`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Result, bail};
use mdbook_driver::MDBook;
use xtask::Workspace;

fn main() -> ExitCode {
    match build() {
        Ok(index) => {
            println!("{}", index.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Builds it below `target`; gives the page to begin with.
fn build() -> Result<PathBuf> {
    let workspace = Workspace::find();
    let place = match env::args_os().nth(1) {
        Some(place) => PathBuf::from(place),
        None => workspace.cache().join("book"),
    };
    let mut book = MDBook::load(workspace.root().join("book"))?;
    book.config.build.build_dir = std::path::absolute(&place)?;
    book.build()?;
    check(&place)?;
    Ok(place.join("index.html"))
}

/// Whether every anchor that a page leads to is on the page that mdBook has made.
fn check(place: &Path) -> Result<()> {
    let mut faults = Vec::new();
    for entry in fs::read_dir(place)? {
        let path = entry?.path();
        // All chapters together, whose links mdBook writes anew.
        if path.extension().is_none_or(|ending| ending != "html") || path.ends_with("print.html") {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        for link in attributes(&text, "href") {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            if file.contains("://") || file.starts_with('/') || (anchor.is_empty() && !file.ends_with(".html")) {
                continue;
            }
            let target = if file.is_empty() {
                path.clone()
            } else {
                place.join(file)
            };
            let Ok(target) = fs::read_to_string(&target) else {
                faults.push(format!("{}: `{link}` leads to no page", path.display()));
                continue;
            };
            if !anchor.is_empty() && !attributes(&target, "id").any(|id| id == anchor) {
                faults.push(format!("{}: `{link}` leads to no heading", path.display()));
            }
        }
    }
    let faults: BTreeSet<String> = faults.into_iter().collect();
    if !faults.is_empty() {
        let faults: Vec<String> = faults.into_iter().collect();
        bail!(
            "{} links of the built book are dead:\n{}",
            faults.len(),
            faults.join("\n")
        );
    }
    Ok(())
}

fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let before = format!(" {name}=\"");
    let starts: Vec<usize> = html.match_indices(&before).map(|(at, _)| at + before.len()).collect();
    starts.into_iter().filter_map(|at| html[at..].split('"').next())
}
