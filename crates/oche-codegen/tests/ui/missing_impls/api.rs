use oche::oche;
use std::fmt;

/// By its text, and it has one.
#[oche(error)]
#[derive(Debug)]
pub enum Failure {
    Broken,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken")
    }
}

pub fn with_text() -> Result<(), Failure> {
    Ok(())
}

#[derive(Debug)]
pub struct HttpError {
    code: u16,
}

pub fn with_debug() -> Result<(), HttpError> {
    Ok(())
}

pub struct Bare {
    code: u16,
}

pub fn with_nothing() -> Result<(), Bare> {
    Ok(())
}

/// What the derive makes of it is not known.
#[derive(Debug, thiserror::Error)]
#[error("not found")]
pub struct NotFound {
    path: String,
}

pub fn derived() -> Result<(), NotFound> {
    Ok(())
}

pub struct Listed {
    code: u16,
}

impl_display!(Listed, "listed");

pub fn by_macro() -> Result<(), Listed> {
    Ok(())
}

#[oche(display, eq, ord)]
#[derive(PartialEq, Eq)]
pub struct Version {
    pub major: u32,
}

#[oche(partial_ord, eq)]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Point {
    x: f64,
}

#[oche(display, eq, ord)]
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Whole {
    pub number: u32,
}

impl fmt::Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)
    }
}

#[derive(Debug)]
pub enum CallError {
    Failed,
}

#[derive(Debug)]
pub enum GoodError {
    Failed,
}

impl From<oche::CallbackError> for GoodError {
    fn from(_: oche::CallbackError) -> Self {
        GoodError::Failed
    }
}

pub fn call(f: impl Fn(i32) -> Result<i32, CallError>) {}

pub fn call_well(f: impl Fn(i32) -> Result<i32, GoodError>) {}

pub fn show(point: &Point) {}
