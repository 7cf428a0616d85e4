pub fn start() {}

pub fn start() {}

pub struct Point {
    pub x: i32,
    pub x: i32,
}

pub enum Color {
    Red,
    Red,
}

pub fn both(point: Point, color: Color, a: i32, a: i32) {}

pub struct Color {
    pub name: String,
}
