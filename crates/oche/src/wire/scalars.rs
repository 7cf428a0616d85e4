//! Scalars, text and durations on the wire.

use std::time::Duration;

use super::{Decode, Encode, Reader, WireError, Writer};

/// Numbers whose lists travel as one block.
macro_rules! number {
    ($($type:ty),*) => {$(
        impl Encode for $type {
            #[inline]
            fn encode(self, w: &mut Writer) {
                w.raw(&self.to_le_bytes());
            }

            fn encode_list(items: Vec<Self>, w: &mut Writer) {
                w.number_vec(items);
            }

            fn encode_array<const N: usize>(items: [Self; N], w: &mut Writer) {
                w.numbers(&items);
            }
        }

        impl Decode for $type {
            #[inline]
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                r.raw().map(<$type>::from_le_bytes)
            }

            fn decode_list(r: &mut Reader<'_>) -> Result<Vec<Self>, WireError> {
                r.number_vec()
            }
        }
    )*};
}

number!(i8, u8, i16, u16, i32, u32, i64, f32, f64);

impl Encode for u64 {
    #[inline]
    fn encode(self, w: &mut Writer) {
        if self > i64::MAX as u64 {
            w.fail(WireError::too_large_for_dart(self));
        }
        w.raw(&self.to_le_bytes());
    }

    fn encode_list(items: Vec<Self>, w: &mut Writer) {
        w.number_vec(items);
    }

    fn encode_array<const N: usize>(items: [Self; N], w: &mut Writer) {
        w.numbers(&items);
    }
}

impl Decode for u64 {
    #[inline]
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let value = r.raw().map(u64::from_le_bytes)?;
        if value > i64::MAX as u64 {
            return Err(WireError::too_large_for_dart(value));
        }
        Ok(value)
    }

    fn decode_list(r: &mut Reader<'_>) -> Result<Vec<Self>, WireError> {
        r.number_vec()
    }
}

/// The integers as wide as a pointer travel as 64 bits, alone and in lists.
macro_rules! pointer_sized {
    ($($type:ty as $wide:ty),*) => {$(
        impl Encode for $type {
            #[inline]
            fn encode(self, w: &mut Writer) {
                (self as $wide).encode(w);
            }

            fn encode_list(items: Vec<Self>, w: &mut Writer) {
                w.number_vec(items.into_iter().map(|n| n as $wide).collect());
            }

            fn encode_array<const N: usize>(items: [Self; N], w: &mut Writer) {
                w.numbers(&items.map(|n| n as $wide));
            }
        }

        impl Decode for $type {
            #[inline]
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                let wide: $wide = r.get()?;
                <$type>::try_from(wide).map_err(|_| WireError::out_of_range(wide, stringify!($type)))
            }

            fn decode_list(r: &mut Reader<'_>) -> Result<Vec<Self>, WireError> {
                let narrow = |wide| <$type>::try_from(wide).map_err(|_| WireError::out_of_range(wide, stringify!($type)));
                <$wide>::decode_list(r)?.into_iter().map(narrow).collect()
            }
        }
    )*};
}

pointer_sized!(usize as u64, isize as i64);

impl Encode for bool {
    #[inline]
    fn encode(self, w: &mut Writer) {
        w.raw(&[u8::from(self)]);
    }
}

impl Decode for bool {
    #[inline]
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        match r.raw::<1>()? {
            [0] => Ok(false),
            [1] => Ok(true),
            [other] => Err(WireError::malformed(format!("a bool is 0 or 1, not {other}"))),
        }
    }
}

impl Encode for char {
    #[inline]
    fn encode(self, w: &mut Writer) {
        u32::from(self).encode(w);
    }
}

impl Decode for char {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let code = r.get()?;
        char::from_u32(code).ok_or_else(|| WireError::invalid_char(code))
    }
}

impl Encode for String {
    fn encode(self, w: &mut Writer) {
        w.str(&self);
    }
}

impl Encode for &str {
    fn encode(self, w: &mut Writer) {
        w.str(self);
    }
}

impl Decode for String {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.str().map(String::from)
    }
}

impl Encode for Duration {
    fn encode(self, w: &mut Writer) {
        match i64::try_from(self.as_micros()) {
            Ok(micros) => micros.encode(w),
            Err(_) => w.fail(WireError::long_duration(self)),
        }
    }
}

impl Decode for Duration {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let micros: i64 = r.get()?;
        u64::try_from(micros)
            .map(Duration::from_micros)
            .map_err(|_| WireError::negative_duration(micros))
    }
}

impl Encode for () {
    fn encode(self, _: &mut Writer) {}
}
