//! `time`: moments, dates, times of day, and lengths of time.

use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use crate::base::error::WireError;
use crate::wire::codec::{Decode, EncodeRef, copied};
use crate::wire::moment::calendar::{MICROS_PER_SECOND, not_midnight, read_time_of_day, write_signed};
use crate::wire::moment::{read_micros, read_moment, write_nanos};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

fn read_utc(r: &mut Reader<'_>) -> Result<OffsetDateTime, WireError> {
    read_moment(r, |micros| {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).ok()
    })
}

macro_rules! moments {
    ($($type:ty: $to_offset:expr, $from_utc:expr;)*) => {$(
        impl<C> EncodeRef<C> for $type {
            fn encode_ref(&self, w: &mut Writer) {
                let to_offset: fn($type) -> OffsetDateTime = $to_offset;
                write_nanos(to_offset(*self).unix_timestamp_nanos(), w);
            }
        }

        impl<C> Decode<C> for $type {
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                let from_utc: fn(OffsetDateTime) -> Result<$type, WireError> = $from_utc;
                from_utc(read_utc(r)?)
            }
        }

        copied! {
            [] $type;
        }
    )*};
}

moments! {
    OffsetDateTime: |moment| moment, Ok;
    PrimitiveDateTime: |moment| moment.assume_offset(UtcOffset::UTC), |moment| {
        Ok(PrimitiveDateTime::new(moment.date(), moment.time()))
    };
    Date: |date| date.midnight().assume_utc(), |moment| match moment.time() {
        time if time == Time::MIDNIGHT => Ok(moment.date()),
        _ => Err(not_midnight(PrimitiveDateTime::new(moment.date(), moment.time()))),
    };
}

impl<C> EncodeRef<C> for Duration {
    fn encode_ref(&self, w: &mut Writer) {
        write_signed(i64::try_from(self.whole_microseconds()).ok(), self.whole_seconds(), w);
    }
}

impl<C> Decode<C> for Duration {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        read_micros(r).map(Duration::microseconds)
    }
}

impl<C> EncodeRef<C> for Time {
    fn encode_ref(&self, w: &mut Writer) {
        let (hours, minutes, seconds, micros) = self.as_hms_micro();
        let seconds = (u64::from(hours) * 60 + u64::from(minutes)) * 60 + u64::from(seconds);
        w.raw(&(seconds * MICROS_PER_SECOND + u64::from(micros)).to_le_bytes());
    }
}

impl<C> Decode<C> for Time {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let (seconds, micros) = read_time_of_day(r)?;
        let since_midnight = Duration::seconds(seconds.into()) + Duration::microseconds(micros.into());
        Ok(Time::MIDNIGHT + since_midnight)
    }
}

copied! {
    [] Duration;
    [] Time;
}
