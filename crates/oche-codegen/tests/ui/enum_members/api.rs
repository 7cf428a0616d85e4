use oche::oche;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[oche(eq)]
pub enum Level {
    Low = 1,
    High = 2,
}

impl Level {
    #[oche(sync)]
    pub fn values(&self) -> i32 {
        0
    }

    #[oche(sync)]
    pub fn discriminant(&self) -> i32 {
        *self as i32
    }

    #[oche(sync)]
    pub fn low(&self) -> bool {
        *self == Level::Low
    }
}

pub enum Plain {
    A,
    B,
}

impl Plain {
    pub const INDEX: i32 = 1;

    /// Only where the variants have numbers is this taken.
    #[oche(sync)]
    pub fn discriminant(&self) -> i32 {
        0
    }
}

pub enum Shape {
    Circle { radius: f64 },
    Square { side: f64, area: f64 },
}

impl Shape {
    #[oche(getter)]
    pub fn area(&self) -> f64 {
        0.0
    }

    /// What no value inherits hides nothing.
    #[oche(sync)]
    pub fn side(length: f64) -> f64 {
        length
    }
}

#[derive(PartialEq, Eq, Hash)]
#[oche(eq)]
pub struct Page<T> {
    pub items: Vec<T>,
}

#[oche(sync)]
pub fn uses(level: Level, plain: Plain, shape: Shape, page: Page<i32>) {
    let _ = (level, plain, shape, page);
}
