//! The names that one generated Dart file can see, and the imports it turns out to need.
//!
//! Users choose the names of types, functions, fields and parameters; what the generator adds must not clash with any of
//! them. Two rules achieve that: a name of a Dart core library that the user took is reached through an import prefix,
//! and a name of our own that the user took gets a `$` behind it, which no Rust identifier contains.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::ir::Import;

/// `name`, or the first of `name$`, `name$$`, … that is not taken.
pub fn fresh(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut fresh = name.to_owned();
    while is_taken(&fresh) {
        fresh.push('$');
    }
    fresh
}

/// The libraries of the SDK and of Oche that a file may import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Platform {
    Core,
    Ffi,
    TypedData,
    Oche,
}

/// The import prefix of the package's own `bridge.dart`.
const BRIDGE: &str = "bridge";

/// All import prefixes, before they give way to a user's name.
const PREFIXES: [&str; 5] = ["core", "ffi", "typed_data", "oche", BRIDGE];

/// What generated code uses of `dart:core` and `dart:typed_data`.
const PLATFORM_TYPES: [&str; 31] = [
    "BigInt",
    "Comparable",
    "DateTime",
    "Duration",
    "Exception",
    "Float32List",
    "Float64List",
    "Function",
    "Future",
    "Int16List",
    "Int32List",
    "Int64List",
    "Int8List",
    "List",
    "Map",
    "Never",
    "Null",
    "Object",
    "Record",
    "Set",
    "Stream",
    "String",
    "Type",
    "Uint16List",
    "Uint32List",
    "Uint64List",
    "Uint8List",
    "Uri",
    "Enum",
    "Iterable",
    "Error",
];

impl Platform {
    const ALL: [Platform; 4] = [Platform::Core, Platform::Ffi, Platform::TypedData, Platform::Oche];

    fn uri(self) -> &'static str {
        match self {
            Platform::Core => "dart:core",
            Platform::Ffi => "dart:ffi",
            Platform::TypedData => "dart:typed_data",
            Platform::Oche => "package:oche/bridge.dart",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Platform::Core => "core",
            Platform::Ffi => "ffi",
            Platform::TypedData => "typed_data",
            Platform::Oche => "oche",
        }
    }
}

/// One Dart file: who is in it already, and what it imports.
pub struct Scope {
    /// Types and functions: they hide what is imported.
    declared: BTreeSet<String>,
    /// Members of classes: they hide what is imported within their class.
    members: BTreeSet<String>,
    /// Parameters of functions: they hide import prefixes in the function's body.
    parameters: BTreeSet<String>,
    used: RefCell<Uses>,
}

#[derive(Default)]
struct Uses {
    /// Platform libraries that are imported without a prefix.
    plain: BTreeSet<Platform>,
    /// Platform libraries that are imported under a prefix.
    prefixed: BTreeSet<Platform>,
    /// Files of the same package, below `lib/src/`, with the names that are needed of each.
    files: BTreeMap<String, BTreeSet<String>>,
    /// What the author imports.
    libraries: BTreeSet<Import>,
    /// Whether the package's `bridge.dart` is imported.
    bridge: bool,
}

impl Scope {
    /// A file in which a user's types and functions, members, and parameters have these names.
    pub fn new(declared: BTreeSet<String>, members: BTreeSet<String>, parameters: BTreeSet<String>) -> Self {
        Self {
            declared,
            members,
            parameters,
            used: RefCell::default(),
        }
    }

    /// Declares a name of the file itself, changed if there is such a name already. Everything must be declared before
    /// the first name is printed.
    pub fn declare(&mut self, name: &str) -> String {
        let name = fresh(name, |name| self.declared.contains(name));
        self.declared.insert(name.clone());
        name
    }

    /// `name` for a parameter or a variable of ours among the user's parameters or members `others`.
    pub fn local(&self, name: &str, others: &[&str]) -> String {
        let is_prefix = |name: &str| PREFIXES.iter().any(|prefix| self.prefix(prefix) == name);
        fresh(name, |name| {
            self.declared.contains(name) || others.contains(&name) || is_prefix(name)
        })
    }

    /// `name` for a type parameter among the type parameters `others`. It hides what is imported, and whatever it hides
    /// may be needed in its class.
    pub fn type_parameter(&self, name: &str, others: &[&str]) -> String {
        let mut letters = name.chars().filter(char::is_ascii);
        // Members begin with a small letter.
        let name: String = match letters.next() {
            Some(first) if first.is_ascii_alphabetic() => {
                [first.to_ascii_uppercase()].into_iter().chain(letters).collect()
            }
            Some(_) | None => format!("T{}", others.len() + 1),
        };
        fresh(&name, |name| {
            // Codecs call the parameter that writes lists of it `writeTList`, as if there was such a class.
            let list = format!("{name}List");
            PLATFORM_TYPES.contains(&name)
                || [&self.declared, &self.members].iter().any(|names| names.contains(name))
                || self.declared.contains(&list)
                || others.contains(&name)
                || others
                    .iter()
                    .any(|other| format!("{other}List") == name || *other == list)
        })
    }

    /// A name of `dart:core`.
    pub fn core(&self, name: &str) -> String {
        self.plain_or_prefixed(Platform::Core, name)
    }

    /// A name of `dart:typed_data`.
    pub fn typed_data(&self, name: &str) -> String {
        self.plain_or_prefixed(Platform::TypedData, name)
    }

    /// A name of `dart:ffi`, always behind its prefix: the library has many names that users want (`Size`, `Array`).
    pub fn ffi(&self, name: &str) -> String {
        self.prefixed(Platform::Ffi, name)
    }

    /// A name of Oche's support library, always behind its prefix for the same reason.
    pub fn oche(&self, name: &str) -> String {
        self.prefixed(Platform::Oche, name)
    }

    /// A name of the package's `bridge.dart`, behind its prefix.
    pub fn bridge(&self, name: &str) -> String {
        self.used.borrow_mut().bridge = true;
        format!("{}.{name}", self.prefix(BRIDGE))
    }

    /// Notes that `name` comes from a file of the same package, below `lib/src/`.
    pub fn import(&self, file: &str, name: &str) {
        self.used
            .borrow_mut()
            .files
            .entry(file.to_owned())
            .or_default()
            .insert(name.to_owned());
    }

    /// Notes an import of the author's.
    pub fn import_library(&self, import: &Import) {
        self.used.borrow_mut().libraries.insert(import.clone());
    }

    fn plain_or_prefixed(&self, platform: Platform, name: &str) -> String {
        if self.declared.contains(name) || self.members.contains(name) {
            return self.prefixed(platform, name);
        }
        self.used.borrow_mut().plain.insert(platform);
        name.to_owned()
    }

    fn prefixed(&self, platform: Platform, name: &str) -> String {
        self.used.borrow_mut().prefixed.insert(platform);
        format!("{}.{name}", self.prefix(platform.prefix()))
    }

    fn prefix(&self, name: &str) -> String {
        fresh(name, |name| {
            [&self.declared, &self.members, &self.parameters]
                .iter()
                .any(|names| names.contains(name))
        })
    }

    /// The import directives of what was used, for a file below `lib/src/`: sorted, in the usual sections, each section
    /// followed by an empty line.
    pub fn imports(&self, file: &str, bridge_file: &str) -> String {
        let used = self.used.borrow();
        let mut sections = [Vec::new(), Vec::new(), Vec::new()];
        for platform in Platform::ALL {
            let section = &mut sections[usize::from(platform == Platform::Oche)];
            let (uri, prefix) = (platform.uri(), self.prefix(platform.prefix()));
            let prefixed = used.prefixed.contains(&platform);
            // `dart:core` comes by itself as long as nobody imports it.
            if used.plain.contains(&platform) && (prefixed || platform != Platform::Core) {
                section.push(format!("import '{uri}';\n"));
            }
            if prefixed {
                section.push(format!("import '{uri}' as {prefix};\n"));
            }
        }
        let mut files: Vec<(String, String)> = Vec::new();
        for Import { uri, combinators } in &used.libraries {
            let behind = if combinators.is_empty() {
                String::new()
            } else {
                format!(" {combinators}")
            };
            let import = format!("import '{uri}'{behind};\n");
            match uri.split_once(':') {
                Some(("dart", _)) if sections[0].contains(&import) => {}
                Some(("dart", _)) => sections[0].push(import),
                Some(_) => sections[1].push(import),
                None => files.push((uri.clone(), import)),
            }
        }
        // By library alone: what is imported twice keeps its order.
        for section in &mut sections {
            section.sort_by_cached_key(|import| import.split('\'').nth(1).map(str::to_owned));
        }
        for (target, names) in &used.files {
            let uri = relative(file, target);
            let import = show(&uri, names);
            files.push((uri, import));
        }
        if used.bridge {
            let uri = relative(file, bridge_file);
            let import = format!("import '{uri}' as {};\n", self.prefix(BRIDGE));
            files.push((uri, import));
        }
        files.sort();
        sections[2] = files.into_iter().map(|(_, import)| import).collect();
        sections
            .iter()
            .filter(|section| !section.is_empty())
            .map(|section| section.concat() + "\n")
            .collect()
    }
}

fn show(uri: &str, names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    directive("import", uri, &names)
}

/// An import or an export of some names, broken as the formatter breaks it.
pub(super) fn directive(keyword: &str, uri: &str, names: &[&str]) -> String {
    let line = format!("{keyword} '{uri}' show {};\n", names.join(", "));
    if line.len() <= 81 {
        return line;
    }
    let combinator = format!("    show {};\n", names.join(", "));
    if combinator.len() <= 81 {
        return format!("{keyword} '{uri}'\n{combinator}");
    }
    format!("{keyword} '{uri}'\n    show\n        {};\n", names.join(",\n        "))
}

/// The way from one file to another, both below the same folder.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from[..from.len() - 1]
        .iter()
        .zip(&to[..to.len() - 1])
        .take_while(|(a, b)| a == b)
        .count();
    let mut way = vec![".."; from.len() - 1 - shared];
    way.extend(&to[shared..]);
    way.join("/")
}
