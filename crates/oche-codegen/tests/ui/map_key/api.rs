use std::collections::HashMap;

pub struct Point {
    pub x: i32,
}

pub fn float(map: HashMap<f64, i32>) {}

pub fn list(map: HashMap<Vec<u8>, i32>) {}

pub fn nested(map: HashMap<(i32, [u8; 4]), i32>) {}

pub fn object_of_dart(set: std::collections::HashSet<oche::DartObject>) {}

#[oche::oche(interface)]
pub trait Shape: Send + Sync {}

pub fn trait_object(map: HashMap<Option<std::sync::Arc<dyn Shape>>, u8>) {}

pub fn hasher(map: HashMap<i32, i32, vendor::Hasher>) {}

pub fn fine(a: HashMap<Point, i32>, b: HashMap<(String, Option<char>), i32>) {}

pub fn sorted(
    map: std::collections::BTreeMap<std::ops::Range<u8>, i32>,
    set: std::collections::BTreeSet<Option<std::ops::Range<char>>>,
) {
}

pub fn hashed(map: HashMap<std::ops::Range<u8>, i32>, floats: HashMap<std::ops::Range<f32>, i32>) {}
