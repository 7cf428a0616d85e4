//! What crosses, in one table: the types of the standard library and of well-known crates, with their face in Dart.
//!
//! Lowering looks types up in it, diagnostics name its features, and the book's chapter on types prints it, so that none
//! of them can say something else.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Int, Value};
use crate::lower::base::{Context, Lowering};
use crate::parser::ty::Ty;

/// What a type with a path is to the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Builtin {
    /// Text.
    Text,
    /// A value with a type of its own in Dart.
    Value(Value),
    /// An integer.
    Int(Int),
    /// A list of bytes.
    Bytes,
    /// A list of its first argument.
    List,
    /// A set of its first argument.
    Set,
    /// A map from its first argument to its second.
    Map,
    Option,
    /// A struct whose fields, which have these names, are all of its argument's type. It has no order in Rust.
    Record(&'static [&'static str]),
    /// A live value of its argument.
    Signal,
    /// Whatever its argument is: a pointer that the wire does not know.
    Pointer(Pointer),
    /// A stream in Dart that Rust pushes into.
    Sink,
}

/// The pointers that the wire does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    Box,
    Rc,
    Arc,
    Cow,
}

/// A row of the table of types.
#[derive(Debug)]
pub struct Row {
    /// How Rust spells them, for people.
    pub rust: &'static str,
    /// What they are in Dart, for people.
    pub dart: &'static str,
    /// What else is to be said.
    note: &'static str,
    /// Each of them in full, as the matrix of the tests writes them. What takes types has a `T` for the one that matters; a
    /// type under an attribute has that before it.
    types: &'static [&'static str],
    /// The feature of the crate `oche` that they need.
    pub feature: Option<&'static str>,
    /// The paths that are looked up.
    paths: &'static [(&'static str, Builtin)],
}

const fn row(
    rust: &'static str,
    dart: &'static str,
    note: &'static str,
    types: &'static [&'static str],
    paths: &'static [(&'static str, Builtin)],
) -> Row {
    Row {
        rust,
        dart,
        note,
        types,
        feature: None,
        paths,
    }
}

const fn of_crate(
    feature: &'static str,
    rust: &'static str,
    dart: &'static str,
    note: &'static str,
    types: &'static [&'static str],
    paths: &'static [(&'static str, Builtin)],
) -> Row {
    Row {
        rust,
        dart,
        note,
        types,
        feature: Some(feature),
        paths,
    }
}

/// What is to be said of dates and times without a zone.
const NAIVE: &str = "the fields, from a `DateTime` of any zone; back in UTC; whole microseconds; a date is midnight";
const TIME_OF_DAY: &str = "a time of day is what has passed since midnight, below 24 hours";

/// Everything that crosses and is no item of the user's own crate.
static TABLE: &[Row] = &[
    row("`bool`", "`bool`", "", &["bool"], &[]),
    row(
        "`i8` … `i64`, `u8` … `u32`, `isize`",
        "`int`",
        "range checked",
        &["i8", "i16", "i32", "i64", "u8", "u16", "u32", "isize"],
        &[],
    ),
    row(
        "`u64`, `usize`",
        "`int`",
        "a value above 2⁶³ − 1 is an error; `#[oche(bigint)]` makes it a `BigInt`",
        &["u64", "usize"],
        &[],
    ),
    row(
        "`i64`, `u64`, `isize`, `usize` under `#[oche(bigint)]`",
        "`BigInt`",
        "lists of them are `List<BigInt>`",
        &[
            "#[oche(bigint)] i64",
            "#[oche(bigint)] u64",
            "#[oche(bigint)] isize",
            "#[oche(bigint)] usize",
        ],
        &[],
    ),
    row("`i128`, `u128`", "`BigInt`", "range checked", &["i128", "u128"], &[]),
    row(
        "`NonZeroU8` … `NonZeroIsize`",
        "`int`",
        "zero is an error",
        &[
            "std::num::NonZeroI8",
            "std::num::NonZeroI16",
            "std::num::NonZeroI32",
            "std::num::NonZeroI64",
            "std::num::NonZeroIsize",
            "std::num::NonZeroU8",
            "std::num::NonZeroU16",
            "std::num::NonZeroU32",
            "std::num::NonZeroU64",
            "std::num::NonZeroUsize",
        ],
        &[
            ("std::num::NonZeroI8", Builtin::Int(Int::I8)),
            ("std::num::NonZeroI16", Builtin::Int(Int::I16)),
            ("std::num::NonZeroI32", Builtin::Int(Int::I32)),
            ("std::num::NonZeroI64", Builtin::Int(Int::I64)),
            ("std::num::NonZeroIsize", Builtin::Int(Int::Isize)),
            ("std::num::NonZeroU8", Builtin::Int(Int::U8)),
            ("std::num::NonZeroU16", Builtin::Int(Int::U16)),
            ("std::num::NonZeroU32", Builtin::Int(Int::U32)),
            ("std::num::NonZeroU64", Builtin::Int(Int::U64)),
            ("std::num::NonZeroUsize", Builtin::Int(Int::Usize)),
        ],
    ),
    row("`f32`, `f64`", "`double`", "", &["f32", "f64"], &[]),
    row("`char`", "`String`", "exactly one Unicode scalar value", &["char"], &[]),
    row(
        "`String`, `&str`, `Box<str>`, `Rc<str>`, `Arc<str>`, `Cow<str>`",
        "`String`",
        "",
        &[
            "String",
            "&str",
            "Box<str>",
            "std::rc::Rc<str>",
            "std::sync::Arc<str>",
            "std::borrow::Cow<'_, str>",
        ],
        &[("std::string::String", Builtin::Text)],
    ),
    row(
        "`PathBuf`, `&Path`, `OsString`, `&OsStr`",
        "`String`",
        "what is not Unicode is an error",
        &[
            "std::path::PathBuf",
            "&std::path::Path",
            "std::ffi::OsString",
            "&std::ffi::OsStr",
        ],
        &[
            ("std::path::PathBuf", Builtin::Text),
            ("std::ffi::OsString", Builtin::Text),
        ],
    ),
    row(
        "`IpAddr`, `Ipv4Addr`, `Ipv6Addr`, `SocketAddr`, …",
        "`String`",
        "what is no such address is an error",
        &[
            "std::net::IpAddr",
            "std::net::Ipv4Addr",
            "std::net::Ipv6Addr",
            "std::net::SocketAddr",
            "std::net::SocketAddrV4",
            "std::net::SocketAddrV6",
        ],
        &[
            ("std::net::IpAddr", Builtin::Text),
            ("std::net::Ipv4Addr", Builtin::Text),
            ("std::net::Ipv6Addr", Builtin::Text),
            ("std::net::SocketAddr", Builtin::Text),
            ("std::net::SocketAddrV4", Builtin::Text),
            ("std::net::SocketAddrV6", Builtin::Text),
        ],
    ),
    row(
        "`Vec<u8>`, `&[u8]`, `Box<[u8]>`",
        "`Uint8List`",
        "likewise the other numbers: `Int16List`, `Float64List`, …",
        &["Vec<u8>", "&[u8]", "Box<[u8]>"],
        &[],
    ),
    row(
        "`Vec<T>`, `&[T]`, `VecDeque<T>`, `Box<[T]>`, `Rc<[T]>`, `Arc<[T]>`, `Cow<[T]>`",
        "`List<T>`",
        "",
        &[
            "Vec<T>",
            "&[T]",
            "std::collections::VecDeque<T>",
            "Box<[T]>",
            "std::rc::Rc<[T]>",
            "std::sync::Arc<[T]>",
            "std::borrow::Cow<'_, [T]>",
        ],
        &[
            ("std::vec::Vec", Builtin::List),
            ("std::collections::VecDeque", Builtin::List),
        ],
    ),
    row("`[T; N]`", "`List<T>`", "its length is checked", &["[T; 2]"], &[]),
    row(
        "`HashMap<K, V>`, `BTreeMap<K, V>`",
        "`Map<K, V>`",
        "keys are anything but floating-point numbers, lists and maps",
        &[
            "std::collections::HashMap<T, bool>",
            "std::collections::HashMap<char, T>",
            "std::collections::BTreeMap<T, bool>",
            "std::collections::BTreeMap<char, T>",
        ],
        &[
            ("std::collections::HashMap", Builtin::Map),
            ("std::collections::BTreeMap", Builtin::Map),
        ],
    ),
    row(
        "`HashSet<T>`, `BTreeSet<T>`",
        "`Set<T>`",
        "likewise",
        &["std::collections::HashSet<T>", "std::collections::BTreeSet<T>"],
        &[
            ("std::collections::HashSet", Builtin::Set),
            ("std::collections::BTreeSet", Builtin::Set),
        ],
    ),
    row(
        "`Option<T>`",
        "`T?`",
        "`Option<Option<T>>` is `Some<T?>?`",
        &["Option<T>"],
        &[("std::option::Option", Builtin::Option)],
    ),
    row(
        "`Range<T>`",
        "`({T start, T end})`",
        "`end` is not in it; no key of a `BTreeMap`, no element of a `BTreeSet`",
        &["std::ops::Range<T>"],
        &[("std::ops::Range", Builtin::Record(&["start", "end"]))],
    ),
    row("tuples", "records", "of up to 12 elements", &["(T,)", "(bool, T)"], &[]),
    row(
        "`Box<T>`, `Rc<T>`, `Arc<T>`, `Cow<T>`",
        "`T`",
        "an `Arc` of an object is the object itself",
        &[
            "Box<T>",
            "std::rc::Rc<T>",
            "std::sync::Arc<T>",
            "std::borrow::Cow<'_, T>",
        ],
        &[
            ("std::boxed::Box", Builtin::Pointer(Pointer::Box)),
            ("std::rc::Rc", Builtin::Pointer(Pointer::Rc)),
            ("std::sync::Arc", Builtin::Pointer(Pointer::Arc)),
            ("std::borrow::Cow", Builtin::Pointer(Pointer::Cow)),
        ],
    ),
    row(
        "`std::time::Duration`",
        "`Duration`",
        "whole microseconds; not negative",
        &["std::time::Duration"],
        &[("std::time::Duration", Builtin::Value(Value::Duration))],
    ),
    row(
        "`std::time::SystemTime`",
        "`DateTime`",
        "UTC, whole microseconds",
        &["std::time::SystemTime"],
        &[("std::time::SystemTime", Builtin::Value(Value::DateTime))],
    ),
    row(
        "`oche::DartObject`",
        "`Object`",
        "any object of Dart, kept in Rust and given back",
        &["oche::DartObject"],
        &[("oche::DartObject", Builtin::Value(Value::DartObject))],
    ),
    row(
        "`oche::Signal<T>`",
        "`Signal<T>`",
        "a live value of Rust's, which can be passed back",
        &["oche::Signal<T>"],
        &[("oche::Signal", Builtin::Signal)],
    ),
    of_crate(
        "chrono",
        "`chrono::DateTime<Utc>`, `DateTime<FixedOffset>`",
        "`DateTime`",
        "UTC, whole microseconds",
        &["chrono::DateTime<chrono::Utc>", "chrono::DateTime<chrono::FixedOffset>"],
        &[],
    ),
    of_crate(
        "chrono",
        "`chrono::DateTime<Local>`",
        "`DateTime`",
        "local time",
        &["chrono::DateTime<chrono::Local>"],
        &[],
    ),
    of_crate(
        "chrono",
        "`chrono::NaiveDateTime`, `NaiveDate`",
        "`DateTime`",
        NAIVE,
        &["chrono::NaiveDateTime", "chrono::NaiveDate"],
        &[
            ("chrono::NaiveDateTime", Builtin::Value(Value::NaiveDateTime)),
            ("chrono::NaiveDate", Builtin::Value(Value::NaiveDate)),
        ],
    ),
    of_crate(
        "chrono",
        "`chrono::TimeDelta` (`Duration`), `NaiveTime`",
        "`Duration`",
        TIME_OF_DAY,
        &["chrono::TimeDelta", "chrono::Duration", "chrono::NaiveTime"],
        &[
            ("chrono::TimeDelta", Builtin::Value(Value::SignedDuration)),
            ("chrono::Duration", Builtin::Value(Value::SignedDuration)),
            ("chrono::NaiveTime", Builtin::Value(Value::Duration)),
        ],
    ),
    of_crate(
        "time",
        "`time::OffsetDateTime`",
        "`DateTime`",
        "UTC, whole microseconds",
        &["time::OffsetDateTime"],
        &[("time::OffsetDateTime", Builtin::Value(Value::DateTime))],
    ),
    of_crate(
        "time",
        "`time::PrimitiveDateTime`, `Date`",
        "`DateTime`",
        NAIVE,
        &["time::PrimitiveDateTime", "time::Date"],
        &[
            ("time::PrimitiveDateTime", Builtin::Value(Value::NaiveDateTime)),
            ("time::Date", Builtin::Value(Value::NaiveDate)),
        ],
    ),
    of_crate(
        "time",
        "`time::Duration`, `Time`",
        "`Duration`",
        TIME_OF_DAY,
        &["time::Duration", "time::Time"],
        &[
            ("time::Duration", Builtin::Value(Value::SignedDuration)),
            ("time::Time", Builtin::Value(Value::Duration)),
        ],
    ),
    of_crate(
        "uuid",
        "`uuid::Uuid`",
        "`Uuid`",
        "a value type of Oche's Dart package",
        &["uuid::Uuid"],
        &[("uuid::Uuid", Builtin::Value(Value::Uuid))],
    ),
    of_crate(
        "serde_json",
        "`serde_json::Value`",
        "`Object?`",
        "`null`, `bool`, `int`, `double`, `String`, `List<Object?>`, `Map<String, Object?>`",
        &["serde_json::Value"],
        &[("serde_json::Value", Builtin::Value(Value::Json))],
    ),
    of_crate(
        "url",
        "`url::Url`",
        "`Uri`",
        "",
        &["url::Url"],
        &[("url::Url", Builtin::Value(Value::Uri))],
    ),
    of_crate(
        "bytes",
        "`bytes::Bytes`",
        "`Uint8List`",
        "",
        &["bytes::Bytes"],
        &[("bytes::Bytes", Builtin::Bytes)],
    ),
    of_crate(
        "num-bigint",
        "`num_bigint::BigInt`, `BigUint`",
        "`BigInt`",
        "of any size",
        &["num_bigint::BigInt", "num_bigint::BigUint"],
        &[
            ("num_bigint::BigInt", Builtin::Value(Value::BigInt)),
            ("num_bigint::BigUint", Builtin::Value(Value::BigUint)),
        ],
    ),
    row(
        "`oche::StreamSink<T>`",
        "`SinkStream<T>`",
        "only a parameter itself; a function with one that returns nothing is a `RustStream<T>`",
        &["oche::StreamSink<T>"],
        &[("oche::StreamSink", Builtin::Sink)],
    ),
];

/// What becomes of a type with this canonical path.
pub fn find(path: &str) -> Option<(Builtin, &'static Row)> {
    TABLE.iter().find_map(|row| {
        let (_, builtin) = row.paths.iter().find(|(known, _)| *known == path)?;
        Some((*builtin, row))
    })
}

impl Lowering<'_> {
    /// Warns if a type needs a feature of the crate `oche` that the manifest does not ask for.
    pub fn needs_feature(&self, ty: &Ty, row: &Row, context: Context<'_>) {
        if let Some(feature) = row.feature {
            self.needs_feature_called(feature, ty, context);
        }
    }

    /// The same, by the name of the feature.
    pub fn needs_feature_called(&self, feature: &'static str, ty: &Ty, context: Context<'_>) {
        let is_there = match &self.krate.manifest.oche_features {
            Some(features) => features.iter().any(|known| known == feature),
            None => true,
        };
        if is_there || !self.notes.borrow_mut().features.insert(feature) {
            return;
        }
        let code = self.code(ty);
        let problem = Diagnostic::warning(
            Code::MissingOcheFeature,
            format!("the generated code will not compile: `{code}` needs a feature of the crate `oche`"),
        )
        .help(format!("run `cargo add oche --features {feature}`"));
        self.refuse(ty, context, problem, format!("needs the feature `{feature}`"));
    }
}

/// How a type of the table is written, with its arguments: `HashMap<K, V>`.
pub fn spelled(path: &str) -> Option<String> {
    let (builtin, _) = find(path)?;
    let arguments = match builtin {
        Builtin::Text | Builtin::Value(_) | Builtin::Int(_) | Builtin::Bytes => "",
        Builtin::Map => "<K, V>",
        Builtin::List
        | Builtin::Set
        | Builtin::Option
        | Builtin::Record(_)
        | Builtin::Signal
        | Builtin::Pointer(_)
        | Builtin::Sink => "<T>",
    };
    Some(format!("{}{arguments}", path.rsplit("::").next()?))
}

/// Every type of the table, spelled in full.
pub(crate) fn types() -> Vec<&'static str> {
    TABLE.iter().flat_map(|row| row.types).copied().collect()
}

/// The table of types in Markdown, for the book.
pub(crate) fn markdown() -> String {
    let mut text = String::from("| Rust | Dart | |\n|---|---|---|\n");
    for row in TABLE {
        let feature = row.feature.map(|feature| format!("feature `{feature}`"));
        let notes: Vec<&str> = feature.as_deref().into_iter().chain([row.note]).collect();
        let notes: Vec<&str> = notes.into_iter().filter(|note| !note.is_empty()).collect();
        text += &format!("| {} | {} | {} |\n", row.rust, row.dart, notes.join("; "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_is_there_twice() {
        let mut paths: Vec<&str> = TABLE.iter().flat_map(|row| row.paths).map(|(path, _)| *path).collect();
        let count = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), count);
    }

    #[test]
    fn every_path_is_spelled_for_the_matrix() {
        for row in TABLE {
            assert!(!row.types.is_empty(), "no type is spelled out: {}", row.rust);
            for (path, _) in row.paths {
                let name = path.rsplit("::").next().unwrap_or(path);
                let is_spelled = |ty: &&str| ty.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
                assert!(
                    row.types.iter().any(is_spelled),
                    "`{path}` is not spelled out: {}",
                    row.rust
                );
            }
        }
    }
}
