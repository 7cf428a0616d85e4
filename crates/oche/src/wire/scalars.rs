//! Scalars, text and durations on the wire.

use std::time::Duration;

use super::codec::{Decode, Encode, EncodeRef, copied};
use super::reader::Reader;
use super::writer::Writer;
use crate::base::error::WireError;

/// Numbers whose lists travel as one block.
macro_rules! number {
    ($($type:ty),*) => {$(
        impl<C> Encode<C> for $type {
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

        impl<C> EncodeRef<C> for $type {
            #[inline]
            fn encode_ref(&self, w: &mut Writer) {
                w.raw(&self.to_le_bytes());
            }

            fn encode_ref_list(first: &[Self], second: &[Self], w: &mut Writer) {
                match second {
                    [] => w.number_slice(first),
                    _ => w.number_vec([first, second].concat()),
                }
            }
        }

        impl<C> Decode<C> for $type {
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

number!(i8, u8, i16, u16, i32, u32, i64, u64, f32, f64);

/// The integers as wide as a pointer travel as 64 bits, alone and in lists.
macro_rules! pointer_sized {
    ($($type:ty as $wide:ty),*) => {$(
        impl<C> Encode<C> for $type {
            #[inline]
            fn encode(self, w: &mut Writer) {
                w.raw(&(self as $wide).to_le_bytes());
            }

            fn encode_list(items: Vec<Self>, w: &mut Writer) {
                w.number_vec(items.into_iter().map(|n| n as $wide).collect());
            }

            fn encode_array<const N: usize>(items: [Self; N], w: &mut Writer) {
                w.numbers(&items.map(|n| n as $wide));
            }
        }

        impl<C> EncodeRef<C> for $type {
            #[inline]
            fn encode_ref(&self, w: &mut Writer) {
                w.raw(&(*self as $wide).to_le_bytes());
            }

            fn encode_ref_list(first: &[Self], second: &[Self], w: &mut Writer) {
                w.number_vec(first.iter().chain(second).map(|n| *n as $wide).collect());
            }
        }

        impl<C> Decode<C> for $type {
            #[inline]
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                let wide = r.raw().map(<$wide>::from_le_bytes)?;
                <$type>::try_from(wide).map_err(|_| WireError::out_of_range(wide, stringify!($type)))
            }

            fn decode_list(r: &mut Reader<'_>) -> Result<Vec<Self>, WireError> {
                let narrow = |wide| <$type>::try_from(wide).map_err(|_| WireError::out_of_range(wide, stringify!($type)));
                r.number_vec::<$wide>()?.into_iter().map(narrow).collect()
            }
        }
    )*};
}

pointer_sized!(usize as u64, isize as i64);

impl<C> EncodeRef<C> for bool {
    #[inline]
    fn encode_ref(&self, w: &mut Writer) {
        w.raw(&[u8::from(*self)]);
    }
}

impl<C> Decode<C> for bool {
    #[inline]
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        match r.raw::<1>()? {
            [0] => Ok(false),
            [1] => Ok(true),
            [other] => Err(WireError::malformed(format!("a bool is 0 or 1, not {other}"))),
        }
    }
}

impl<C> EncodeRef<C> for char {
    #[inline]
    fn encode_ref(&self, w: &mut Writer) {
        w.raw(&u32::from(*self).to_le_bytes());
    }
}

impl<C> Decode<C> for char {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let code = r.raw().map(u32::from_le_bytes)?;
        char::from_u32(code).ok_or_else(|| WireError::invalid_char(code))
    }
}

impl<C> EncodeRef<C> for str {
    #[inline]
    fn encode_ref(&self, w: &mut Writer) {
        w.str(self);
    }
}

impl<C> EncodeRef<C> for String {
    #[inline]
    fn encode_ref(&self, w: &mut Writer) {
        w.str(self);
    }
}

impl<C> Decode<C> for String {
    #[inline]
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.str().map(String::from)
    }
}

impl<C> EncodeRef<C> for Duration {
    fn encode_ref(&self, w: &mut Writer) {
        match i64::try_from(self.as_micros()) {
            Ok(micros) => w.raw(&micros.to_le_bytes()),
            Err(_) => w.fail(WireError::long_duration(self.as_secs())),
        }
    }
}

impl<C> Decode<C> for Duration {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let micros = r.raw().map(i64::from_le_bytes)?;
        u64::try_from(micros)
            .map(Duration::from_micros)
            .map_err(|_| WireError::negative_duration(micros))
    }
}

impl<C> EncodeRef<C> for () {
    fn encode_ref(&self, _: &mut Writer) {}
}

/// Only as the whole result of a Dart function: it is no bytes, and every other value is at least one.
impl<C> Decode<C> for () {
    fn decode(_: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(())
    }
}

copied! {
    [] bool;
    [] char;
    [] String;
    [] Duration;
    [] ();
}
