//! Streams: lazy, in order, under credit.

use std::io;
use std::num::ParseIntError;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use futures_util::{StreamExt, stream};

use super::errors::RouteError;
use super::structs::Telemetry;
use crate::probe::Guard;

/// The numbers from 0 up to, but without, `end`.
pub fn count_to(end: i32) -> impl Stream<Item = i32> {
    stream::iter(0..end)
}

/// The same, counted under `name`.
pub fn counted(name: String, end: i32) -> impl Stream<Item = i32> {
    let guard = Guard::new(&name);
    stream::iter(0..end).map(move |number| {
        guard.produce();
        if number + 1 == end {
            guard.finish();
        }
        number
    })
}

/// Every number there is, as fast as they are taken; counted under `name`.
pub fn flood(name: String) -> impl Stream<Item = i64> {
    let guard = Guard::new(&name);
    stream::iter(0..).map(move |number| {
        guard.produce();
        number
    })
}

/// Packets of `size` bytes, as fast as they are taken; counted under `name`.
pub fn flood_of_packets(name: String, size: u32) -> impl Stream<Item = Vec<u8>> {
    let guard = Guard::new(&name);
    stream::iter(0_u64..).map(move |number| {
        guard.produce();
        vec![number as u8; size as usize]
    })
}

/// A number at every tick, without end; counted under `name`.
pub fn ticker(name: String, period: Duration) -> impl Stream<Item = i64> {
    let guard = Guard::new(&name);
    stream::unfold((guard, 0), move |(guard, number)| async move {
        tokio::time::sleep(period).await;
        guard.produce();
        Some((number, (guard, number + 1)))
    })
}

/// Waits for what never comes; counted under `name`.
pub fn silence(name: String) -> impl Stream<Item = i32> {
    let guard = Guard::new(&name);
    stream::poll_fn(move |_| {
        let _held = &guard;
        Poll::Pending
    })
}

/// Counts down by a stream type of its own, without combinators.
struct Countdown(u32);

impl Stream for Countdown {
    type Item = u32;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u32>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(self.0))
    }
}

/// The numbers below `from`, downwards to 0.
pub fn countdown(from: u32) -> impl Stream<Item = u32> + Send + use<> {
    Countdown(from)
}

/// The words of a text, which is only lent.
pub fn words(text: &str) -> impl Stream<Item = String> {
    stream::iter(text.split_whitespace().map(str::to_owned))
}

/// What a vehicle says while it drives.
pub fn drive_along(count: u32) -> impl Stream<Item = Telemetry> {
    stream::iter((0..count).map(|step| Telemetry {
        timestamp: i64::from(step) * 100,
        speed: f64::from(step) / 2.0,
        heading: 90.0,
        battery_level: 100 - step as i32,
        name: format!("step {step}"),
        raw: step.to_le_bytes().to_vec(),
        position: None,
    }))
}

/// Packets of bytes: small ones, and those that travel outside of the message.
pub fn packets(sizes: Vec<u32>) -> impl Stream<Item = Vec<u8>> {
    stream::iter(sizes.into_iter().map(|size| vec![size as u8; size as usize]))
}

/// A picture with its sound.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Counted from 0.
    pub number: u16,
    /// One byte each.
    pub pixels: Vec<u8>,
    /// Between -1 and 1.
    pub samples: Vec<f64>,
    /// What is said in it.
    pub subtitle: String,
}

/// Frames of so many pixels and samples: several lists of each item, in the message and outside of it.
pub fn frames(count: u16, pixels: u16, samples: u16) -> impl Stream<Item = Frame> {
    stream::iter((0..count).map(move |number| Frame {
        number,
        pixels: vec![number as u8; pixels.into()],
        samples: vec![f64::from(number) / 2.0; samples.into()],
        subtitle: format!("frame {number}"),
    }))
}

/// 1, 2, 4, 8 and so on, to a number that Dart cannot hold.
pub fn powers_of_two() -> impl Stream<Item = u64> {
    stream::iter((0..64).map(|exponent| 1_u64 << exponent))
}

/// Numbers and gaps.
pub fn with_gaps(count: i32) -> impl Stream<Item = Option<i32>> {
    stream::iter((0..count).map(|number| (number % 2 == 0).then_some(number)))
}

/// Pairs of a number and its name.
pub fn pairs(names: Vec<String>) -> impl Stream<Item = (u32, String)> {
    stream::iter((0..).zip(names))
}

/// Reads numbers; what is none is an error, and the stream goes on.
pub fn parse_all(texts: Vec<String>) -> impl Stream<Item = Result<i32, ParseIntError>> {
    stream::iter(texts.into_iter().map(|text| text.parse()))
}

/// Stops of a way, with closed roads in between as typed errors.
pub fn stops(names: Vec<String>) -> impl Stream<Item = Result<String, RouteError>> {
    stream::iter(names.into_iter().map(|name| match name.as_str() {
        "" => Err(RouteError::Unknown),
        "closed" => Err(RouteError::Closed(name)),
        _ => Ok(name),
    }))
}

/// Numbers, then an error as text.
pub fn then_fails(count: i32, text: String) -> impl Stream<Item = Result<i32, String>> {
    stream::iter((0..count).map(Ok)).chain(stream::iter([Err(text)]))
}

/// Does not even start, unless `end` is positive.
pub fn count_to_checked(end: i32) -> Result<impl Stream<Item = i32>, RouteError> {
    if end <= 0 {
        return Err(RouteError::Closed(format!("the way to {end}")));
    }
    Ok(count_to(end))
}

/// Does not even start, and says so as an error of the standard library.
pub fn lines_of(path: String) -> io::Result<impl Stream<Item = String>> {
    let text = std::fs::read_to_string(path)?;
    Ok(stream::iter(text.lines().map(str::to_owned).collect::<Vec<_>>()))
}

/// May fail at the start, and at every item.
pub fn parse_lines(text: String) -> Result<impl Stream<Item = Result<i32, ParseIntError>>, RouteError> {
    if text.is_empty() {
        return Err(RouteError::Unknown);
    }
    Ok(parse_all(text.lines().map(str::to_owned).collect()))
}

/// Waits before it has a stream.
pub async fn count_after(delay: Duration, end: i32) -> impl Stream<Item = i32> {
    tokio::time::sleep(delay).await;
    count_to(end)
}

/// Waits before it has a stream, or none; counted under `name` until then.
pub async fn count_after_checked(
    name: String,
    delay: Duration,
    end: i32,
) -> Result<impl Stream<Item = i32>, RouteError> {
    let guard = Guard::new(&name);
    tokio::time::sleep(delay).await;
    guard.finish();
    count_to_checked(end)
}

/// Numbers, and then a panic; counted under `name`.
pub fn count_and_panic(name: String, count: i32) -> impl Stream<Item = i32> {
    let guard = Guard::new(&name);
    stream::iter(0..).map(move |number| {
        assert!(number < count, "the stream broke at {number}");
        guard.produce();
        number
    })
}

/// Panics before there is a stream.
pub fn panic_at_start(message: String) -> impl Stream<Item = i32> {
    if !message.is_empty() {
        panic!("{message}");
    }
    count_to(1)
}
