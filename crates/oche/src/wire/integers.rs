//! Integers that have no number list of their own: 128 bits, and those that cannot be zero.

use std::num::NonZero;

use super::codec::{Decode, Encode, EncodeRef, copied};
use super::reader::Reader;
use super::writer::Writer;
use crate::base::error::WireError;

macro_rules! wide {
    ($($type:ty),*) => {$(
        impl<C> EncodeRef<C> for $type {
            fn encode_ref(&self, w: &mut Writer) {
                w.raw(&self.to_le_bytes());
            }
        }

        impl<C> Decode<C> for $type {
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                r.raw().map(<$type>::from_le_bytes)
            }
        }
    )*};
}

wide!(i128, u128);

/// They travel as the integers, alone and in lists.
macro_rules! non_zero {
    ($($type:ty),*) => {$(
        impl<C> Encode<C> for NonZero<$type> {
            fn encode(self, w: &mut Writer) {
                Encode::<C>::encode(self.get(), w);
            }

            fn encode_list(items: Vec<Self>, w: &mut Writer) {
                <$type as Encode<C>>::encode_list(items.into_iter().map(Self::get).collect(), w);
            }

            fn encode_array<const N: usize>(items: [Self; N], w: &mut Writer) {
                <$type as Encode<C>>::encode_array(items.map(Self::get), w);
            }
        }

        impl<C> EncodeRef<C> for NonZero<$type> {
            fn encode_ref(&self, w: &mut Writer) {
                Encode::<C>::encode(self.get(), w);
            }

            fn encode_ref_list(first: &[Self], second: &[Self], w: &mut Writer) {
                let numbers = first.iter().chain(second).map(|item| item.get());
                <$type as Encode<C>>::encode_list(numbers.collect(), w);
            }
        }

        impl<C> Decode<C> for NonZero<$type> {
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                checked(<$type as Decode<C>>::decode(r)?, Self::new)
            }

            fn decode_list(r: &mut Reader<'_>) -> Result<Vec<Self>, WireError> {
                let items = <$type as Decode<C>>::decode_list(r)?;
                items.into_iter().map(|item| checked(item, Self::new)).collect()
            }
        }
    )*};
}

fn checked<T, N>(value: T, new: impl FnOnce(T) -> Option<N>) -> Result<N, WireError> {
    new(value)
        .ok_or_else(|| WireError::invalid_value(format!("0 where Rust has a NonZero<{}>", std::any::type_name::<T>())))
}

non_zero!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

copied! {
    [] i128;
    [] u128;
}
