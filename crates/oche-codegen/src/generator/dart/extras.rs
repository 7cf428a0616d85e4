//! What the author adds around declarations: annotations and imports.

use super::literals::quoted;
use super::scope::Scope;
use crate::ir::{Annotation, Extras};

/// The annotations above a declaration that is set in by `indent` columns, each on its line. What it needs is imported.
pub fn above(extras: &Extras, scope: &Scope, indent: usize) -> String {
    for import in &extras.imports {
        scope.import_library(import);
    }
    annotations(&extras.annotations, scope, indent)
}

/// Annotations, each on its line.
pub fn annotations(annotations: &[Annotation], scope: &Scope, indent: usize) -> String {
    let lines = annotations.iter().map(|annotation| {
        let text = print(annotation, scope);
        format!("{:indent$}{text}\n", "")
    });
    lines.collect()
}

/// Annotations in front of a parameter.
pub fn inline(annotations: &[Annotation], scope: &Scope) -> String {
    annotations
        .iter()
        .map(|annotation| print(annotation, scope) + " ")
        .collect()
}

fn print(annotation: &Annotation, scope: &Scope) -> String {
    match annotation {
        Annotation::Written(text) => {
            scope.written();
            format!("@{text}")
        }
        Annotation::Deprecated(None) => format!("@{}", scope.core("deprecated")),
        Annotation::Deprecated(Some(note)) => format!("@{}({})", scope.core("Deprecated"), quoted(note)),
    }
}
