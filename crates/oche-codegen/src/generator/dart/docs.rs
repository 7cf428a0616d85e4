//! Doc comments: from Rust's Markdown to dartdoc's.
//!
//! Prose is carried over as it is. What differs is rewritten: intra-doc links (`` [`Foo`] ``) become dartdoc references
//! (`[Foo]`) where the item crosses and plain code where it does not, and code fences say that they are Rust.

use std::collections::BTreeMap;

use crate::ir::{Api, Docs, TypeKind};

/// Rust names, as a link may spell them, with the Dart names of the same things.
pub struct Links(BTreeMap<String, String>);

impl Links {
    /// The names of everything that crosses.
    pub fn new(api: &Api) -> Self {
        let mut links = BTreeMap::new();
        for ty in &api.types {
            let rust = last_segment(&ty.rust_path);
            let mut member = |name: &str, dart: String| links.insert(format!("{rust}::{name}"), dart);
            match &ty.kind {
                TypeKind::Struct(fields) => {
                    for field in fields.all() {
                        member(plain(&field.rust_name), format!("{}.{}", ty.dart_name, field.dart_name));
                    }
                }
                TypeKind::PlainEnum(variants) => {
                    for variant in variants {
                        member(
                            plain(&variant.rust_name),
                            format!("{}.{}", ty.dart_name, variant.dart_name),
                        );
                    }
                }
                TypeKind::DataEnum(variants) => {
                    for variant in variants {
                        member(plain(&variant.rust_name), variant.dart_name.clone());
                    }
                }
                TypeKind::Interface(interface) => {
                    for method in &interface.methods {
                        let dart = format!("{}.{}", ty.dart_name, method.dart_name);
                        member(plain(&method.rust_name), dart);
                    }
                }
                TypeKind::Object { .. } => {}
            }
            links.insert(rust.to_owned(), ty.dart_name.clone());
        }
        for function in &api.functions {
            let rust = last_segment(&function.rust_path);
            match function.member {
                None => links.insert(rust.to_owned(), function.dart_name.clone()),
                Some(member) => {
                    let class = api.type_def(member.of);
                    let (owner, name) = (last_segment(&class.rust_path), &function.dart_name);
                    let dart = match name.is_empty() {
                        true => format!("{}.new", class.dart_name),
                        false => format!("{}.{name}", class.dart_name),
                    };
                    links.insert(format!("{owner}::{rust}"), dart)
                }
            };
        }
        for constant in &api.constants {
            let mut path = constant.rust_path.rsplit("::").map(plain);
            let rust = path.next().unwrap_or_default();
            match constant.member {
                None => links.insert(rust.to_owned(), constant.dart_name.clone()),
                Some(of) => {
                    let class = api.type_def(of);
                    let rust = format!("{}::{rust}", last_segment(&class.rust_path));
                    links.insert(rust, format!("{}.{}", class.dart_name, constant.dart_name))
                }
            };
        }
        Self(links)
    }

    /// The Dart name of what a link's text or target names: `Foo`, `crate::api::Foo`, `Foo::Bar`, `foo()`.
    fn resolve(&self, path: &str) -> Option<&str> {
        let path = path.trim().trim_matches('`');
        // `struct@Foo` and the like only tell rustdoc which namespace is meant.
        let path = path.split_once('@').map_or(path, |(_, path)| path);
        let path = path.trim_end_matches("()").trim_end_matches('!');
        let mut segments = path.rsplit("::");
        let last = segments.next()?;
        let qualified = segments.next().map(|owner| format!("{owner}::{last}"));
        let found = qualified
            .and_then(|path| self.0.get(&path))
            .or_else(|| self.0.get(last));
        found.map(String::as_str)
    }
}

fn last_segment(path: &str) -> &str {
    plain(path.rsplit("::").next().unwrap_or(path))
}

fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The comment's lines, each ended by a line break and set in by `indent`; nothing if there is no comment.
pub fn doc_comment(docs: &Docs, links: &Links, indent: usize) -> String {
    let mut out = String::new();
    for line in convert(docs, links) {
        let line = format!("{:indent$}/// {line}", "");
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn convert(docs: &Docs, links: &Links) -> Vec<String> {
    let mut lines = Vec::new();
    // The fence that is open, and whether it holds Rust.
    let mut fence: Option<(String, bool)> = None;
    // To Dart, a carriage return alone ends a line, too: what follows would be code.
    let text = docs.0.iter().map(|line| line.replace("\r\n", "\n"));
    let text: Vec<String> = text.collect();
    for line in text.iter().flat_map(|line| line.split(['\n', '\r'])) {
        let trimmed = line.trim_start();
        let marks: String = trimmed.chars().take_while(|&c| c == '`' || c == '~').collect();
        match &fence {
            None if marks.len() >= 3 => {
                let language = trimmed[marks.len()..].trim();
                let is_rust = is_rust(language);
                let shown = if is_rust { "rust" } else { language };
                lines.push(format!("{}{marks}{shown}", &line[..line.len() - trimmed.len()]));
                fence = Some((marks, is_rust));
            }
            None => lines.push(convert_links(line, links)),
            Some((open, _)) if marks.starts_with(open.as_str()) && trimmed.trim_end().len() == marks.len() => {
                lines.push(line.to_owned());
                fence = None;
            }
            // rustdoc hides these lines of an example.
            Some((_, true)) if trimmed == "#" || trimmed.starts_with("# ") => {}
            Some(_) => lines.push(line.to_owned()),
        }
    }
    lines
}

/// Whether rustdoc takes a fence with these words for Rust: no language at all, or one of its own markers.
fn is_rust(words: &str) -> bool {
    words.split([',', ' ']).filter(|word| !word.is_empty()).all(|word| {
        matches!(
            word,
            "rust" | "no_run" | "ignore" | "should_panic" | "compile_fail" | "standalone_crate"
        ) || word.starts_with("edition")
            || word.starts_with("ignore-")
    })
}

fn convert_links(line: &str, links: &Links) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(['[', '`']) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let taken = if rest.starts_with('`') {
            code_span(rest)
        } else {
            link(rest, links)
        };
        let (text, length) = taken.unwrap_or_else(|| (rest[..1].to_owned(), 1));
        out.push_str(&text);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// The code span at the start of `rest` and its length. It stays as it is: brackets in it are code.
fn code_span(rest: &str) -> Option<(String, usize)> {
    let marks = rest.len() - rest.trim_start_matches('`').len();
    let end = rest[marks..].find(&rest[..marks])? + 2 * marks;
    Some((rest[..end].to_owned(), end))
}

/// What to print for the link to an item at the start of `rest`, and the link's length.
fn link(rest: &str, links: &Links) -> Option<(String, usize)> {
    let close = rest.find(']')?;
    let (label, after) = (&rest[1..close], &rest[close + 1..]);
    let Some((target, _)) = after.strip_prefix('(').and_then(|after| after.split_once(')')) else {
        if after.starts_with(['(', '[', ':']) {
            return None;
        }
        let text = match links.resolve(label) {
            Some(dart) => format!("[{dart}]"),
            // Only what is spelt as code is surely an item; `[1]` may be prose.
            None if label.starts_with('`') => label.to_owned(),
            None => return None,
        };
        return Some((text, close + 1));
    };
    if target.contains("://") || target.starts_with(['#', '/', '.']) {
        return None;
    }
    let text = match links.resolve(target) {
        // dartdoc's references have no label of their own.
        Some(dart) if links.resolve(label) == Some(dart) => format!("[{dart}]"),
        Some(dart) => format!("{label} ([{dart}])"),
        None => label.to_owned(),
    };
    Some((text, close + 1 + target.len() + 2))
}
