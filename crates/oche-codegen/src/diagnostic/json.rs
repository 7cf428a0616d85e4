//! Diagnostics as the JSON that rustc prints with `--error-format json`, so that editors and CI read both alike.

use std::ops::Range;
use std::path::Path;

use serde::Serialize;

use super::render::shown;
use super::{Diagnostic, Diagnostics, Place, Severity, SourceFile, Style};

/// One diagnostic: the fields are rustc's, and so is their order.
#[derive(Debug, Serialize)]
struct Message<'a> {
    #[serde(rename = "$message_type")]
    kind: &'static str,
    message: &'a str,
    code: Option<Code<'a>>,
    level: &'static str,
    spans: Vec<Span<'a>>,
    children: Vec<Message<'a>>,
    rendered: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Code<'a> {
    code: &'a str,
    explanation: Option<&'a str>,
}

/// A place in a file. Lines and columns count from 1, columns in characters; the ends are behind the last one.
#[derive(Debug, Serialize)]
struct Span<'a> {
    file_name: &'a str,
    byte_start: usize,
    byte_end: usize,
    line_start: usize,
    line_end: usize,
    column_start: usize,
    column_end: usize,
    is_primary: bool,
    text: Vec<Line<'a>>,
    label: Option<&'a str>,
    suggested_replacement: Option<&'a str>,
    suggestion_applicability: Option<&'a str>,
    expansion: Option<&'a str>,
}

/// A line of the marked code, and what is marked in it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    text: &'a str,
    highlight_start: usize,
    highlight_end: usize,
}

impl Diagnostics {
    /// All of them, one JSON object a line, in the shape of rustc's; paths as seen from `base` where they lie below it.
    pub fn to_json_lines(&self, base: &Path) -> String {
        let files: Vec<File<'_>> = self.sources.iter().map(|source| File::new(source, base)).collect();
        let rendered = self.render_each(base, Style::Plain);
        let messages = self.list.iter().zip(&rendered);
        messages
            .map(|(diagnostic, rendered)| line(&message(diagnostic, rendered, &files)))
            .collect()
    }
}

/// A problem with a whole file, which is no mistake in what was read, as a line of the same shape: at the beginning of the file,
/// if it is there.
pub fn about_file(path: &Path, base: &Path, message: &str, help: &str) -> String {
    let name = shown(path, base);
    let text = std::fs::read_to_string(path).ok();
    let source = text.map(|text| SourceFile {
        path: path.to_owned(),
        text,
        skipped: 0,
    });
    let file = source.as_ref().map(|source| File::new(source, base));
    let spans = file.iter().map(|file| file.span(&(0..0), None, true));
    let rendered = format!("error: {message}\n --> {name}\n  = help: {help}\n\n");
    line(&Message {
        spans: spans.collect(),
        children: vec![child("help", help)],
        rendered: Some(&rendered),
        ..child("error", message)
    })
}

fn line(message: &Message<'_>) -> String {
    // Texts, numbers and lists: there is nothing in it that JSON could not say.
    serde_json::to_string(message)
        .map(|text| text + "\n")
        .unwrap_or_default()
}

fn message<'a>(diagnostic: &'a Diagnostic, rendered: &'a str, files: &'a [File<'a>]) -> Message<'a> {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let span = |place: &Place, label: &'a str, is_primary| {
        let file = files.get(place.file.0)?;
        Some(file.span(&place.range, Some(label).filter(|label| !label.is_empty()), is_primary))
    };
    let primary = diagnostic
        .place
        .iter()
        .filter_map(|place| span(place, &diagnostic.label, true));
    let others = diagnostic.related.iter();
    let others = others.filter_map(|(place, label)| span(place, label, false));
    let notes = diagnostic.notes.iter().map(|note| child("note", note));
    let helps = diagnostic.helps.iter().map(|help| child("help", help));
    Message {
        code: Some(Code {
            code: diagnostic.code.as_str(),
            explanation: Some(diagnostic.code.page()),
        }),
        spans: primary.chain(others).collect(),
        children: notes.chain(helps).collect(),
        rendered: Some(rendered),
        ..child(level, &diagnostic.title)
    }
}

/// What has a level and a text.
fn child<'a>(level: &'static str, message: &'a str) -> Message<'a> {
    Message {
        kind: "diagnostic",
        message,
        code: None,
        level,
        spans: Vec::new(),
        children: Vec::new(),
        rendered: None,
    }
}

/// A file to count lines and columns in.
struct File<'a> {
    name: String,
    source: &'a SourceFile,
    /// Where its lines begin.
    lines: Vec<usize>,
}

impl<'a> File<'a> {
    fn new(source: &'a SourceFile, base: &Path) -> Self {
        let breaks = source.text.match_indices('\n').map(|(at, _)| at + 1);
        // A byte order mark is in no column.
        let first = source.text.len() - source.text.trim_start_matches('\u{feff}').len();
        Self {
            name: shown(&source.path, base),
            source,
            lines: std::iter::once(first).chain(breaks).collect(),
        }
    }

    /// The index of the line in which a byte is.
    fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// A line without its end.
    fn line(&self, index: usize) -> &'a str {
        let start = self.lines[index];
        let end = self.lines.get(index + 1).copied().unwrap_or(self.source.text.len());
        let line = self.source.text.get(start..end).unwrap_or("");
        let line = line.strip_suffix('\n').unwrap_or(line);
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// The column of a byte, in characters.
    fn column(&self, line: usize, at: usize) -> usize {
        let start = self.lines[line];
        let before = self.source.text.get(start..at).unwrap_or("");
        before.chars().count() + 1
    }

    fn span(&'a self, range: &Range<usize>, label: Option<&'a str>, is_primary: bool) -> Span<'a> {
        let end = range.end.min(self.source.text.len());
        let start = range.start.min(end);
        let (first, last) = (self.line_of(start), self.line_of(end));
        let (column_start, column_end) = (self.column(first, start), self.column(last, end));
        let lines = (first..=last).map(|index| {
            let text = self.line(index);
            Line {
                text,
                highlight_start: if index == first { column_start } else { 1 },
                highlight_end: if index == last {
                    column_end
                } else {
                    text.chars().count() + 1
                },
            }
        });
        Span {
            file_name: &self.name,
            byte_start: start + self.source.skipped,
            byte_end: end + self.source.skipped,
            line_start: first + 1,
            line_end: last + 1,
            column_start,
            column_end,
            is_primary,
            text: lines.collect(),
            label,
            suggested_replacement: None,
            suggestion_applicability: None,
            expansion: None,
        }
    }
}
