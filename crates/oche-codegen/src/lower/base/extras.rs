//! What the author adds to generated Dart: annotations, imports, members, and what a class is like.

use syn::Attribute;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Annotation, Extras, Import};
use crate::parser::attrs::{self, Options};

use super::dart_source::DartSource;
use super::lowering::Lowering;

impl Lowering<'_> {
    /// What stands around a function or a class.
    pub fn extras(&self, attributes: &[Attribute], options: &Options) -> Extras {
        let imports = options.imports.iter().filter_map(|(text, site)| {
            let import = import(text);
            if import.is_none() {
                self.reports.push(
                    Diagnostic::error(Code::DartSource, "this is no import in Dart")
                        .at(*site, "expected the URI of a library")
                        .help("write `package:meta/meta.dart`, and behind it what Dart allows there: `as meta`, `show immutable`"),
                );
            }
            import
        });
        Extras {
            annotations: self.annotations(attributes, options),
            imports: imports.collect(),
        }
    }

    /// What stands above a declaration.
    pub fn annotations(&self, attributes: &[Attribute], options: &Options) -> Vec<Annotation> {
        let mut annotations = Vec::new();
        for (text, site) in &options.annotations {
            let text = text.trim();
            match annotation_problem(text) {
                None => annotations.push(Annotation::Written(text.to_owned())),
                Some(problem) => self.reports.push(
                    Diagnostic::error(Code::DartSource, "this is no annotation in Dart")
                        .at(*site, problem)
                        .help("write it as Dart does, without the `@`: `immutable`, `Deprecated('use b')`"),
                ),
            }
        }
        let is_deprecation = |text: &str| text == "deprecated" || text.starts_with("Deprecated(");
        let is_said = annotations
            .iter()
            .any(|annotation| matches!(annotation, Annotation::Written(text) if is_deprecation(text)));
        let deprecated = attrs::deprecated(attributes).filter(|_| !is_said);
        annotations.extend(deprecated.map(Annotation::Deprecated));
        annotations
    }
}

/// What is wrong with an annotation.
fn annotation_problem(text: &str) -> Option<String> {
    if text.starts_with('@') {
        return Some("the `@` comes by itself".to_owned());
    }
    if text.contains(['\n', '\r']) {
        return Some("more than one line".to_owned());
    }
    if !text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$') {
        return Some("expected the name of a constant or of a class".to_owned());
    }
    let dart = match DartSource::parse(text) {
        Ok(dart) => dart,
        Err(problem) => return Some(problem),
    };
    // What stands in the brackets is Dart's to judge: they are closed.
    let (name, behind) = match dart.skeleton().rsplit_once("()") {
        Some((name, behind)) => (name, Some(behind)),
        None => (dart.skeleton(), None),
    };
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    let is_name = match (name.split_once('<'), name.rsplit_once('>')) {
        (Some((class, _)), Some((_, constructor))) => {
            behind.is_some() && class.chars().chain(constructor.chars()).all(is_part)
        }
        _ => name.chars().all(is_part),
    };
    match behind {
        _ if !is_name => Some("expected the name of a constant or of a class, and perhaps arguments".to_owned()),
        Some(behind) if !behind.is_empty() => Some("something follows the arguments".to_owned()),
        _ => None,
    }
}

/// `package:meta/meta.dart show immutable`, taken apart.
fn import(text: &str) -> Option<Import> {
    let mut words = text.split_whitespace();
    let uri = words.next()?;
    let combinators: Vec<&str> = words.collect();
    let is_uri_char = |c: char| c.is_ascii_alphanumeric() || "_-./:%+~".contains(c);
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_$,".contains(c));
    let begins = combinators
        .first()
        .is_none_or(|word| matches!(*word, "as" | "show" | "hide"));
    let is_good = uri.chars().all(is_uri_char)
        && begins
        && combinators.len() != 1
        && combinators.iter().all(|word| is_name(word));
    is_good.then(|| Import {
        uri: uri.to_owned(),
        combinators: combinators.join(" "),
    })
}
