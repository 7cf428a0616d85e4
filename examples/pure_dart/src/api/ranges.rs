//! Ranges, which are records in Dart.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use futures_core::Stream;
use futures_util::stream;
use oche::{Signal, StreamSink, oche};

use super::structs::Point;

/// Gives back a range of bytes.
#[oche(sync)]
pub fn echo_byte_range(value: Range<u8>) -> Range<u8> {
    value
}

/// Gives back a range of places, which Dart's `int` has all of.
#[oche(sync)]
pub fn echo_place_range(value: Range<usize>) -> Range<usize> {
    value
}

/// Gives back a range of large numbers.
#[oche(sync, bigint)]
pub fn echo_big_range(value: Range<u64>) -> Range<u64> {
    value
}

/// Gives back a range of numbers, from the blocking pool.
pub fn echo_float_range_later(value: Range<f64>) -> Range<f64> {
    value
}

/// Gives back a range of times, asynchronously.
pub async fn echo_time_range(value: Range<Duration>) -> Range<Duration> {
    value
}

/// Gives back a range of texts or nothing.
#[oche(sync)]
pub fn echo_optional_text_range(value: Option<Range<String>>) -> Option<Range<String>> {
    value
}

/// Gives back what each range of characters is called.
#[oche(sync)]
pub fn echo_char_ranges(value: HashMap<Range<char>, String>) -> HashMap<Range<char>, String> {
    value
}

/// Gives back a set of ranges, each once.
#[oche(sync)]
pub fn echo_range_set(value: Vec<Range<i32>>) -> HashSet<Range<i32>> {
    value.into_iter().collect()
}

/// Gives back ranges that others may have, too.
#[oche(sync)]
pub fn echo_shared_ranges(value: Arc<Vec<Range<i64>>>) -> Arc<Vec<Range<i64>>> {
    value
}

/// The numbers in a range that is only lent.
#[oche(sync)]
pub fn numbers_in(range: &Range<i32>) -> Vec<i32> {
    range.clone().collect()
}

/// How many numbers there are in both of two ranges; a range that ends before it starts is empty.
#[oche(sync)]
pub fn common(a: Range<i32>, b: Range<i32>) -> u32 {
    let common = a.start.max(b.start)..a.end.min(b.end);
    u32::try_from(common.len()).unwrap_or(u32::MAX)
}

/// A part of a page.
#[oche(json)]
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// The lines.
    pub lines: Range<u32>,
    /// The columns, if they are not all.
    pub columns: Option<Range<u16>>,
    /// Between which weights a line is printed so.
    pub weights: Vec<Range<f32>>,
}

/// Gives back an excerpt.
#[oche(sync)]
pub fn echo_excerpt(value: Excerpt) -> Excerpt {
    value
}

/// A range of whatever it is used with.
#[derive(Clone, Debug, PartialEq)]
pub struct Between<T> {
    /// From where to where.
    pub range: Range<T>,
    /// And what more there is.
    pub more: Vec<Range<T>>,
}

/// Gives back ranges of points.
#[oche(sync)]
pub fn echo_between_points(value: Between<Point>) -> Between<Point> {
    value
}

/// Gives back ranges of lists, which records and `==` cannot compare by themselves.
#[oche(sync)]
pub fn echo_between_lists(value: Between<Vec<i16>>) -> Between<Vec<i16>> {
    value
}

/// Asks Dart where a range ends that starts there.
#[oche(sync)]
pub fn ask_for_end(start: i32, answer: impl Fn(Range<i32>) -> Range<i32>) -> i32 {
    answer(start..start).end
}

/// The range in parts of a length.
pub fn parts(range: Range<u32>, length: u32) -> impl Stream<Item = Range<u32>> {
    let starts = range.clone().step_by(length.max(1) as usize);
    stream::iter(starts.map(move |start| start..range.end.min(start.saturating_add(length))))
}

/// Pushes a range and then the same one turned around.
pub async fn push_both(range: Range<i8>, sink: StreamSink<Range<i8>>) {
    let turned = range.end..range.start;
    let _ = sink.send(range).await;
    let _ = sink.send(turned).await;
}

/// A signal of a range.
#[oche(sync)]
pub fn range_signal(range: Range<u64>) -> Signal<Range<u64>> {
    Signal::new(range)
}

/// Moves the range of a signal.
#[oche(sync)]
pub fn shift_range(signal: Signal<Range<u64>>, by: u64) {
    let range = signal.get();
    signal.set(range.start + by..range.end + by);
}
