//! Names that two things would share in Dart.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Reports};
use crate::parser::source::Site;

/// Checks the members of one class, function or enum.
pub fn members<'a>(names: impl IntoIterator<Item = (&'a str, Site)>, what: &str, reports: &Reports) {
    let mut seen: BTreeMap<&str, Site> = BTreeMap::new();
    for (name, site) in names {
        match seen.get(name) {
            Some(first) => reports.push(
                Diagnostic::error(
                    Code::DuplicateMember,
                    format!("two {what}s are called `{name}` in Dart"),
                )
                .at(site, format!("`{name}` again"))
                .also(*first, format!("`{name}` first"))
                .help("rename one of them, or choose a name for Dart: `#[oche(name = \"…\")]`"),
            ),
            None => {
                seen.insert(name, site);
            }
        }
    }
}

/// Checks that no member of a class is called like the class.
pub fn class_and_member<'a>(class: &str, names: impl IntoIterator<Item = (&'a str, Site)>, reports: &Reports) {
    for (_, site) in names.into_iter().filter(|(name, _)| *name == class) {
        reports.push(
            Diagnostic::error(
                Code::DuplicateMember,
                format!("a member of `{class}` is called `{class}` in Dart"),
            )
            .at(site, "the name of the class")
            .note("in Dart, only constructors are called like their class")
            .help("rename one of them, or choose a name for Dart: `#[oche(name = \"…\")]`"),
        );
    }
}

/// What stands at the top of a Dart library.
#[derive(Clone, Debug)]
pub struct TopLevel {
    pub name: String,
    pub site: Site,
    /// "the class of a variant", "a type", "a function".
    pub what: &'static str,
}

/// Checks everything that the Dart package exports: one name means one thing, whatever the library.
pub fn top_level(declared: impl IntoIterator<Item = TopLevel>, library_object: &str, reports: &Reports) {
    let mut seen: BTreeMap<String, TopLevel> = BTreeMap::new();
    for declared in declared {
        if declared.name == library_object {
            reports.push(
                Diagnostic::error(
                    Code::DuplicateName,
                    format!("`{library_object}` is the name of the library in Dart"),
                )
                .at(declared.site, "taken")
                .help("choose another name for Dart: `#[oche(name = \"…\")]`"),
            );
        }
        let Some(first) = seen.get(&declared.name) else {
            seen.insert(declared.name.clone(), declared);
            continue;
        };
        let TopLevel { name, site, what } = &declared;
        let is_either = |what: &str| declared.what == what || first.what == what;
        let problem = Diagnostic::error(Code::DuplicateName, format!("two things are called `{name}` in Dart"))
            .at(*site, format!("{what} of this name"))
            .also(first.site, format!("{} of this name", first.what));
        let problem = if is_either(VARIANT) {
            problem.note("each variant of an enum with data is a class in Dart, named after the enum and the variant")
        } else if is_either(IMPLEMENTED) {
            problem.note("what implements a trait in Rust is an object of a class in Dart, `Rust` and the trait's name")
        } else {
            problem.note("a Dart package exports all of its names together, whatever module they come from")
        };
        reports.push(problem.help("rename one of them, or choose a name for Dart: `#[oche(name = \"…\")]`"));
    }
}

/// How [`Declared::what`] calls the class of a variant.
pub const VARIANT: &str = "the class of a variant";

/// How it calls the class of what implements a trait in Rust.
pub const IMPLEMENTED: &str = "a trait, which brings a class";
