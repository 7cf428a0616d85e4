use model::Point;
use oche::oche;
use std::collections::HashMap;
use nowhere::Missing;

mod inner {
    pub use super::super::model::Point as Again;

    pub enum Kind {
        One,
        Two,
    }
}

pub use self::inner::{Again, Kind};

#[oche(sync)]
pub fn fine(a: Point, b: HashMap<String, ::model::Point>, c: Kind, d: Again, e: ::std::string::String) {}

pub fn broken(a: ::nowhere::Missing) {}
