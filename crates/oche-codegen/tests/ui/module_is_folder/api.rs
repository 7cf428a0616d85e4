#[path = "shapes"]
pub mod round;

pub fn area(side: f64) -> f64 {
    side * side
}
