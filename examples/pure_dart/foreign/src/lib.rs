//! A crate that knows nothing of Oche: its types reach Dart by way of others that stand for them.

use std::fmt;

/// A place on a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub at: Position,
}

/// A position, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// North is positive.
    pub latitude: f64,
    /// East is positive.
    pub longitude: f64,
}

/// A struct without fields.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Marker;

/// The fields of a tuple.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Pair(pub u64, pub String);

/// A direction.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Direction {
    /// Up.
    North,
    /// Down.
    South,
}

/// How something went, of which more may be known later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Outcome {
    /// It went well.
    Done,
    /// It did not.
    Failed {
        /// Why.
        reason: String,
    },
    /// What no mirror has heard of.
    Unheard(u8),
}

/// How loud something is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Level {
    /// Not at all.
    Quiet,
    /// Very.
    Loud,
    /// What no mirror has heard of.
    Unheard,
}

/// Something between two ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Span<T> {
    /// The first.
    pub start: T,
    /// What lies between.
    pub stops: Vec<T>,
    /// The last, if there is one.
    pub end: Option<T>,
}

/// One thing or the other.
#[derive(Clone, Debug, PartialEq)]
pub enum Either<L, R> {
    /// The one.
    Left(L),
    /// The other.
    Right(R),
}

/// A share of something, which is never more than all of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Percent(u8);

impl Percent {
    /// A share of `value` hundredths.
    ///
    /// # Errors
    /// If that is more than a hundred.
    pub fn new(value: u8) -> Result<Self, TooMuch> {
        if value <= 100 {
            Ok(Self(value))
        } else {
            Err(TooMuch(value))
        }
    }

    /// How many hundredths it is.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// More than all of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch(pub u8);

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} % is more than everything", self.0)
    }
}

impl std::error::Error for TooMuch {}

/// A list that is never empty, with private fields.
#[derive(Clone, Debug, PartialEq)]
pub struct NonEmpty<T> {
    first: T,
    others: Vec<T>,
}

impl<T> NonEmpty<T> {
    /// A list that begins with `first`.
    pub fn new(first: T, others: Vec<T>) -> Self {
        Self { first, others }
    }

    /// Its first element, and all others.
    pub fn into_parts(self) -> (T, Vec<T>) {
        (self.first, self.others)
    }
}
