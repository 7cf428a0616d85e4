pub enum Shape {
    Circle(f64),
    Square(f64),
}

pub struct ShapeCircle {
    pub radius: f64,
}

pub enum ShapeS {
    quare,
    Other(i32),
}

pub fn area(shape: Shape) -> f64 {
    0.0
}
