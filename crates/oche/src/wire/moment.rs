//! Moments and lengths of time in microseconds, which is as fine as Dart's `DateTime` and `Duration` are.

use std::time::{Duration, SystemTime};

use super::codec::{Decode, EncodeRef, copied};
use super::reader::Reader;
use super::writer::Writer;
use crate::base::error::WireError;

/// The most microseconds before and after 1970 that Dart's `DateTime` can hold.
const DART_MICROS: u128 = 8_640_000_000_000_000_000;

/// Appends a moment, given as nanoseconds since 1970. It is rounded down, also before 1970.
pub(super) fn write_nanos(nanos: i128, w: &mut Writer) {
    write_micros(nanos.div_euclid(1000), w);
}

/// Appends a moment, given as microseconds since 1970.
pub(super) fn write_micros(micros: i128, w: &mut Writer) {
    match i64::try_from(micros) {
        Ok(inside) if micros.unsigned_abs() <= DART_MICROS => w.raw(&inside.to_le_bytes()),
        _ => w.fail(WireError::invalid_value(format!(
            "the moment {micros} µs from 1970 is beyond Dart's DateTime, which ends in the year 275760"
        ))),
    }
}

/// Reads microseconds.
pub(super) fn read_micros(r: &mut Reader<'_>) -> Result<i64, WireError> {
    r.raw().map(i64::from_le_bytes)
}

/// Reads a moment with `new`, which is given microseconds since 1970.
pub(super) fn read_moment<T>(r: &mut Reader<'_>, new: impl FnOnce(i64) -> Option<T>) -> Result<T, WireError> {
    let micros = read_micros(r)?;
    new(micros).ok_or_else(|| {
        WireError::invalid_value(format!(
            "the moment {micros} µs from 1970 is beyond Rust's {}",
            std::any::type_name::<T>()
        ))
    })
}

impl<C> EncodeRef<C> for SystemTime {
    fn encode_ref(&self, w: &mut Writer) {
        // A `Duration` has fewer than 2^94 nanoseconds.
        let nanos = match self.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => after.as_nanos() as i128,
            Err(error) => -(error.duration().as_nanos() as i128),
        };
        write_nanos(nanos, w);
    }
}

impl<C> Decode<C> for SystemTime {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        read_moment(r, |micros| {
            let distance = Duration::from_micros(micros.unsigned_abs());
            match micros < 0 {
                true => SystemTime::UNIX_EPOCH.checked_sub(distance),
                false => SystemTime::UNIX_EPOCH.checked_add(distance),
            }
        })
    }
}

copied! {
    [] SystemTime;
}

/// What the crates of dates have in common.
#[cfg(any(feature = "chrono", feature = "time"))]
pub(super) mod calendar {
    use crate::base::error::WireError;
    use crate::wire::reader::Reader;
    use crate::wire::writer::Writer;

    pub(in crate::wire) const MICROS_PER_SECOND: u64 = 1_000_000;
    const MICROS_PER_DAY: u64 = 24 * 60 * 60 * MICROS_PER_SECOND;

    /// The error for a date that comes with a time of day, which would get lost.
    pub(in crate::wire) fn not_midnight(moment: impl std::fmt::Display) -> WireError {
        WireError::invalid_value(format!(
            "{moment} is not midnight, as the DateTime of a mere date must be: `DateTime.utc(year, month, day)`"
        ))
    }

    /// The error for a leap second where there is no zone: Dart has no such time.
    #[cfg(feature = "chrono")]
    pub(in crate::wire) fn leap_second(time: impl std::fmt::Display) -> WireError {
        WireError::invalid_value(format!(
            "{time} is a leap second, which Dart has no time for: make it the next one"
        ))
    }

    /// Appends a length of time with a sign; what is less than a microsecond is cut off.
    pub(in crate::wire) fn write_signed(micros: Option<i64>, seconds: i64, w: &mut Writer) {
        match micros {
            Some(micros) => w.raw(&micros.to_le_bytes()),
            None => w.fail(WireError::long_duration(seconds)),
        }
    }

    /// Reads a time of day: whole seconds since midnight, and microseconds.
    pub(in crate::wire) fn read_time_of_day(r: &mut Reader<'_>) -> Result<(u32, u32), WireError> {
        let micros = super::read_micros(r)?;
        match u64::try_from(micros) {
            // A day has fewer than 2^32 seconds, and a second fewer microseconds.
            Ok(inside) if inside < MICROS_PER_DAY => {
                Ok(((inside / MICROS_PER_SECOND) as u32, (inside % MICROS_PER_SECOND) as u32))
            }
            _ => Err(WireError::invalid_value(format!(
                "{micros} µs after midnight is no time of day: those are below 24 hours"
            ))),
        }
    }
}
