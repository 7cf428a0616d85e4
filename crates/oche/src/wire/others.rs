//! Types of other crates on the wire, each behind the feature with the crate's name.
//!
//! | value | bytes |
//! |---|---|
//! | `bytes::Bytes` | as `Vec<u8>` |
//! | `chrono::DateTime`, `NaiveDateTime`, `NaiveDate`; `time::OffsetDateTime`, `PrimitiveDateTime`, `Date` | as `SystemTime`; a date is its midnight in UTC |
//! | `chrono::TimeDelta`, `time::Duration` | i64, whole microseconds |
//! | `chrono::NaiveTime`, `time::Time` | as `Duration`: what has passed since midnight |
//! | `num_bigint::BigInt` | u8 sign (1 if it is negative, else 0), then as `BigUint` |
//! | `num_bigint::BigUint` | the bytes of the number, the lowest first, as `Vec<u8>` |
//! | `serde_json::Value` | u8 tag, then what it says: 0 null, 1 false, 2 true, 3 i64, 4 u64, 5 f64, 6 text, 7 list of values, 8 map from text to values |
//! | `url::Url` | as text |
//! | `uuid::Uuid` | 16, in the order of its text |

#[cfg(feature = "bytes")]
mod bytes;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "num-bigint")]
mod num_bigint;
#[cfg(feature = "serde_json")]
mod serde_json;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;
