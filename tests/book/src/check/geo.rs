//! What pages show of types that belong to somebody else.

/// A place.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// An angle, from 0 to 360 degrees.
#[derive(Clone, Copy, Debug)]
pub struct Angle(f64);

impl Angle {
    /// `None` if it is out of the range.
    pub fn new(degrees: f64) -> Option<Self> {
        (0.0..360.0).contains(&degrees).then_some(Self(degrees))
    }

    pub fn degrees(&self) -> f64 {
        self.0
    }
}
