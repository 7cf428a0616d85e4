//! What people mean who write a name of Dart, of another language or of another tool.

/// Types of other languages, with what to write in Rust.
const TYPES: &[(&[&str], &str)] = &[
    (
        &["int", "long", "Integer"],
        "write `i32` or `i64`: both are an `int` in Dart",
    ),
    (
        &["double", "float", "num", "number"],
        "write `f64`: it is a `double` in Dart",
    ),
    (&["string", "Str"], "write `String`"),
    (&["boolean", "Bool"], "write `bool`"),
    (
        &["List", "Array", "Iterable"],
        "write `Vec<T>`: it is a `List<T>` in Dart",
    ),
    (
        &["Map", "Dictionary"],
        "write `HashMap<K, V>` and import it: `use std::collections::HashMap;`",
    ),
    (
        &["Set"],
        "write `HashSet<T>` and import it: `use std::collections::HashSet;`",
    ),
    (
        &["Uint8List", "ByteData", "bytes"],
        "write `Vec<u8>`: it is a `Uint8List` in Dart",
    ),
    (&["Int32List"], "write `Vec<i32>`: it is an `Int32List` in Dart"),
    (&["Float64List"], "write `Vec<f64>`: it is a `Float64List` in Dart"),
    (
        &["DateTime"],
        "write `std::time::SystemTime`, or `chrono::DateTime<chrono::Utc>` with the feature `chrono` of `oche`",
    ),
    (
        &["BigInt"],
        "write `i128`, or `num_bigint::BigInt` with the feature `num-bigint` of `oche`",
    ),
    (
        &["void", "Void", "Unit"],
        "leave the result out: such a function is `void` in Dart",
    ),
    (
        &["dynamic", "Any"],
        "write an enum that lists what it can be, or `oche::DartObject` for an object that Rust hands back",
    ),
    (&["Function", "Callback"], "take a closure: `impl Fn(A) -> B`"),
    (&["Null", "null"], "write `Option<T>`: its `None` is `null` in Dart"),
];

/// Types that have to be imported, with their paths.
const IMPORTS: &[(&str, &str)] = &[
    ("CallbackError", "oche::CallbackError"),
    ("DartObject", "oche::DartObject"),
    ("Signal", "oche::Signal"),
    ("Stream", "futures_core::Stream"),
    ("StreamSink", "oche::StreamSink"),
];

/// Words of other tools, with what is meant in `#[oche(…)]`.
const WORDS: &[(&[&str], &str)] = &[
    (
        &["skip", "hide", "exclude", "private"],
        "what is not for Dart is marked with `ignore`",
    ),
    (
        &["rename", "dart_name", "js_name", "as"],
        "the name in Dart is given by `name`: `#[oche(name = \"…\")]`",
    ),
    (
        &["serde", "serialize", "dart_json"],
        "`json` gives a class `toJson` and `fromJson`",
    ),
    (&["async", "future"], "write an `async fn`: it is a `Future` in Dart"),
    (
        &["blocking", "thread"],
        "without a word, a function that is not `async` runs on a thread of its own, and is a `Future` in Dart",
    ),
    (
        &["stream", "async_dart"],
        "give back `impl Stream<Item = T>`, or take an `oche::StreamSink<T>`",
    ),
    (
        &["constructor", "factory", "new"],
        "a function of an `impl` that gives back `Self` is a constructor by itself",
    ),
    (
        &["static"],
        "a function of an `impl` without `self` is static by itself",
    ),
    (
        &["data", "non_opaque", "unignore", "record"],
        "a struct with public fields is data by itself, and so is an enum",
    ),
    (
        &["object", "class", "handle"],
        "`opaque` has Rust keep the value: it is an object in Dart",
    ),
    (
        &["trait", "callback", "callback_interface", "abstract"],
        "a trait that Dart can implement is marked with `interface`",
    ),
    (
        &["throws", "result"],
        "give back a `Result<T, E>`: its error is thrown in Dart",
    ),
    (
        &["export", "bindgen", "frb", "expose"],
        "what is public in the module `api` crosses by itself",
    ),
    (
        &["optional", "nullable"],
        "write `Option<T>`: it can be `null` in Dart, and left out",
    ),
    (&["comparable"], "`ord` takes the order of Rust: `<`, `compareTo`"),
    (&["to_string"], "`display` takes `toString` from Rust's `Display`"),
];

/// What to write instead of a type that is none in Rust.
pub(crate) fn of_type(name: &str) -> Option<&'static str> {
    find(TYPES, name)
}

/// Where a type of Oche's own is imported from.
pub(crate) fn import(name: &str) -> Option<&'static str> {
    IMPORTS.iter().find(|(known, _)| *known == name).map(|(_, path)| *path)
}

/// What to write instead of a word that another tool has.
pub(crate) fn of_word(name: &str) -> Option<&'static str> {
    find(WORDS, name)
}

/// What to write where a file is no valid Rust, because it is what other languages have: by the code in the line before the place,
/// and from there.
pub(crate) fn of_syntax(before: &str, from: &str) -> Option<&'static str> {
    let is_parameter = before.contains("fn ") && before.contains('(') && before.contains(':');
    if is_parameter && from.starts_with('=') {
        return Some(
            "Rust has no default values: write `#[oche(default = …)]` before the parameter, and `#[oche]` above the function",
        );
    }
    if from.starts_with('?') {
        return Some("what can be missing is an `Option<T>`: it can be `null` in Dart");
    }
    None
}

/// A text in single quotes, as other languages have them, where in Rust they are for one character.
pub(crate) fn quoted(text: &str) -> Option<std::ops::Range<usize>> {
    let quotes: Vec<usize> = text.match_indices('\'').map(|(at, _)| at).collect();
    let is_text = |start: usize, end: usize| {
        let inside = &text[start + 1..end];
        inside.chars().count() > 1 && inside.chars().all(|c| c.is_alphanumeric() || c == ' ') && !inside.ends_with(' ')
    };
    let mut pairs = quotes.windows(2).filter_map(|pair| match pair {
        [start, end] if is_text(*start, *end) => Some(*start..end + 1),
        _ => None,
    });
    pairs.next()
}

/// What to write for it.
pub(crate) const QUOTED: &str = "text stands in double quotes: `\"…\"`; single ones are for one character";

fn find(table: &'static [(&[&str], &str)], name: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(names, _)| names.contains(&name))
        .map(|(_, hint)| *hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parser::attrs;

    #[test]
    fn a_text_in_single_quotes_is_no_lifetime() {
        assert_eq!(quoted("let a = 'hello you';"), Some(8..19));
        for fine in ["fn f<'a, 'b>(x: &'a str)", "let c = 'c';", "'a'", "&'a T + 'b", "it's"] {
            assert_eq!(quoted(fine), None, "{fine}");
        }
    }

    #[test]
    fn no_name_is_there_twice_and_no_word_is_ours() {
        for table in [TYPES, WORDS] {
            let mut names: Vec<&str> = table.iter().flat_map(|(names, _)| *names).copied().collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
        let mut names = WORDS.iter().flat_map(|(names, _)| *names);
        assert_eq!(names.find(|name| attrs::is_word(name)), None);
    }
}
