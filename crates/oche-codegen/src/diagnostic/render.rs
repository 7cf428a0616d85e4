//! Printing diagnostics, as rustc prints its own.

use std::collections::BTreeMap;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, FileId, Severity};

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    Plain,
    /// With ANSI colours.
    Coloured,
}

impl Diagnostics {
    /// All of them as text, with paths as seen from `base` where they lie below it.
    pub fn render(&self, base: &Path, style: Style) -> String {
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Coloured => Renderer::styled(),
        };
        self.list.iter().map(|d| format!("{}\n\n", renderer.render(&[self.group(d, base)]))).collect()
    }

    fn group<'a>(&'a self, diagnostic: &'a Diagnostic, base: &Path) -> Group<'a> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(&*diagnostic.title).id(diagnostic.id));
        group = group.elements(self.snippets(diagnostic, base));
        group = group.elements(diagnostic.notes.iter().map(|note| Level::NOTE.message(note)));
        group.elements(diagnostic.helps.iter().map(|help| Level::HELP.message(help)))
    }

    /// One snippet a file, the one of the primary place first.
    fn snippets<'a>(
        &'a self,
        diagnostic: &'a Diagnostic,
        base: &Path,
    ) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
        let Some(primary) = &diagnostic.place else {
            return Vec::new();
        };
        let mut others: BTreeMap<FileId, Vec<_>> = BTreeMap::new();
        let mut first = vec![annotation(AnnotationKind::Primary, &primary.range, &diagnostic.label)];
        for (place, label) in &diagnostic.related {
            let annotation = annotation(AnnotationKind::Context, &place.range, label);
            if place.file == primary.file {
                first.push(annotation);
            } else {
                others.entry(place.file).or_default().push(annotation);
            }
        }
        let files = std::iter::once((primary.file, first)).chain(others);
        files.filter_map(|(file, annotations)| self.snippet(file, annotations, base)).collect()
    }

    fn snippet<'a>(
        &'a self,
        file: FileId,
        annotations: Vec<annotate_snippets::Annotation<'a>>,
        base: &Path,
    ) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
        let source = self.sources.get(file.0)?;
        let path = source.path.strip_prefix(base).unwrap_or(&source.path);
        // The same on every machine, so that reports can be compared.
        let path = path.to_string_lossy().replace('\\', "/");
        Some(Snippet::source(&*source.text).path(path).annotations(annotations))
    }
}

fn annotation<'a>(
    kind: AnnotationKind,
    range: &std::ops::Range<usize>,
    label: &'a str,
) -> annotate_snippets::Annotation<'a> {
    let annotation = kind.span(range.clone());
    if label.is_empty() { annotation } else { annotation.label(label) }
}
