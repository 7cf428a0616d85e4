//! Types of other crates. With some of the features alone, not all of the helpers are used.

#![cfg_attr(
    not(all(
        feature = "anyhow",
        feature = "bytes",
        feature = "chrono",
        feature = "num-bigint",
        feature = "serde_json",
        feature = "time",
        feature = "url",
        feature = "uuid"
    )),
    allow(unused_imports, dead_code)
)]

use super::*;

/// The error for bytes, or for a value, that must be an `InvalidValue`.
fn invalid<T>(result: Result<T, WireError>, containing: &str) {
    let error = result.err().expect("it cannot cross");
    assert!(error.to_string().contains(containing), "{error}");
    let mut w = Writer::default();
    error.write(&mut w);
    assert_eq!(w.bytes.as_slice()[0], 9, "an InvalidValue");
}

#[cfg(feature = "anyhow")]
#[test]
fn an_error_of_anyhow_has_its_chain() {
    let error = anyhow::anyhow!("no file").context("no settings").context("no start");
    let causes = vec![String::from("no settings"), String::from("no file")];
    assert_eq!(bytes(crate::glue::AnyhowError(error)), bytes(("no start", causes)));
}

#[cfg(feature = "bytes")]
#[test]
fn bytes_are_a_number_list() {
    let list = vec![3_u8; EXTERNAL_BYTES];
    let shared = ::bytes::Bytes::from(list.clone());
    let w = encode(shared).expect("it can be sent");
    assert_eq!((w.bytes.len(), w.attachments.len()), (8, 1), "in a block of their own");
    round_trip(::bytes::Bytes::from_static(b"abc"));
}

#[cfg(feature = "uuid")]
#[test]
fn a_uuid_is_its_bytes() {
    let value = ::uuid::Uuid::from_u128(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10);
    assert_eq!(bytes(value), (1..=16).collect::<Vec<u8>>());
    round_trip(value);
    round_trip(vec![value, ::uuid::Uuid::nil()]);
}

#[cfg(feature = "url")]
#[test]
fn a_url_is_text_that_is_checked() {
    round_trip(::url::Url::parse("https://example.org/a%20b?c=d#e").expect("it is one"));
    invalid(decode::<::url::Url>(&bytes("no url")), "no url");
    invalid(decode::<::url::Url>(&bytes("/a/path")), "relative");
}

#[cfg(feature = "num-bigint")]
mod big {
    use ::num_bigint::{BigInt, BigUint};

    use super::*;

    #[test]
    fn sign_and_bytes() {
        assert_eq!(bytes(BigUint::from(0xabc_u32)), [4, 0, 0, 0, 0xbc, 0x0a]);
        assert_eq!(bytes(BigInt::from(-258)), [1, 4, 0, 0, 0, 2, 1]);
        for text in [
            "0",
            "-1",
            "340282366920938463463374607431768211456",
            "-99999999999999999999999",
        ] {
            round_trip(text.parse::<BigInt>().expect("it is a number"));
        }
        round_trip(BigUint::from(1_u8) << 30_000_u32);
        // Zeros at the end and a negative zero are read, though not written.
        assert_eq!(decode::<BigUint>(&bytes(vec![7_u8, 0, 0])), Ok(BigUint::from(7_u8)));
        assert_eq!(decode::<BigUint>(&bytes(Vec::<u8>::new())), Ok(BigUint::ZERO));
        assert_eq!(
            decode::<BigInt>(&[&[1][..], &bytes(vec![0_u8])].concat()),
            Ok(BigInt::ZERO)
        );
        assert!(decode::<BigInt>(&[&[2][..], &bytes(vec![0_u8])].concat()).is_err());
    }

    proptest! {
        #[test]
        fn round_trips(negative in any::<bool>(), digits in prop::collection::vec(any::<u32>(), 0..40)) {
            let magnitude = BigUint::new(digits);
            let number = BigInt::from(magnitude.clone());
            round_trip(magnitude);
            round_trip(if negative { -number } else { number });
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = decode::<BigInt>(&bytes);
            let _ = decode::<BigUint>(&bytes);
        }
    }
}

#[cfg(feature = "serde_json")]
mod json {
    use ::serde_json::{Value, json};

    use super::*;

    #[test]
    fn values_of_every_shape() {
        for value in [
            json!(null),
            json!([true, false]),
            json!(-1),
            json!(i64::MAX),
            json!(u64::MAX),
            json!(0.5),
            json!(""),
            json!({"a": [1, {"b": null}], "ç": "x"}),
        ] {
            round_trip(value);
        }
        // The Dart half is tested with the same bytes.
        let number = |tag: u8, bits: u64| [&[tag][..], &bits.to_le_bytes()].concat();
        assert_eq!(bytes(json!(null)), [0]);
        assert_eq!(bytes(json!(-2)), number(3, -2_i64 as u64));
        assert_eq!(bytes(json!(u64::MAX)), number(4, u64::MAX));
        assert_eq!(bytes(json!(0.5)), number(5, 0.5_f64.to_bits()));
        assert_eq!(bytes(json!("ab")), [6, 5, 0, 0, 0, 97, 98]);
        assert_eq!(bytes(json!([true, null])), [7, 2, 0, 0, 0, 2, 0]);
        assert_eq!(bytes(json!({"a": false})), [8, 1, 0, 0, 0, 3, 0, 0, 0, 97, 1]);
        assert_eq!(bytes(json!(1_u64))[0], 3, "an i64 if it is one");
        assert!(decode::<Value>(&[9]).is_err());
        invalid(decode::<Value>(&[&[5][..], &bytes(f64::NAN)].concat()), "finite");
    }

    #[test]
    fn nesting_is_limited() {
        let nested = |levels: u32| (0..levels).fold(json!(1), |inner, _| json!([inner]));
        round_trip(nested(MAX_DEPTH));
        assert_eq!(encode(nested(MAX_DEPTH + 1)).err(), Some(WireError::too_deep()));
        let hostile = [7, 1, 0, 0, 0].repeat(100_000);
        assert_eq!(decode::<Value>(&hostile), Err(WireError::too_deep()));
        let hostile = [8, 1, 0, 0, 0, 0, 0, 0, 0].repeat(100_000);
        assert_eq!(decode::<Value>(&hostile), Err(WireError::too_deep()));
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaves = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            prop::num::f64::NORMAL.prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaves.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::hash_map(any::<String>(), inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn round_trips(value in values()) {
            round_trip(value);
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(0..12_u8, 0..200)) {
            if let Ok(value) = decode::<Value>(&bytes) {
                encode(value).expect("what was read can be sent");
            }
        }
    }
}

/// Microseconds as Dart gets them.
#[cfg(any(feature = "chrono", feature = "time"))]
fn micros(value: impl Encode) -> i64 {
    decode(&bytes(value)).expect("it is a number")
}

#[cfg(feature = "chrono")]
mod chrono {
    use ::chrono::{DateTime, FixedOffset, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};

    use super::*;

    #[test]
    fn moments() {
        let utc = DateTime::from_timestamp(1_700_000_000, 123_456_789).expect("it is a moment");
        let wanted = 1_700_000_000_123_456;
        assert_eq!(micros(utc), wanted);
        let east = FixedOffset::east_opt(3 * 3600).expect("it is an offset");
        assert_eq!(micros(utc.with_timezone(&east)), wanted);
        assert_eq!(micros(utc.with_timezone(&Local)), wanted);
        assert_eq!(micros(utc.naive_utc()), wanted);
        let read = decode::<DateTime<Local>>(&bytes(utc)).expect("it is a moment");
        assert_eq!(read.timestamp_micros(), wanted);
        let before = DateTime::from_timestamp(-1, 999_999_999).expect("it is a moment");
        assert_eq!(micros(before), -1, "rounded down");
        for bounds in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            encode(bounds).expect("Dart has more years than chrono");
        }
        for beyond in [i64::MIN, i64::MAX] {
            invalid(decode::<DateTime<Utc>>(&bytes(beyond)), "beyond");
            invalid(decode::<NaiveDateTime>(&bytes(beyond)), "beyond");
            invalid(decode::<DateTime<Local>>(&bytes(beyond)), "beyond");
        }
    }

    #[test]
    fn dates_are_midnight_in_utc() {
        let date = NaiveDate::from_ymd_opt(1969, 12, 31).expect("it is a date");
        assert_eq!(micros(date), -86_400_000_000);
        round_trip(date);
        round_trip(NaiveDate::MIN);
        round_trip(NaiveDate::MAX);
        let noon = Utc
            .with_ymd_and_hms(2024, 5, 1, 12, 0, 0)
            .single()
            .expect("it is a moment");
        invalid(decode::<NaiveDate>(&bytes(noon)), "midnight");
    }

    #[test]
    fn times_of_day() {
        let time = NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999).expect("it is a time");
        assert_eq!(micros(time), 86_399_999_999);
        round_trip(time);
        round_trip(NaiveTime::MIN);
        invalid(decode::<NaiveTime>(&bytes(86_400_000_000_i64)), "time of day");
        invalid(decode::<NaiveTime>(&bytes(-1_i64)), "time of day");
    }

    /// Neither way, because Dart has no such time: it would come back as another one.
    #[test]
    fn a_leap_second_without_a_zone_is_refused() {
        let date = NaiveDate::from_ymd_opt(2016, 12, 31).expect("it is a date");
        for (hour, millis) in [(12, 1000), (12, 1500), (23, 1000), (23, 1999)] {
            let leap = NaiveTime::from_hms_milli_opt(hour, 59, 59, millis).expect("a leap second");
            invalid(encode(leap), "leap second");
            invalid(encode(date.and_time(leap)), "leap second");
            // A moment is counted as Unix counts.
            let utc = date.and_time(leap).and_utc();
            assert_eq!(micros(utc), utc.timestamp() * 1_000_000 + i64::from(millis) * 1000);
        }
        for micros in [86_400_000_000_i64, 86_400_500_000, 86_401_000_000, i64::MAX] {
            invalid(decode::<NaiveTime>(&bytes(micros)), "time of day");
        }
    }

    #[test]
    fn lengths_of_time() {
        round_trip(TimeDelta::microseconds(i64::MIN));
        round_trip(TimeDelta::microseconds(i64::MAX));
        assert_eq!(micros(TimeDelta::nanoseconds(-1999)), -1, "cut off");
        assert!(encode(TimeDelta::MAX).is_err());
        assert!(encode(TimeDelta::MIN).is_err());
    }

    proptest! {
        #[test]
        fn round_trips(micros in -8_000_000_000_000_000_000..8_000_000_000_000_000_000_i64) {
            let utc = DateTime::from_timestamp_micros(micros).expect("it is a moment");
            round_trip(utc);
            round_trip(utc.fixed_offset());
            round_trip(utc.naive_utc());
            round_trip(utc.date_naive());
            round_trip(utc.time());
            round_trip(TimeDelta::microseconds(micros));
        }

        #[test]
        fn arbitrary_numbers_never_panic(micros in any::<i64>()) {
            let bytes = bytes(micros);
            let _ = decode::<DateTime<Utc>>(&bytes);
            let _ = decode::<DateTime<Local>>(&bytes);
            let _ = decode::<DateTime<FixedOffset>>(&bytes);
            let _ = decode::<NaiveDate>(&bytes);
            let _ = decode::<NaiveTime>(&bytes);
            let _ = decode::<TimeDelta>(&bytes);
        }
    }
}

#[cfg(feature = "time")]
mod time {
    use ::time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

    use super::*;

    #[test]
    fn moments() {
        let utc = OffsetDateTime::from_unix_timestamp_nanos(1_700_000_000_123_456_789).expect("it is a moment");
        let wanted = 1_700_000_000_123_456;
        assert_eq!(micros(utc), wanted);
        assert_eq!(
            micros(utc.to_offset(UtcOffset::from_hms(-5, 0, 0).expect("it is an offset"))),
            wanted
        );
        assert_eq!(micros(PrimitiveDateTime::new(utc.date(), utc.time())), wanted);
        let before = OffsetDateTime::from_unix_timestamp_nanos(-1).expect("it is a moment");
        assert_eq!(micros(before), -1, "rounded down");
        for beyond in [i64::MIN, i64::MAX] {
            invalid(decode::<OffsetDateTime>(&bytes(beyond)), "beyond");
            invalid(decode::<PrimitiveDateTime>(&bytes(beyond)), "beyond");
        }
    }

    #[test]
    fn dates_are_midnight_in_utc() {
        let date = Date::from_calendar_date(1969, Month::December, 31).expect("it is a date");
        assert_eq!(micros(date), -86_400_000_000);
        round_trip(date);
        round_trip(Date::MIN);
        round_trip(Date::MAX);
        invalid(decode::<Date>(&bytes(1_i64)), "midnight");
    }

    #[test]
    fn times_of_day() {
        let time = Time::from_hms_micro(23, 59, 59, 999_999).expect("it is a time");
        assert_eq!(micros(time), 86_399_999_999);
        round_trip(time);
        round_trip(Time::MIDNIGHT);
        invalid(decode::<Time>(&bytes(86_400_000_000_i64)), "time of day");
        invalid(decode::<Time>(&bytes(-1_i64)), "time of day");
    }

    #[test]
    fn lengths_of_time() {
        round_trip(Duration::microseconds(i64::MIN));
        round_trip(Duration::microseconds(i64::MAX));
        assert_eq!(micros(Duration::nanoseconds(-1999)), -1, "cut off");
        assert!(encode(Duration::MAX).is_err());
        assert!(encode(Duration::MIN).is_err());
    }

    proptest! {
        #[test]
        fn round_trips(micros in -300_000_000_000_000_000..250_000_000_000_000_000_i64) {
            let utc = OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).expect("it is a moment");
            round_trip(utc);
            round_trip(PrimitiveDateTime::new(utc.date(), utc.time()));
            round_trip(utc.date());
            round_trip(utc.time());
            round_trip(Duration::microseconds(micros));
        }

        #[test]
        fn arbitrary_numbers_never_panic(micros in any::<i64>()) {
            let bytes = bytes(micros);
            let _ = decode::<OffsetDateTime>(&bytes);
            let _ = decode::<PrimitiveDateTime>(&bytes);
            let _ = decode::<Date>(&bytes);
            let _ = decode::<Time>(&bytes);
            let _ = decode::<Duration>(&bytes);
        }
    }
}
