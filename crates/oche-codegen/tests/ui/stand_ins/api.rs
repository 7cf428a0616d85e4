use oche::oche;

#[oche(mirror = "other::Point")]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

#[oche(mirror = "other::Point")]
pub struct Again {
    pub x: f64,
    pub y: f64,
}

#[oche(mirror = "missing::Point")]
pub struct Lost {
    pub x: f64,
}

#[oche(convert = "Point2")]
pub struct Nowhere {
    pub x: f64,
}

#[oche(convert = 3)]
pub struct Number {
    pub x: f64,
}

pub fn itself() -> Point {
    unimplemented!()
}

pub fn fine(_points: Vec<other::Point>) -> Option<other::Point> {
    None
}

#[oche(mirror = "other::Span")]
pub struct Span<T, U = T> {
    pub from: T,
    pub to: U,
}

pub fn bare(_span: other::Span) {}

pub fn crowded(_span: other::Span<u8, u16, u32>) {}

pub fn defaulted(_span: other::Span<u8>) {}

#[oche(mirror = "other::Circle")]
pub struct Circle {
    pub radius: f64,
}

impl Circle {
    pub fn area(&self) -> f64 {
        self.radius
    }
}

pub fn circle() -> other::Circle {
    unimplemented!()
}
