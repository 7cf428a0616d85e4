//! Streams under credit: windows, figures, and streams that an object gives.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_core::Stream;
use futures_util::{StreamExt, stream};
use oche::{StreamStatistics, oche};
use tokio::sync::mpsc;

use super::errors::RouteError;
use super::streams;
use crate::probe::Guard;

/// Every number there is, one at a time; counted under `name`.
#[oche(window = 1)]
pub fn flood_one_by_one(name: String) -> impl Stream<Item = i64> {
    streams::flood(name)
}

/// Every number there is, up to 64 ahead of the listener and never more; counted under `name`.
#[oche(window = 64)]
pub fn flood_ahead(name: String) -> impl Stream<Item = i64> {
    streams::flood(name)
}

/// Every number there is, up to 256 ahead of the listener; counted under `name`.
#[oche(window = 256)]
pub fn flood_far_ahead(name: String) -> impl Stream<Item = i64> {
    streams::flood(name)
}

/// The numbers up to, but without, `end`, one at a time.
#[oche(window = 1)]
pub fn count_one_by_one(end: i32) -> impl Stream<Item = i32> {
    stream::iter(0..end)
}

/// The numbers up to, but without, `end`, with pauses of a millisecond after every tenth; counted under `name`.
#[oche(window = 64)]
pub fn count_with_pauses(name: String, end: i64) -> impl Stream<Item = i64> {
    let guard = Guard::new(&name);
    stream::iter(0..end).then(move |number| {
        guard.produce();
        async move {
            if number % 10 == 9 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            number
        }
    })
}

/// What Rust knows of an open stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Items that Rust has made.
    pub produced: u64,
    /// Those that the listener took.
    pub delivered: u64,
    /// Those that were replaced by a newer one.
    pub conflated: u64,
    /// Those that were thrown away.
    pub dropped: u64,
    /// Those that are somewhere in between.
    pub pending: u64,
    /// The most that was in between.
    pub high_water: u64,
}

impl From<StreamStatistics> for Figures {
    fn from(statistics: StreamStatistics) -> Self {
        Self {
            produced: statistics.produced,
            delivered: statistics.delivered,
            conflated: statistics.conflated,
            dropped: statistics.dropped,
            pending: statistics.pending,
            high_water: statistics.high_water,
        }
    }
}

/// What Rust knows of the open streams of a function, whose path ends with `function`.
#[oche(sync)]
pub fn open_streams_of(function: &str) -> Vec<Figures> {
    let open = oche::open_streams().into_iter();
    let open = open.filter(|open| open.function.ends_with(function));
    open.map(|open| open.statistics.into()).collect()
}

/// Holds a liquid.
pub struct Tank {
    level: i64,
}

impl Tank {
    /// An empty tank.
    #[oche(sync)]
    #[expect(clippy::new_without_default, reason = "Dart calls it, which knows no default")]
    pub fn new() -> Self {
        Self { level: 0 }
    }

    /// How full it is.
    pub fn level(&self) -> i64 {
        self.level
    }

    /// How full it is, again and again; counted under `name`. Meanwhile it can be read, and not changed.
    pub fn levels(&self, name: String) -> impl Stream<Item = i64> {
        let guard = Guard::new(&name);
        stream::repeat_with(move || {
            guard.produce();
            self.level
        })
    }

    /// Fills it up to `to`: each item is how full it is then; counted under `name`. Meanwhile nobody else can use it.
    pub fn fill(&mut self, name: String, to: i64) -> impl Stream<Item = i64> {
        let guard = Guard::new(&name);
        stream::poll_fn(move |_| {
            guard.produce();
            self.level += 1;
            std::task::Poll::Ready((self.level <= to).then_some(self.level))
        })
    }

    /// Keeps everybody else from it for some time; counted under `name`.
    pub async fn hold(&mut self, name: String, wait: Duration) {
        let _guard = Guard::new(&name);
        tokio::time::sleep(wait).await;
        self.level += 0;
    }

    /// Waits, and then gives the numbers up to how full it is, if it is not empty; counted under `name`.
    pub async fn parts(&self, name: String, wait: Duration) -> Result<impl Stream<Item = i64> + use<>, RouteError> {
        let guard = Guard::new(&name);
        tokio::time::sleep(wait).await;
        match self.level {
            0 => Err(RouteError::Closed("the tap".to_owned())),
            level => Ok(stream::iter(0..level).map(move |part| {
                guard.produce();
                part
            })),
        }
    }
}

/// Where a [`Feed`] puts a stream's items; none if the stream is closed.
type FeedEnd = Option<mpsc::UnboundedSender<i64>>;

/// Streams that give what they are fed with.
#[derive(Default)]
pub struct Feed {
    ends: Mutex<Vec<FeedEnd>>,
}

impl Feed {
    /// Without streams.
    #[oche(sync)]
    pub fn new() -> Self {
        Self::default()
    }

    fn ends(&self) -> MutexGuard<'_, Vec<FeedEnd>> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next stream; they are numbered from 0 in the order in which they begin.
    pub fn items(&self) -> impl Stream<Item = i64> + use<> {
        let (end, mut items) = mpsc::unbounded_channel();
        self.ends().push(Some(end));
        stream::poll_fn(move |cx| items.poll_recv(cx))
    }

    /// How many streams have begun.
    #[oche(sync)]
    pub fn streams(&self) -> u32 {
        self.ends().len() as u32
    }

    /// Feeds the numbers from `from` up to, but without, `to` to a stream.
    #[oche(sync)]
    pub fn give(&self, stream: u32, from: i64, to: i64) {
        if let Some(Some(end)) = self.ends().get(stream as usize) {
            // What is given to a stream that was cancelled is lost.
            for item in from..to {
                let _lost = end.send(item).is_err();
            }
        }
    }

    /// Ends a stream, once it has given everything.
    #[oche(sync)]
    pub fn close(&self, stream: u32) {
        if let Some(end) = self.ends().get_mut(stream as usize) {
            *end = None;
        }
    }
}
