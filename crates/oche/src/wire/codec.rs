//! What a value is that can cross.

use std::fmt;
use std::sync::Arc;

use super::reader::Reader;
use super::writer::Writer;
use crate::base::error::WireError;

/// A value that can be sent to Dart.
///
/// It is consumed, so that a large list can change hands instead of being copied. What is only lent is an [`EncodeRef`].
///
/// `C` is a type that only names a crate. Generated code brings one of its own, and so may implement the trait for types
/// of other crates, as `impl Encode<ItsOwn> for theirs::Type`; the run time's implementations are for every `C`.
pub trait Encode<C = ()>: Sized {
    /// Appends the value. What Dart could not represent is noted in the writer, and the call then fails.
    fn encode(self, w: &mut Writer);

    /// Appends a list of values; numbers override it to travel as one block.
    #[doc(hidden)]
    fn encode_list(items: Vec<Self>, w: &mut Writer) {
        w.count(items.len());
        for item in items {
            item.encode(w);
        }
    }

    /// Appends an array of values.
    #[doc(hidden)]
    fn encode_array<const N: usize>(items: [Self; N], w: &mut Writer) {
        w.count(N);
        for item in items {
            item.encode(w);
        }
    }
}

/// A value that can be sent to Dart while it is only lent, which needs no copy of it.
///
/// What stays in Rust, and is no more than referred to in Dart, must be owned by somebody: it has this trait only within
/// an [`Arc`].
///
/// `C` is as for [`Encode`].
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be sent to Dart while it is only borrowed",
    label = "borrowed here, or shared by a pointer"
)]
pub trait EncodeRef<C = ()> {
    /// Appends the value, in the bytes that [`Encode::encode`] writes.
    fn encode_ref(&self, w: &mut Writer);

    /// Appends the list that two slices are together; numbers override it to travel as one block.
    #[doc(hidden)]
    fn encode_ref_list(first: &[Self], second: &[Self], w: &mut Writer)
    where
        Self: Sized,
    {
        w.count(first.len() + second.len());
        for item in first.iter().chain(second) {
            item.encode_ref(w);
        }
    }
}

/// Types of which nothing changes hands: they are consumed by being lent. Their parameters stand in front.
macro_rules! copied {
    ($([$($params:tt)*] $type:ty;)*) => {$(
        impl<C, $($params)*> $crate::wire::codec::Encode<C> for $type {
            #[inline]
            fn encode(self, w: &mut $crate::wire::writer::Writer) {
                $crate::wire::codec::EncodeRef::<C>::encode_ref(&self, w);
            }
        }
    )*};
}

pub(crate) use copied;

/// A value that can be received from Dart. `C` is as for [`Encode`].
pub trait Decode<C = ()>: Sized {
    /// Reads one value.
    ///
    /// # Errors
    /// If the bytes are not such a value.
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError>;

    /// Reads a value that others may hold, too; objects override it.
    ///
    /// # Errors
    /// As [`Decode::decode`].
    #[doc(hidden)]
    fn decode_arc(r: &mut Reader<'_>) -> Result<Arc<Self>, WireError> {
        Self::decode(r).map(Arc::new)
    }

    /// Reads a list of values.
    #[doc(hidden)]
    fn decode_list(r: &mut Reader<'_>) -> Result<Vec<Self>, WireError> {
        let count = r.count()?;
        let mut items = Vec::with_capacity(r.sensible_capacity::<Self>(count));
        for _ in 0..count {
            items.push(Self::decode(r)?);
        }
        Ok(items)
    }

    /// Reads an array of values.
    #[doc(hidden)]
    fn decode_array<const N: usize>(r: &mut Reader<'_>) -> Result<[Self; N], WireError> {
        let items = Self::decode_list(r)?;
        let count = items.len();
        items.try_into().map_err(|_| WireError::wrong_length(N, count))
    }
}

impl Reader<'_> {
    /// Reads a value of whatever type is wanted.
    ///
    /// # Errors
    /// If the bytes are not such a value.
    #[inline]
    pub fn get<C, T: Decode<C>>(&mut self) -> Result<T, WireError> {
        T::decode(self)
    }
}

/// What a type was converted to. That it refused the value says what is wrong with it.
///
/// # Errors
/// If the conversion failed.
pub fn converted<T, E: fmt::Display>(result: Result<T, E>) -> Result<T, WireError> {
    result.map_err(|error| WireError::invalid_value(error.to_string()))
}
