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
//! The types of other crates are in [`others`]; what travels with a message is the business of those who send it.
//!
//! Every value takes at least one byte, so a count can be held against the bytes that are left before anything is
//! allocated. Lists of 4,096 bytes and more travel as blocks of their own: see [`attachment`] and [`block`].
//!
//! Reading is total: any bytes give a value or a `WireError`.

pub(crate) mod attachment;
pub(crate) mod block;
pub(crate) mod buffer;
pub(crate) mod codec;
mod collections;
mod integers;
mod moment;
pub(crate) mod number;
mod others;
mod pointers;
mod range;
pub(crate) mod reader;
mod scalars;
pub(crate) mod spare;
mod text;
pub(crate) mod writer;

#[cfg(test)]
mod tests;
