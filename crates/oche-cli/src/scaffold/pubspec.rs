//! An existing `pubspec.yaml`: read, and given a dependency by adding lines. Everything else in it stays as it was written.

use std::fs;
use std::path::{Path, PathBuf};

use yaml_rust2::yaml::Hash;
use yaml_rust2::{Yaml, YamlLoader};

use crate::exit::Failure;
use crate::terminal::shown;
use crate::toolchain::dart::OLDEST;

/// A Dart package's `pubspec.yaml`.
#[derive(Clone, Debug)]
pub(crate) struct Pubspec {
    path: PathBuf,
    /// What it is now.
    pub(crate) text: String,
    document: Yaml,
    /// The package's name.
    pub(crate) name: String,
}

impl Pubspec {
    /// Reads that of the package in a folder.
    ///
    /// # Errors
    /// If there is none, it is no valid YAML or no pubspec, or it allows a Dart that is too old.
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("pubspec.yaml");
        let bytes = fs::read(&path).map_err(|error| {
            if error.kind() == std::io::ErrorKind::NotFound || !folder.is_dir() {
                no_package(folder)
            } else {
                Failure::undone(format_args!("cannot read `{}`: {error}", shown(&path)))
            }
        })?;
        let text = String::from_utf8(bytes).map_err(|_| {
            Failure::wrong(format_args!("`{}` is not UTF-8", shown(&path))).with_help("save it as UTF-8")
        })?;
        let document = parse(&path, &text)?;
        let name = document["name"].as_str().unwrap_or_default().to_owned();
        if name.is_empty() {
            return Err(Failure::wrong(format_args!("{}: there is no `name`", shown(&path)))
                .with_help("a pubspec begins with the name of the package: `name: my_app`"));
        }
        let pubspec = Self {
            path,
            text,
            document,
            name,
        };
        pubspec.must_be_new_enough()?;
        Ok(pubspec)
    }

    /// Whether a package is among the dependencies of a section.
    pub(crate) fn has(&self, section: &str, package: &str) -> bool {
        !self.document[section][package].is_badvalue()
    }

    /// Whether it is a Flutter app, or a package for such apps alone.
    pub(crate) fn is_flutter(&self) -> bool {
        self.has("dependencies", "flutter")
    }

    /// The language version of the package's own code, as the lower bound of its `sdk` says it.
    pub(crate) fn language(&self) -> String {
        let (major, minor) = self.lower_bound().unwrap_or(OLDEST);
        format!("{major}.{minor}")
    }

    /// The oldest Dart that the package allows.
    pub(crate) fn lower_bound(&self) -> Option<(u32, u32)> {
        let constraint = self.document["environment"]["sdk"].as_str()?;
        let at = constraint.find(|c: char| c.is_ascii_digit())?;
        let mut numbers = constraint[at..].split(|c: char| !c.is_ascii_digit());
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    }

    fn must_be_new_enough(&self) -> Result<(), Failure> {
        let (major, minor) = OLDEST;
        let what = match self.lower_bound() {
            Some(bound) if bound >= OLDEST => return Ok(()),
            Some((old, er)) => {
                format!("the package allows Dart {old}.{er}, and what Oche generates needs {major}.{minor}")
            }
            None => "it does not say from which Dart on the package works".to_owned(),
        };
        let line = 1 + self
            .text
            .lines()
            .position(|line| line.trim_start().starts_with("sdk:"))
            .unwrap_or(0);
        Err(
            Failure::wrong(format_args!("{}:{line}: {what}", shown(&self.path))).with_help(format_args!(
                "write under `environment:`: `sdk: ^{major}.{minor}.0`, or a newer one"
            )),
        )
    }

    /// The same with one more dependency, if it is not there yet: see [`with`](Self::with).
    ///
    /// # Errors
    /// If the section is not written line by line.
    pub(crate) fn with_missing(&self, section: &str, package: &str, value: &str) -> Result<Self, Failure> {
        // What is needed in any case is there for tests as well.
        if self.has(section, package) || self.has("dependencies", package) {
            return Ok(self.clone());
        }
        self.with(section, package, value)
    }

    /// The text with one more dependency in a section, whose `value` is what stands behind the colon, with further lines indented
    /// by four spaces and more.
    ///
    /// # Errors
    /// If the section is not written line by line.
    pub(crate) fn with(&self, section: &str, package: &str, value: &str) -> Result<Self, Failure> {
        let text = insert(&self.text, section, package, value);
        let is_as_wanted = |text: &String| {
            let mut now = parse(&self.path, text).ok()?;
            let added = take(&mut now, section, package)?;
            let mut before = self.document.clone();
            // Neither an empty section nor a missing one says anything.
            for document in [&mut now, &mut before] {
                forget_if_empty(document, section);
            }
            (now == before && !added.is_null())
                .then(|| parse(&self.path, text).ok())
                .flatten()
        };
        let (text, document) = text
            .and_then(|text| is_as_wanted(&text).map(|document| (text, document)))
            .ok_or_else(|| self.by_hand(section, package, value))?;
        Ok(Self {
            path: self.path.clone(),
            text,
            document,
            name: self.name.clone(),
        })
    }

    fn by_hand(&self, section: &str, package: &str, value: &str) -> Failure {
        let begins = |line: &str| line.trim_start_matches(['"', '\'', '{']).starts_with(section);
        let line = 1 + self.text.lines().position(begins).unwrap_or(0);
        Failure::wrong(format_args!(
            "{}:{line}: `{section}` is not written line by line, so that nothing can be added to it safely",
            shown(&self.path)
        ))
        .with_help(format_args!(
            "write it so, and run the command again:\n\n{section}:\n  {package}:{value}"
        ))
    }
}

fn no_package(folder: &Path) -> Failure {
    let what = match folder.metadata() {
        Err(_) => "does not exist",
        Ok(found) if !found.is_dir() => "is not a folder",
        Ok(_) => "is no Dart package: there is no `pubspec.yaml`",
    };
    let name = if shown(folder).is_empty() {
        ".".to_owned()
    } else {
        shown(folder)
    };
    let failure = Failure::wrong(format_args!("`{name}` {what}"));
    let above = folder
        .ancestors()
        .skip(1)
        .find(|folder| folder.join("pubspec.yaml").is_file());
    failure.with_help(match above {
        Some(above) => format!("the package around it: `oche init {}`", above.display()),
        None => "`oche new NAME` makes a new package; or name the folder of one: `oche init FOLDER`".to_owned(),
    })
}

fn parse(path: &Path, text: &str) -> Result<Yaml, Failure> {
    let shown = shown(path);
    let documents = YamlLoader::load_from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let tab = text.lines().position(|line| {
            let indent = &line[..line.len() - line.trim_start().len()];
            indent.contains('\t') && !line.trim().is_empty()
        });
        match tab {
            Some(line) => Failure::wrong(format_args!("{shown}:{}:1: the line is indented by a tab", line + 1))
                .with_help("indent it by spaces: YAML has no tabs"),
            None => {
                let (line, column) = (error.marker().line(), error.marker().col() + 1);
                Failure::wrong(format_args!(
                    "{shown}:{line}:{column}: this is no YAML: {}",
                    error.info()
                ))
                .with_help("mend it first; nothing was changed")
            }
        }
    })?;
    let mut documents = documents.into_iter();
    match (documents.next(), documents.next()) {
        (Some(document @ Yaml::Hash(_)), None) => Ok(document),
        _ => Err(Failure::wrong(format_args!(
            "{shown}: this is no pubspec: there are no keys and values"
        ))
        .with_help("a pubspec begins with the name of the package: `name: my_app`")),
    }
}

fn take(document: &mut Yaml, section: &str, package: &str) -> Option<Yaml> {
    let Yaml::Hash(all) = document else { return None };
    let Yaml::Hash(section) = all.get_mut(&Yaml::String(section.to_owned()))? else {
        return None;
    };
    section.remove(&Yaml::String(package.to_owned()))
}

fn forget_if_empty(document: &mut Yaml, section: &str) {
    let key = Yaml::String(section.to_owned());
    if let Yaml::Hash(all) = document {
        let is_empty = |value: &Yaml| value.is_null() || value.as_hash().is_some_and(Hash::is_empty);
        if all.get(&key).is_some_and(is_empty) {
            all.remove(&key);
        }
    }
}

/// The text with one more line, or a few, in a section; in the order of the alphabet, if there is one.
fn insert(text: &str, section: &str, package: &str, value: &str) -> Option<String> {
    // Each line keeps the end that it has, in a file from Windows as well.
    let end = if text.contains("\r\n") { "\r" } else { "" };
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    } else if let Some(last) = lines.last_mut() {
        last.push_str(end);
    }
    let head = format!("{section}:");
    let is_head = |line: &String| {
        let rest = line
            .strip_prefix(&head)
            .map(|rest| rest.split('#').next().unwrap_or(rest).trim());
        rest.is_some_and(str::is_empty)
    };
    let at = match lines.iter().position(is_head) {
        Some(at) => at,
        None if lines.iter().any(|line| line.starts_with(&head)) => return None,
        None => {
            lines.extend(["", &head].map(|line| format!("{line}{end}")));
            lines.len() - 1
        }
    };
    let (place, indent) = place(&lines[at + 1..], package);
    let added = format!("  {package}:{value}");
    let added = added.lines().map(|line| format!("{indent}{}{end}", &line[2..]));
    let place = at + 1 + place;
    lines.splice(place..place, added);
    Some(lines.join("\n") + "\n")
}

/// After how many of a section's lines a further entry belongs, and how entries are indented.
fn place(lines: &[String], package: &str) -> (usize, String) {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_code = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let end = lines.iter().position(|line| is_code(line) && indent(line) == 0);
    let lines = &lines[..end.unwrap_or(lines.len())];
    let Some(first) = lines.iter().find(|line| is_code(line)) else {
        return (0, "  ".to_owned());
    };
    let width = indent(first);
    let key = |line: &String| {
        (is_code(line) && indent(line) == width).then(|| line.trim().split(':').next().map(str::to_owned))
    };
    let keys: Vec<(usize, String)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, key(line)??)))
        .collect();
    let next = match keys.is_sorted_by(|a, b| a.1 <= b.1) {
        true => keys.iter().position(|(_, key)| key.as_str() > package),
        false => None,
    };
    // Behind what belongs to the entry before it; a comment belongs to what comes after.
    let limit = next.map_or(lines.len(), |next| keys[next].0);
    let place = lines[..limit]
        .iter()
        .rposition(|line| is_code(line))
        .map_or(0, |last| last + 1);
    (place, first[..width].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pubspec(text: &str) -> Pubspec {
        Pubspec {
            path: "pubspec.yaml".into(),
            text: text.to_owned(),
            document: parse("pubspec.yaml".as_ref(), text)
                .map_err(|failure| failure.message)
                .unwrap(),
            name: "app".to_owned(),
        }
    }

    #[test]
    fn a_dependency_is_added_where_it_belongs_and_nothing_else_changes() {
        for (before, after) in [
            ("name: app\n", "name: app\n\ndependencies:\n  oche: ^1.0.0\n"),
            ("name: app", "name: app\n\ndependencies:\n  oche: ^1.0.0\n"),
            (
                "dependencies:\nname: app\n",
                "dependencies:\n  oche: ^1.0.0\nname: app\n",
            ),
            (
                "dependencies:  # ours\n  a: ^1.0.0 # one\n  # For maps.\n  z:\n    path: ../z\n\nname: app\n",
                "dependencies:  # ours\n  a: ^1.0.0 # one\n  oche: ^1.0.0\n  # For maps.\n  z:\n    path: ../z\n\nname: app\n",
            ),
            (
                "dependencies:\n    z: any\n    flutter:\n        sdk: flutter\n\n\nname: app\n",
                "dependencies:\n    z: any\n    flutter:\n        sdk: flutter\n    oche: ^1.0.0\n\n\nname: app\n",
            ),
            (
                "dependencies:\n  # nothing yet\ndev_dependencies:\n  oche_x: any\n",
                "dependencies:\n  oche: ^1.0.0\n  # nothing yet\ndev_dependencies:\n  oche_x: any\n",
            ),
            (
                "name: app\r\ndependencies:\r\n  a: any\r\n",
                "name: app\r\ndependencies:\r\n  a: any\r\n  oche: ^1.0.0\r\n",
            ),
        ] {
            let now = pubspec(before)
                .with("dependencies", "oche", " ^1.0.0")
                .map_err(|failure| failure.message);
            let now = now.unwrap();
            assert_eq!(now.text, after);
            assert!(now.has("dependencies", "oche"));
        }
    }

    #[test]
    fn further_lines_are_indented_as_the_others_are() {
        let before = "dependencies:\n    a: any\n";
        let now = pubspec(before).with("dependencies", "oche", "\n    git:\n      url: https://example.com");
        let text = now.map_err(|failure| failure.message).unwrap().text;
        assert_eq!(
            text,
            "dependencies:\n    a: any\n    oche:\n      git:\n        url: https://example.com\n"
        );
    }

    #[test]
    fn what_is_not_written_line_by_line_is_left_to_its_author() {
        for text in [
            "{name: app, dependencies: {a: any}}\n",
            "name: app\ndependencies: {a: any}\n",
            "name: app\ndependencies: {}\n",
            "name: app\n\"dependencies\":\n  a: any\n",
            "name: app\ndependencies:\n  { a: any }\n",
        ] {
            let failure = pubspec(text).with("dependencies", "oche", " ^1.0.0").expect_err(text);
            assert!(
                failure.message.contains("`dependencies` is not written line by line"),
                "{text}"
            );
            assert!(
                failure.help.is_some_and(|help| help.contains("  oche: ^1.0.0")),
                "{text}"
            );
        }
    }
}
