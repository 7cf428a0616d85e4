//! Edge values, as expressions of Dart.

use super::types::{Leaf, Shape};

/// What Dart writes for a type of the generator's table.
struct Values {
    /// The type in Dart.
    dart: &'static str,
    /// The typed list that a list of it is, if there is one.
    list: &'static str,
    values: &'static [&'static str],
}

const fn of(dart: &'static str, values: &'static [&'static str]) -> Values {
    Values { dart, list: "", values }
}

const fn number(dart: &'static str, list: &'static str, values: &'static [&'static str]) -> Values {
    Values { dart, list, values }
}

const DATES: &[&str] = &[
    "DateTime.utc(1970)",
    "DateTime.utc(2024, 2, 29, 23, 59, 59, 999, 999)",
    "DateTime.utc(1, 1, 1)",
    "DateTime.utc(9999, 12, 31)",
];
const SPANS: &[&str] = &[
    "Duration.zero",
    "const Duration(microseconds: -1)",
    "const Duration(days: 36500, microseconds: 1)",
];
const TIMES: &[&str] = &[
    "Duration.zero",
    "const Duration(hours: 23, minutes: 59, seconds: 59, milliseconds: 999, microseconds: 999)",
];

/// The values of a type of the table, by how the table spells it.
fn listed(rust: &str) -> Option<Values> {
    Some(match rust {
        "bool" => of("bool", &["true", "false"]),
        "i8" => number("int", "Int8List", &["-128", "0", "127"]),
        "i16" => number("int", "Int16List", &["-32768", "0", "32767"]),
        "i32" => number("int", "Int32List", &["-2147483648", "0", "2147483647"]),
        "i64" => number("int", "Int64List", &["-0x8000000000000000", "0", "0x7FFFFFFFFFFFFFFF"]),
        "isize" => number("int", "Int64List", &["-2147483648", "0", "2147483647"]),
        "u8" => number("int", "Uint8List", &["0", "255"]),
        "u16" => number("int", "Uint16List", &["0", "65535"]),
        "u32" => number("int", "Uint32List", &["0", "4294967295"]),
        "u64" => number("int", "Uint64List", &["0", "0x7FFFFFFFFFFFFFFF"]),
        "usize" => number("int", "Uint64List", &["0", "4294967295"]),
        "bigint i64" => of(
            "BigInt",
            &[
                "BigInt.parse('-9223372036854775808')",
                "BigInt.parse('9223372036854775807')",
            ],
        ),
        "bigint u64" => of("BigInt", &["BigInt.zero", "BigInt.parse('18446744073709551615')"]),
        "bigint isize" => of("BigInt", &["BigInt.from(-2147483648)", "BigInt.from(2147483647)"]),
        "bigint usize" => of("BigInt", &["BigInt.zero", "BigInt.from(4294967295)"]),
        "i128" => of(
            "BigInt",
            &[
                "-(BigInt.one << 127)",
                "BigInt.zero",
                "(BigInt.one << 127) - BigInt.one",
            ],
        ),
        "u128" => of("BigInt", &["BigInt.zero", "(BigInt.one << 128) - BigInt.one"]),
        "std::num::NonZeroI8" => number("int", "Int8List", &["-128", "1"]),
        "std::num::NonZeroI16" => number("int", "Int16List", &["-32768", "1"]),
        "std::num::NonZeroI32" => number("int", "Int32List", &["-2147483648", "1"]),
        "std::num::NonZeroI64" => number("int", "Int64List", &["-0x8000000000000000", "1"]),
        "std::num::NonZeroIsize" => number("int", "Int64List", &["-2147483648", "1"]),
        "std::num::NonZeroU8" => number("int", "Uint8List", &["255", "1"]),
        "std::num::NonZeroU16" => number("int", "Uint16List", &["65535", "1"]),
        "std::num::NonZeroU32" => number("int", "Uint32List", &["4294967295", "1"]),
        "std::num::NonZeroU64" => number("int", "Uint64List", &["0x7FFFFFFFFFFFFFFF", "1"]),
        "std::num::NonZeroUsize" => number("int", "Uint64List", &["4294967295", "1"]),
        "f32" => number(
            "double",
            "Float32List",
            &[
                "-0.0",
                "3.4028234663852886e38",
                "1.401298464324817e-45",
                "double.nan",
                "double.infinity",
            ],
        ),
        "f64" => number(
            "double",
            "Float64List",
            &[
                "-0.0",
                "double.maxFinite",
                "double.minPositive",
                "double.nan",
                "double.negativeInfinity",
            ],
        ),
        "char" => of("String", &["'a'", "'\\u{0}'", "'\\u{10FFFF}'"]),
        "String" | "&str" | "Box<str>" | "std::rc::Rc<str>" | "std::sync::Arc<str>" | "std::borrow::Cow<'_, str>" => {
            of("String", &["''", "'\\u{0}\\u{FEFF}'", "'ß😀'"])
        }
        "std::path::PathBuf" | "&std::path::Path" | "std::ffi::OsString" | "&std::ffi::OsStr" => {
            of("String", &["''", "'/tmp/ä 😀'"])
        }
        "std::net::IpAddr" => of("String", &["'0.0.0.0'", "'::1'"]),
        "std::net::Ipv4Addr" => of("String", &["'0.0.0.0'", "'255.255.255.255'"]),
        "std::net::Ipv6Addr" => of("String", &["'::'", "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'"]),
        "std::net::SocketAddr" => of("String", &["'127.0.0.1:0'", "'[::1]:65535'"]),
        "std::net::SocketAddrV4" => of("String", &["'127.0.0.1:0'", "'255.255.255.255:65535'"]),
        "std::net::SocketAddrV6" => of("String", &["'[::]:0'", "'[::1]:65535'"]),
        "Vec<u8>" | "&[u8]" | "Box<[u8]>" | "bytes::Bytes" => of(
            "Uint8List",
            &["Uint8List(0)", "Uint8List.fromList([0, 255])", "Uint8List(5000)"],
        ),
        "std::time::Duration" => of(
            "Duration",
            &[
                "Duration.zero",
                "const Duration(microseconds: 1)",
                "const Duration(days: 36500)",
            ],
        ),
        "std::time::SystemTime" => of(
            "DateTime",
            &[
                "DateTime.utc(1970)",
                "DateTime.utc(2024, 2, 29, 23, 59, 59, 999, 999)",
                "DateTime.utc(1902)",
            ],
        ),
        "oche::DartObject" => of("Object", &["const _Thing(1)", "const _Thing(2)"]),
        "chrono::DateTime<chrono::Utc>"
        | "chrono::DateTime<chrono::FixedOffset>"
        | "chrono::NaiveDateTime"
        | "time::OffsetDateTime"
        | "time::PrimitiveDateTime" => of("DateTime", DATES),
        "chrono::DateTime<chrono::Local>" => {
            of("DateTime", &["DateTime(1970)", "DateTime(2024, 2, 29, 5, 1, 2, 3, 4)"])
        }
        "chrono::NaiveDate" | "time::Date" => of(
            "DateTime",
            &[
                "DateTime.utc(1970)",
                "DateTime.utc(2024, 2, 29)",
                "DateTime.utc(1, 1, 1)",
            ],
        ),
        "chrono::TimeDelta" | "chrono::Duration" | "time::Duration" => of("Duration", SPANS),
        "chrono::NaiveTime" | "time::Time" => of("Duration", TIMES),
        "uuid::Uuid" => of(
            "Uuid",
            &[
                "Uuid('00000000-0000-0000-0000-000000000000')",
                "Uuid('ffffffff-ffff-ffff-ffff-ffffffffffff')",
            ],
        ),
        "serde_json::Value" => of(
            "Object?",
            &[
                "null",
                "true",
                "-0x8000000000000000",
                "1.5",
                "''",
                "[1, 'a', null]",
                "{'a': <Object?>[], '': {}}",
            ],
        ),
        "url::Url" => of(
            "Uri",
            &[
                "Uri.parse('https://example.org/a?q=1#f')",
                "Uri.parse('mailto:a@example.org')",
            ],
        ),
        "num_bigint::BigInt" => of("BigInt", &["-(BigInt.one << 200)", "BigInt.zero", "BigInt.one << 200"]),
        "num_bigint::BigUint" => of("BigInt", &["BigInt.zero", "BigInt.one << 200"]),
        _ => return None,
    })
}

/// A type in Dart with values of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edges {
    /// The type.
    pub dart: String,
    /// Expressions, each a new value.
    pub values: Vec<String>,
}

/// Edge values of a shape; `None` where Dart cannot make any, which only errors and what is no value have.
///
/// # Panics
/// If a type of the generator's table, or a wrapper in it, is new: then its values are to be added here.
pub fn edges(shape: &Shape<'_>) -> Option<Edges> {
    let (leaf, list) = of_leaf(shape.leaf)?;
    let Some(wrapper) = shape.wrapper else {
        return Some(leaf);
    };
    let Edges { dart, values } = leaf;
    let all = values.join(", ");
    let first = values.first().cloned().unwrap_or_default();
    let last = values.last().cloned().unwrap_or_default();
    let typed = |items: &str| match list.as_str() {
        "" => format!("<{dart}>[{items}]"),
        list => format!("{list}.fromList([{items}])"),
    };
    let list_type = if list.is_empty() {
        format!("List<{dart}>")
    } else {
        list.clone()
    };
    let nullable = dart.ends_with('?');
    let edges = |dart: String, values: Vec<String>| Some(Edges { dart, values });
    match wrapper.0 {
        "Vec<T>"
        | "std::collections::VecDeque<T>"
        | "Box<[T]>"
        | "std::rc::Rc<[T]>"
        | "std::sync::Arc<[T]>"
        | "std::borrow::Cow<'_, [T]>" => edges(list_type, vec![typed(""), typed(&all)]),
        "[T; 2]" => edges(list_type, vec![typed(&format!("{first}, {last}"))]),
        "std::collections::HashMap<T, bool>" | "std::collections::BTreeMap<T, bool>" => {
            let items: Vec<String> = values.iter().map(|value| format!("{value}: true")).collect();
            let of = |items: String| format!("<{dart}, bool>{{{items}}}");
            edges(
                format!("Map<{dart}, bool>"),
                vec![of(String::new()), of(items.join(", "))],
            )
        }
        "std::collections::HashMap<char, T>" | "std::collections::BTreeMap<char, T>" => {
            let keys = ["'a'", "'b'", "'c'", "'d'", "'e'", "'f'", "'g'"];
            let items = keys.iter().zip(&values).map(|(key, value)| format!("{key}: {value}"));
            let of = |items: String| format!("<String, {dart}>{{{items}}}");
            let items: Vec<String> = items.collect();
            edges(
                format!("Map<String, {dart}>"),
                vec![of(String::new()), of(items.join(", "))],
            )
        }
        "std::collections::HashSet<T>" | "std::collections::BTreeSet<T>" => edges(
            format!("Set<{dart}>"),
            vec![format!("<{dart}>{{}}"), format!("<{dart}>{{{all}}}")],
        ),
        "Option<T>" if nullable => {
            let some = values.iter().map(|value| format!("Some<{dart}>({value})"));
            edges(
                format!("Some<{dart}>?"),
                std::iter::once("null".to_owned()).chain(some).collect(),
            )
        }
        "Option<T>" => edges(
            format!("{dart}?"),
            std::iter::once("null".to_owned()).chain(values).collect(),
        ),
        "std::ops::Range<T>" => edges(
            format!("({{{dart} start, {dart} end}})"),
            vec![
                format!("(start: {first}, end: {last})"),
                format!("(start: {last}, end: {first})"),
            ],
        ),
        "(T,)" => edges(
            format!("({dart},)"),
            values.iter().map(|value| format!("({value},)")).collect(),
        ),
        "(bool, T)" => edges(
            format!("(bool, {dart})"),
            values.iter().map(|value| format!("(true, {value})")).collect(),
        ),
        "Box<T>" | "std::rc::Rc<T>" | "std::sync::Arc<T>" | "std::borrow::Cow<'_, T>" => edges(dart, values),
        "&[T]" | "&T" | "oche::Signal<T>" | "oche::StreamSink<T>" => None,
        other => panic!("say in tests/matrix what `{other}` is in Dart, with values of it"),
    }
}

/// The values of a leaf, and the typed list that a list of it is.
fn of_leaf(leaf: &Leaf) -> Option<(Edges, String)> {
    if let Some(kind) = leaf.kind {
        let values: Vec<String> = kind.values.iter().map(|value| (*value).to_owned()).collect();
        let dart = kind.dart.to_owned();
        return (!values.is_empty()).then_some((Edges { dart, values }, String::new()));
    }
    let spelled = if leaf.bigint {
        format!("bigint {}", leaf.rust)
    } else {
        leaf.rust.clone()
    };
    let Values { dart, list, values } = listed(&spelled)
        .unwrap_or_else(|| panic!("say in tests/matrix what `{spelled}` is in Dart, with edge values of it"));
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    let dart = dart.to_owned();
    Some((Edges { dart, values }, list.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::types::{leaves, wrappers};

    #[test]
    fn every_type_of_the_table_has_values() {
        for leaf in &leaves() {
            for wrapper in std::iter::once(None).chain(wrappers().into_iter().map(Some)) {
                edges(&Shape { leaf, wrapper });
            }
        }
    }
}
