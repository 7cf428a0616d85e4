//! What the benchmark calls through Oche.

use futures_util::stream::{self, Stream, StreamExt};
use oche::{Signal, StreamSink, oche};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::work;

/// A point on a plane.
#[derive(Clone)]
pub struct Point {
    /// To the right, in metres.
    pub x: f64,
    /// Upwards, in metres.
    pub y: f64,
}

/// What a vehicle says about itself: a bit of everything.
#[derive(Clone)]
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

/// Why there is no result.
pub enum Refusal {
    /// It was asked for.
    AsAsked {
        /// What was given.
        code: i32,
    },
    /// There was nothing to do.
    Nothing,
}

/// Adds two numbers.
#[oche(sync)]
pub fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// Adds two numbers, off the caller's thread.
pub async fn add_async(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// Adds two numbers, and has the sum at its first poll.
#[oche(eager)]
pub async fn add_ready(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// Gives text back.
#[oche(sync)]
pub fn echo(text: String) -> String {
    text
}

/// Gives telemetry back.
#[oche(sync)]
pub fn echo_telemetry(value: Telemetry) -> Telemetry {
    value
}

/// So much telemetry.
#[oche(sync)]
pub fn telemetries(count: u32) -> Vec<Telemetry> {
    (0..count).map(work::telemetry).collect()
}

/// How much telemetry it is.
#[oche(sync)]
pub fn count_telemetries(values: Vec<Telemetry>) -> u32 {
    values.len() as u32
}

/// So many bytes.
#[oche(sync)]
pub fn bytes(count: u32) -> Vec<u8> {
    work::bytes(count)
}

/// How many bytes it is.
#[oche(sync)]
pub fn count_bytes(values: Vec<u8>) -> u32 {
    values.len() as u32
}

/// So many numbers.
#[oche(sync)]
pub fn f64s(count: u32) -> Vec<f64> {
    work::f64s(count)
}

/// How many numbers it is.
#[oche(sync)]
pub fn count_f64s(values: Vec<f64>) -> u32 {
    values.len() as u32
}

/// Fails.
///
/// # Errors
///
/// Always.
#[oche(sync)]
pub fn refuse(code: i32) -> Result<i32, Refusal> {
    match code {
        0 => Err(Refusal::Nothing),
        code => Err(Refusal::AsAsked { code }),
    }
}

/// The numbers below `count`.
pub fn numbers(count: i32) -> impl Stream<Item = i32> {
    stream::iter(0..count)
}

/// Numbers without end, as fast as they can be made.
pub fn flood() -> impl Stream<Item = i32> {
    stream::iter((0..=i32::MAX).cycle())
}

/// So much telemetry, one after the other.
pub fn telemetry_stream(count: u32) -> impl Stream<Item = Telemetry> {
    stream::iter((0..count).map(work::telemetry))
}

/// The present time, as [`now`](crate::floor::bench_now) tells it, 1,000 times a second.
pub fn ticks(count: u32) -> impl Stream<Item = i64> {
    let start = Instant::now();
    stream::iter(1..=count).then(move |tick| async move {
        sleep_until(start + tick * work::TICK).await;
        work::now()
    })
}

/// The same, pushed by a thread into a sink.
pub fn pushed_ticks(count: u32, sink: StreamSink<i64>) {
    work::at_1_khz(count, || sink.try_send(work::now()).is_ok());
}

/// The numbers below `count`, pushed by a thread into a sink, which waits for room.
pub fn pushed_numbers(count: i32, sink: StreamSink<i32>) {
    for number in 0..count {
        if sink.send_blocking(number).is_err() {
            return;
        }
    }
}

/// What the streams of [`gated_numbers`] wait for.
static GATE: std::sync::LazyLock<watch::Sender<bool>> = std::sync::LazyLock::new(|| watch::Sender::new(false));

/// Lets all streams of [`gated_numbers`] begin, or makes those that are opened from now on wait.
#[oche(sync)]
pub fn set_gate(open: bool) {
    GATE.send_replace(open);
}

/// How many streams of [`gated_numbers`] wait at the gate.
#[oche(sync)]
pub fn waiting_at_gate() -> u32 {
    GATE.receiver_count() as u32
}

/// The numbers below `count`, as soon as the gate is open.
pub fn gated_numbers(count: i32) -> impl Stream<Item = i32> {
    let mut gate = GATE.subscribe();
    let opened = async move {
        let _ = gate.wait_for(|open| *open).await;
    };
    stream::once(opened).flat_map(move |()| stream::iter(0..count))
}

/// A signal that does not change.
#[oche(sync)]
pub fn speed() -> Signal<f64> {
    Signal::new(13.9)
}

/// A volume, which stays in Rust.
pub struct Volume {
    level: i32,
}

impl Volume {
    /// A volume of zero.
    #[allow(clippy::new_without_default, reason = "Dart has no use for it")]
    pub fn new() -> Self {
        Volume { level: 0 }
    }

    /// How loud it is.
    #[oche(getter)]
    pub fn level(&self) -> i32 {
        self.level
    }

    /// Makes it so loud.
    #[oche(setter)]
    pub fn set_level(&mut self, level: i32) {
        self.level = level;
    }
}

/// Calls `f` with the numbers below `times`; gives the sum of its results.
#[oche(sync)]
pub fn call_back(f: impl Fn(i32) -> i32, times: i32) -> i32 {
    (0..times).map(f).fold(0, i32::wrapping_add)
}

/// Lets a struct go through `f` so many times.
#[oche(sync)]
pub fn call_back_telemetry(f: impl Fn(Telemetry) -> Telemetry, telemetry: Telemetry, times: i32) -> Telemetry {
    (0..times).fold(telemetry, |telemetry, _| f(telemetry))
}
