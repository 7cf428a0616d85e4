use crate::modle::Speed;
use std::time::Duration;

pub mod inner {
    pub struct Telemetry {
        pub speed: f64,
    }
}

pub fn misspelt(a: Strng, b: Duraton, c: u23) {}

pub fn not_imported(a: HashMap<String, i32>, b: Telemetry) {}

pub fn no_module(a: iner::Telemetry) {}

pub fn no_member(a: inner::Telemetri) {}

pub fn import(a: Speed) {}

pub fn nothing_like_it(a: Zyzzyva) {}

pub fn not_a_type(a: inner) {}

pub fn associated(a: <Vec<i32> as IntoIterator>::Item) {}

pub fn above(a: super::super::Thing) {}

pub use inner::Missing;
