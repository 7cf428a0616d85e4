use model::shapes::Point;
use model::*;
use oche::oche;

// What a mirror or a conversion stands for crosses, wherever it is re-exported from.
pub use log::Level;
pub use model::Circle;
pub use model::shapes::Square;

pub use model::Ellipse;

#[oche(mirror = "log::Level")]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

#[oche(convert = "model::Circle")]
pub struct Round {
    pub radius: f64,
}

#[oche(mirror = "model::Square")]
pub struct Squared {
    pub side: f64,
}

pub fn level() -> Level {
    Level::Info
}

pub fn move_to(point: Point) {}

pub fn lost(point: Unknown) {}
