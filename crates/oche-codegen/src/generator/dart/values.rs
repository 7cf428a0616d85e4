//! Values of the standard library and of well-known crates in Dart: all that is to be said of one, in one place.

use crate::ir::{Value, Wide};

/// Where a class of Dart is declared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// `dart:core`.
    Core,
    /// Oche's own package.
    Oche,
}

/// What a value is in Dart.
pub struct Face {
    /// Its class.
    pub class: &'static str,
    pub home: Home,
    /// Whether `null` is one of its values.
    pub is_nullable: bool,
    /// The method of the writer and of the reader.
    pub method: &'static str,
    /// How the name of the function ends that reads it from a JSON document: `readJson…`.
    pub from_json: &'static str,
    /// The member that gives its document, if it is not that itself.
    pub to_json: Option<&'static str>,
}

impl Face {
    const fn core(class: &'static str, method: &'static str, from_json: &'static str, to_json: &'static str) -> Self {
        Self {
            class,
            home: Home::Core,
            is_nullable: false,
            method,
            from_json,
            to_json: Some(to_json),
        }
    }

    const fn duration(method: &'static str) -> Self {
        Self::core("Duration", method, "Duration", "inMicroseconds")
    }

    const fn date_time(method: &'static str) -> Self {
        Self::core("DateTime", method, "DateTime", "toIso8601String()")
    }

    const fn big_int(method: &'static str) -> Self {
        Self::core("BigInt", method, "BigInt", "toString()")
    }

    /// What a value is.
    pub const fn of(value: Value) -> Self {
        match value {
            Value::Duration => Self::duration("duration"),
            Value::SignedDuration => Self::duration("signedDuration"),
            Value::DateTime => Self::date_time("dateTime"),
            Value::LocalDateTime => Self::date_time("localDateTime"),
            Value::NaiveDateTime => Self::date_time("naiveDateTime"),
            Value::NaiveDate => Self::date_time("naiveDate"),
            Value::Big(wide) => Self::big_int(wide_method(wide)),
            Value::BigInt => Self::big_int("bigInt"),
            Value::BigUint => Self::big_int("bigUint"),
            Value::Uri => Self::core("Uri", "uri", "Uri", "toString()"),
            Value::Uuid => Self {
                home: Home::Oche,
                ..Self::core("Uuid", "uuid", "Uuid", "toString()")
            },
            Value::Json => Self {
                is_nullable: true,
                to_json: None,
                ..Self::core("Object", "json", "Any", "")
            },
            // Lowering lets no object of Dart into JSON.
            Value::DartObject => Self {
                to_json: None,
                ..Self::core("Object", "dartObject", "Any", "")
            },
        }
    }
}

/// The method of the reader and the writer; for lists, how it begins.
pub const fn wide_method(wide: Wide) -> &'static str {
    match wide {
        Wide::I64 => "i64Big",
        Wide::U64 => "u64Big",
        Wide::I128 => "i128",
        Wide::U128 => "u128",
    }
}
