use oche::oche;

#[oche(sync, positional)]
pub fn never_used(#[oche(default = 1)] a: i32, b: i32) {}

#[oche(sync, positional)]
pub fn fine(a: Option<i32>, b: i32, c: Option<i32>) {}

#[oche(positional)]
pub struct Point {
    #[oche(default = 0.0)]
    pub x: f64,
    pub y: f64,
}
