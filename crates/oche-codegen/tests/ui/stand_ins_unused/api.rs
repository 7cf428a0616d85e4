use oche::oche;

#[oche(mirror = "vendor::Point")]
pub struct Point {
    pub x: f64,
}

#[oche(mirror = "vendor::Never")]
pub struct Never {
    pub x: f64,
}

#[oche(convert = "vendor::Size")]
pub struct Size {
    pub width: f64,
}

#[oche(convert = "vendor::Nowhere")]
pub struct Nowhere {
    pub width: f64,
}

impl From<vendor::Size> for Size {
    fn from(size: vendor::Size) -> Self {
        Size { width: size.width }
    }
}

#[oche(convert = "vendor::Lost")]
pub struct Lost {
    pub width: f64,
}

pub fn lost() -> vendor::Lost {
    vendor::Lost
}

pub struct Inner {
    handle: u64,
}

#[oche(convert = "Inner")]
pub struct Outer {
    pub handle: u64,
}

pub fn needed(point: vendor::Point) -> vendor::Size {
    vendor::Size::of(point)
}

/// An error that crosses by its text has no class.
#[oche(error, name = "Other", eq, json, positional, opaque)]
#[derive(Debug, thiserror::Error, PartialEq, Hash)]
pub enum Failure {
    One,
}

pub fn fails() -> Result<Inner, Failure> {
    Err(Failure::One)
}
