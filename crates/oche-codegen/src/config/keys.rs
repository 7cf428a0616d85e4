//! What may stand in `oche.toml`: one table, by which the file is read, and its JSON schema and the book's example are made.

use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};

/// What `oche.toml` says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) dart_dir: Option<PathBuf>,
    pub(super) package: Option<String>,
    pub(super) lib: Option<PathBuf>,
    pub(super) barrel: Option<String>,
    pub(super) positional: bool,
    pub(super) features: Vec<String>,
    pub(super) default_features: Option<bool>,
    pub(super) contract: Option<PathBuf>,
}

/// A section: `[dart]`.
pub(super) struct Section {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    pub(super) keys: &'static [Key],
}

/// A key of a section.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// In a line, as a comment behind the example.
    pub(super) what: &'static str,
    /// A value, written so that it is both TOML and JSON.
    pub(super) example: &'static str,
    /// What it is if it is left out, written in the same way, where that is always the same.
    pub(super) default: Option<&'static str>,
    pub(super) value: Value,
}

/// What stands behind a key, and where it goes.
pub(super) enum Value {
    Text {
        check: Check,
        set: fn(&mut Settings, String),
    },
    Flag(fn(&mut Settings, bool)),
    Texts(fn(&mut Settings, Vec<String>)),
}

/// What a text must be.
pub(super) struct Check {
    /// What is wrong with it, if anything is.
    pub(super) problem: fn(&str) -> Option<Diagnostic>,
    /// For editors: a regular expression that every text matches with which nothing is wrong.
    pub(super) pattern: &'static str,
}

const PATH: Check = Check {
    problem: |text| text.is_empty().then(empty_path),
    pattern: ".",
};

const LIB: Check = Check {
    problem: lib_problem,
    pattern: "^(\\./+)*lib(/.*)?$",
};

const NAME_PATTERN: &str = "^[A-Za-z_][A-Za-z0-9_]*$";

/// All sections with all keys.
pub(super) const SECTIONS: [Section; 3] = [
    Section {
        name: "dart",
        what: "The Dart package, and how its code looks.",
        keys: &[
            Key {
                name: "dir",
                what: "the Dart package, relative to this file",
                example: "\"dart\"",
                default: Some("\"dart\""),
                value: Value::Text {
                    check: PATH,
                    set: |settings, text| settings.dart_dir = Some(text.into()),
                },
            },
            Key {
                name: "package",
                what: "its name; by default what its pubspec.yaml says, else the crate's name",
                example: "\"hello\"",
                default: None,
                value: Value::Text {
                    check: Check {
                        problem: package_problem,
                        pattern: NAME_PATTERN,
                    },
                    set: |settings, text| settings.package = Some(text),
                },
            },
            Key {
                name: "lib",
                what: "where in the package the generated files lie: `lib`, or a folder below it",
                example: "\"lib\"",
                default: Some("\"lib\""),
                value: Value::Text {
                    check: LIB,
                    set: |settings, text| settings.lib = Some(text.into()),
                },
            },
            Key {
                name: "barrel",
                what: "the name of the file to import, without `.dart`; by default the package's",
                example: "\"hello\"",
                default: None,
                value: Value::Text {
                    check: Check {
                        problem: barrel_problem,
                        pattern: NAME_PATTERN,
                    },
                    set: |settings, text| settings.barrel = Some(text),
                },
            },
            Key {
                name: "positional",
                what: "whether functions and methods take their parameters by position",
                example: "false",
                default: Some("false"),
                value: Value::Flag(|settings, is_on| settings.positional = is_on),
            },
        ],
    },
    Section {
        name: "generate",
        what: "The crate as the generator sees it.",
        keys: &[
            Key {
                name: "features",
                what: "features of the crate that are on, besides its default ones",
                example: "[\"extra\"]",
                default: Some("[]"),
                value: Value::Texts(|settings, texts| settings.features = texts),
            },
            Key {
                name: "default-features",
                what: "whether the crate's default features are on",
                example: "true",
                default: Some("true"),
                value: Value::Flag(|settings, is_on| settings.default_features = Some(is_on)),
            },
        ],
    },
    Section {
        name: "contract",
        what: "The API as a document: see `oche schema`.",
        keys: &[Key {
            name: "file",
            what: "what `oche schema` writes, relative to this file",
            example: "\"oche.contract.json\"",
            default: Some("\"oche.contract.json\""),
            value: Value::Text {
                check: PATH,
                set: |settings, text| settings.contract = Some(text.into()),
            },
        }],
    },
];

fn empty_path() -> Diagnostic {
    Diagnostic::error(Code::EmptyPath, "a path cannot be empty")
        .help("write `.` for the folder of this file, or leave the key out")
}

/// What is wrong with the name of a Dart package, wherever it comes from.
pub(super) fn package_problem(name: &str) -> Option<Diagnostic> {
    (!is_package_name(name)).then(|| {
        Diagnostic::error(
            Code::DartPackageName,
            format!("`{name}` cannot be the name of a Dart package"),
        )
        .note("such a name is made of letters, digits and underscores, and does not begin with a digit")
        .help("change `name` in `pubspec.yaml`, or `package` under `[dart]` in `oche.toml`")
    })
}

fn barrel_problem(name: &str) -> Option<Diagnostic> {
    (!is_package_name(name)).then(|| {
        Diagnostic::error(
            Code::DartBarrelName,
            format!("`{name}` cannot be the name of a Dart library"),
        )
        .note("such a name is made of letters, digits and underscores, and does not begin with a digit")
        .help("change `barrel` under `[dart]` in `oche.toml`; it stands without `.dart`")
    })
}

/// Dart finds the files of a package below its `lib`, and nowhere else.
fn lib_problem(lib: &str) -> Option<Diagnostic> {
    let path = Path::new(lib);
    let parts: Vec<Component<'_>> = path.components().filter(|part| *part != Component::CurDir).collect();
    let is_below = parts.first() == Some(&Component::Normal("lib".as_ref()));
    let is_fine = is_below && parts.iter().all(|part| matches!(part, Component::Normal(_)));
    (!is_fine).then(|| {
        Diagnostic::error(
            Code::DartLib,
            format!("`{lib}` is not below the `lib` of the Dart package"),
        )
        .note("Dart finds the files of a package in its folder `lib`, and in the folders below it")
        .help("write `lib = \"lib/src/rust\"` under `[dart]` in `oche.toml`, or leave it out for `lib` itself")
    })
}

/// Whether it is an identifier in Dart, as pub requires; it becomes a file's name, too.
fn is_package_name(name: &str) -> bool {
    let is_word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_word && !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an editor is told must not be stricter than what the generator says.
    #[test]
    fn patterns_are_no_stricter_than_checks() {
        let texts = [
            "lib",
            "./lib",
            "lib/src/rust",
            "lib/",
            "library",
            "a",
            "_a1",
            "1a",
            "",
            ".",
            "..",
            "../x",
            "a-b",
            "a b",
            "lib/..",
            "/lib",
            "é",
            "a.dart",
        ];
        let mut seen = 0;
        for section in SECTIONS {
            for key in section.keys {
                let Value::Text { check, .. } = &key.value else {
                    continue;
                };
                let pattern = regex_lite::Regex::new(check.pattern).unwrap();
                for text in texts {
                    if (check.problem)(text).is_none() {
                        seen += 1;
                        assert!(pattern.is_match(text), "{}.{}: {text}", section.name, key.name);
                    }
                }
            }
        }
        assert!(seen > 20, "{seen} texts were fine");
    }

    #[test]
    fn names_are_there_once() {
        let mut names: Vec<String> = SECTIONS
            .iter()
            .flat_map(|section| section.keys.iter().map(|key| format!("{}.{}", section.name, key.name)))
            .collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
