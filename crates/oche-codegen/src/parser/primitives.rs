//! The integer types of Rust: their ranges and constants.

use syn::ext::IdentExt;

/// The value of a constant expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Int(i128),
    Bool(bool),
    Char(char),
    /// An array of bytes.
    Bytes(Vec<u8>),
}

/// An integer type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IntType {
    /// `None` for `isize` and `usize`, which depend on the target.
    bits: Option<u32>,
    is_signed: bool,
}

impl IntType {
    pub(crate) const U8: Self = Self::of(Some(8), false);
    pub(crate) const U32: Self = Self::of(Some(32), false);
    pub(crate) const I32: Self = Self::of(Some(32), true);
    pub(crate) const ISIZE: Self = Self::of(None, true);
    pub(crate) const USIZE: Self = Self::of(None, false);

    const fn of(bits: Option<u32>, is_signed: bool) -> Self {
        Self { bits, is_signed }
    }

    /// The type called `name`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let (sign, size) = name.split_at_checked(1)?;
        let is_signed = match sign {
            "i" => true,
            "u" => false,
            _ => return None,
        };
        let bits = match size {
            "8" => 8,
            "16" => 16,
            "32" => 32,
            "64" => 64,
            "128" => 128,
            "size" => return Some(Self::of(None, is_signed)),
            _ => return None,
        };
        Some(Self::of(Some(bits), is_signed))
    }

    /// The range, as far as an `i128` goes and whatever the target, for which 64 bits is the most.
    fn range(self) -> (i128, i128) {
        match (self.bits.unwrap_or(64), self.is_signed) {
            (128, true) => (i128::MIN, i128::MAX),
            (128, false) => (0, i128::MAX),
            (bits, true) => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
            (bits, false) => (0, (1 << bits) - 1),
        }
    }

    /// Whether a value is within its range.
    pub(crate) fn holds(self, value: i128) -> bool {
        let (least, most) = self.range();
        (least..=most).contains(&value)
    }

    /// Its largest value, if that is the same everywhere and no more than is computed with here.
    pub(crate) fn most(self) -> Option<i128> {
        (self.bits.is_some() && self != Self::of(Some(128), false)).then(|| self.range().1)
    }

    /// Its smallest value.
    pub(crate) fn least(self) -> Option<i128> {
        (self.bits.is_some() || !self.is_signed).then(|| self.range().0)
    }

    /// What `as` makes of a value; `None` if that depends on the target, or is more than is computed with here.
    pub(crate) fn wrap(self, value: i128) -> Option<i128> {
        let Some(bits) = self.bits else {
            // The same for targets of 32 bits and of 64.
            let narrow = Self::of(Some(32), self.is_signed);
            return narrow.holds(value).then_some(value);
        };
        if self.holds(value) {
            return Some(value);
        }
        let modulus = 1_i128.checked_shl(bits).filter(|_| bits < 127)?;
        let wrapped = value.rem_euclid(modulus);
        Some(if self.is_signed && wrapped >= modulus / 2 {
            wrapped - modulus
        } else {
            wrapped
        })
    }

    /// Whether it has as many bits on every target.
    pub(crate) fn is_fixed(self) -> bool {
        self.bits.is_some()
    }

    /// Whether its values can be shifted by so many bits: on every target, and within what is computed with here.
    pub(crate) fn is_shift(self, bits: u32) -> bool {
        bits < self.bits.unwrap_or(64).min(127)
    }

    /// `!value`.
    pub(crate) fn complement(self, value: i128) -> Option<i128> {
        match self.is_signed {
            true => Some(!value),
            false => self.most().map(|most| most - value),
        }
    }

    /// The value of these bytes, the highest first.
    pub(crate) fn of_bytes(self, bytes: &[u8]) -> Option<i128> {
        let bits = self.bits?;
        if bytes.len() * 8 != usize::try_from(bits).ok()? || bits > 64 {
            return None;
        }
        let value = bytes
            .iter()
            .fold(0_i128, |value, byte| (value << 8) | i128::from(*byte));
        self.wrap(value)
    }

    /// The value of an associated constant of the type: `None` if there is no such, `Some(None)` if it is not the same
    /// everywhere.
    pub(crate) fn constant(self, name: &str) -> Option<Option<(Value, Option<Self>)>> {
        let typed = |value: Option<i128>, ty| value.map(|value| (Value::Int(value), Some(ty)));
        match name {
            "MAX" => Some(typed(self.most(), self)),
            "MIN" => Some(typed(self.least(), self)),
            "BITS" => Some(typed(self.bits.map(i128::from), Self::U32)),
            _ => None,
        }
    }
}

/// The type that is written, if it is an integer's.
pub(crate) fn named(ty: &syn::Type) -> Option<IntType> {
    match ty {
        syn::Type::Path(path) if path.qself.is_none() => IntType::named(&path.path.get_ident()?.to_string()),
        syn::Type::Group(group) => named(&group.elem),
        syn::Type::Paren(paren) => named(&paren.elem),
        _ => None,
    }
}

/// An integer type and what a path names of it: `u8::MAX`, `std::u8::MAX`.
pub(crate) fn of_type(path: &syn::Path) -> Option<(IntType, String)> {
    let names: Vec<String> = path
        .segments
        .iter()
        .map(|segment| segment.ident.unraw().to_string())
        .collect();
    let (krate, ty, name) = match &names[..] {
        [ty, name] => (None, ty, name),
        [krate, ty, name] => (Some(krate.as_str()), ty, name),
        _ => return None,
    };
    let is_standard = matches!(krate, None | Some("std" | "core"));
    is_standard.then(|| Some((IntType::named(ty)?, name.clone())))?
}

/// Whether a path is `char::MAX`.
pub(crate) fn is_char_max(path: &syn::Path) -> bool {
    let mut names = path.segments.iter().map(|segment| segment.ident.to_string());
    (names.next().as_deref(), names.next().as_deref(), names.next()) == (Some("char"), Some("MAX"), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions_lose_what_does_not_fit() {
        for (value, ty, wrapped) in [
            (300, "u8", Some(44)),
            (-1, "u8", Some(255)),
            (200, "i8", Some(-56)),
            (-1, "u64", Some(i128::from(u64::MAX))),
            (5, "usize", Some(5)),
            (-1, "usize", None),
            (1 << 40, "usize", None),
        ] {
            let ty = IntType::named(ty).expect("a type");
            assert_eq!(ty.wrap(value), wrapped, "{value} as {ty:?}");
        }
    }

    #[test]
    fn bytes_are_read_from_the_highest() {
        let ty = |name| IntType::named(name).expect("a type");
        assert_eq!(
            ty("u32").of_bytes(b"RIFF"),
            Some(i128::from(u32::from_be_bytes(*b"RIFF")))
        );
        assert_eq!(ty("i16").of_bytes(&[0xff, 0xfe]), Some(-2));
        assert_eq!(ty("u16").of_bytes(b"abc"), None);
    }
}
