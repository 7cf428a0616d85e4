//! Which pages there are.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::markdown::{self, Page};

/// Where the book's chapters are, from the repository.
pub const BOOK: &str = "book/src";

/// Folders without pages of ours.
const SKIPPED: [&str; 4] = ["target", "build", "node_modules", "data"];

/// Every Markdown file below `root`, read, in the order of their paths.
///
/// # Errors
/// If a folder or file cannot be read.
pub fn all(root: &Path) -> Result<Vec<Page>> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    files.iter().map(|file| read(root, file)).collect()
}

fn read(root: &Path, file: &Path) -> Result<Page> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(markdown::read(file.strip_prefix(root).unwrap_or(file), &text))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            let is_hidden = name.starts_with('.') && name != ".github";
            if !is_hidden && !SKIPPED.contains(&&*name) {
                collect(&path, files)?;
            }
        } else if kind.is_file() && name.ends_with(".md") {
            files.push(path);
        }
    }
    Ok(())
}
