//! What the second crate has under the same names: an object, a callback, a stream.

use std::time::Duration;

use futures_core::Stream;
use futures_util::stream;
use oche::{CallbackError, oche};

/// Counts.
pub struct Counter {
    count: i32,
}

impl Counter {
    /// Begins at zero.
    #[oche(sync)]
    pub fn new() -> Self {
        Self { count: 0 }
    }

    /// Counts on, and gives the count.
    #[oche(sync)]
    pub fn add(&mut self, by: i32) -> i32 {
        self.count += by;
        self.count
    }
}

impl Default for Counter {
    fn default() -> Self {
        Self::new()
    }
}

/// What a counter says.
#[oche(sync)]
pub fn read(counter: &Counter) -> i32 {
    counter.count
}

/// Lets Dart do the counting.
pub async fn count_with<F, T>(f: F, times: u32) -> Result<i32, CallbackError>
where
    F: Fn(i32) -> T + Send,
    T: Future<Output = Result<i32, CallbackError>> + Send,
{
    let mut count = 0;
    for _ in 0..times {
        count = f(count).await?;
    }
    Ok(count)
}

/// Counts up, a number each so many milliseconds.
pub fn ticks(millis: u32) -> impl Stream<Item = u32> {
    let period = Duration::from_millis(millis.into());
    stream::unfold(0, move |count| async move {
        tokio::time::sleep(period).await;
        Some((count, count + 1))
    })
}

/// The name of the thread that a blocking function runs on.
pub fn thread_name() -> String {
    std::thread::current().name().unwrap_or_default().to_owned()
}
