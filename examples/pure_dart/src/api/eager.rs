//! Async functions that are polled once on the caller's thread.

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use oche::{StreamSink, oche};

use crate::probe::Guard;

/// Text, or what is wrong with it.
#[derive(Debug)]
pub enum CacheError {
    /// There is nothing under this key.
    Missing {
        /// What was asked for.
        key: i32,
    },
}

impl std::fmt::Display for CacheError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let CacheError::Missing { key } = self;
        write!(f, "there is nothing under {key}")
    }
}

impl std::error::Error for CacheError {}

/// Waits for a time, but at least to the second poll: a thread that was interrupted may come too late to find the timer running.
async fn pause(delay: Duration) {
    let mut timer = pin!(tokio::time::sleep(delay));
    let mut polls = 0;
    poll_fn(|cx| {
        polls += 1;
        match timer.as_mut().poll(cx) {
            Poll::Ready(()) if polls == 1 => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            polled => polled,
        }
    })
    .await;
}

/// Adds two numbers, and never waits.
#[oche(eager)]
pub async fn add_eagerly(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// Never waits, and gives nothing.
#[oche(eager)]
pub async fn nothing_eagerly() {}

/// Looks up a key; the even ones are there at once, the odd ones a little later, those below zero not at all.
#[oche(eager)]
pub async fn look_up(key: i32) -> Result<String, CacheError> {
    if key % 2 != 0 {
        pause(Duration::from_millis(5)).await;
    }
    match key {
        ..0 => Err(CacheError::Missing { key }),
        _ => Ok(format!("value {key}")),
    }
}

/// Panics, at once or when it has waited.
#[oche(eager)]
pub async fn panic_eagerly(wait: bool) -> i32 {
    if wait {
        tokio::task::yield_now().await;
    }
    panic!("eager, and broken");
}

/// Begins at once and never ends; counted under `name`.
#[oche(eager)]
pub async fn never_eagerly(name: String) -> i32 {
    let _guard = Guard::new(&name);
    pending().await
}

/// The names of the threads before and after a pause.
#[oche(eager)]
pub async fn threads_eagerly() -> Vec<Option<String>> {
    let name = || std::thread::current().name().map(str::to_owned);
    let before = name();
    pause(Duration::from_millis(1)).await;
    vec![before, name()]
}

/// Whether somebody has cancelled the call, before and after a pause.
#[oche(eager)]
pub async fn cancelled_eagerly() -> Vec<bool> {
    let before = oche::is_cancelled();
    tokio::task::yield_now().await;
    vec![before, oche::is_cancelled()]
}

/// Gives bytes back, at once or when it has waited.
#[oche(eager)]
pub async fn echo_eagerly(bytes: Vec<u8>, texts: Vec<String>, wait: bool) -> (Vec<u8>, Vec<String>) {
    if wait {
        tokio::task::yield_now().await;
    }
    (bytes, texts)
}

/// A number that Dart cannot hold, if `more` is not zero.
#[oche(eager)]
pub async fn past_dart_eagerly(more: u64) -> u64 {
    i64::MAX as u64 + more
}

/// Calls a function of Dart at its first poll; gives what that gives, and one more.
#[oche(eager)]
pub async fn call_eagerly(question: impl Fn(i32) -> i32 + Send + Sync) -> i32 {
    question(1) + 1
}

/// Asks Dart for a number that comes later.
#[oche(eager)]
pub async fn ask_eagerly(question: impl Fn(i32) -> BoxFuture<'static, i32> + Send + Sync) -> i32 {
    question(1).await + 1
}

/// The sum of what Dart gives, of which the first part is asked for at once.
#[oche(eager)]
pub async fn total_eagerly(numbers: impl Stream<Item = i64> + Send) -> i64 {
    numbers.fold(0, async |sum, number| sum + number).await
}

/// Sends the numbers below `count` from the isolate's own thread.
#[oche(eager)]
pub async fn push_eagerly(sink: StreamSink<i32>, count: i32) -> i32 {
    for number in 0..count {
        if sink.send(number).await.is_err() {
            return number;
        }
    }
    count
}

/// A counter that others may hold for a time.
pub struct Register {
    value: i64,
}

impl Register {
    /// At zero.
    pub fn new() -> Self {
        Self { value: 0 }
    }

    /// Its value, as soon as nobody changes it.
    #[oche(eager)]
    pub async fn value(&self) -> i64 {
        self.value
    }

    /// Adds to it, and holds it for a time meanwhile.
    #[oche(eager)]
    pub async fn add_slowly(&mut self, value: i64, delay: Duration) -> i64 {
        if !delay.is_zero() {
            pause(delay).await;
        }
        self.value += value;
        self.value
    }

    /// Another one with this value.
    #[oche(eager)]
    pub async fn with(value: i64) -> Self {
        Self { value }
    }
}

impl Default for Register {
    fn default() -> Self {
        Self::new()
    }
}
