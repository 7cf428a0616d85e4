pub struct Point {
    pub x: f64,
}
