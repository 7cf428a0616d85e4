//! Streams of Dart: read as far as they are needed, under credit, and passed on.

use std::pin::{Pin, pin};
use std::time::Duration;

use futures_core::Stream;
use futures_util::future::FutureExt;
use futures_util::stream::{BoxStream, StreamExt};
use oche::{CallbackError, oche};

use super::callbacks::{CheckError, Failing};
use super::cancelling::Piece;
use super::structs::Telemetry;
use crate::probe::Guard;

/// The sum of all numbers.
pub async fn grand_total(numbers: impl Stream<Item = i64> + Send) -> i64 {
    numbers.fold(0, async |sum, number| sum + number).await
}

/// The same, on a thread that waits.
pub fn grand_total_blocking<S>(numbers: S) -> i64
where
    S: Stream<Item = i64>,
{
    tokio::runtime::Handle::current().block_on(numbers.fold(0, async |sum, number| sum + number))
}

/// How many items there are, read a few at a time.
#[oche]
pub async fn count_slowly(#[oche(window = 4)] items: impl Stream<Item = u32>, delay: Duration) -> u32 {
    let mut items = pin!(items);
    let mut count = 0;
    while items.next().await.is_some() {
        count += 1;
        tokio::time::sleep(delay).await;
    }
    count
}

/// Everything, in a list.
pub async fn read_texts(items: BoxStream<'static, String>) -> Vec<String> {
    items.collect().await
}

/// Everything, in a list.
pub async fn gaps(items: Pin<Box<dyn Stream<Item = Option<i32>> + Send>>) -> Vec<Option<i32>> {
    items.collect().await
}

/// Everything, in a list.
pub async fn tracks(items: Box<dyn Stream<Item = Telemetry> + Send + Unpin>) -> Vec<Telemetry> {
    items.collect().await
}

/// The length of each list, whether it travels in the message or outside of it.
pub async fn lengths(lists: impl Stream<Item = Vec<f64>>) -> Vec<u32> {
    lists.map(|list| list.len() as u32).collect().await
}

/// The name of each piece; they are Rust's from now on.
pub async fn names_of(pieces: impl Stream<Item = Piece>) -> Vec<String> {
    pieces.map(|piece| piece.name()).collect().await
}

/// Numbers and errors, each as text.
pub async fn outcomes(numbers: impl Stream<Item = Result<u8, CallbackError>>) -> Vec<String> {
    let text = |outcome: Result<u8, CallbackError>| match outcome {
        Ok(number) => number.to_string(),
        Err(error) => format!("{:?}: {}", error.kind(), error.message()),
    };
    numbers.map(text).collect().await
}

/// The same with an error of the API.
pub async fn checked(texts: impl Stream<Item = Result<String, CheckError>>) -> Vec<String> {
    let text = |outcome: Result<String, CheckError>| match outcome {
        Ok(text) => text,
        Err(error) => format!("{error:?}"),
    };
    texts.map(text).collect().await
}

/// Ends with the first error.
pub async fn until_error(items: impl Stream<Item = Result<i32, Failing>>) -> Result<u32, Failing> {
    let mut items = pin!(items);
    let mut count = 0;
    while let Some(item) = items.next().await {
        item?;
        count += 1;
    }
    Ok(count)
}

/// The first items, and no more.
pub async fn first_of(numbers: impl Stream<Item = i32>, count: u32) -> Vec<i32> {
    numbers.take(count as usize).collect().await
}

/// Does not look into it.
pub async fn ignored(numbers: impl Stream<Item = i32> + Send) {
    tokio::task::yield_now().await;
    drop(numbers);
}

/// Reads items until it is cancelled or there are no more; counted under `name`.
pub async fn read_all(name: String, numbers: impl Stream<Item = i32>) -> u32 {
    let guard = Guard::new(&name);
    let mut numbers = pin!(numbers);
    let mut count = 0;
    while numbers.next().await.is_some() {
        guard.produce();
        count += 1;
    }
    guard.finish();
    count
}

/// Begins to read, and goes on when the call is over; counted under `name`, an error or the end as the end of the work.
pub async fn read_in_background(
    name: String,
    numbers: impl Stream<Item = Result<i32, CallbackError>> + Send + Unpin + 'static,
) {
    let guard = Guard::new(&name);
    let mut numbers = numbers;
    tokio::spawn(async move {
        while let Some(Ok(_)) = numbers.next().await {
            guard.produce();
        }
        guard.finish();
    });
}

/// Reads in a call that its isolate waits for.
#[oche(sync)]
pub fn first_at_once(numbers: impl Stream<Item = Result<i32, CallbackError>> + Unpin) -> Result<Option<i32>, String> {
    let mut numbers = numbers;
    match numbers.next().now_or_never() {
        Some(Some(Ok(number))) => Ok(Some(number)),
        Some(Some(Err(error))) => Err(error.to_string()),
        Some(None) => Ok(None),
        None => Err("it has to wait".to_owned()),
    }
}

/// Takes it in a call that its isolate waits for, and reads it later; counted under `name`.
#[oche(sync)]
pub fn read_later(name: String, numbers: impl Stream<Item = i32> + Send + 'static) {
    let guard = Guard::new(&name);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime
            .expect("a runtime")
            .block_on(numbers.for_each(async |_| guard.produce()));
        guard.finish();
    });
}

/// Both directions at once: what Dart has, twice as large.
pub fn doubled_all(numbers: impl Stream<Item = i32> + Send) -> impl Stream<Item = i32> {
    numbers.map(|number| number * 2)
}

/// Both directions at once, errors included; counted under `name`.
#[oche]
pub async fn passed_on(
    name: String,
    #[oche(window = 8)] numbers: BoxStream<'static, Result<i32, CheckError>>,
) -> Result<impl Stream<Item = Result<i32, CheckError>>, CheckError> {
    let guard = Guard::new(&name);
    Ok(numbers.inspect(move |_| guard.produce()))
}

/// One of each, as long as there are both.
pub fn zipped(
    numbers: impl Stream<Item = i32> + Send + Unpin,
    names: impl Stream<Item = String> + Send + Unpin,
) -> impl Stream<Item = (i32, String)> {
    numbers.zip(names)
}

/// Adds up what it is given.
pub struct Adder {
    sum: i64,
}

impl Adder {
    /// With nothing in it.
    #[expect(clippy::new_without_default, reason = "Dart has no use for it")]
    pub fn new() -> Self {
        Adder { sum: 0 }
    }

    /// Adds the items of a stream.
    pub async fn add_all(&mut self, numbers: impl Stream<Item = i64>) -> i64 {
        let mut numbers = pin!(numbers);
        while let Some(number) = numbers.next().await {
            self.sum += number;
        }
        self.sum
    }

    /// The sums so far, each time that there is another number.
    pub fn sums(&mut self, numbers: impl Stream<Item = i64>) -> impl Stream<Item = i64> {
        numbers.map(|number| {
            self.sum += number;
            self.sum
        })
    }
}
