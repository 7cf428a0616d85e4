//! Structs: named, tuple and unit, nested and recursive.

use std::collections::HashMap;
use std::time::Duration;

use oche::oche;

use super::enums::{Color, Shape};
use crate::model::Cabin as Room;
use crate::model::Place;

/// A point on a plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// To the right, in metres.
    pub x: f64,
    /// Upwards, in metres.
    pub y: f64,
}

/// A cell of a grid; a key of maps.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Counted from the left.
    pub column: i32,
    /// Counted from the top.
    pub row: i32,
}

/// What a vehicle says about itself.
///
/// The struct of the timings: a bit of everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Telemetry {
    /// Milliseconds since the start.
    pub timestamp: i64,
    /// Metres per second.
    pub speed: f64,
    /// Degrees, clockwise from north.
    pub heading: f64,
    /// Of 100.
    pub battery_level: i32,
    /// What the vehicle is called.
    pub name: String,
    /// A packet as it came in.
    pub raw: Vec<u8>,
    /// Where it is, once that is known.
    pub position: Option<Point>,
}

/// Gives back what a vehicle says.
#[oche(sync)]
pub fn echo_telemetry(value: Telemetry) -> Telemetry {
    value
}

/// Gives back what a vehicle says, from the blocking pool.
pub fn echo_telemetry_later(value: Telemetry) -> Telemetry {
    value
}

/// Gives back what a vehicle says, from an async function.
pub async fn echo_telemetry_async(value: Telemetry) -> Telemetry {
    tokio::task::yield_now().await;
    value
}

/// The name in what a vehicle says, which is only lent.
#[oche(sync)]
pub fn name_of(telemetry: &Telemetry) -> String {
    telemetry.name.clone()
}

/// The speed in what a vehicle says, which is only lent, from an async function.
pub async fn speed_of(telemetry: &Telemetry) -> f64 {
    tokio::task::yield_now().await;
    telemetry.speed
}

/// Gives back a point.
#[oche(sync)]
pub fn echo_point(value: Point) -> Point {
    value
}

/// Gives back points.
#[oche(sync)]
pub fn echo_points(value: Vec<Point>) -> Vec<Point> {
    value
}

/// Gives back two points.
#[oche(sync)]
pub fn echo_line(value: [Point; 2]) -> [Point; 2] {
    value
}

/// A struct without fields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marker;

/// A struct with braces and nothing between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nothing {}

/// A length, in metres: a struct around one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meters(pub f64);

/// A struct of two fields without names.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry(
    /// The first.
    pub i32,
    /// The second.
    pub String,
);

/// Gives back a struct without fields.
#[oche(sync)]
pub fn echo_marker(value: Marker) -> Marker {
    value
}

/// Gives back a struct without fields.
#[oche(sync)]
pub fn echo_nothing(value: Nothing) -> Nothing {
    value
}

/// Gives back a length.
#[oche(sync)]
pub fn echo_meters(value: Meters) -> Meters {
    value
}

/// Gives back a struct without names.
#[oche(sync)]
pub fn echo_entry(value: Entry) -> Entry {
    value
}

/// A distance in kilometres.
pub type Kilometers = f64;

/// A way along points.
pub type Route = Vec<Point>;

/// How long a way is.
#[oche(sync)]
pub fn route_length(route: &Route) -> Kilometers {
    route
        .windows(2)
        .map(|pair| (pair[0].x - pair[1].x).hypot(pair[0].y - pair[1].y))
        .sum::<f64>()
        / 1000.0
}

/// Structs in a struct, and everything that equality must look into.
#[derive(Clone, Debug, PartialEq)]
pub struct Everything {
    /// Points.
    pub points: Vec<Point>,
    /// Bytes.
    pub bytes: Vec<u8>,
    /// Numbers.
    pub floats: Vec<f64>,
    /// A fixed number of numbers.
    pub array: [i32; 3],
    /// Texts by name.
    pub names: HashMap<String, Vec<String>>,
    /// A pair with a list in it.
    pub pair: (i32, Vec<i32>),
    /// Rows.
    pub rows: Vec<Vec<i32>>,
    /// A color.
    pub color: Color,
    /// A shape.
    pub shape: Shape,
    /// A struct around one value.
    pub length: Meters,
    /// A length of time.
    pub duration: Duration,
    /// A character, perhaps.
    pub initial: Option<char>,
    /// A struct, perhaps.
    pub entry: Option<Entry>,
    /// Bytes, perhaps.
    pub extra: Option<Vec<u8>>,
    /// Nothing at all.
    pub marker: Marker,
}

/// Gives back everything.
#[oche(sync)]
pub fn echo_everything(value: Everything) -> Everything {
    value
}

/// Gives back everything, from the blocking pool.
pub fn echo_everything_later(value: Everything) -> Everything {
    value
}

/// A tree: recursive through a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// What stands at this place.
    pub label: String,
    /// What grows from it.
    pub children: Vec<Tree>,
}

/// Gives back a tree.
#[oche(sync)]
pub fn echo_tree(value: Tree) -> Tree {
    value
}

/// A chain: recursive through a box.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// What this link carries.
    pub value: i32,
    /// The next link.
    pub next: Option<Box<Chain>>,
}

/// Gives back a chain.
#[oche(sync)]
pub fn echo_chain(value: Chain) -> Chain {
    value
}

/// Gives back a chain, from the blocking pool.
pub fn echo_chain_later(value: Chain) -> Chain {
    value
}

/// A chain of so many links, made in Rust, numbered from 1.
#[oche(sync)]
pub fn make_chain(links: u16) -> Option<Chain> {
    // Dropping a box drops the one inside it: a much longer chain would need more stack than an isolate's thread has.
    (1..=links.min(5000)).rev().fold(None, |next, value| {
        Some(Chain {
            value: i32::from(value),
            next: next.map(Box::new),
        })
    })
}

/// A folder, which refers to itself through another type.
#[derive(Clone, Debug, PartialEq)]
pub struct Folder {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub items: Vec<FolderItem>,
}

/// Something in a folder.
#[derive(Clone, Debug, PartialEq)]
pub enum FolderItem {
    /// A file of so many bytes.
    File {
        /// What it is called.
        name: String,
        /// Bytes.
        size: u64,
    },
    /// A folder in the folder.
    Folder(Folder),
}

/// Gives back a folder.
#[oche(sync)]
pub fn echo_folder(value: Folder) -> Folder {
    value
}

/// Gives back a boxed point: Dart does not see the box.
#[oche(sync)]
pub fn echo_boxed(value: Box<Point>) -> Box<Point> {
    value
}

/// Gives back types that live outside of the API.
#[oche(sync)]
pub fn echo_cabin(value: Room) -> Room {
    value
}

/// Puts somebody on a place of a cabin.
pub fn sit_down(cabin: Room, place: Place) -> Room {
    let mut cabin = cabin;
    cabin.taken.push(place);
    cabin
}

/// A struct of many fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Wide {
    /// Field 1.
    pub f01: bool,
    /// Field 2.
    pub f02: i8,
    /// Field 3.
    pub f03: i16,
    /// Field 4.
    pub f04: i32,
    /// Field 5.
    pub f05: i64,
    /// Field 6.
    pub f06: u8,
    /// Field 7.
    pub f07: u16,
    /// Field 8.
    pub f08: u32,
    /// Field 9.
    pub f09: u64,
    /// Field 10.
    pub f10: f32,
    /// Field 11.
    pub f11: f64,
    /// Field 12.
    pub f12: char,
    /// Field 13.
    pub f13: String,
    /// Field 14.
    pub f14: Vec<u8>,
    /// Field 15.
    pub f15: Vec<i16>,
    /// Field 16.
    pub f16: Option<bool>,
    /// Field 17.
    pub f17: Option<i64>,
    /// Field 18.
    pub f18: Option<String>,
    /// Field 19.
    pub f19: Duration,
    /// Field 20.
    pub f20: Color,
    /// Field 21.
    pub f21: Point,
    /// Field 22.
    pub f22: (i32, f64),
    /// Field 23.
    pub f23: Vec<String>,
    /// Field 24.
    pub f24: [u8; 4],
}

/// Gives back many fields.
#[oche(sync)]
pub fn echo_wide(value: Wide) -> Wide {
    value
}
