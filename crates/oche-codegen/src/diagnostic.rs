//! Diagnostics: everything that Oche has to say about a user's crate, in the form that rustc users know.
//!
//! Problems are collected, never thrown: a run reports all of them, in the order of files and places, and only then
//! decides that nothing is written. Every one says what is wrong, where, why it cannot work, and what to write instead.

mod code;
mod json;
mod render;

use std::cell::RefCell;
use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;

pub use code::Code;
pub use json::about_file;
pub use render::Style;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something cannot cross; nothing is written.
    Error,
    /// Something was decided or left out that its author should know of; files are written.
    Warning,
    /// Something that is as it should be, and may still surprise whoever uses what was written.
    Note,
}

/// The index of a file in [`Diagnostics::sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) usize);

/// A file that was read, with its text, so that a report can show the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What stands in it.
    pub text: String,
    /// How many bytes of the file come before the text: those of a byte order mark that was taken off.
    pub skipped: usize,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes of its text.
    pub range: Range<usize>,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What kind of problem it is.
    pub code: Code,
    /// What is wrong, in a line.
    pub title: String,
    /// Where; problems of the set-up have no place.
    pub place: Option<Place>,
    /// What stands under the marked code.
    pub label: String,
    /// Further places that belong to the problem, with what stands under them.
    pub related: Vec<(Place, String)>,
    /// Why it cannot work.
    pub notes: Vec<String>,
    /// What to write instead.
    pub helps: Vec<String>,
}

impl Diagnostic {
    /// A problem that prevents the output.
    pub fn error(code: Code, title: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, title.into())
    }

    /// Something to know.
    pub fn warning(code: Code, title: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, title.into())
    }

    /// Something that may surprise.
    pub fn notice(code: Code, title: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, title.into())
    }

    fn new(severity: Severity, code: Code, title: String) -> Self {
        Self {
            severity,
            code,
            title,
            place: None,
            label: String::new(),
            related: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
        }
    }

    /// Points at the code.
    pub fn at(mut self, place: impl Into<Place>, label: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self.label = label.into();
        self
    }

    /// Points at further code.
    pub fn also(mut self, place: impl Into<Place>, label: impl Into<String>) -> Self {
        self.related.push((place.into(), label.into()));
        self
    }

    /// Says why.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Shows a way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.helps.push(help.into());
        self
    }
}

/// Where the passes leave what they find. Shared, because a problem may turn up in the middle of a look-up.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    found: RefCell<Vec<Diagnostic>>,
    /// The attributes that were read, by their file and first byte.
    read: RefCell<HashSet<(FileId, usize)>>,
}

impl Reports {
    pub(crate) fn push(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Notes that somebody has read the attribute whose path stands there, and says what is wrong with it.
    pub(crate) fn read(&self, place: impl Into<Place>) {
        let place = place.into();
        self.read.borrow_mut().insert((place.file, place.range.start));
    }

    /// Whether somebody has.
    pub(crate) fn is_read(&self, place: impl Into<Place>) -> bool {
        let place = place.into();
        self.read.borrow().contains(&(place.file, place.range.start))
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.found.borrow().iter().any(|d| d.severity == Severity::Error)
    }

    pub(crate) fn into_diagnostics(self, sources: Vec<SourceFile>) -> Diagnostics {
        Diagnostics::new(self.found.into_inner(), sources)
    }
}

/// Everything that a run had to say, in the order of files and places.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    /// The problems, sorted, each one once.
    pub list: Vec<Diagnostic>,
    /// The files that their places point into.
    pub sources: Vec<SourceFile>,
}

impl Diagnostics {
    fn new(mut list: Vec<Diagnostic>, sources: Vec<SourceFile>) -> Self {
        let path = |file: FileId| sources.get(file.0).map(|source: &SourceFile| &source.path);
        let order = |d: &Diagnostic| {
            let place = d.place.as_ref();
            let start = place.map(|place| (place.range.start, place.range.end));
            (
                place.and_then(|place| path(place.file)).cloned(),
                start,
                d.severity,
                d.code,
                d.title.clone(),
            )
        };
        let used_at = |d: &Diagnostic| d.related.first().map(|(place, _)| (place.file, place.range.start));
        list.sort_by_cached_key(|d| (order(d), used_at(d)));
        // A problem in a shared place (an alias, a field) is met once a use, and told once.
        list.dedup_by(|b, a| order(a) == order(b));
        Self { list, sources }
    }

    /// One problem of the set-up, without a place.
    pub(crate) fn single(diagnostic: Diagnostic) -> Self {
        Self::new(vec![diagnostic], Vec::new())
    }

    /// The file that a place is in.
    pub fn source(&self, place: &Place) -> Option<&SourceFile> {
        self.sources.get(place.file.0)
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }
}
