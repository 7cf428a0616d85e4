//! Types of another crate, and types of this one with private fields, that cross as types that stand for them.

#![allow(clippy::type_complexity, reason = "the tests want many types in one signature")]

use std::collections::HashMap;
use std::sync::Arc;

use foreign::{Direction, Either, Level, NonEmpty, Percent, Position, Site, Span};
use oche::oche;

/// The mirror of a struct.
#[oche(mirror = "foreign::Site", name = "Site")]
pub struct SiteMirror {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub at: Position,
}

/// The mirror of a struct that another mirror names.
#[oche(mirror = "Position", name = "Position")]
pub struct PositionMirror {
    /// North is positive.
    pub latitude: f64,
    /// East is positive.
    pub longitude: f64,
}

/// The mirror of a struct without fields.
#[oche(mirror = "foreign::Marker", name = "ForeignMarker")]
pub struct MarkerMirror;

/// The mirror of a tuple struct.
#[oche(mirror = "foreign::Pair", name = "ForeignPair")]
pub struct PairMirror(#[oche(bigint)] pub u64, pub String);

/// The mirror of an enum.
#[oche(mirror = "Direction", name = "Direction")]
pub enum DirectionMirror {
    /// Up.
    North,
    /// Down.
    South,
}

/// The mirror of an enum that may have more variants.
#[oche(mirror = "foreign::Outcome", name = "ForeignOutcome")]
#[non_exhaustive]
pub enum OutcomeMirror {
    /// It went well.
    Done,
    /// It did not.
    Failed {
        /// Why.
        reason: String,
    },
}

/// The mirror of a plain enum that may have more variants.
#[oche(mirror = "Level", name = "Loudness")]
#[non_exhaustive]
pub enum LevelMirror {
    /// Not at all.
    Quiet,
    /// Very.
    Loud,
}

/// The mirror of a generic struct.
#[oche(mirror = "Span", name = "Span")]
pub struct SpanMirror<T> {
    /// The first.
    pub start: T,
    /// What lies between.
    pub stops: Vec<T>,
    /// The last, if there is one.
    pub end: Option<T>,
}

/// The mirror of a generic enum.
#[oche(mirror = "foreign::Either", name = "Either")]
pub enum EitherMirror<L, R> {
    /// The one.
    Left(L),
    /// The other.
    Right(R),
}

/// Gives back a place.
#[oche(sync)]
pub fn echo_site(value: Site) -> Site {
    value
}

/// Gives back places in all sorts of places.
#[oche(sync)]
pub fn echo_sites(
    list: Vec<Site>,
    option: Option<foreign::Marker>,
    map: HashMap<Direction, Vec<Position>>,
    shared: Arc<Site>,
) -> (
    Vec<Site>,
    Option<foreign::Marker>,
    HashMap<Direction, Vec<Position>>,
    Arc<Site>,
) {
    (list, option, map, shared)
}

/// Where a place is; it is only lent, and so is the result.
#[oche(sync)]
pub fn position_of(place: &Site) -> &Position {
    &place.at
}

/// Gives back a pair that is a key.
#[oche(sync)]
pub fn echo_pair_map(value: HashMap<foreign::Pair, u8>) -> HashMap<foreign::Pair, u8> {
    value
}

/// Gives back a direction.
#[oche(sync)]
pub fn echo_direction(value: Direction) -> Direction {
    value
}

/// An outcome, by number.
#[oche(sync)]
pub fn outcome(number: u8) -> foreign::Outcome {
    match number {
        0 => foreign::Outcome::Done,
        1 => foreign::Outcome::Failed {
            reason: "no luck".to_owned(),
        },
        other => foreign::Outcome::Unheard(other),
    }
}

/// Gives back outcomes.
pub fn echo_foreign_outcomes(value: Vec<foreign::Outcome>) -> Vec<foreign::Outcome> {
    value
}

/// A level, by number.
#[oche(sync)]
pub fn level(number: u8) -> Level {
    match number {
        0 => Level::Quiet,
        1 => Level::Loud,
        _ => Level::Unheard,
    }
}

/// Gives back a level.
#[oche(sync)]
pub fn echo_level(value: Level) -> Level {
    value
}

/// Gives back spans.
#[oche(sync)]
pub fn echo_spans(numbers: Span<i32>, places: Span<Site>) -> (Span<i32>, Span<Site>) {
    (numbers, places)
}

/// Gives back one thing or the other.
#[oche(sync)]
pub fn echo_either(value: Either<String, Span<u8>>) -> Either<String, Span<u8>> {
    value
}

/// What a share crosses as. Not every number is one.
#[oche(convert = "Percent", name = "Share")]
#[derive(Clone, Debug, PartialEq)]
pub struct PercentData {
    /// How many hundredths.
    pub hundredths: u8,
}

impl From<Percent> for PercentData {
    fn from(value: Percent) -> Self {
        Self {
            hundredths: value.get(),
        }
    }
}

impl TryFrom<PercentData> for Percent {
    type Error = foreign::TooMuch;

    fn try_from(value: PercentData) -> Result<Self, foreign::TooMuch> {
        Percent::new(value.hundredths)
    }
}

/// Gives back a share.
#[oche(sync)]
pub fn echo_share(value: Percent) -> Percent {
    value
}

/// Gives back shares in all sorts of places.
#[oche(sync)]
pub fn echo_shares(
    list: Vec<Percent>,
    option: Option<Percent>,
    map: HashMap<String, Percent>,
    span: Span<Percent>,
) -> (Vec<Percent>, Option<Percent>, HashMap<String, Percent>, Span<Percent>) {
    (list, option, map, span)
}

/// Gives back a share, which the data itself may be, too.
#[oche(sync)]
pub fn share_data(value: PercentData) -> PercentData {
    PercentData {
        hundredths: value.hundredths / 2,
    }
}

/// What a list that is never empty crosses as.
#[oche(convert = "NonEmpty")]
#[derive(Clone, Debug, PartialEq)]
pub struct AtLeastOne<T> {
    /// What is in it.
    pub items: Vec<T>,
}

impl<T> From<NonEmpty<T>> for AtLeastOne<T> {
    fn from(value: NonEmpty<T>) -> Self {
        let (first, others) = value.into_parts();
        Self {
            items: std::iter::once(first).chain(others).collect(),
        }
    }
}

impl<T> TryFrom<AtLeastOne<T>> for NonEmpty<T> {
    type Error = &'static str;

    fn try_from(value: AtLeastOne<T>) -> Result<Self, &'static str> {
        let mut items = value.items.into_iter();
        let first = items.next().ok_or("there must be at least one")?;
        Ok(NonEmpty::new(first, items.collect()))
    }
}

/// Gives back lists that are never empty.
#[oche(sync)]
pub fn echo_non_empty(numbers: NonEmpty<i32>, texts: NonEmpty<String>) -> (NonEmpty<i32>, NonEmpty<String>) {
    (numbers, texts)
}

/// A temperature whose field nobody else sees. It crosses as what it is converted to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Temperature {
    kelvin: f64,
}

/// What a temperature crosses as.
#[oche(convert = "Temperature", name = "Temperature")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TemperatureData {
    /// In degrees.
    pub celsius: f64,
}

impl From<Temperature> for TemperatureData {
    fn from(value: Temperature) -> Self {
        Self {
            celsius: value.kelvin - 273.0,
        }
    }
}

impl From<TemperatureData> for Temperature {
    fn from(value: TemperatureData) -> Self {
        Self {
            kelvin: value.celsius + 273.0,
        }
    }
}

/// Twice as warm.
#[oche(sync)]
pub fn warmer(value: Temperature) -> Temperature {
    Temperature {
        kelvin: value.kelvin * 2.0,
    }
}

/// The warmest, if there is one; they are only lent.
pub async fn warmest(list: Vec<Temperature>) -> Option<Temperature> {
    list.into_iter().max_by(|a, b| a.kelvin.total_cmp(&b.kelvin))
}
