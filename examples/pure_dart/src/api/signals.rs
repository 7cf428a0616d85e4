//! Signals: live values that Dart reads and listens to.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_core::Stream;
use futures_util::StreamExt;
use oche::{DartObject, RateShaping, Signal, oche};

use super::objects::Counter;
use super::structs::Telemetry;
use crate::probe::Guard;

/// Some of what a car measures, and the buttons that change it.
pub struct Dashboard {
    speed: Signal<f64>,
    gear: Signal<Option<String>>,
    telemetry: Signal<Telemetry>,
    counted: Signal<Counted>,
}

/// A value whose life is counted.
#[derive(Clone)]
struct Counted {
    number: f64,
    _guard: Arc<Guard>,
}

impl Counted {
    fn new(name: &str, number: f64) -> Self {
        Counted {
            number,
            _guard: Arc::new(Guard::new(name)),
        }
    }
}

/// What is known of a car at once.
pub struct Overview {
    /// Kilometres per hour.
    pub speed: Signal<f64>,
    /// The same as text, and other texts.
    pub texts: Vec<Signal<String>>,
}

impl Dashboard {
    /// Of a car that stands. Its telemetry is not there yet. One of its values is counted under `name`.
    #[oche(sync)]
    pub fn new(name: String, telemetry: Telemetry) -> Self {
        Dashboard {
            speed: Signal::new(0.0),
            gear: Signal::new(None),
            telemetry: Signal::unavailable(telemetry),
            counted: Signal::new(Counted::new(&name, 0.0)),
        }
    }

    /// Kilometres per hour.
    #[oche(getter)]
    pub fn speed(&self) -> Signal<f64> {
        self.speed.clone()
    }

    /// Nothing in neutral.
    #[oche(getter)]
    pub fn gear(&self) -> Signal<Option<String>> {
        self.gear.clone()
    }

    /// Everything at once.
    #[oche(getter)]
    pub fn telemetry(&self) -> Signal<Telemetry> {
        self.telemetry.clone()
    }

    /// A signal made of values that are counted.
    #[oche(getter)]
    pub fn counted(&self) -> Signal<f64> {
        self.counted.map(|counted| counted.number)
    }

    /// Signals within data.
    #[oche(sync)]
    pub fn overview(&self) -> Overview {
        Overview {
            speed: self.speed.clone(),
            texts: vec![
                self.speed.map(|speed| format!("{speed:.1} km/h")),
                self.gear.map(|gear| gear.clone().unwrap_or_else(|| "N".to_owned())),
            ],
        }
    }

    /// Sets the speed to each of these, one after the other.
    #[oche(sync)]
    pub fn drive(&self, speeds: Vec<f64>) {
        speeds.into_iter().for_each(|speed| self.speed.set(speed));
    }

    /// Engages a gear.
    #[oche(sync)]
    pub fn shift(&self, gear: Option<String>) {
        self.gear.set(gear);
    }

    /// Receives telemetry.
    #[oche(sync)]
    pub fn receive(&self, telemetry: Telemetry) {
        self.telemetry.set(telemetry);
    }

    /// Sets a counted value.
    #[oche(sync)]
    pub fn count(&self, name: String, number: f64) {
        self.counted.set(Counted::new(&name, number));
    }

    /// Loses all sources.
    #[oche(sync)]
    pub fn lose(&self) {
        self.speed.set_unavailable();
        self.gear.set_unavailable();
        self.telemetry.set_unavailable();
    }

    /// Accelerates to `to` in steps of one on a thread of its own, and comes back.
    pub fn accelerate(&self, to: u32) {
        let speed = self.speed.clone();
        let driver = std::thread::spawn(move || {
            for step in 1..=to {
                speed.set(f64::from(step));
            }
        });
        driver.join().expect("the driver does not panic");
    }
}

/// How fast a car is that says nothing for some time.
#[oche(sync)]
pub fn speed_for(stale_after: Duration) -> Signal<f64> {
    Signal::new(50.0).with_staleness(stale_after)
}

/// Gives a signal another value.
#[oche(sync)]
pub fn set_signal(signal: Signal<f64>, value: f64) {
    signal.set(value);
}

/// Adds a number to a signal's value.
#[oche(sync)]
pub fn add_to_signal(signal: &Signal<f64>, by: f64) {
    signal.update(|value| value + by);
}

/// The sum of two signals.
#[oche(sync)]
pub fn sum_of_signals(a: Signal<f64>, b: Signal<f64>) -> Signal<f64> {
    a.combine(&b, |a, b| a + b)
}

/// A signal that panics for negative values.
#[oche(sync)]
pub fn root_of_signal(signal: Signal<f64>) -> Signal<f64> {
    signal.map(|value| match *value < 0.0 {
        true => panic!("{value} has no root"),
        false => value.sqrt(),
    })
}

/// A signal that changes once in an interval at most.
#[oche(sync)]
pub fn throttled_signal(signal: Signal<f64>, interval: Duration) -> Signal<f64> {
    signal.throttled(interval)
}

/// A signal of numbers that may be too large for an `int`.
#[oche(sync)]
pub fn large_numbers() -> Signal<u64> {
    Signal::new(1)
}

/// Sets a signal whose values are narrower than Dart knows.
#[oche(sync)]
pub fn set_narrow(signal: Signal<f32>, value: f32) {
    signal.set(value);
}

/// Sets the number.
#[oche(sync)]
pub fn set_number(signal: Signal<u64>, #[oche(bigint)] number: u64) {
    signal.set(number);
}

/// A signal of numbers that are a `BigInt` in Dart.
#[oche(sync, bigint)]
pub fn wide_numbers(#[oche(bigint)] first: u64) -> Signal<u64> {
    Signal::new(first)
}

/// A signal of shares of one object.
#[oche(sync)]
pub fn shared_counter_signal(name: String) -> Signal<Arc<Counter>> {
    Signal::new(Arc::new(Counter::new(name)))
}

/// A signal whose values are objects.
#[oche(sync)]
pub fn counter_signal(name: String) -> Signal<Counter> {
    Signal::new(Counter::new(name))
}

/// What `f` makes of a signal, after it was set and before.
#[oche(sync)]
pub fn show_signal(signal: Signal<f64>, f: impl Fn(Signal<f64>) -> f64) -> (f64, f64) {
    let before = f(signal.clone());
    signal.set(before + 1.0);
    (before, f(signal))
}

/// Signals, one after the other, each with its place as its value.
pub fn signals(count: u32) -> impl Stream<Item = Signal<u32>> {
    futures_util::stream::iter(0..count).map(Signal::new)
}

/// The signal, if it is wanted.
pub async fn maybe_signal(signal: Option<Signal<f64>>) -> Result<Option<Signal<f64>>, String> {
    match signal {
        Some(signal) if signal.get() < 0.0 => Err("negative".to_owned()),
        other => Ok(other),
    }
}

/// The values of a signal as an ordinary stream, without those that were skipped.
pub fn signal_values(signal: Signal<f64>) -> impl Stream<Item = f64> {
    signal.changes().map(|sample| *sample.value)
}

/// The numbers below `end`, one after the other at once, but one in an interval at most.
pub fn throttled_numbers(end: i32, interval: Duration) -> impl Stream<Item = i32> {
    futures_util::stream::iter(0..end).throttled(interval)
}

/// A number that Rust keeps on counting up, on a thread of its own, until [`stop_clock`].
#[oche(sync)]
pub fn start_clock() -> Signal<u32> {
    let clock = Signal::new(0);
    let ticking = clock.clone();
    *CLOCK.lock().expect("nobody panics under it") = true;
    std::thread::spawn(move || {
        while *CLOCK.lock().expect("nobody panics under it") {
            ticking.update(|tick| tick + 1);
            std::thread::yield_now();
        }
    });
    clock
}

static CLOCK: Mutex<bool> = Mutex::new(false);

/// Ends the counting.
#[oche(sync)]
pub fn stop_clock() {
    *CLOCK.lock().expect("nobody panics under it") = false;
}

/// A signal whose text need not be owned.
#[oche(sync)]
pub fn borrowed_text(text: Option<String>) -> Signal<Cow<'static, str>> {
    Signal::new(text.map_or(Cow::Borrowed("nothing"), Cow::Owned))
}

/// A signal of numbers that need not be owned.
#[oche(sync)]
pub fn borrowed_numbers() -> Signal<Cow<'static, [u16]>> {
    Signal::new(Cow::Borrowed(&[1, 2, 3]))
}

/// A signal of an object of Dart.
#[oche(sync)]
pub fn signal_of_object(object: DartObject) -> Signal<DartObject> {
    Signal::new(object)
}

/// A signal of objects of Dart within something else.
#[oche(sync)]
pub fn signal_of_objects(objects: Vec<DartObject>) -> Signal<Option<Vec<DartObject>>> {
    Signal::new(Some(objects))
}
