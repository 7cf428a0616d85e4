//! What Dart libraries import: their directives, the conditional ones as well.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Import, Source, Target, add_import, read_text};

/// How a library of the package names another one absolutely.
const OWN_PACKAGE: &str = "package:oche/";

/// One directive.
#[derive(Debug, PartialEq, Eq)]
struct Directive {
    line: usize,
    keyword: String,
    /// More than one if it is conditional.
    uris: Vec<String>,
    /// As it is written, on one line.
    text: String,
}

/// Reads all libraries and parts below a folder.
pub(super) fn read(root: &Path) -> Result<Vec<Source>> {
    let mut paths = Vec::new();
    collect(root, "", &mut paths)?;
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let text = read_text(&root.join(&path))?;
        let mut source = Source {
            library: path.clone(),
            path,
            lines: text.lines().count(),
            imports: Vec::new(),
        };
        for directive in directives(&text) {
            for uri in &directive.uris {
                let target = resolve(&source.path, uri)
                    .with_context(|| format!("{}:{}: `{}`", source.path, directive.line, directive.text))?;
                match (directive.keyword.as_str(), &target) {
                    ("part of", Target::File(library)) => source.library.clone_from(library),
                    _ => add_import(
                        &mut source.imports,
                        Import {
                            line: directive.line,
                            text: directive.text.clone(),
                            named: match &target {
                                Target::File(path) => Some(path.clone()),
                                Target::Outside(_) => None,
                            },
                            target,
                        },
                    ),
                }
            }
        }
        sources.push(source);
    }
    Ok(sources)
}

fn collect(root: &Path, within: &str, paths: &mut Vec<String>) -> Result<()> {
    let folder = root.join(within);
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = match within {
            "" => name,
            _ => format!("{within}/{name}"),
        };
        if entry.file_type()?.is_dir() {
            collect(root, &path, paths)?;
        } else if path.ends_with(".dart") {
            paths.push(path);
        }
    }
    Ok(())
}

/// What a URI in a file leads to.
fn resolve(from: &str, uri: &str) -> Result<Target> {
    if let Some(path) = uri.strip_prefix(OWN_PACKAGE) {
        return Ok(Target::File(path.to_owned()));
    }
    if uri.contains(':') {
        return Ok(Target::Outside(uri.to_owned()));
    }
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for step in uri.split('/') {
        match step {
            "." => {}
            ".." if folders.pop().is_none() => bail!("it leads out of the package's lib/"),
            ".." => {}
            name => folders.push(name),
        }
    }
    Ok(Target::File(folders.join("/")))
}

/// The directives of a file: they are its beginning, so that what follows is not looked at.
fn directives(text: &str) -> Vec<Directive> {
    let mut left = Text { text, at: 0 };
    let mut found = Vec::new();
    loop {
        left.skip_blanks();
        if left.skip_annotation() {
            continue;
        }
        let start = left.at;
        let keyword = left.word();
        if !matches!(keyword, "import" | "export" | "part" | "library") {
            return found;
        }
        let mut keyword = keyword.to_owned();
        let mut uris = Vec::new();
        // A word with a meaning of its own in the list of conditions: what is compared with is a string, too.
        let mut is_condition = false;
        loop {
            left.skip_blanks();
            match left.peek() {
                None => return found,
                Some(';') => {
                    left.at += 1;
                    break;
                }
                Some('\'' | '"') => {
                    let uri = left.string();
                    if !is_condition {
                        uris.push(uri);
                    }
                }
                Some('(') => (is_condition, left.at) = (true, left.at + 1),
                Some(')') => (is_condition, left.at) = (false, left.at + 1),
                Some(other) => match left.word() {
                    "" => left.at += other.len_utf8(),
                    "of" => keyword = format!("{keyword} of"),
                    _ => {}
                },
            }
        }
        found.push(Directive {
            line: text[..start].matches('\n').count() + 1,
            keyword,
            uris,
            text: text[start..left.at - 1]
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        });
    }
}

struct Text<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Text<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Passes over spaces and comments, which nest in Dart.
    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") || trimmed.starts_with("#!") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                let mut depth = 0;
                loop {
                    let rest = self.rest();
                    match rest {
                        _ if rest.starts_with("/*") => (depth, self.at) = (depth + 1, self.at + 2),
                        _ if rest.starts_with("*/") => (depth, self.at) = (depth - 1, self.at + 2),
                        _ => self.at += rest.chars().next().map_or(0, char::len_utf8),
                    }
                    if depth == 0 || self.rest().is_empty() {
                        break;
                    }
                }
            } else {
                return;
            }
        }
    }

    /// `@Name.part(arguments)`
    fn skip_annotation(&mut self) -> bool {
        if !self.rest().starts_with('@') {
            return false;
        }
        self.at += 1;
        self.word();
        while self.rest().starts_with('.') {
            self.at += 1;
            self.word();
        }
        if self.rest().starts_with('(') {
            let mut depth = 0;
            loop {
                self.skip_blanks();
                match self.peek() {
                    None => break,
                    Some('\'' | '"') => {
                        self.string();
                        continue;
                    }
                    Some('(') => depth += 1,
                    Some(')') => depth -= 1,
                    Some(_) => {}
                }
                self.at += self.peek().map_or(0, char::len_utf8);
                if depth == 0 {
                    break;
                }
            }
        }
        true
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'));
        let word = &rest[..end.unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    /// A URI has no escapes and no interpolation.
    fn string(&mut self) -> String {
        let rest = self.rest();
        let quote = rest.chars().next().unwrap_or('\'');
        let inner = &rest[1..];
        let end = inner.find(quote).unwrap_or(inner.len());
        self.at += (end + 2).min(rest.len());
        inner[..end].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_of_every_form_are_read() {
        let text = "/// A library; import 'no.dart';\n@Deprecated('use (another); import')\nlibrary;\n\n\
                    import 'dart:async';\nimport 'a.dart' if (dart.library.js_interop) 'b.dart' as p show q, r;\n\
                    /* import 'x.dart'; /* nested */ */\nexport\n  \"c.dart\" // here\n  hide d;\npart 'e.dart';\n\n\
                    class A {}\nimport 'not.dart';\n";
        let found: Vec<_> = directives(text)
            .into_iter()
            .filter(|directive| directive.keyword != "library")
            .map(|directive| (directive.line, directive.uris.join(" ")))
            .collect();
        let wanted = [(5, "dart:async"), (6, "a.dart b.dart"), (8, "c.dart"), (11, "e.dart")];
        assert_eq!(found, wanted.map(|(line, uris)| (line, uris.to_owned())));
    }

    #[test]
    fn a_compared_condition_is_no_uri() {
        let found = directives("import 'a.dart' if (dart.library.io == 'true') 'b.dart';");
        assert_eq!(found[0].uris, ["a.dart", "b.dart"]);
    }

    #[test]
    fn uris_are_resolved_from_their_file() {
        for (from, uri, wanted) in [
            ("src/wire/a.dart", "b.dart", "src/wire/b.dart"),
            ("src/wire/a.dart", "../base/b.dart", "src/base/b.dart"),
            ("oche.dart", "src/x.dart", "src/x.dart"),
            ("src/wire/a.dart", "package:oche/src/x.dart", "src/x.dart"),
        ] {
            assert_eq!(
                resolve(from, uri).expect("within"),
                Target::File(wanted.to_owned()),
                "{uri}"
            );
        }
        assert!(resolve("a.dart", "../b.dart").is_err());
    }
}
