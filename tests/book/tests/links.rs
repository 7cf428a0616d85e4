//! Every link and anchor of every page, and what else they name.

use xtask::Workspace;

#[test]
fn what_pages_name_is_there() {
    let workspace = Workspace::find();
    let pages = book::pages::all(workspace.root()).expect("the pages can be read");
    assert!(pages.len() > 30, "only {} pages were found", pages.len());
    let links: usize = pages.iter().map(|page| page.links.len()).sum();
    assert!(links > 60, "only {links} links were found");
    let mut faults = book::links::faults(workspace.root(), &pages);
    faults.extend(book::words::faults(&pages));
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
