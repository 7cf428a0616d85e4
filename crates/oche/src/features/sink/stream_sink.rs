//! The sink that a user's code has.

use std::error::Error;
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use super::channel::{Channel, End, Refused};
use super::overflow::{Overflow, Policy};
use super::sender::Sender;
use super::sent::{SendError, Sent};
use super::slots::{Slot, lend};
use crate::base::statistics::StreamStatistics;
use crate::platform::CAN_WAIT;
use crate::platform::park::block_on;

/// A stream in Dart that Rust pushes items into, from any thread, at any time.
///
/// It is a parameter of a function. If the function has one sink and returns `()` or `Result<(), E>`, it is a function
/// that returns a `RustStream<T>` in Dart: it is called when the stream is listened to, anew for each listener. Otherwise
/// Dart passes a `SinkStream<T>`, and listens to that.
///
/// The stream ends when the last clone of the sink is dropped, or by [`close`](StreamSink::close). When Dart cancels, and
/// when its isolate ends, the sink is closed: [`is_closed`](StreamSink::is_closed) says so, and so does every attempt to
/// send.
///
/// Items wait in a queue until Dart takes them. What happens when that is full is said by the parameter's attribute, as in
/// `#[oche(overflow = drop_oldest(256))]`, or by [`with_overflow`](StreamSink::with_overflow): see [`Overflow`].
///
/// What was accepted before an asynchronous function returns that has the sink as a parameter, and the listener has room for,
/// is delivered before the function's result.
///
/// ```
/// use std::time::Duration;
///
/// use oche::{Overflow, StreamSink};
///
/// /// Counts the seconds, until Dart does not listen any more.
/// pub fn seconds(sink: StreamSink<u32>) {
///     let sink = sink.with_overflow(Overflow::Latest);
///     std::thread::spawn(move || {
///         for second in 0.. {
///             if sink.try_send(second).is_err() {
///                 return;
///             }
///             std::thread::sleep(Duration::from_secs(1));
///         }
///     });
/// }
/// ```
pub struct StreamSink<T> {
    sender: Arc<Sender>,
    /// The items are somewhere behind a lock.
    items: PhantomData<Mutex<T>>,
}

impl<T> Clone for StreamSink<T> {
    fn clone(&self) -> Self {
        StreamSink {
            sender: Arc::clone(&self.sender),
            items: PhantomData,
        }
    }
}

impl<T> fmt::Debug for StreamSink<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamSink")
            .field("is_closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}

impl<T> StreamSink<T> {
    /// A sink that pushes into a channel.
    ///
    /// # Safety
    /// The channel is for items of type `T`.
    pub(super) unsafe fn new(channel: Arc<Channel>) -> Self {
        StreamSink {
            sender: Arc::new(Sender::new(channel)),
            items: PhantomData,
        }
    }

    fn channel(&self) -> &Channel {
        &self.sender.channel
    }

    /// Gives an item away, which the sender need not take.
    fn give(item: T, to: impl FnOnce(&mut Slot<'_>) -> Result<Sent, Refused>) -> Result<Sent, SendError<T>> {
        match lend(item, to) {
            // What was replaced by it, or dropped for it, is dropped here.
            (Ok(sent), _) => Ok(sent),
            (Err(Refused::Full), Some(item)) => Err(SendError::Full(item)),
            (Err(Refused::Closed), Some(item)) => Err(SendError::Closed(item)),
            (Err(_), None) => unreachable!("an item that is refused stays where it is"),
        }
    }

    /// Decides what happens to an item for which there is no room. It takes precedence over the parameter's attribute.
    ///
    /// # Panics
    /// If something was sent already, or there is a clone; or if the capacity is 0.
    #[must_use]
    pub fn with_overflow(self, overflow: Overflow) -> Self {
        let capacity = overflow.capacity();
        let room = matches!(overflow, Overflow::Block(_)).then_some(capacity);
        self.with_policy(Policy::Plain(overflow), room)
    }

    /// Keeps the newest item of each key: while one waits in the queue, a newer one with the same key takes its place, and
    /// the older one is counted as conflated.
    ///
    /// It takes the place in the order, too, so that what changes all the time does not always go to the end of the queue.
    /// If there are more keys than `capacity`, the item that has waited the longest is dropped, and counted.
    ///
    /// ```
    /// use oche::StreamSink;
    ///
    /// pub struct Reading {
    ///     pub sensor: u32,
    ///     pub value: f64,
    /// }
    ///
    /// pub fn readings(sink: StreamSink<Reading>) {
    ///     let sink = sink.latest_by(512, |reading| reading.sensor);
    /// #   drop(sink);
    /// }
    /// ```
    ///
    /// # Panics
    /// If something was sent already, or there is a clone; or if the capacity is 0.
    #[must_use]
    pub fn latest_by<K>(self, capacity: usize, key: impl Fn(&T) -> K + Send + Sync + 'static) -> Self
    where
        K: Hash + Eq + Send + Sync + 'static,
    {
        self.with_policy(Policy::latest_by(capacity, key), None)
    }

    fn with_policy(mut self, policy: Policy, room: Option<usize>) -> Self {
        Sender::set_policy(&mut self.sender, policy, room);
        self
    }

    /// Sends an item without waiting. If Dart has nothing else to do, the item is encoded and dropped here, and is on its
    /// way when this returns; otherwise by the thread of a task.
    ///
    /// # Errors
    /// [`Full`](SendError::Full) if there is no room and the sink would wait for some, or ends the stream over it;
    /// [`Closed`](SendError::Closed) if nothing is taken any more.
    pub fn try_send(&self, item: T) -> Result<Sent, SendError<T>> {
        // SAFETY: the sink is for items of this type, by the contract of `new`.
        Self::give(item, |item| unsafe { self.sender.try_send(item) })
    }

    /// Sends an item. Where the sink blocks, it waits for room; those who wait are served in their order.
    ///
    /// Dropped before it is done, it sends nothing and takes no room; the item is dropped with it.
    ///
    /// # Errors
    /// [`Closed`](SendError::Closed) if nothing is taken any more; [`Full`](SendError::Full) if the sink ends the stream
    /// over having no room.
    pub async fn send(&self, item: T) -> Result<Sent, SendError<T>> {
        match self.try_send(item) {
            Err(SendError::Full(item)) if self.sender.blocks() => {
                self.channel().reserve().await;
                // SAFETY: as in `try_send`.
                Self::give(item, |item| unsafe { self.channel().reserved(item) })
            }
            sent => sent,
        }
    }

    /// Sends an item. Where the sink blocks, the thread waits for room. For threads that may wait, and not for tasks.
    ///
    /// # Errors
    /// As for [`send`](StreamSink::send). And in a synchronous call, on the thread of the isolate that listens, it is
    /// [`Full`](SendError::Full) when there is no room: the isolate takes nothing before the call has ended.
    pub fn send_blocking(&self, item: T) -> Result<Sent, SendError<T>> {
        match self.try_send(item) {
            Err(SendError::Full(item)) if CAN_WAIT && self.sender.blocks() && !self.channel().is_isolates_thread() => {
                block_on(self.channel().reserve());
                // SAFETY: as in `try_send`.
                Self::give(item, |item| unsafe { self.channel().reserved(item) })
            }
            sent => sent,
        }
    }

    /// Ends the stream, for all clones. Dart gets what is queued, and then that it is done. Nothing happens if the sink is
    /// closed already.
    pub fn close(&self) {
        self.channel().close(End::Done);
    }

    /// Ends the stream with an error: after what is queued, Dart gets a `RustError` with its text and those of its sources.
    /// Nothing happens if the sink is closed already.
    ///
    /// ```
    /// # use oche::StreamSink;
    /// pub fn lines(path: String, sink: StreamSink<String>) {
    ///     match std::fs::read_to_string(path) {
    ///         Ok(text) => text.lines().map(str::to_owned).for_each(|line| drop(sink.send_blocking(line))),
    ///         Err(error) => sink.close_with(error),
    ///     }
    /// }
    /// ```
    ///
    /// For an error of a type of your own, let the items be results: see [`fail`](StreamSink::fail).
    pub fn close_with(&self, error: impl Into<Box<dyn Error + Send + Sync>>) {
        self.channel().close(End::Error(error.into()));
    }

    /// Whether nothing is taken any more: Dart has cancelled, its isolate is gone, or the sink was closed.
    pub fn is_closed(&self) -> bool {
        self.channel().is_closed()
    }

    /// What became of the items until now. It can also be asked for when the stream has ended.
    pub fn statistics(&self) -> StreamStatistics {
        self.channel().statistics()
    }

    /// Completes when nothing is taken any more: see [`is_closed`](StreamSink::is_closed).
    pub async fn closed(&self) {
        self.channel().closed().await;
    }
}

impl<T, E> StreamSink<Result<T, E>> {
    /// Ends the stream with an error of its own type: after what is queued, Dart gets it as the last event. There need
    /// not be room for it. Nothing happens if the sink is closed already.
    ///
    /// ```
    /// # use oche::StreamSink;
    /// pub enum DownloadError {
    ///     NotFound,
    ///     Interrupted { bytes: u64 },
    /// }
    ///
    /// pub fn download(url: String, sink: StreamSink<Result<Vec<u8>, DownloadError>>) {
    ///     sink.fail(DownloadError::NotFound);
    /// }
    /// ```
    pub fn fail(&self, error: E) {
        // Not taken if the sink is closed already; then it is dropped here.
        let ((), _) = lend(Err::<T, E>(error), |last| {
            // SAFETY: as in `try_send`.
            unsafe { self.channel().close_after(End::Done, Some(last)) }
        });
    }
}
