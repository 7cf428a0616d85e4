pub struct Point {
    pub x: i32,
    pub y: i32,
}

pub fn tuple((a, b): (i32, i32)) {}

pub fn record(Point { x, y }: Point) {}

pub fn fine(mut a: i32) {}
