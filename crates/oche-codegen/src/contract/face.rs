//! What a change of a type means: what Dart sees of a type is less than what the wire knows.

/// How a type became another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    /// The same numbers and more.
    Widened,
    /// Not all of the numbers that there were.
    Narrowed,
    /// The same in Dart, something else on the wire.
    Wire,
    /// `T` became `T?`.
    Nullable,
    /// `T?` became `T`.
    NotNull,
    /// Another type in Dart.
    Other,
}

/// How `old` became `new`; `None` if it did not change.
pub(super) fn shift(old: &str, new: &str) -> Option<Shift> {
    if old == new {
        return None;
    }
    let (before, after) = (face(old), face(new));
    Some(if before == after {
        match (range(old), range(new)) {
            (Some(old), Some(new)) if new.0 <= old.0 && old.1 <= new.1 => Shift::Widened,
            (Some(_), Some(_)) => Shift::Narrowed,
            _ => Shift::Wire,
        }
    } else if after == format!("{before}?") {
        Shift::Nullable
    } else if before == format!("{after}?") {
        Shift::NotNull
    } else {
        Shift::Other
    })
}

/// The range of an integer type, which may be nullable: as powers of two.
fn range(ty: &str) -> Option<(i32, i32)> {
    Some(match ty.trim_end_matches('?') {
        "i8" => (-7, 7),
        "i16" => (-15, 15),
        "i32" => (-31, 31),
        "i64" | "isize" => (-63, 63),
        "u8" => (0, 8),
        "u16" => (0, 16),
        "u32" => (0, 32),
        "u64" | "usize" => (0, 64),
        // The range of an f32 is smaller, and so is its precision.
        "f32" => (-128, 128),
        "f64" => (-1024, 1024),
        _ => return None,
    })
}

/// What Dart sees: words of which Dart knows only one kind are replaced by that. Blocks of numbers keep their element, because
/// `Uint8List` and `Int32List` are different types.
fn face(ty: &str) -> String {
    let mut face = String::new();
    let mut rest = ty.replace("&mut ", "").replace('&', "").replace("shared ", "");
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let end = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let tail = rest.split_off(end);
        let in_block = face.ends_with("numbers<");
        face += match rest.as_str() {
            word if in_block => word,
            "i8" | "i16" | "i32" | "i64" | "isize" | "u8" | "u16" | "u32" | "u64" | "usize" => "int",
            "f32" | "f64" => "double",
            "char" | "string" => "String",
            "array" => "list",
            "signedduration" => "duration",
            "localdatetime" | "naivedatetime" | "naivedate" => "datetime",
            "bigint" | "biguint" => "big",
            word => word,
        };
        rest = tail;
        // The length of an array is checked, and no part of the type.
        if rest.starts_with("; ") {
            rest = rest[2..].trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
        }
        if face.ends_with("big") && rest.starts_with('(') {
            rest = rest
                .split_once(')')
                .map_or(String::new(), |(_, after)| after.to_owned());
        }
    }
    face
}

impl Shift {
    /// Whether Dart sees another type.
    pub(super) fn is_seen(self) -> bool {
        matches!(self, Self::Nullable | Self::NotNull | Self::Other)
    }
}
