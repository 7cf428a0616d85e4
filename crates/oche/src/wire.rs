//! The wire: how values are laid out in the bytes that cross the line. The Dart twin is `wire.dart`.
//!
//! Little-endian and positional: no field names, and a tag only where a value chooses. Scalars are not aligned; blocks
//! of numbers are, counted from the start of the message, so that both sides can view them in place.
//!
//! | value | bytes |
//! |---|---|
//! | `bool` | u8, 0 or 1 |
//! | `i8`…`i64`, `u8`…`u64`, `f32`, `f64` | their own width; where Dart wants an `int`, it refuses a `u64` above `i64::MAX` |
//! | `isize`, `usize` | 8, as `i64` and `u64`, whatever the target |
//! | `i128`, `u128` | 16 |
//! | `NonZero` | as the integer; 0 is an error |
//! | `char` | u32, a Unicode scalar value |
//! | `String`, `&str`, `Cow<str>`, `Box<str>`… | u32 header (`byte length << 1`, plus 1 if all bytes are ASCII), then the UTF-8 bytes |
//! | `PathBuf`, `OsString`, `IpAddr`, `SocketAddr`… | as text |
//! | `Duration` | i64, whole microseconds, not negative |
//! | `SystemTime` | i64, whole microseconds since 1970 in UTC, rounded down |
//! | `Option<T>` | u8 0, or u8 1 and the value |
//! | `Vec<T>`, `[T; N]`, `VecDeque<T>`, `Box<[T]>`, `Cow<[T]>`… | u32 count, then the items |
//! | `HashSet<T>`, `BTreeSet<T>` | u32 count, then the items |
//! | `HashMap<K, V>`, `BTreeMap<K, V>` | u32 count, then key, value, key, value … |
//! | number lists | u32 header (`count << 1`, plus 1 if external); external: u32 index among what travels with the message; else zeros up to a multiple of the element's size, then the numbers |
//! | tuple, struct | the fields in order; a struct without fields is one zero byte |
//! | `Range<T>` | its start, then its end |
//! | enum | u32, the variant's place, then its fields |
//! | an object or a signal of Rust, from either side; a function or an object of Dart; a sink | u32 index among what travels with the message |
//! | `&T`, `Box<T>`, `Rc<T>`, `Arc<T>` | as `T` |
//!
//! The types of other crates are in [`others`].
//!
//! Every value takes at least one byte, so a count can be held against the bytes that are left before anything is
//! allocated. Lists of 4,096 bytes and more travel as blocks of their own: see [`attachment`] and [`block`].
//!
//! Reading is total: any bytes give a value or a [`WireError`].

pub(crate) mod attachment;
pub(crate) mod block;
pub(crate) mod buffer;
mod collections;
mod integers;
mod moment;
mod number;
mod others;
mod pointers;
mod range;
mod reader;
mod scalars;
pub(crate) mod spare;
mod text;
mod writer;

pub(crate) use number::ElementKind;
pub use number::Number;
pub use reader::{Args, Reader};
pub use writer::Writer;

use std::fmt;
use std::sync::Arc;

pub use crate::error::WireError;

/// How deeply a value of a recursive type may be nested. Both sides refuse more, because each level costs stack.
pub const MAX_DEPTH: u32 = 128;

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
/// an [`Arc`](std::sync::Arc).
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
        impl<C, $($params)*> $crate::wire::Encode<C> for $type {
            #[inline]
            fn encode(self, w: &mut $crate::wire::Writer) {
                $crate::wire::EncodeRef::<C>::encode_ref(&self, w);
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

/// What a type was converted to. That it refused the value says what is wrong with it.
///
/// # Errors
/// If the conversion failed.
pub fn converted<T, E: fmt::Display>(result: Result<T, E>) -> Result<T, WireError> {
    result.map_err(|error| WireError::invalid_value(error.to_string()))
}

#[cfg(test)]
mod tests;
