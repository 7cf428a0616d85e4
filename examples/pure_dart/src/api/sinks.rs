//! Sinks: streams that Rust pushes into.

use std::thread;
use std::time::Duration;

use oche::{Overflow, RawSink, SendError, Sent, StreamSink, oche};

use super::errors::RouteError;
use super::flow::Figures;
use crate::probe::Guard;

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is queued.
    Accepted,
    /// It is queued in the place of an older one.
    Conflated,
    /// It was dropped, or the oldest one was.
    Dropped,
    /// There is no room.
    Full,
    /// Nobody listens.
    Closed,
}

impl<T> From<Result<Sent, SendError<T>>> for Answer {
    fn from(sent: Result<Sent, SendError<T>>) -> Self {
        match sent {
            Ok(Sent::Accepted) => Answer::Accepted,
            Ok(Sent::Conflated) => Answer::Conflated,
            Ok(Sent::Dropped) => Answer::Dropped,
            Err(SendError::Full(_)) => Answer::Full,
            Err(SendError::Closed(_)) => Answer::Closed,
        }
    }
}

/// How a sink keeps its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Senders wait.
    Block(u32),
    /// The oldest goes.
    DropOldest(u32),
    /// The newest goes.
    DropNewest(u32),
    /// Only the newest stays.
    Latest,
    /// Only the newest of each remainder by 8 stays.
    LatestBy(u32),
    /// The stream fails.
    Error(u32),
}

pub(super) fn keeping(sink: StreamSink<i64>, policy: Policy) -> StreamSink<i64> {
    match policy {
        Policy::Block(capacity) => sink.with_overflow(Overflow::Block(capacity as usize)),
        Policy::DropOldest(capacity) => sink.with_overflow(Overflow::DropOldest(capacity as usize)),
        Policy::DropNewest(capacity) => sink.with_overflow(Overflow::DropNewest(capacity as usize)),
        Policy::Latest => sink.with_overflow(Overflow::Latest),
        Policy::LatestBy(capacity) => sink.latest_by(capacity as usize, |item| item % 8),
        Policy::Error(capacity) => sink.with_overflow(Overflow::Error(capacity as usize)),
    }
}

/// What pushes into a stream, as Dart tells it to.
#[oche(opaque)]
pub struct Producer {
    sink: StreamSink<i64>,
    _guard: Guard,
}

impl Producer {
    /// One that pushes into `sink`; counted under `name`.
    pub fn new(sink: StreamSink<i64>, policy: Policy, name: String) -> Self {
        Producer {
            sink: keeping(sink, policy),
            _guard: Guard::new(&name),
        }
    }

    /// Pushes without waiting.
    #[oche(sync)]
    pub fn try_send(&self, item: i64) -> Answer {
        self.sink.try_send(item).into()
    }

    /// Pushes on the isolate's own thread, which must not wait.
    #[oche(sync)]
    pub fn send_here(&self, item: i64) -> Answer {
        self.sink.send_blocking(item).into()
    }

    /// Pushes from a thread that waits for room.
    pub fn send_blocking(&self, item: i64) -> Answer {
        self.sink.send_blocking(item).into()
    }

    /// Pushes from a task that waits for room.
    pub async fn send(&self, item: i64) -> Answer {
        self.sink.send(item).await.into()
    }

    /// Pushes from `threads` threads at once: each its numbers in order, as many as it takes to be `each` for each of them.
    /// How many were accepted in one way or another.
    pub fn send_many(&self, threads: u32, each: u32) -> u32 {
        let push = |number: u32| {
            let items = (0..each).map(|item| i64::from(number * each + item));
            items.filter(|item| self.sink.send_blocking(*item).is_ok()).count() as u32
        };
        thread::scope(|scope| {
            let threads: Vec<_> = (0..threads).map(|number| scope.spawn(move || push(number))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap_or(0)).sum()
        })
    }

    /// Starts `threads` threads that try to push `each` numbers each, and returns at once. They give up as soon as the
    /// stream is closed; counted under `name`.
    #[oche(sync)]
    pub fn push_aside(&self, threads: u32, each: u32, name: String) {
        for number in 0..threads {
            let (sink, guard) = (self.sink.clone(), Guard::new(&name));
            thread::spawn(move || {
                for item in 0..each {
                    if matches!(
                        sink.try_send(i64::from(number * each + item)),
                        Err(SendError::Closed(_))
                    ) {
                        return;
                    }
                    if item % 64 == 63 {
                        thread::sleep(Duration::from_micros(200));
                    }
                }
                guard.finish();
            });
        }
    }

    /// Another one for the same stream.
    #[oche(sync)]
    pub fn again(&self, name: String) -> Producer {
        Producer {
            sink: self.sink.clone(),
            _guard: Guard::new(&name),
        }
    }

    /// Ends the stream.
    #[oche(sync)]
    pub fn close(&self) {
        self.sink.close();
    }

    /// Ends it with an error.
    #[oche(sync)]
    pub fn close_with(&self, text: String) {
        self.sink.close_with(text);
    }

    /// Whether it has ended.
    #[oche(sync)]
    pub fn is_closed(&self) -> bool {
        self.sink.is_closed()
    }

    /// Waits for its end.
    pub async fn closed(&self) {
        self.sink.closed().await;
    }

    /// What Rust counts.
    #[oche(sync)]
    pub fn figures(&self) -> Figures {
        self.sink.statistics().into()
    }

    /// What it can hear: the numbers up to `count`.
    #[oche(sync)]
    pub fn listen(&self, sink: StreamSink<i64>, count: i64) {
        thread::spawn(move || (0..count).try_for_each(|item| sink.send_blocking(item).map(drop)));
    }
}

/// The numbers up to `count`, from a thread that waits for room; counted under `name`.
pub fn blocking_numbers(sink: StreamSink<i32>, count: i32, name: String) {
    let guard = Guard::new(&name);
    for item in 0..count {
        guard.produce();
        if sink.send_blocking(item).is_err() {
            return;
        }
    }
    guard.finish();
}

/// The same from a task, with room for one item.
#[oche]
pub async fn async_numbers(#[oche(overflow = block(1))] sink: StreamSink<i32>, count: i32, name: String) {
    let guard = Guard::new(&name);
    for item in 0..count {
        guard.produce();
        if sink.send(item).await.is_err() {
            return;
        }
    }
    guard.finish();
}

/// The same from a thread that the function leaves behind; it is only lent the sink.
#[oche(sync)]
pub fn numbers_aside(sink: &StreamSink<i32>, count: i32, name: String) {
    let (sink, guard) = (sink.clone(), Guard::new(&name));
    thread::spawn(move || {
        for item in 0..count {
            guard.produce();
            if sink.send_blocking(item).is_err() {
                return;
            }
        }
        guard.finish();
    });
}

/// A task that never ends by itself; counted under `name`.
pub async fn waiting_sink(sink: StreamSink<i32>, name: String) {
    let _guard = Guard::new(&name);
    drop(sink.send(1).await);
    std::future::pending::<()>().await;
}

/// A thread that looks whether somebody listens; counted under `name`.
#[oche(sync)]
pub fn watchful(sink: StreamSink<i32>, name: String) {
    let guard = Guard::new(&name);
    thread::spawn(move || {
        drop(sink.try_send(1));
        while !sink.is_closed() {
            thread::sleep(Duration::from_millis(1));
        }
        drop(guard);
    });
}

fn push(sink: &StreamSink<i32>, count: i32) {
    for item in 0..count {
        drop(sink.try_send(item));
    }
}

/// The numbers up to `count`, of which the last three arrive.
#[oche(sync)]
pub fn dropping_oldest(#[oche(overflow = drop_oldest(3))] sink: StreamSink<i32>, count: i32) {
    push(&sink, count);
}

/// The first three.
#[oche(sync)]
pub fn dropping_newest(#[oche(overflow = drop_newest(3))] sink: StreamSink<i32>, count: i32) {
    push(&sink, count);
}

/// The last one.
#[oche(sync)]
pub fn latest(#[oche(overflow = latest)] sink: StreamSink<i32>, count: i32) {
    push(&sink, count);
}

/// What is measured, and by what.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The sensor.
    pub sensor: String,
    /// What it measures.
    pub value: i32,
}

/// The last reading of each of three sensors.
#[oche(sync)]
pub fn latest_readings(
    #[oche(overflow = latest_by(|reading| reading.sensor.clone()), window = 8)] sink: StreamSink<Reading>,
    count: i32,
) {
    for value in 0..count {
        let sensor = format!("sensor {}", value % 3);
        drop(sink.try_send(Reading { sensor, value }));
    }
}

/// The last reading of each of the last two sensors, of which there are five.
#[oche(sync)]
pub fn few_readings(
    #[oche(overflow = latest_by(|reading: &Result<Reading, RouteError>| reading.as_ref().map(|reading| reading.sensor.clone()).ok(), 2))]
    sink: StreamSink<Result<Reading, RouteError>>,
) {
    for value in 0..5 {
        let sensor = format!("sensor {value}");
        drop(sink.try_send(Ok(Reading { sensor, value })));
    }
}

/// The first three, and then it is an error.
#[oche(sync)]
pub fn failing_when_full(#[oche(overflow = error(3))] sink: StreamSink<i32>, count: i32) {
    push(&sink, count);
}

/// Pushes some and says what became of each; Dart passes the stream.
#[oche(sync)]
pub fn answers(#[oche(overflow = drop_oldest(2))] sink: StreamSink<i32>, count: i32) -> Vec<Answer> {
    (0..count).map(|item| sink.try_send(item).into()).collect()
}

/// Two streams at once.
#[oche]
pub fn split(even: StreamSink<i32>, #[oche(overflow = block(2))] odd: StreamSink<i32>, count: i32) {
    for item in 0..count {
        let sink = if item % 2 == 0 { &even } else { &odd };
        drop(sink.send_blocking(item));
    }
}

/// Numbers, of which those that can be divided by 3 are errors; the last word is one as well.
pub fn fallible_items(sink: StreamSink<Result<i32, RouteError>>, count: i32) {
    for item in 0..count {
        let item = match item % 3 {
            0 => Err(RouteError::Closed(item.to_string())),
            _ => Ok(item),
        };
        drop(sink.send_blocking(item));
    }
    sink.fail(RouteError::Unknown);
}

/// An item that is text for an error.
pub async fn fallible_texts(sink: StreamSink<Result<String, String>>) {
    drop(sink.send(Ok("good".to_owned())).await);
    drop(sink.send(Err("bad".to_owned())).await);
}

/// The numbers up to `count`, and then the call fails, as `route` says.
pub fn failing_call(sink: StreamSink<i32>, count: i32, route: String) -> Result<(), RouteError> {
    (0..count).for_each(|item| drop(sink.send_blocking(item)));
    match route.as_str() {
        "" => Ok(()),
        "panic" => panic!("no way"),
        route => Err(RouteError::Closed(route.to_owned())),
    }
}

/// The same from a task, which leaves a clone of the sink behind.
pub async fn failing_task(sink: StreamSink<i32>, count: i32, name: String) -> Result<(), RouteError> {
    for item in 0..count {
        drop(sink.send(item).await);
    }
    let guard = Guard::new(&name);
    thread::spawn(move || {
        while !sink.is_closed() {
            thread::sleep(Duration::from_millis(1));
        }
        drop(guard);
    });
    Err(RouteError::Unknown)
}

/// The same on the spot.
#[oche(sync)]
pub fn failing_here(sink: StreamSink<i32>, count: i32) -> Result<(), RouteError> {
    push(&sink, count);
    Err(RouteError::Unknown)
}

/// A sink whose items end with a text for an error.
#[oche(sync)]
pub fn closed_with(sink: StreamSink<i32>, text: String) {
    drop(sink.try_send(1));
    sink.close_with(text);
    sink.close_with("too late");
}

/// As many lists as that, one byte each more than the one before.
pub fn growing_lists(sink: StreamSink<Vec<u8>>, count: u32) {
    for length in 0..count {
        drop(sink.send_blocking(vec![length as u8; length as usize * 100]));
    }
}

/// What a library in C would do with a sink: it only knows three pointers.
struct Driver(RawSink);

impl Driver {
    fn push(&self, number: i32) -> i32 {
        let bytes = number.to_le_bytes();
        // SAFETY: the bytes are there, and the sink is until the driver is dropped.
        unsafe { (self.0.push)(self.0.context, bytes.as_ptr(), bytes.len()) }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // SAFETY: once, and nobody pushes any more.
        unsafe { (self.0.drop)(self.0.context) }
    }
}

/// The numbers up to `count` from each of `threads` threads, pushed through a raw sink that waits for nothing; counted
/// under `name`.
pub fn raw_numbers(sink: StreamSink<i32>, threads: i32, count: i32, name: String) {
    let guard = Guard::new(&name);
    let driver = Driver(sink.into_raw(move |bytes| {
        guard.produce();
        bytes.try_into().ok().map(i32::from_le_bytes)
    }));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for number in 0..count {
                    // -1 says that there is no room, -2 that nobody listens.
                    loop {
                        match driver.push(number) {
                            -1 => thread::yield_now(),
                            -2 => return,
                            _ => break,
                        }
                    }
                }
            });
        }
    });
}
