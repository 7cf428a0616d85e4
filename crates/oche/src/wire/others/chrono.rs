//! `chrono`: moments, dates, times of day, and lengths of time. A leap second of a moment is the first of the next minute, as it is
//! for Unix; without a zone it is refused, because it would come back as another time.

use chrono::{DateTime, FixedOffset, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use crate::base::error::WireError;
use crate::wire::codec::{Decode, EncodeRef, copied};
use crate::wire::moment::calendar::{MICROS_PER_SECOND, leap_second, not_midnight, read_time_of_day, write_signed};
use crate::wire::moment::{read_micros, read_moment, write_micros};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

fn read_utc(r: &mut Reader<'_>) -> Result<DateTime<Utc>, WireError> {
    read_moment(r, DateTime::from_timestamp_micros)
}

macro_rules! moments {
    ($($type:ty: $to_utc:expr, $from_utc:expr;)*) => {$(
        impl<C> EncodeRef<C> for $type {
            fn encode_ref(&self, w: &mut Writer) {
                let to_utc: fn($type) -> DateTime<Utc> = $to_utc;
                write_micros(to_utc(*self).timestamp_micros().into(), w);
            }
        }

        impl<C> Decode<C> for $type {
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                let from_utc: fn(DateTime<Utc>) -> Result<$type, WireError> = $from_utc;
                from_utc(read_utc(r)?)
            }
        }

        copied! {
            [] $type;
        }
    )*};
}

moments! {
    DateTime<Utc>: |moment| moment, Ok;
    DateTime<FixedOffset>: |moment| moment.to_utc(), |moment| Ok(moment.fixed_offset());
    DateTime<Local>: |moment| moment.to_utc(), |moment| Ok(moment.with_timezone(&Local));
    NaiveDate: |date| date.and_time(NaiveTime::MIN).and_utc(), |moment| match moment.time() {
        NaiveTime::MIN => Ok(moment.date_naive()),
        _ => Err(not_midnight(moment.naive_utc())),
    };
}

impl<C> EncodeRef<C> for NaiveDateTime {
    fn encode_ref(&self, w: &mut Writer) {
        match is_leap_second(self) {
            true => w.fail(leap_second(self)),
            false => write_micros(self.and_utc().timestamp_micros().into(), w),
        }
    }
}

impl<C> Decode<C> for NaiveDateTime {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        read_utc(r).map(|moment| moment.naive_utc())
    }
}

/// Such a second has twice as many nanoseconds.
fn is_leap_second(time: &impl Timelike) -> bool {
    time.nanosecond() >= 1_000_000_000
}

impl<C> EncodeRef<C> for TimeDelta {
    fn encode_ref(&self, w: &mut Writer) {
        write_signed(self.num_microseconds(), self.num_seconds(), w);
    }
}

impl<C> Decode<C> for TimeDelta {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        read_micros(r).map(TimeDelta::microseconds)
    }
}

impl<C> EncodeRef<C> for NaiveTime {
    fn encode_ref(&self, w: &mut Writer) {
        if is_leap_second(self) {
            return w.fail(leap_second(self));
        }
        let seconds = u64::from(self.num_seconds_from_midnight());
        let micros = seconds * MICROS_PER_SECOND + u64::from(self.nanosecond() / 1000);
        w.raw(&micros.to_le_bytes());
    }
}

impl<C> Decode<C> for NaiveTime {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let (seconds, micros) = read_time_of_day(r)?;
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, micros * 1000)
            .ok_or_else(|| WireError::invalid_value(format!("{seconds} s after midnight is no time of day")))
    }
}

copied! {
    [] NaiveDateTime;
    [] TimeDelta;
    [] NaiveTime;
}
