//! Printing diagnostics, as rustc prints its own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Code, Diagnostic, Diagnostics, FileId, Severity, SourceFile};

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    Plain,
    /// With ANSI colours.
    Coloured,
}

impl Diagnostics {
    /// All of them as text, with paths as seen from `base` where they lie below it. The last line says how to read more.
    pub fn render(&self, base: &Path, style: Style) -> String {
        self.render_each(base, style).concat() + &self.more()
    }

    /// Each of them as text.
    pub(super) fn render_each(&self, base: &Path, style: Style) -> Vec<String> {
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Coloured => Renderer::styled(),
        };
        let files: Vec<File<'_>> = self.sources.iter().map(|source| File::new(source, base)).collect();
        let reports = self.list.iter().map(|d| renderer.render(&[group(d, &files)]));
        reports.map(|report| format!("{report}\n\n")).collect()
    }

    /// How to read more about what was found; nothing if nothing was.
    fn more(&self) -> String {
        let codes: BTreeSet<Code> = self.list.iter().map(|d| d.code).collect();
        let mut codes = codes.into_iter();
        let Some(first) = codes.next() else {
            return String::new();
        };
        let others: Vec<&str> = codes.map(Code::as_str).collect();
        match &others[..] {
            [] => format!("For more about this: `oche explain {first}`\n"),
            _ => format!(
                "For more about these: `oche explain {first}`; also {}\n",
                others.join(", ")
            ),
        }
    }
}

fn group<'a>(diagnostic: &'a Diagnostic, files: &'a [File<'a>]) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(&*diagnostic.title).id(diagnostic.code.as_str());
    Group::with_title(title)
        .elements(snippets(diagnostic, files))
        .elements(diagnostic.notes.iter().map(|note| Level::NOTE.message(note)))
        .elements(diagnostic.helps.iter().map(|help| Level::HELP.message(help)))
}

/// One snippet a file, the one of the primary place first.
fn snippets<'a>(diagnostic: &'a Diagnostic, files: &'a [File<'a>]) -> Vec<Snippet<'a, Annotation<'a>>> {
    let Some(primary) = &diagnostic.place else {
        return Vec::new();
    };
    let mut others: BTreeMap<FileId, Vec<Mark<'a>>> = BTreeMap::new();
    let mut first: Vec<Mark<'a>> = vec![(AnnotationKind::Primary, primary.range.clone(), &diagnostic.label)];
    for (place, label) in &diagnostic.related {
        let mark = (AnnotationKind::Context, place.range.clone(), label.as_str());
        if place.file == primary.file {
            first.push(mark);
        } else {
            others.entry(place.file).or_default().push(mark);
        }
    }
    let marked = std::iter::once((primary.file, first)).chain(others);
    marked
        .filter_map(|(file, marks)| Some(files.get(file.0)?.snippet(marks)))
        .collect()
}

/// Code to mark: how, where, and what to write under it.
type Mark<'a> = (AnnotationKind, Range<usize>, &'a str);

/// A path as seen from a folder, if it lies below it. The same on every machine, so that reports can be compared.
pub(super) fn shown(path: &Path, base: &Path) -> String {
    let path = path.strip_prefix(base).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// A file to cut snippets from.
struct File<'a> {
    path: String,
    text: &'a str,
    /// Where its lines begin.
    lines: Vec<usize>,
}

impl<'a> File<'a> {
    fn new(source: &'a SourceFile, base: &Path) -> Self {
        let breaks = source.text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            path: shown(&source.path, base),
            text: &source.text,
            lines: std::iter::once(0).chain(breaks).collect(),
        }
    }

    /// The lines with the marks in them. Only these are handed on: whoever prints looks at every line that it gets, and
    /// there may be as many reports as lines.
    fn snippet(&'a self, marks: Vec<Mark<'a>>) -> Snippet<'a, Annotation<'a>> {
        let start = marks.iter().map(|(_, range, _)| range.start).min().unwrap_or(0);
        let end = marks.iter().map(|(_, range, _)| range.end).max().unwrap_or(0);
        let first = self.lines.partition_point(|line| *line <= start).saturating_sub(1);
        let after = self.lines.partition_point(|line| *line <= end);
        let start = self.lines[first];
        let end = self.lines.get(after).copied().unwrap_or(self.text.len());
        let annotations = marks.into_iter().map(|(kind, range, label)| {
            let annotation = kind.span(range.start - start..range.end - start);
            if label.is_empty() {
                annotation
            } else {
                annotation.label(label)
            }
        });
        Snippet::source(&self.text[start..end])
            .line_start(first + 1)
            .path(self.path.as_str())
            .annotations(annotations)
    }
}
