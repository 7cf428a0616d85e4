//! The files of a run, and places in them.

use std::path::{Path, PathBuf};

use proc_macro2::Span;
use syn::spanned::Spanned;

use crate::diagnostic::{FileId, Place, SourceFile};

/// Every file that was read.
#[derive(Debug, Default)]
pub(crate) struct Sources(Vec<SourceFile>);

impl Sources {
    /// Adds a file.
    pub(crate) fn add(&mut self, path: PathBuf, text: String) -> FileId {
        self.push(path, text, 0)
    }

    /// Adds a file of Rust, without the byte order mark that its text may begin with: places are counted without it.
    pub(crate) fn add_rust(&mut self, path: PathBuf, text: String) -> FileId {
        let bare = text.strip_prefix('\u{feff}').map(str::to_owned);
        let skipped = if bare.is_some() { '\u{feff}'.len_utf8() } else { 0 };
        self.push(path, bare.unwrap_or(text), skipped)
    }

    fn push(&mut self, path: PathBuf, text: String, skipped: usize) -> FileId {
        self.0.push(SourceFile { path, text, skipped });
        FileId(self.0.len() - 1)
    }

    pub(crate) fn path(&self, file: FileId) -> &Path {
        &self.0[file.0].path
    }

    pub(crate) fn text(&self, file: FileId) -> &str {
        &self.0[file.0].text
    }

    pub(crate) fn into_files(self) -> Vec<SourceFile> {
        self.0
    }
}

/// A place in a Rust file as the parser keeps it: turned into bytes only if there is something to say about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    pub(crate) file: FileId,
    pub(crate) span: Span,
}

impl Site {
    pub(crate) fn new(file: FileId, span: Span) -> Self {
        Self { file, span }
    }

    /// All the tokens of a syntax tree.
    pub(crate) fn of(file: FileId, tokens: &impl Spanned) -> Self {
        Self::new(file, tokens.span())
    }
}

impl From<Site> for Place {
    fn from(site: Site) -> Self {
        Place {
            file: site.file,
            range: site.span.byte_range(),
        }
    }
}
