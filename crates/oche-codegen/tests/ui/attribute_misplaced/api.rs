use oche::oche;

#[oche(sync)]
pub struct Data {
    #[oche(ignore)]
    pub kept: i32,
    #[oche(sync)]
    pub other: i32,
}

#[oche(error)]
pub fn not_an_error() {}

#[oche]
pub fn parameter(#[oche(ignore)] a: i32) {}

pub fn alone(#[oche(name = "b")] a: i32) {}

pub struct Alone {
    #[oche(name = "c")]
    pub a: i32,
}

#[oche(name = "Constants")]
pub trait Things {}
