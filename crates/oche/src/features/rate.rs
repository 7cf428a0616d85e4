//! Rate shaping: fewer items for whoever draws them, decided before anything crosses.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use crate::platform::Instant;
use crate::run::timer::{self, Sleep};

/// After this many items without a pause a task lets others run.
const ITEMS_PER_POLL: u32 = 256;

/// What makes a stream slower, without ever losing its last item.
///
/// Items that are replaced by a newer one are dropped in Rust. Nothing is taken from the source while nobody polls, so a
/// Dart listener that is paused stops the source as well. The time is measured by a thread of Oche's own, on any
/// executor.
///
/// ```
/// use std::time::Duration;
///
/// use oche::{RateShaping, Stream};
///
/// # fn measurements() -> impl Stream<Item = f64> + Send { futures_util::stream::iter([20.5]) }
/// /// What the sensor measures, as often as a display can show it.
/// pub fn temperatures() -> impl Stream<Item = f64> + Send {
///     measurements().sampled(Duration::from_millis(16))
/// }
/// ```
pub trait RateShaping: Stream + Sized {
    /// Every `interval` the latest item, if there was a new one. When the source ends, what has not been given out yet
    /// follows at once, and then the end.
    fn sampled(self, interval: Duration) -> Sampled<Self> {
        Sampled {
            latest: Latest::new(self),
            interval,
            start: None,
            sleep: None,
        }
    }

    /// An item at once, and then one in an `interval` at most: at its end the latest that came meanwhile, if any. When the
    /// source ends, what has not been given out yet follows at once, and then the end.
    fn throttled(self, interval: Duration) -> Throttled<Self> {
        Throttled {
            latest: Latest::new(self),
            interval,
            sleep: None,
        }
    }
}

impl<S: Stream> RateShaping for S {}

/// The stream of [`RateShaping::sampled`].
pub struct Sampled<S: Stream> {
    latest: Latest<S>,
    interval: Duration,
    /// The time of the first poll, from which the ticks are counted.
    start: Option<Instant>,
    /// Until the next tick, if there is something to give out then.
    sleep: Option<Sleep>,
}

/// The stream of [`RateShaping::throttled`].
pub struct Throttled<S: Stream> {
    latest: Latest<S>,
    interval: Duration,
    /// Until the next item may be given out.
    sleep: Option<Sleep>,
}

// A source is pinned in a box, and items are never pinned.
impl<S: Stream> Unpin for Sampled<S> {}
impl<S: Stream> Unpin for Throttled<S> {}

/// A source, and the latest item of it that was not given out.
struct Latest<S: Stream> {
    /// `None` once it has ended.
    source: Option<Pin<Box<S>>>,
    item: Option<S::Item>,
}

/// What polling a source came to.
#[derive(PartialEq, Eq)]
enum Source {
    /// It has ended.
    Ended,
    /// It has nothing more at the moment, and wakes the task.
    Waits,
    /// It may have more.
    HasMore,
}

impl<S: Stream> Latest<S> {
    fn new(source: S) -> Self {
        Latest {
            source: Some(Box::pin(source)),
            item: None,
        }
    }

    /// Takes up to `items` items, each in the place of the one before.
    fn poll(&mut self, items: u32, cx: &mut Context<'_>) -> Source {
        for _ in 0..items {
            let Some(source) = &mut self.source else {
                return Source::Ended;
            };
            match source.as_mut().poll_next(cx) {
                Poll::Ready(Some(item)) => self.item = Some(item),
                Poll::Ready(None) => self.source = None,
                Poll::Pending => return Source::Waits,
            }
        }
        match self.source {
            Some(_) => Source::HasMore,
            None => Source::Ended,
        }
    }
}

/// What is left to do when nothing is given out.
fn wait<T>(source: Source, cx: &Context<'_>) -> Poll<Option<T>> {
    if source == Source::HasMore {
        cx.waker().wake_by_ref();
    }
    Poll::Pending
}

impl<S: Stream> Stream for Sampled<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        let start = *this.start.get_or_insert_with(Instant::now);
        let source = this.latest.poll(ITEMS_PER_POLL, cx);
        if source == Source::Ended {
            this.sleep = None;
            return Poll::Ready(this.latest.item.take());
        }
        if this.latest.item.is_some() {
            let interval = this.interval;
            let sleep = this
                .sleep
                .get_or_insert_with(|| Sleep::until(timer::next_tick(start, interval, Instant::now())));
            if sleep.poll(cx).is_ready() {
                this.sleep = None;
                return Poll::Ready(this.latest.item.take());
            }
        }
        wait(source, cx)
    }
}

impl<S: Stream> Stream for Throttled<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = &mut *self;
        if this.sleep.as_ref().is_some_and(|sleep| sleep.poll(cx).is_ready()) {
            this.sleep = None;
        }
        let is_open = this.sleep.is_none();
        // The first item after a pause is given out, not the last of those that come with it.
        let items = match is_open && this.latest.item.is_none() {
            true => 1,
            false => ITEMS_PER_POLL,
        };
        let source = this.latest.poll(items, cx);
        if source == Source::Ended {
            this.sleep = None;
            return Poll::Ready(this.latest.item.take());
        }
        if is_open && let Some(item) = this.latest.item.take() {
            this.sleep = Some(Sleep::until(timer::after(Instant::now(), this.interval)));
            return Poll::Ready(Some(item));
        }
        wait(source, cx)
    }
}

#[cfg(test)]
mod tests;
