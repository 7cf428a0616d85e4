//! The types of well-known crates, in every position.

use std::collections::{BTreeMap, HashMap, HashSet};

use bytes::Bytes;
use chrono::{DateTime, FixedOffset, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use num_bigint::{BigInt, BigUint};
use oche::oche;
use serde_json::Value;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use url::Url;
use uuid::Uuid;

/// Gives back a moment.
#[oche(sync)]
pub fn echo_utc(value: DateTime<Utc>) -> DateTime<Utc> {
    value
}

/// Gives back a moment in the time zone of this machine.
#[oche(sync)]
pub fn echo_local(value: DateTime<Local>) -> DateTime<Local> {
    value
}

/// Gives back moments of all other kinds.
#[oche(sync)]
pub fn echo_chrono(
    fixed: DateTime<FixedOffset>,
    naive: NaiveDateTime,
    date: NaiveDate,
    time: NaiveTime,
    delta: TimeDelta,
) -> (DateTime<FixedOffset>, NaiveDateTime, NaiveDate, NaiveTime, TimeDelta) {
    (fixed, naive, date, time, delta)
}

/// Gives back moments in all sorts of places.
pub fn echo_chrono_places(
    list: Vec<DateTime<Utc>>,
    option: Option<NaiveDate>,
    map: BTreeMap<NaiveDate, TimeDelta>,
) -> (Vec<DateTime<Utc>>, Option<NaiveDate>, BTreeMap<NaiveDate, TimeDelta>) {
    (list, option, map)
}

/// A moment as Rust writes it.
#[oche(sync)]
pub fn describe_utc(value: &DateTime<Utc>) -> String {
    value.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

/// A day and a time of day as Rust writes them.
#[oche(sync)]
pub fn describe_naive(date: NaiveDate, time: NaiveTime) -> String {
    format!("{date} {time}")
}

/// Dates and times without a zone, as Rust writes them.
#[oche(sync)]
pub fn describe_wall_clocks(naive: NaiveDateTime, primitive: PrimitiveDateTime) -> Vec<String> {
    vec![naive.to_string(), primitive.to_string()]
}

/// Dates without a time, as Rust writes them.
#[oche(sync)]
pub fn describe_dates(naive: NaiveDate, date: Date) -> Vec<String> {
    vec![naive.to_string(), date.to_string()]
}

/// Dates and times without a zone, in all sorts of places.
#[derive(Clone, Debug, PartialEq)]
#[oche(json)]
pub struct Appointments {
    /// One of each.
    pub next: (NaiveDateTime, NaiveDate, PrimitiveDateTime, Date),
    /// Perhaps one.
    pub perhaps: Option<PrimitiveDateTime>,
    /// Many.
    pub all: Vec<NaiveDateTime>,
    /// By their days.
    pub by_day: BTreeMap<NaiveDate, Vec<Date>>,
}

/// Gives them back.
pub fn echo_appointments(value: Appointments) -> Appointments {
    value
}

/// A leap second without a date.
#[oche(sync)]
pub fn leap_time(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_milli_opt(hour, 59, 59, 1500).unwrap_or_default()
}

/// The same with a date.
#[oche(sync)]
pub fn leap_date_time() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2016, 12, 31)
        .unwrap_or_default()
        .and_time(leap_time(23))
}

/// The last moment that the crate knows.
#[oche(sync)]
pub fn last_moment() -> NaiveDateTime {
    NaiveDateTime::MAX
}

/// Gives back the moments of the other crate.
#[oche(sync)]
pub fn echo_moments(
    offset: OffsetDateTime,
    primitive: PrimitiveDateTime,
    date: Date,
    time: Time,
    duration: time::Duration,
) -> (OffsetDateTime, PrimitiveDateTime, Date, Time, time::Duration) {
    (offset, primitive, date, time, duration)
}

/// Gives back a name that nobody else has.
#[oche(sync)]
pub fn echo_uuid(value: Uuid) -> Uuid {
    value
}

/// Gives back names in all sorts of places.
#[oche(sync)]
pub fn echo_uuid_places(
    list: Vec<Uuid>,
    set: HashSet<Uuid>,
    map: HashMap<Uuid, Option<Uuid>>,
) -> (Vec<Uuid>, HashSet<Uuid>, HashMap<Uuid, Option<Uuid>>) {
    (list, set, map)
}

/// A name as Rust writes it.
#[oche(sync)]
pub fn describe_uuid(value: Uuid) -> String {
    value.to_string()
}

/// Gives back any JSON.
#[oche(sync)]
pub fn echo_json(value: Value) -> Value {
    value
}

/// Gives back JSON in all sorts of places.
#[oche(sync)]
pub fn echo_json_places(
    list: Vec<Value>,
    map: HashMap<String, Value>,
    option: Option<Value>,
) -> (Vec<Value>, HashMap<String, Value>, Option<Value>) {
    (list, map, option)
}

/// The JSON of a text.
///
/// # Errors
/// If it is none.
pub fn parse_json(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text)
}

/// The text of JSON.
#[oche(sync)]
pub fn print_json(value: &Value) -> String {
    value.to_string()
}

/// Gives back an address of the web.
#[oche(sync)]
pub fn echo_url(value: Url) -> Url {
    value
}

/// An address of the web with another path.
///
/// # Errors
/// If that is none.
#[oche(sync)]
pub fn join_url(base: &Url, path: &str) -> Result<Url, url::ParseError> {
    base.join(path)
}

/// Addresses of the web by address.
#[oche(sync)]
pub fn echo_url_map(value: HashMap<Url, Vec<Url>>) -> HashMap<Url, Vec<Url>> {
    value
}

/// Gives back bytes.
#[oche(sync)]
pub fn echo_shared_bytes(value: Bytes, list: Vec<Bytes>, option: Option<Bytes>) -> (Bytes, Vec<Bytes>, Option<Bytes>) {
    (value, list, option)
}

/// A part of some bytes, which it shares with them.
pub fn slice_bytes(value: Bytes, from: u32, to: u32) -> Bytes {
    value.slice(from as usize..to as usize)
}

/// Gives back a number of any size.
#[oche(sync)]
pub fn echo_big_int(value: BigInt) -> BigInt {
    value
}

/// Gives back a number of any size that is not below zero.
#[oche(sync)]
pub fn echo_big_uint(value: BigUint) -> BigUint {
    value
}

/// A power, of any size.
pub fn power(base: BigInt, exponent: u32) -> BigInt {
    base.pow(exponent)
}

/// Gives back numbers of any size in all sorts of places.
#[oche(sync)]
pub fn echo_big_places_of_any_size(
    list: Vec<BigInt>,
    map: HashMap<BigUint, Option<BigInt>>,
) -> (Vec<BigInt>, HashMap<BigUint, Option<BigInt>>) {
    (list, map)
}

/// One of each, as a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its name.
    pub id: Uuid,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// On which day it ends.
    pub ends: Option<NaiveDate>,
    /// How long it takes.
    pub takes: TimeDelta,
    /// Where it is.
    pub link: Url,
    /// Whatever there is to say about it.
    pub more: Value,
    /// What is in it.
    pub content: Bytes,
    /// What it costs.
    pub price: BigInt,
    /// When it was seen.
    pub seen: Option<OffsetDateTime>,
}

/// Gives back a record.
#[oche(sync)]
pub fn echo_record(value: Record) -> Record {
    value
}

/// Fails with any error, in a chain of them.
///
/// # Errors
/// If `fails`.
pub fn any_error(fails: bool) -> anyhow::Result<u32> {
    use anyhow::Context;
    match fails {
        false => Ok(1),
        true => Err(std::io::Error::other("the disk is gone")).context("cannot read the settings"),
    }
}

/// The same, at once, and without a name for its kind.
///
/// # Errors
/// If `text` is no number.
#[oche(sync)]
pub fn boxed_error(text: &str) -> Result<u32, Box<dyn std::error::Error>> {
    Ok(text.parse()?)
}

/// The same later.
///
/// # Errors
/// If `text` is no number.
pub async fn any_error_later(text: String) -> Result<u32, anyhow::Error> {
    text.parse().map_err(|error| anyhow::anyhow!("{text:?}: {error}"))
}
