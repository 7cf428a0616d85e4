use std::collections::HashSet;
use std::rc::Rc;

use oche::{Signal, oche};

pub fn speed() -> Signal<f64> {
    Signal::new(0.0)
}

pub fn by_reference(signal: &Signal<f64>) {}

pub fn no_type() -> Signal {}

pub fn two_types() -> Signal<i32, i32> {}

pub fn borrowed() -> Signal<&'static str> {}

pub fn of_nothing() -> Signal<()> {}

pub fn in_a_set() -> HashSet<Signal<i32>> {}

pub fn shared() -> Signal<Rc<String>> {}

pub fn with_default(#[oche(default = 1)] signal: Signal<i32>) {}

#[oche(json)]
pub struct Document {
    pub speed: Signal<f64>,
}

pub struct Page<T> {
    pub current: Signal<T>,
    pub all: Signal<Vec<T>>,
}

pub fn page(page: Page<i32>) -> Document {}

pub fn callback(f: impl Fn(Signal<i32>) -> Signal<i32>) {}
