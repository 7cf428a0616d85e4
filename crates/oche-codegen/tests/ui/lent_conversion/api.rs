//! A type that is converted is consumed by that, unless there is a conversion from a reference.

use std::sync::Arc;

use oche::oche;

#[oche(convert = "geo::Angle")]
pub struct Angle {
    pub degrees: f64,
}

#[oche(convert = "geo::Line")]
pub struct Line {
    pub points: Vec<f64>,
}

impl From<geo::Line> for Line {
    fn from(line: geo::Line) -> Self {
        todo!()
    }
}

impl From<&geo::Line> for Line {
    fn from(line: &geo::Line) -> Self {
        todo!()
    }
}

pub struct Turn {
    pub angle: geo::Angle,
}

pub fn lent() -> Option<&'static geo::Angle> {
    None
}

pub fn shared() -> Arc<Turn> {
    todo!()
}

pub fn owned() -> Turn {
    todo!()
}

pub fn converted() -> &'static Angle {
    todo!()
}

pub fn line() -> &'static [geo::Line] {
    &[]
}
