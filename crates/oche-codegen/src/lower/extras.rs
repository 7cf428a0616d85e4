//! What the author adds to generated Dart: annotations, imports, members, and what a class is like.

use syn::Attribute;

use crate::diagnostic::Diagnostic;
use crate::ir::{Annotation, Extras, Import, Style};
use crate::parser::attrs::{self, Options};
use crate::parser::source::Site;
use crate::parser::tree::{Item, ItemKind};
use crate::parser::types::generics_of;

use super::Lowering;
use super::dart_source::DartSource;
use super::data::is_object;

const ID: &str = "dart-source";

impl Lowering<'_> {
    /// What stands around a function or a class.
    pub(super) fn extras(&self, attributes: &[Attribute], options: &Options) -> Extras {
        let imports = options.imports.iter().filter_map(|(text, site)| {
            let import = import(text);
            if import.is_none() {
                self.sink.push(
                    Diagnostic::error(ID, "this is no import in Dart")
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
    pub(super) fn annotations(&self, attributes: &[Attribute], options: &Options) -> Vec<Annotation> {
        let mut annotations = Vec::new();
        for (text, site) in &options.annotations {
            let text = text.trim();
            match annotation_problem(text) {
                None => annotations.push(Annotation::Written(text.to_owned())),
                Some(problem) => self.sink.push(
                    Diagnostic::error(ID, "this is no annotation in Dart")
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

    /// What the class of a struct or an enum is like.
    pub(super) fn style(&self, item: &Item, options: &Options) -> Style {
        let is_object = is_object(item, options);
        let fields = match &item.kind {
            ItemKind::Struct(item) => Some(&item.fields),
            _ => None,
        };
        let is_generic = generics_of(&item.kind).is_some_and(|generics| generics.type_params().next().is_some());
        let object = "an object stays in Rust, and its class in Dart has no fields";
        let mutable = match fields {
            _ if is_object => Some(object),
            None => Some("an enum's values are what they are"),
            Some(fields) if fields.is_empty() => Some("it has no fields"),
            Some(_) => None,
        };
        let positional = match fields {
            _ if is_object => Some(object),
            None => Some("an enum has no constructor of its own; put the fields into a struct"),
            Some(fields) if fields.is_empty() => Some("it has no fields"),
            Some(syn::Fields::Named(_)) => None,
            Some(_) => Some("a tuple struct has its fields by position anyway"),
        };
        let no_eq = match &item.kind {
            _ if is_object => Some("an object is equal only to itself anyway"),
            ItemKind::Enum(item) if item.variants.iter().all(|variant| variant.fields.is_empty()) => {
                Some("each value of a Dart enum is there once, and equals only itself")
            }
            _ => None,
        };
        let json = match is_generic {
            _ if is_object => Some("an object stays in Rust: there is no data to write"),
            true => Some("a generic class would have to be told how its parameters are written"),
            false => None,
        };
        for (word, site, objection) in [
            ("mutable", options.mutable, mutable),
            ("positional", options.positional, positional),
            ("json", options.json, json),
            ("no_eq", options.no_eq, no_eq),
        ] {
            if let (Some(site), Some(objection)) = (site, objection) {
                self.sink.push(
                    Diagnostic::error("misplaced-option", format!("`{}` cannot be `{word}`", item.name))
                        .at(site, objection)
                        .help("take the word out"),
                );
            }
        }
        let mut style = Style {
            mutable: options.mutable.is_some(),
            json: options.json.is_some(),
            no_eq: options.no_eq.is_some(),
            ..Style::default()
        };
        self.added_members(options, &mut style);
        style
    }

    fn added_members(&self, options: &Options, style: &mut Style) {
        let lines = &mut style.members;
        for (text, site) in &options.members {
            match DartSource::parse(text) {
                Ok(dart) => {
                    self.check_declared(&dart, options, *site);
                    style.declares.extend(dart.declared());
                    if !lines.is_empty() {
                        lines.push(String::new());
                    }
                    lines.extend(dart.indented(2));
                }
                Err(problem) => self.sink.push(
                    Diagnostic::error(ID, "these are no members of a class in Dart")
                        .at(*site, problem)
                        .note("they are printed as they stand, and everything behind them would be read wrongly")
                        .help("close what is open"),
                ),
            }
        }
        let operator = options.members.iter().find(|(text, _)| text.contains("operator"));
        if let Some((_, site)) =
            operator.filter(|_| style.declares.contains("==") && !style.declares.contains("hashCode"))
        {
            self.sink.push(
                Diagnostic::error(ID, "`operator ==` without a `hashCode`")
                    .at(
                        *site,
                        "equal values must have equal hash codes, and nobody but the author knows such a one",
                    )
                    .help("write both: `int get hashCode => …;`"),
            );
        }
    }

    /// What an author's members take the place of may not be asked for as well.
    fn check_declared(&self, dart: &DartSource<'_>, options: &Options, site: Site) {
        let declared = dart.declared();
        for (word, asked, names) in [
            ("display", options.display, &["toString"][..]),
            ("eq", options.eq, &["==", "hashCode"]),
            ("json", options.json, &["toJson", "fromJson"]),
            ("no_eq", options.no_eq, &["==", "hashCode"]),
            ("ord", options.ord, &["compareTo", "<", "<=", ">", ">="]),
            (
                "partial_ord",
                options.partial_ord,
                &["partialCompareTo", "<", "<=", ">", ">="],
            ),
        ] {
            let (Some(asked), Some(name)) = (asked, names.iter().find(|name| declared.contains(**name))) else {
                continue;
            };
            self.sink.push(
                Diagnostic::error("duplicate-name", format!("two members are called `{name}` in Dart"))
                    .at(site, "written here")
                    .also(asked, format!("`{word}` asks for it"))
                    .help(format!("take `{word}` away, or the member")),
            );
        }
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
