//! Types of our own that Dart's core library has, too: a name means the nearest declaration.

use oche::oche;

/// How long a film is: not `std::time::Duration`, and not Dart's.
#[derive(Clone, Debug, PartialEq)]
pub struct Duration {
    /// Whole minutes.
    pub minutes: u32,
    /// What is left, in Rust's and Dart's own unit.
    pub rest: std::time::Duration,
}

/// Gives back a duration of our own.
#[oche(sync)]
pub fn echo_own_duration(value: Duration) -> Duration {
    value
}

/// Our own duration as one of the standard library.
#[oche(sync)]
pub fn total(value: Duration) -> std::time::Duration {
    std::time::Duration::from_secs(u64::from(value.minutes) * 60) + value.rest
}

/// A place on the web, in two parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Uri {
    /// Before the colon.
    pub scheme: String,
    /// After it.
    pub path: String,
}

/// Gives back places on the web.
pub fn echo_uris(values: Vec<Uri>) -> Vec<Uri> {
    values
}

/// A list of our own, next to lists of Rust's.
#[derive(Clone, Debug, PartialEq)]
pub enum List {
    /// Nothing is in it.
    Empty,
    /// Something is in it.
    Items(Vec<String>),
}

/// Gives back a list of our own.
#[oche(sync)]
pub fn echo_own_list(value: List) -> List {
    value
}
