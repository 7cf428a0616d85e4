//! Names in Dart.
//!
//! Functions, parameters and fields are `lowerCamelCase`, types `UpperCamelCase`. What Dart reserves gets an underscore
//! behind it, with a warning, because the author may know a better name.

use crate::diagnostic::{Code, Diagnostic, Reports};
use crate::parser::attrs::Options;
use crate::parser::source::Site;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    Type,
    Function,
    Parameter,
    Field,
    /// A method, getter, setter or constant of a class.
    Member,
    /// One of a Dart enum.
    EnumMember,
    /// One of a Dart enum whose values have numbers.
    NumberedMember,
    Constant,
    /// A variant that carries nothing: a value of a Dart enum.
    EnumValue,
    /// A value of a Dart enum whose values have numbers.
    NumberedValue,
}

/// Words that no name in Dart can be. The last two are reserved in asynchronous functions, and a named argument of that
/// name could not be passed there.
const RESERVED: [&str; 35] = [
    "assert", "break", "case", "catch", "class", "const", "continue", "default", "do", "else", "enum", "extends",
    "false", "final", "finally", "for", "if", "in", "is", "new", "null", "rethrow", "return", "super", "switch",
    "this", "throw", "true", "try", "var", "void", "while", "with", "await", "yield",
];

/// Words that every name in Dart can be but a type's.
const BUILT_IN: [&str; 23] = [
    "Function",
    "abstract",
    "as",
    "covariant",
    "deferred",
    "dynamic",
    "export",
    "extension",
    "external",
    "factory",
    "get",
    "implements",
    "import",
    "interface",
    "late",
    "library",
    "mixin",
    "operator",
    "part",
    "required",
    "set",
    "static",
    "typedef",
];

/// What every Dart object has, and what generated classes are going to have.
const MEMBERS: [&str; 5] = ["copyWith", "hashCode", "noSuchMethod", "runtimeType", "toString"];

/// What the class of every object has besides.
const OBJECT_MEMBERS: [&str; 5] = ["dispose", "fromShared", "isDisposed", "isMoved", "share"];

/// What every Dart enum has besides.
const ENUM_MEMBERS: [&str; 2] = ["index", "values"];

/// What Dart enums have whose values have numbers in Rust.
const NUMBERED_MEMBERS: [&str; 2] = ["discriminant", "fromDiscriminant"];

/// What is generated where an attribute asks for it.
const ASKED_FOR: [&str; 4] = ["compareTo", "fromJson", "partialCompareTo", "toJson"];

/// Whether some class has a member of this name that nobody wrote.
fn is_generated(name: &str) -> bool {
    let lists: [&[&str]; 5] = [&MEMBERS, &OBJECT_MEMBERS, &ENUM_MEMBERS, &NUMBERED_MEMBERS, &ASKED_FOR];
    lists.iter().any(|list| list.contains(&name))
}

/// What `dart:core` exports to everybody who imports nothing.
const CORE: [&str; 63] = [
    "ArgumentError",
    "AssertionError",
    "BigInt",
    "Comparable",
    "Comparator",
    "ConcurrentModificationError",
    "DateTime",
    "Deprecated",
    "Duration",
    "Enum",
    "EnumName",
    "Error",
    "Exception",
    "Expando",
    "Finalizer",
    "FormatException",
    "Future",
    "IndexError",
    "Invocation",
    "Iterable",
    "Iterator",
    "List",
    "Map",
    "MapEntry",
    "Match",
    "Never",
    "NoSuchMethodError",
    "Null",
    "Object",
    "OutOfMemoryError",
    "Pattern",
    "RangeError",
    "Record",
    "RegExp",
    "RegExpMatch",
    "Runes",
    "Set",
    "Sink",
    "StackOverflowError",
    "StackTrace",
    "StateError",
    "Stopwatch",
    "Stream",
    "String",
    "StringBuffer",
    "StringSink",
    "Symbol",
    "Type",
    "TypeError",
    "UnimplementedError",
    "UnsupportedError",
    "Uri",
    "UriData",
    "WeakReference",
    "bool",
    "deprecated",
    "double",
    "identical",
    "int",
    "num",
    "override",
    "pragma",
    "print",
];

impl NameKind {
    /// Whether the package exports what has such a name.
    fn is_exported(self) -> bool {
        matches!(self, NameKind::Type | NameKind::Function | NameKind::Constant)
    }

    fn describe(self) -> &'static str {
        match self {
            NameKind::Type => "type",
            NameKind::Function => "function",
            NameKind::Parameter => "parameter",
            NameKind::Field => "field",
            NameKind::Member | NameKind::EnumMember | NameKind::NumberedMember => "member",
            NameKind::Constant => "constant",
            NameKind::EnumValue | NameKind::NumberedValue => "variant",
        }
    }

    /// Why a name cannot be used as it is.
    fn objection(self, name: &str) -> Option<&'static str> {
        let is_member = || MEMBERS.contains(&name);
        match self {
            _ if RESERVED.contains(&name) => Some("is a reserved word in Dart"),
            NameKind::Type if BUILT_IN.contains(&name) => {
                Some("is a built-in identifier in Dart, which no type can be called")
            }
            NameKind::Member if OBJECT_MEMBERS.contains(&name) => Some("is a member that every object has"),
            NameKind::Type if is_generated(name) => {
                Some("is a member of generated classes, which no class can be called")
            }
            NameKind::Type | NameKind::Function | NameKind::Constant if name == "main" => {
                Some("is the function with which a program begins")
            }
            NameKind::Field | NameKind::Member if is_member() => Some("is a member that every generated class has"),
            NameKind::EnumValue | NameKind::NumberedValue | NameKind::EnumMember | NameKind::NumberedMember
                if is_member() || ENUM_MEMBERS.contains(&name) =>
            {
                Some("is a member that every Dart enum has")
            }
            NameKind::NumberedMember | NameKind::NumberedValue if NUMBERED_MEMBERS.contains(&name) => {
                Some("is a member of every enum whose variants have numbers")
            }
            _ => None,
        }
    }
}

/// The name in Dart of something called `rust_name` (without `r#`); `site` is where it is called so.
pub fn dart_name(rust_name: &str, kind: NameKind, options: &Options, site: Site, reports: &Reports) -> String {
    if let Some((name, site)) = &options.name {
        check_chosen(name, kind, *site, reports);
        return name.clone();
    }
    let name = match kind {
        NameKind::Type => match upper_camel(rust_name) {
            name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("Type{name}"),
            name => name,
        },
        _ => lower_camel(rust_name),
    };
    if !name.is_ascii() {
        reports.push(
            Diagnostic::error(Code::DartName, format!("`{rust_name}` cannot be a name in Dart"))
                .at(site, "names in Dart are ASCII")
                .help("choose a name for Dart: `#[oche(name = \"…\")]`"),
        );
        return name;
    }
    let Some(objection) = kind.objection(&name) else {
        if kind.is_exported() {
            note_hidden(&name, site, reports);
        }
        return name;
    };
    let renamed = format!("{name}_");
    // Whoever writes `class_` knows why.
    if renamed != rust_name {
        reports.push(
            Diagnostic::warning(
                Code::Renamed,
                format!("this {} is called `{renamed}` in Dart", kind.describe()),
            )
            .at(site, format!("`{name}` {objection}"))
            .help("choose another name: `#[oche(name = \"…\")]`"),
        );
    }
    renamed
}

/// Tells the author, who has not chosen it for Dart, that an exported name takes the place of one that everybody knows.
fn note_hidden(name: &str, site: Site, reports: &Reports) {
    if !CORE.contains(&name) {
        return;
    }
    reports.push(
        Diagnostic::notice(Code::HidesCore, format!("`{name}` hides the `{name}` of `dart:core`"))
            .at(site, "exported to everybody who imports the package")
            .note("generated code is not affected: it knows which one it means")
            .help("choose another name for Dart, or say that it is this one: `#[oche(name = \"…\")]`"),
    );
}

/// Checks a name that the author has chosen.
fn check_chosen(name: &str, kind: NameKind, site: Site, reports: &Reports) {
    let mut chars = name.chars();
    let starts = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    let is_identifier = starts && chars.all(|c| c.is_ascii_alphanumeric() || c == '_');
    let objection = if name.starts_with('_') {
        "begins with an underscore, which makes it private in Dart"
    } else if !is_identifier {
        "is no identifier in Dart"
    } else if let Some(objection) = kind.objection(name) {
        objection
    } else {
        return;
    };
    reports.push(
        Diagnostic::error(
            Code::DartName,
            format!("`{name}` cannot be the name of a {} in Dart", kind.describe()),
        )
        .at(site, format!("this {objection}"))
        .help("choose another name"),
    );
}

/// `battery_level` → `batteryLevel`, `HTTPError` → `httpError`, `_unused` → `unused`.
pub fn lower_camel(name: &str) -> String {
    let mut words = words(name);
    if let Some(first) = words.first_mut() {
        *first = lower_first(first);
    }
    let name = words.concat();
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        format!("value{name}")
    } else {
        name
    }
}

/// `vehicle_state` → `VehicleState`; `VehicleState` stays.
pub fn upper_camel(name: &str) -> String {
    let name = words(name).concat();
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Type".to_owned(),
    }
}

/// The parts between underscores, every one after the first with a capital.
fn words(name: &str) -> Vec<String> {
    let parts = name.split('_').filter(|part| !part.is_empty());
    let word = |(at, part): (usize, &str)| {
        let is_shouted = name.contains('_') && part.len() > 1 && !part.contains(|c: char| c.is_lowercase());
        let part = if is_shouted {
            part.to_lowercase()
        } else {
            part.to_owned()
        };
        let mut chars = part.chars();
        match chars.next() {
            Some(first) if at > 0 || is_shouted => first.to_uppercase().chain(chars).collect(),
            _ => part,
        }
    };
    parts.enumerate().map(word).collect()
}

/// The first word in lower case: `HTTPError` → `httpError`, `OK` → `ok`, `InProgress` → `inProgress`.
fn lower_first(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let capitals = chars.iter().take_while(|c| !c.is_lowercase()).count();
    let lowered = match capitals {
        0 | 1 => capitals,
        all if all == chars.len() => all,
        // The last capital begins the next word, unless a digit stands before it.
        some => some - 1,
    };
    let start = chars[..lowered].iter().flat_map(|c| c.to_lowercase());
    start.chain(chars[lowered..].iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_lower_camel_case() {
        let pairs = [
            ("add", "add"),
            ("battery_level", "batteryLevel"),
            ("_unused", "unused"),
            ("class_", "class"),
            ("a_b_c", "aBC"),
            ("field_1", "field1"),
            ("utf8_text", "utf8Text"),
            ("getX", "getX"),
            ("_1", "value1"),
            ("__", "value"),
            ("Disconnected", "disconnected"),
            ("InProgress", "inProgress"),
            ("HTTPError", "httpError"),
            ("OK", "ok"),
            ("X86", "x86"),
            ("A", "a"),
            ("SCREAMING_CASE", "screamingCase"),
            ("IOError", "ioError"),
        ];
        for (rust, dart) in pairs {
            assert_eq!(lower_camel(rust), dart, "{rust}");
        }
    }

    #[test]
    fn types_are_upper_camel_case() {
        let pairs = [
            ("Telemetry", "Telemetry"),
            ("HTTPServer", "HTTPServer"),
            ("vehicle_state", "VehicleState"),
            ("Foo_Bar", "FooBar"),
            ("_Hidden", "Hidden"),
            ("E", "E"),
            ("_1", "1"),
            ("__", "Type"),
        ];
        for (rust, dart) in pairs {
            assert_eq!(upper_camel(rust), dart, "{rust}");
        }
    }
}
