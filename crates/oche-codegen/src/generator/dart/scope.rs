//! The names that one generated Dart file can see, and the imports it turns out to need.
//!
//! Users choose the names of types, functions, fields, values and parameters; what the generator adds must not clash with
//! any of them. A [`Scope`] is a place in a file with every name that is declared around it, however it got there: by
//! the library, by a class or an enum and what is generated into it, by a function's parameters. Three rules are all there
//! is:
//! - what is declared elsewhere (by the SDK, by Oche, by a user's library) is reached by its plain name where nothing
//!   hides that, and through an import prefix where something does;
//! - an import prefix is a name that is declared nowhere in its file;
//! - a variable of ours that a user's name would clash with gets a `$` behind it, which no Rust identifier contains.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::here::Here;
use super::plumbing::Plumbing;
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

/// The import prefixes of the package's own `bridge.dart` and `direct.dart`.
const BRIDGE: &str = "bridge";
const DIRECT: &str = "direct";
const ASSET: &str = "asset";

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

/// A place in a Dart file: what is declared around it.
#[derive(Clone)]
pub struct Scope {
    file: Rc<File>,
    /// What is declared between the place and the file, the outermost first.
    levels: Vec<Rc<BTreeSet<String>>>,
}

struct File {
    /// The package's classes: each may be imported by its plain name. One set for all files, which are many.
    classes: Rc<BTreeSet<String>>,
    /// What is declared by the file itself.
    declared: Rc<BTreeSet<String>>,
    /// The names of all places in the file, if it is printed again because of them.
    inside: BTreeSet<String>,
    /// The package's classes that it does import, once that is known.
    imported: Option<BTreeSet<String>>,
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
    /// Files of the same package, below `lib/src/`, that are imported under a prefix.
    prefixed_files: BTreeSet<String>,
    /// What the author imports.
    libraries: BTreeSet<Import>,
    /// What of a platform library was taken to be hidden by a class of another file, should that be imported.
    hidden: BTreeSet<String>,
    /// Whether the package's `bridge.dart` is imported.
    bridge: bool,
    /// Whether the package's `direct.dart` is imported.
    direct: bool,
    asset: bool,
    /// Every name that was declared by some place in the file.
    inside: BTreeSet<String>,
}

impl Scope {
    /// Prints a file that declares the names `declared`, in a package whose classes have the names `classes`. The prefixes
    /// of its imports must differ from every name in it, and printing it is what tells them: where one of them has the
    /// name of a prefix, which is rare, the file is printed again with other prefixes. It is printed again, too, if a name of
    /// `dart:core` has a prefix because of a class that turns out not to be imported.
    pub fn print<T>(classes: &Rc<BTreeSet<String>>, declared: BTreeSet<String>, print: impl Fn(&Scope) -> T) -> T {
        let declared = Rc::new(declared);
        let first = Self::new(classes, &declared, BTreeSet::new(), None);
        let text = print(&first);
        let used = first.file.used.take();
        let is_inside = |prefix: String| used.inside.contains(&prefix);
        let files = used.prefixed_files.iter().map(|file| first.file_prefix(file));
        let clashes = first.prefixes().chain(files).any(is_inside);
        let imported: BTreeSet<String> = used.files.into_values().flatten().collect();
        if !clashes && used.hidden.is_subset(&imported) {
            return text;
        }
        let inside = if clashes { used.inside } else { BTreeSet::new() };
        print(&Self::new(classes, &declared, inside, Some(imported)))
    }

    fn new(
        classes: &Rc<BTreeSet<String>>,
        declared: &Rc<BTreeSet<String>>,
        inside: BTreeSet<String>,
        imported: Option<BTreeSet<String>>,
    ) -> Self {
        let file = File {
            imported,
            classes: Rc::clone(classes),
            declared: Rc::clone(declared),
            inside,
            used: RefCell::default(),
        };
        Self {
            file: Rc::new(file),
            levels: Vec::new(),
        }
    }

    /// A place within this one that declares `names`: a class with its members, a function with its parameters.
    pub fn within<N: Into<String>>(&self, names: impl IntoIterator<Item = N>) -> Self {
        let names: BTreeSet<String> = names.into_iter().map(Into::into).collect();
        self.file.used.borrow_mut().inside.extend(names.iter().cloned());
        let mut levels = self.levels.clone();
        levels.push(Rc::new(names));
        Self {
            file: Rc::clone(&self.file),
            levels,
        }
    }

    /// Whether something between this place and the file has the name.
    pub fn hides(&self, name: &str) -> bool {
        self.levels.iter().any(|level| level.contains(name))
    }

    /// `name` for a parameter or a variable of ours, which must differ from what this place declares.
    pub fn local(&self, name: &str) -> String {
        fresh(name, |name| {
            self.declares(name) || self.levels.last().is_some_and(|level| level.contains(name)) || self.is_prefix(name)
        })
    }

    /// `name` for the parameter of a closure that mentions nothing else of what this place declares.
    pub fn element(&self, name: &str) -> String {
        fresh(name, |name| self.declares(name) || self.is_prefix(name))
    }

    /// The prefixes of this file that are not for one file of the package.
    fn prefixes(&self) -> impl Iterator<Item = String> {
        let platform = Platform::ALL.iter().map(|platform| platform.prefix());
        platform
            .chain([BRIDGE, DIRECT, ASSET])
            .map(|prefix| self.prefix(prefix))
    }

    fn is_prefix(&self, name: &str) -> bool {
        self.prefixes().any(|prefix| prefix == name)
    }

    /// `name` for a type parameter among the type parameters `others` of a class that declares the names of this place.
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
            let is_codec = |other: &&str| format!("{other}List") == name || **other == list;
            name == "Function"
                || self.declares(name)
                || self.declares(&list)
                || self.hides(name)
                || others.contains(&name)
                || others.iter().any(is_codec)
        })
    }

    /// A name of `dart:core`.
    pub fn core(&self, name: &str) -> String {
        self.plain_or_prefixed(Platform::Core, name)
    }

    /// Notes that the author wrote Dart here, which may name anything of `dart:core`.
    pub fn written(&self) {
        self.file.used.borrow_mut().plain.insert(Platform::Core);
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

    /// Notes that a member is called that an extension of Oche's support library adds: without an import, there is no such
    /// member.
    pub fn oche_extension(&self) {
        self.file.used.borrow_mut().prefixed.insert(Platform::Oche);
    }

    /// A name of the package's `bridge.dart`, behind its prefix.
    pub fn bridge(&self, name: &str) -> String {
        self.file.used.borrow_mut().bridge = true;
        format!("{}.{name}", self.prefix(BRIDGE))
    }

    /// A name of the package's `direct.dart`, behind its prefix.
    pub fn direct(&self, name: &str) -> String {
        self.file.used.borrow_mut().direct = true;
        format!("{}.{name}", self.prefix(DIRECT))
    }

    /// A name of the package's `asset.dart`, behind its prefix.
    pub fn asset(&self, name: &str) -> String {
        self.file.used.borrow_mut().asset = true;
        format!("{}.{name}", self.prefix(ASSET))
    }

    /// A class or an enum of the user's, declared in the file `declared_in` below `lib/src/`; `file` is the one that is
    /// printed.
    pub fn class(&self, declared_in: &str, file: &str, name: &str) -> String {
        if self.hides(name) {
            self.file
                .used
                .borrow_mut()
                .prefixed_files
                .insert(declared_in.to_owned());
            return format!("{}.{name}", self.file_prefix(declared_in));
        }
        self.declared_in(declared_in, file, name)
    }

    /// What the file `declared_in` of the plumbing declares: the API has it from `bridge.dart`, the plumbing itself by its
    /// plain name.
    pub fn plumbing(&self, declared_in: &str, here: Here<'_>, name: &str) -> String {
        match here {
            Here::Plumbing(file) if !self.hides(name) => self.declared_in(declared_in, file, name),
            Here::Plumbing(_) | Here::Api(_) => self.bridge(name),
        }
    }

    /// The plain name of what is imported from `declared_in`, unless that is the file that is printed.
    fn declared_in(&self, declared_in: &str, file: &str, name: &str) -> String {
        if file != declared_in {
            let mut used = self.file.used.borrow_mut();
            let names = used.files.entry(declared_in.to_owned()).or_default();
            names.insert(name.to_owned());
        }
        name.to_owned()
    }

    /// Notes an import of the author's, and the names that it brings along.
    pub fn import_library(&self, import: &Import) {
        let mut used = self.file.used.borrow_mut();
        let words = import.combinators.split([' ', ',']).filter(|word| !word.is_empty());
        used.inside.extend(words.map(str::to_owned));
        used.libraries.insert(import.clone());
    }

    /// Whether a class of the package has the name.
    pub fn is_class(&self, name: &str) -> bool {
        self.file.classes.contains(name)
    }

    /// Whether the file itself declares the name, or may import it from another file of the package.
    pub fn declares(&self, name: &str) -> bool {
        self.file.declared.contains(name) || self.file.classes.contains(name)
    }

    /// Whether a class of another file of the package has the name and is imported, as far as is known.
    fn is_imported(&self, name: &str) -> bool {
        if let Some(imported) = &self.file.imported {
            return imported.contains(name);
        }
        let may_be = self.file.classes.contains(name);
        if may_be {
            self.file.used.borrow_mut().hidden.insert(name.to_owned());
        }
        may_be
    }

    fn plain_or_prefixed(&self, platform: Platform, name: &str) -> String {
        if self.file.declared.contains(name) || self.hides(name) || self.is_imported(name) {
            return self.prefixed(platform, name);
        }
        self.file.used.borrow_mut().plain.insert(platform);
        name.to_owned()
    }

    fn prefixed(&self, platform: Platform, name: &str) -> String {
        self.file.used.borrow_mut().prefixed.insert(platform);
        format!("{}.{name}", self.prefix(platform.prefix()))
    }

    fn prefix(&self, name: &str) -> String {
        fresh(name, |name| self.declares(name) || self.file.inside.contains(name))
    }

    /// The prefix under which a file of the same package is imported: `api_lights_library`.
    fn file_prefix(&self, file: &str) -> String {
        let path = file.trim_end_matches(".dart").replace('/', "_");
        self.prefix(&format!("{path}_library"))
    }

    /// The import directives of what was used, for a file below `lib/src/`: sorted, in the usual sections, each section
    /// followed by an empty line.
    pub fn imports(&self, file: &str, plumbing: &Plumbing) -> String {
        let used = self.file.used.borrow();
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
        for target in &used.prefixed_files {
            let uri = relative(file, target);
            let import = format!("import '{uri}' as {};\n", self.file_prefix(target));
            files.push((uri, import));
        }
        let own = [
            (used.bridge, &plumbing.bridge, BRIDGE),
            (used.direct, &plumbing.direct, DIRECT),
            (used.asset, &plumbing.asset, ASSET),
        ];
        for (_, target, prefix) in own.into_iter().filter(|(is_used, ..)| *is_used) {
            let uri = relative(file, target);
            let import = format!("import '{uri}' as {};\n", self.prefix(prefix));
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
pub(super) fn relative(from: &str, to: &str) -> String {
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
