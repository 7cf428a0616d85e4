/// The text becomes Rust, so that it has to be a path.
#[oche(mirror = "vendor::P{oint")]
pub struct Point {
    pub x: i32,
}

#[oche(mirror = "vendor::N*/ever")]
pub struct Never {}

#[oche(convert = "vendor::Size<u8>")]
pub struct Size {
    pub width: u8,
}

pub fn move_by(point: Point, never: Never, size: Size) {}
