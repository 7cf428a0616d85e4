//! What a call tells before its result: items that it pushes into its own sinks, and signals that it sets.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use oche::{Overflow, Signal, StreamSink, oche};

use super::errors::RouteError;
use super::sinks::{Policy, keeping};

/// Where a call pushes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pusher {
    /// The call itself.
    Own,
    /// The call itself, by a clone; the first is gone by then.
    Clone,
    /// Another thread, which is over when the call returns.
    Thread,
    /// The call itself, and another thread that does not heed it and has numbers of its own, from a million on.
    Both,
    /// The call itself, and a clone is left behind that pushes a million some time later.
    LeftBehind,
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With the number of items that were accepted.
    Value,
    /// With that number in an error.
    Error,
    /// With that number in a panic.
    Panic,
}

/// What a call pushes, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Push {
    /// How the sink keeps its items.
    pub policy: Policy,
    /// How many there are.
    pub count: u32,
    /// Where they come from.
    pub pusher: Pusher,
    /// How the call ends.
    pub ending: Ending,
}

/// Not a number that a call pushes itself.
const OF_OTHERS: i64 = 1_000_000;

/// How many numbers of others there are.
const OTHERS: i64 = 20;

impl Push {
    fn all(&self, sink: &StreamSink<i64>) -> u32 {
        let items = 0..i64::from(self.count);
        items.filter(|item| sink.try_send(*item).is_ok()).count() as u32
    }

    /// Pushes everything without waiting; how many items were accepted.
    fn run(&self, sink: StreamSink<i64>) -> u32 {
        let sink = keeping(sink, self.policy);
        match self.pusher {
            Pusher::Own => self.all(&sink),
            Pusher::Clone => {
                let clone = sink.clone();
                drop(sink);
                self.all(&clone)
            }
            Pusher::Thread => thread::scope(|scope| scope.spawn(|| self.all(&sink)).join().unwrap_or(0)),
            Pusher::Both => {
                let other = sink.clone();
                thread::spawn(move || (0..OTHERS).for_each(|item| drop(other.try_send(OF_OTHERS + item))));
                self.all(&sink)
            }
            Pusher::LeftBehind => {
                let other = sink.clone();
                let accepted = self.all(&sink);
                thread::spawn(move || {
                    thread::sleep(Duration::from_micros(100));
                    drop(other.try_send(OF_OTHERS));
                });
                accepted
            }
        }
    }

    fn end(&self, accepted: u32) -> Result<u32, RouteError> {
        match self.ending {
            Ending::Value => Ok(accepted),
            Ending::Error => Err(RouteError::Closed(accepted.to_string())),
            Ending::Panic => panic!("{accepted} accepted"),
        }
    }
}

/// Goes on at another thread, most of the time.
async fn elsewhere() {
    let mut woken = false;
    let mut is_first = true;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut is_first, false) {
            let waker = cx.waker().clone();
            thread::spawn(move || waker.wake());
            return Poll::Pending;
        }
        // Once more, because whoever polled first may have polled twice.
        match std::mem::replace(&mut woken, true) {
            true => Poll::Ready(()),
            false => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    })
    .await;
}

/// On a thread that may block.
#[oche]
pub fn push_blocking(push: Push, #[oche(window = 8)] sink: StreamSink<i64>) -> Result<u32, RouteError> {
    push.end(push.run(sink))
}

/// In a future that is ready at its first poll.
#[oche]
pub async fn push_async(push: Push, #[oche(window = 8)] sink: StreamSink<i64>) -> Result<u32, RouteError> {
    push.end(push.run(sink))
}

/// In a future that is woken before, and after.
#[oche]
pub async fn push_later(push: Push, #[oche(window = 8)] sink: StreamSink<i64>) -> Result<u32, RouteError> {
    elsewhere().await;
    let accepted = push.run(sink);
    elsewhere().await;
    push.end(accepted)
}

/// On the isolate's own thread.
#[oche(eager)]
pub async fn push_in_eager(push: Push, #[oche(window = 8)] sink: StreamSink<i64>) -> Result<u32, RouteError> {
    push.end(push.run(sink))
}

/// On the isolate's own thread, and then elsewhere.
#[oche(eager)]
pub async fn push_in_eager_woken(push: Push, #[oche(window = 8)] sink: StreamSink<i64>) -> Result<u32, RouteError> {
    let accepted = push.run(sink);
    elsewhere().await;
    push.end(accepted)
}

/// With as much room as there is.
#[oche]
pub fn push_widely(push: Push, #[oche(window = 65536)] sink: StreamSink<i64>) -> Result<u32, RouteError> {
    push.end(push.run(sink))
}

/// Who pushes as a method of theirs.
#[oche(opaque)]
pub struct Pushers(u32);

impl Pushers {
    /// Nobody has pushed yet.
    #[oche(sync)]
    pub fn new() -> Self {
        Pushers(0)
    }

    /// As a method that has the object for itself.
    #[oche]
    pub fn push(&mut self, push: Push, #[oche(window = 8)] sink: StreamSink<i64>) -> Result<u32, RouteError> {
        self.0 += 1;
        push.end(push.run(sink))
    }

    /// As one that is awaited.
    #[oche]
    pub async fn push_later(&self, push: Push, #[oche(window = 8)] sink: StreamSink<i64>) -> Result<u32, RouteError> {
        elsewhere().await;
        push.end(push.run(sink))
    }
}

impl Default for Pushers {
    fn default() -> Self {
        Pushers::new()
    }
}

/// Pushes `count` numbers to the first, twice as many to the second, and nothing to the third, which is kept from the
/// beginning. How many were accepted.
pub fn push_into_three(first: StreamSink<i64>, second: StreamSink<i64>, third: StreamSink<i64>, count: u32) -> u32 {
    let push = |sink: &StreamSink<i64>, items: u32| {
        let items = 0..i64::from(items);
        items.filter(|item| sink.try_send(*item).is_ok()).count() as u32
    };
    let accepted = push(&first, count) + push(&second, count * 2);
    drop(third);
    accepted
}

/// Pushes `count` numbers, and waits for room where there is none.
pub fn push_all(sink: StreamSink<i64>, count: u32) -> u32 {
    let sink = sink.with_overflow(Overflow::Block(4));
    let items = 0..i64::from(count);
    items.filter(|item| sink.send_blocking(*item).is_ok()).count() as u32
}

/// Pushes `count` numbers, and then waits to be cancelled.
pub async fn push_for_ever(sink: StreamSink<i64>, count: u32) -> u32 {
    for item in 0..i64::from(count) {
        drop(sink.send(item).await);
    }
    std::future::pending().await
}

/// Raises a signal by one; its value then.
fn raise(signal: &Signal<u32>) -> u32 {
    let mut raised = 0;
    signal.update(|value| {
        raised = value + 1;
        raised
    });
    raised
}

/// Raises a signal on a thread that may block; its value then.
pub fn raise_blocking(signal: Signal<u32>) -> u32 {
    raise(&signal)
}

/// In a future that is ready at its first poll.
pub async fn raise_async(signal: Signal<u32>) -> u32 {
    raise(&signal)
}

/// In a future that is woken before, and after.
pub async fn raise_later(signal: Signal<u32>) -> u32 {
    elsewhere().await;
    let raised = raise(&signal);
    elsewhere().await;
    raised
}

/// On the isolate's own thread.
#[oche(eager)]
pub async fn raise_eagerly(signal: Signal<u32>) -> u32 {
    raise(&signal)
}

/// On the isolate's own thread, which then goes on elsewhere.
#[oche(eager)]
pub async fn raise_eagerly_later(signal: Signal<u32>) -> u32 {
    let raised = raise(&signal);
    elsewhere().await;
    raised
}

/// On the isolate's own thread, in an error.
#[oche(eager)]
pub async fn raise_and_fail(signal: Signal<u32>) -> Result<(), RouteError> {
    Err(RouteError::Closed(raise(&signal).to_string()))
}

/// On another thread, which is over when the call returns.
pub fn raise_aside(signal: Signal<u32>) -> u32 {
    thread::scope(|scope| scope.spawn(|| raise(&signal)).join().unwrap_or(0))
}

/// A signal for those above.
#[oche(sync)]
pub fn raised() -> Signal<u32> {
    Signal::new(0)
}

/// Twice a signal.
#[oche(sync)]
pub fn raised_twice(signal: Signal<u32>) -> Signal<u32> {
    signal.map(|value| value * 2)
}

/// Threads that raise a signal over and over.
pub struct Raisers(Arc<AtomicBool>);

impl Raisers {
    /// So many of them.
    #[oche(sync)]
    pub fn new(signal: Signal<u32>, threads: u32) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        for _ in 0..threads {
            let (signal, is_over) = (signal.clone(), Arc::clone(&is_over));
            thread::spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    raise(&signal);
                    thread::yield_now();
                }
            });
        }
        Raisers(is_over)
    }

    /// Ends them, soon.
    #[oche(sync)]
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Drop for Raisers {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A call that has a stream and gives back what it knows of it, after the time it takes to push `count` numbers, one in a
/// millisecond.
pub async fn push_slowly(sink: StreamSink<i64>, count: u32) -> u32 {
    let mut accepted = 0;
    for item in 0..i64::from(count) {
        pin!(tokio::time::sleep(Duration::from_millis(1))).await;
        accepted += u32::from(sink.try_send(item).is_ok());
    }
    accepted
}
