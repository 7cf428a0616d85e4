//! What the author wants of a class in Dart.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Style;
use crate::lower::base::{DartSource, Lowering, is_object};
use crate::parser::attrs::Options;
use crate::parser::source::Site;
use crate::parser::tree::{Item, ItemKind};
use crate::parser::types::generics_of;

impl Lowering<'_> {
    /// What the class of a struct or an enum is like.
    pub fn style(&self, item: &Item, options: &Options) -> Style {
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
                self.reports.push(
                    Diagnostic::error(Code::WordForType, format!("`{}` cannot be `{word}`", item.name))
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
                Err(problem) => self.reports.push(
                    Diagnostic::error(Code::DartSource, "these are no members of a class in Dart")
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
            self.reports.push(
                Diagnostic::error(Code::EqualityWithoutHash, "`operator ==` without a `hashCode`")
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
            self.reports.push(
                Diagnostic::error(
                    Code::DuplicateMember,
                    format!("two members are called `{name}` in Dart"),
                )
                .at(site, "written here")
                .also(asked, format!("`{word}` asks for it"))
                .help(format!("take `{word}` away, or the member")),
            );
        }
    }
}
