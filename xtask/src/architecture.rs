//! The architecture: the imports of both languages, held against one table of floors.
//!
//! Each tree of sources ([`floors::TREES`]) is a house of floors. A file may import from its own floor and from those below,
//! never from one above; within a floor no files import each other in a circle; what only some platforms have is imported in
//! the rooms that are made for it. This reads the directives of Dart and the paths of Rust, and names each line that breaks a
//! rule, with the reason and a way out.

mod circles;
mod dart;
pub mod floors;
pub mod picture;
mod rules;
mod rust;
pub mod table;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

pub use floors::{Floor, Language, Outside, Room, Tree};
pub use rules::Complaint;

/// A file, and what it imports.
#[derive(Debug)]
pub struct Source {
    /// From the tree's root, with `/`.
    pub path: String,
    /// How many lines it has.
    pub lines: usize,
    /// The file of which it is a part: that of a Dart library. For all other files it is the file itself.
    pub library: String,
    /// What it imports, each once, in the order of lines.
    pub imports: Vec<Import>,
}

/// One import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Where it is.
    pub line: usize,
    /// The directive or the path, as it is written.
    pub text: String,
    /// What it leads to.
    pub target: Target,
    /// The file that it names, which may have the target from elsewhere and hand it on.
    pub named: Option<String>,
}

/// What an import leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Another file of the tree, by its path from the root.
    File(String),
    /// Something that is not in the tree: `dart:ffi`, `std::thread::spawn`.
    Outside(String),
}

/// What is known of one tree.
#[derive(Debug)]
pub struct Survey {
    /// The tree.
    pub tree: &'static Tree,
    /// Its files.
    pub sources: Vec<Source>,
    /// The circles among its files: of each the files that are in it.
    pub circles: Vec<Vec<String>>,
    /// What breaks a rule.
    pub complaints: Vec<Complaint>,
}

/// Reads a tree below `repository` and holds it against its floors.
///
/// # Errors
/// If a file cannot be read or is no source of its language.
pub fn survey(tree: &'static Tree, repository: &Path) -> Result<Survey> {
    let root = repository.join(tree.root);
    let sources = match tree.language {
        Language::Dart => dart::read(&root)?,
        Language::Rust => rust::read(&root)?,
    };
    let (circles, complaints) = rules::check(tree, &sources);
    Ok(Survey {
        tree,
        sources,
        circles,
        complaints,
    })
}

fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Adds an import, unless the file has an earlier one of the same thing.
fn add_import(imports: &mut Vec<Import>, new: Import) {
    let is_same = |import: &&mut Import| import.target == new.target && import.named == new.named;
    match imports.iter_mut().find(is_same) {
        Some(import) if import.line > new.line => *import = new,
        Some(_) => {}
        None => imports.push(new),
    }
}
