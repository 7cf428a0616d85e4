//! Enums, with and without data.

use oche::oche;

/// A color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    /// Like blood.
    Red,
    /// Like grass.
    Green,
    /// Like the deep sea.
    DarkBlue,
}

/// The next color, and the first after the last.
#[oche(sync)]
pub fn next_color(color: Color) -> Color {
    match color {
        Color::Red => Color::Green,
        Color::Green => Color::DarkBlue,
        Color::DarkBlue => Color::Red,
    }
}

/// The next color, from the blocking pool.
pub fn next_color_later(color: Color) -> Color {
    next_color(color)
}

/// Gives back colors.
#[oche(sync)]
pub fn echo_colors(values: Vec<Color>) -> Vec<Color> {
    values
}

/// Gives back a color or nothing.
#[oche(sync)]
pub fn echo_optional_color(value: Option<Color>) -> Option<Color> {
    value
}

/// Numbers of its own in Rust: Dart sees the names only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i16)]
pub enum Level {
    /// Well below.
    Low = -5,
    /// In the middle.
    Middle = 0,
    /// Well above.
    High = 1000,
}

/// The number that Rust gave a level.
#[oche(sync)]
pub fn level_number(level: Level) -> i16 {
    level as i16
}

/// The level of a number.
#[oche(sync)]
pub fn level_of(number: i16) -> Option<Level> {
    match number {
        -5 => Some(Level::Low),
        0 => Some(Level::Middle),
        1000 => Some(Level::High),
        _ => None,
    }
}

/// An enum of one variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lonely {
    /// The one and only.
    One,
}

/// Gives back the one and only.
#[oche(sync)]
pub fn echo_lonely(value: Lonely) -> Lonely {
    value
}

/// A shape: variants of every sort.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// No shape at all.
    Empty,
    /// Round.
    Circle {
        /// From the middle to the rim.
        radius: f64,
    },
    /// With four corners.
    Rectangle {
        /// From left to right.
        width: f64,
        /// From top to bottom.
        height: f64,
    },
    /// Known by its name only.
    Named(String),
    /// A point with two numbers.
    Dot(i32, i32),
    /// A shape in a color, recursive through a box.
    Colored {
        /// Its color.
        color: Color,
        /// What is colored.
        shape: Box<Shape>,
    },
    /// Several shapes.
    Group(Vec<Shape>),
    /// Pixels, with a title perhaps.
    Bitmap {
        /// One byte each.
        pixels: Vec<u8>,
        /// What it shows.
        title: Option<String>,
    },
}

/// Gives back a shape.
#[oche(sync)]
pub fn echo_shape(value: Shape) -> Shape {
    value
}

/// Gives back shapes, from an async function.
pub async fn echo_shapes_async(values: Vec<Shape>) -> Vec<Shape> {
    tokio::task::yield_now().await;
    values
}

/// How large a shape is.
#[oche(sync)]
pub fn area(shape: &Shape) -> f64 {
    match shape {
        Shape::Circle { radius } => std::f64::consts::PI * radius * radius,
        Shape::Rectangle { width, height } => width * height,
        Shape::Colored { shape, .. } => area(shape),
        Shape::Group(shapes) => shapes.iter().map(area).sum(),
        Shape::Bitmap { pixels, .. } => pixels.len() as f64,
        Shape::Empty | Shape::Named(_) | Shape::Dot(..) => 0.0,
    }
}

/// A shape with so many shapes around each other, at most a thousand, made in Rust.
#[oche(sync)]
pub fn nested_shape(depth: u16) -> Shape {
    (0..depth.min(1000)).fold(Shape::Empty, |shape, _| Shape::Colored {
        color: Color::Red,
        shape: Box::new(shape),
    })
}

/// A data enum of one variant.
#[derive(Clone, Debug, PartialEq)]
pub enum Single {
    /// Its only variant.
    Only(Option<i32>),
}

/// Gives back the only variant.
#[oche(sync)]
pub fn echo_single_variant(value: Single) -> Single {
    value
}
