//! The API of the end-to-end tests, a module for each topic.
//!
//! Most functions give back what they were given, so that a value that arrives unharmed has crossed twice.

pub mod answers;
pub mod asynchronous;
pub mod borrowed;
pub mod callbacks;
pub mod cancelling;
pub mod classes;
pub mod contexts;
pub mod core_names;
pub mod crates;
pub mod dart_streams;
pub mod data;
pub mod eager;
pub mod enums;
pub mod errors;
pub mod faults;
pub mod flow;
pub mod generics;
pub mod identity;
pub mod interfaces;
pub mod lent;
pub mod lists;
pub mod logs;
pub mod maps;
pub mod methods;
pub mod names;
pub mod objects;
pub mod options;
pub mod order;
pub mod ranges;
pub mod scalars;
pub mod shadows;
pub mod signals;
pub mod sinks;
pub mod soak;
pub mod stand_ins;
pub mod streams;
pub mod structs;
pub mod tags;
pub mod targets;
pub mod text;
pub mod turns;

use std::sync::atomic::Ordering;

use oche::oche;

use crate::probe;

/// Adds two numbers; wraps around at the ends of the range.
#[oche(sync)]
pub fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// What the counters of one name say.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// How many futures or streams have begun.
    pub started: u32,
    /// How many of them are gone, however they ended.
    pub dropped: u32,
    /// How many came to their end by themselves.
    pub finished: u32,
    /// How many items they have made.
    pub produced: u64,
}

/// Reads the counters of `name`.
#[oche(sync)]
pub fn probe(name: &str) -> Probe {
    let counters = probe::counters(name);
    Probe {
        started: counters.started.load(Ordering::SeqCst),
        dropped: counters.dropped.load(Ordering::SeqCst),
        finished: counters.finished.load(Ordering::SeqCst),
        produced: counters.produced.load(Ordering::SeqCst),
    }
}

/// Does not cross: it says so itself.
#[oche(ignore)]
pub fn not_for_dart() -> *const u8 {
    std::ptr::null()
}
