//! Values of the standard library and of well-known crates.

use serde::Serialize;

use super::number::Wide;

/// Values of the standard library and of well-known crates, each with a type of its own in Dart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Value {
    /// `Duration`, not negative, in whole microseconds.
    Duration,
    /// `Duration` of either sign, in whole microseconds.
    SignedDuration,
    /// `DateTime` in UTC, in whole microseconds.
    DateTime,
    /// `DateTime` in the time zone of the machine.
    LocalDateTime,
    /// `DateTime` of which only the fields count, whatever its time zone. It comes from Rust in UTC.
    NaiveDateTime,
    /// The same at midnight.
    NaiveDate,
    /// `BigInt` within the range of an integer type.
    Big(Wide),
    /// `BigInt` of any size.
    BigInt,
    /// `BigInt` of any size, not negative.
    BigUint,
    /// `Object?`: what JSON can say.
    Json,
    /// `Uri`.
    Uri,
    /// Oche's `Uuid`.
    Uuid,
    /// Any object of Dart.
    DartObject,
}
