//! Reading `oche.toml` by the table of its keys. Everything that is wrong is reported, at its place, in one go.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Place, Reports, SourceFile};
use crate::suggest;

use super::keys::{Key, SECTIONS, Section, Settings, Value};
use super::paths::shown;

/// What the file says; nothing, if there is none.
pub(super) fn read(path: &Path) -> Result<Settings, Diagnostics> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Settings::default()),
        Err(error) => {
            let title = format!("cannot read `{}`: {error}", shown(path));
            return Err(Diagnostics::single(Diagnostic::error(Code::Unreadable, title)));
        }
    };
    let mut reading = Reading::default();
    reading.file(path, &text);
    if !reading.reports.has_errors() {
        return Ok(reading.settings);
    }
    let path = path.to_owned();
    Err(reading
        .reports
        .into_diagnostics(vec![SourceFile { path, text, skipped: 0 }]))
}

/// What the TOML reader found, at its place.
pub(crate) fn toml_problem(path: &Path, text: String, error: &Error) -> Diagnostics {
    let reports = Reports::default();
    reports.push(not_toml(path, error));
    let path = path.to_owned();
    reports.into_diagnostics(vec![SourceFile { path, text, skipped: 0 }])
}

fn not_toml(path: &Path, error: &Error) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::InvalidToml, format!("`{}` cannot be understood", shown(path)));
    let label = error.message().to_owned();
    match error.span() {
        Some(range) => diagnostic.at(Place { file: FileId(0), range }, label),
        None => diagnostic.note(label),
    }
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    settings: Settings,
    reports: Reports,
}

fn place<T>(spanned: &Spanned<T>) -> Place {
    Place {
        file: FileId(0),
        range: spanned.span(),
    }
}

impl Reading {
    fn file(&mut self, path: &Path, text: &str) {
        let (sections, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            self.reports.push(not_toml(path, error));
        }
        // What is left of a file that is no TOML would be complained about for nothing.
        if !errors.is_empty() {
            return;
        }
        for (name, value) in sections.get_ref() {
            let Some(section) = SECTIONS.iter().find(|section| section.name == name.get_ref()) else {
                self.reports.push(unknown_section(name.get_ref(), place(name)));
                continue;
            };
            match value.get_ref() {
                DeValue::Table(keys) => self.section(section, keys),
                other => self.reports.push(
                    Diagnostic::error(Code::KeyType, format!("`{}` is a section", section.name))
                        .at(place(value), format!("this is {}", described(other)))
                        .help(format!(
                            "write `[{}]` on a line of its own, and its keys below",
                            section.name
                        )),
                ),
            }
        }
    }

    fn section(&mut self, section: &Section, keys: &DeTable<'_>) {
        for (name, value) in keys {
            match section.keys.iter().find(|key| key.name == name.get_ref()) {
                Some(key) => self.key(key, value),
                None => self.reports.push(unknown_key(name.get_ref(), section, place(name))),
            }
        }
    }

    fn key(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) {
        match (&key.value, value.get_ref()) {
            (Value::Text { check, set }, DeValue::String(text)) => match (check.problem)(text) {
                Some(problem) => self.reports.push(problem.at(place(value), "")),
                None => set(&mut self.settings, text.clone().into_owned()),
            },
            (Value::Flag(set), DeValue::Boolean(is_on)) => set(&mut self.settings, *is_on),
            (Value::Texts(set), DeValue::Array(items)) => {
                let mut texts = Vec::new();
                for item in items {
                    match item.get_ref() {
                        DeValue::String(text) => texts.push(text.clone().into_owned()),
                        _ => self.reports.push(wrong_type(key, item)),
                    }
                }
                set(&mut self.settings, texts);
            }
            _ => self.reports.push(wrong_type(key, value)),
        }
    }
}

fn unknown_section(name: &str, at: Place) -> Diagnostic {
    // A key that stands before the first section, or that has lost its own.
    let homes = SECTIONS
        .iter()
        .filter(|section| section.keys.iter().any(|key| key.name == name));
    let homes: Vec<String> = homes.map(|section| format!("`[{}]`", section.name)).collect();
    let problem = Diagnostic::error(Code::UnknownKey, format!("`oche.toml` has no section `{name}`"));
    let problem = problem.at(at, "not known");
    if !homes.is_empty() {
        return problem.help(format!("it is a key: write it under {}", homes.join(" or ")));
    }
    let names = || SECTIONS.iter().map(|section| section.name);
    let all: Vec<String> = names().map(|name| format!("`[{name}]`")).collect();
    problem.help(suggest::help(name, names()).unwrap_or_else(|| format!("the sections are {}", all.join(", "))))
}

fn unknown_key(name: &str, section: &Section, at: Place) -> Diagnostic {
    let title = format!("`oche.toml` has no key `{name}` under `[{}]`", section.name);
    let problem = Diagnostic::error(Code::UnknownKey, title).at(at, "not known");
    let elsewhere = |is_it: &dyn Fn(&str) -> bool| -> Vec<String> {
        let others = SECTIONS.iter().filter(|other| other.name != section.name);
        others
            .flat_map(|other| other.keys.iter().map(move |key| (other.name, key.name)))
            .filter(|(_, key)| is_it(key))
            .map(|(other, key)| format!("`{key}` under `[{other}]`"))
            .collect()
    };
    let same = elsewhere(&|key| key == name);
    if !same.is_empty() {
        return problem.help(format!("there is {}", same.join(", and ")));
    }
    let names = || section.keys.iter().map(|key| key.name);
    if let Some(help) = suggest::help(name, names()) {
        return problem.help(help);
    }
    let all = SECTIONS.iter().flat_map(|section| section.keys).map(|key| key.name);
    let similar = suggest::closest(name, all);
    let similar = elsewhere(&|key| similar.contains(&key));
    if !similar.is_empty() {
        return problem.help(format!("there is {}", similar.join(", and ")));
    }
    let all: Vec<String> = names().map(|name| format!("`{name}`")).collect();
    problem.help(match &all[..] {
        [only] => format!("the only key there is {only}"),
        _ => format!("the keys there are {}", all.join(", ")),
    })
}

fn wrong_type(key: &Key, value: &Spanned<DeValue<'_>>) -> Diagnostic {
    let must_be = match key.value {
        Value::Text { .. } => "a string",
        Value::Flag(_) => "a boolean",
        Value::Texts(_) => "an array of strings",
    };
    let example = meant(key, value.get_ref()).unwrap_or_else(|| key.example.to_owned());
    Diagnostic::error(Code::KeyType, format!("`{}` must be {must_be}", key.name))
        .at(place(value), format!("this is {}", described(value.get_ref())))
        .help(format!("write `{} = {example}`", key.name))
}

/// The value that was probably meant.
fn meant(key: &Key, value: &DeValue<'_>) -> Option<String> {
    match (&key.value, value) {
        (Value::Flag(_), DeValue::String(text)) => text.parse::<bool>().ok().map(|is_on| is_on.to_string()),
        (Value::Texts(_), DeValue::String(text)) => Some(format!("[{}]", toml::Value::from(text.as_ref()))),
        (Value::Text { .. }, DeValue::Array(items)) => match items.first()?.get_ref() {
            DeValue::String(text) if items.len() == 1 => Some(toml::Value::from(text.as_ref()).to_string()),
            _ => None,
        },
        _ => None,
    }
}

fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}
