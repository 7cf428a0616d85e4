//! A warehouse, with the names of the shop.

use std::fmt;
use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;
use std::time::Duration;

use async_io::Timer;
use futures_core::Stream;
use futures_util::stream;
use oche::{CallbackError, oche};

use crate::run;

/// Sets this crate up when the library is loaded: its executor, and who is told of failures.
#[oche(init)]
pub fn set_up() -> Result<(), String> {
    run::set_up()
}

/// Tries once more what was done already.
#[oche(sync)]
pub fn set_up_again() -> Result<(), String> {
    run::set_up()
}

/// What went wrong since the last time that somebody asked.
#[oche(sync)]
pub fn journal() -> Vec<String> {
    run::journal()
}

/// Adds two numbers, and one more, so that nobody takes it for the other crate's.
#[oche(sync)]
pub fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b).wrapping_add(1)
}

/// What the warehouse is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Nobody is there.
    Closed,
    /// Somebody is there.
    Open {
        /// How many people are at work.
        people: u8,
    },
}

/// What the warehouse is doing.
#[oche(sync)]
pub fn status(people: u8) -> Status {
    match people {
        0 => Status::Closed,
        people => Status::Open { people },
    }
}

/// Counts down.
pub struct Counter {
    count: i32,
}

impl Counter {
    /// Begins at a hundred.
    #[oche(sync)]
    pub fn new() -> Self {
        Self { count: 100 }
    }

    /// Counts on, and gives the count.
    #[oche(sync)]
    pub fn add(&mut self, by: i32) -> i32 {
        self.count -= by;
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

/// How many streams are open.
static OPEN: AtomicI32 = AtomicI32::new(0);

/// How many [`ticks`] run.
#[oche(sync)]
pub fn open_ticks() -> i32 {
    OPEN.load(Ordering::SeqCst)
}

struct Opened;

impl Opened {
    fn new() -> Self {
        OPEN.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Counts up, a number each so many milliseconds.
pub fn ticks(millis: u32) -> impl Stream<Item = u32> {
    let period = Duration::from_millis(millis.into());
    stream::unfold((0, Opened::new()), move |(count, opened)| async move {
        Timer::after(period).await;
        Some((count, (count + 1, opened)))
    })
}

/// The name of the thread that a blocking function runs on.
pub fn thread_name() -> String {
    thread::current().name().unwrap_or_default().to_owned()
}

/// The name of the thread that an async function runs on, after a while.
pub async fn thread_name_later(millis: u32) -> String {
    Timer::after(Duration::from_millis(millis.into())).await;
    thread_name()
}

/// What the warehouse cannot do.
#[derive(Clone, Debug, PartialEq)]
pub enum StockError {
    /// There is none of it.
    Missing {
        /// What there is none of.
        name: String,
    },
}

impl fmt::Display for StockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name } => write!(f, "there is no {name}"),
        }
    }
}

/// What has no text of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Shut {
    /// Until when.
    pub hour: u8,
}

/// Takes something out, at once.
#[oche(sync)]
pub fn take(name: String) -> Result<u32, StockError> {
    Err(StockError::Missing { name })
}

/// Takes something out, on another thread.
pub fn take_slowly(hour: u8) -> Result<u32, Shut> {
    Err(Shut { hour })
}

/// Takes something out, later.
pub async fn take_later(name: String) -> Result<u32, String> {
    Timer::after(Duration::from_millis(1)).await;
    Err(format!("no {name} today"))
}

/// Takes one thing after the other.
pub fn take_all(names: Vec<String>) -> impl Stream<Item = Result<u32, StockError>> {
    stream::iter(names.into_iter().map(|name| match name.as_str() {
        "box" => Ok(1),
        "bomb" => panic!("the bomb goes off"),
        _ => Err(StockError::Missing { name }),
    }))
}

/// Panics at once.
#[oche(sync)]
pub fn break_down(text: String) -> u32 {
    panic!("{text}")
}

/// Divides, on the caller's thread.
#[oche(sync)]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b
}

/// Panics on another thread.
pub fn break_down_slowly(text: String) -> u32 {
    panic!("{text}")
}

/// Panics in a task.
pub async fn break_down_later(text: String) -> u32 {
    Timer::after(Duration::from_millis(1)).await;
    panic!("{text}")
}

/// Panics when it is dropped.
pub struct Fragile {
    text: String,
}

impl Fragile {
    /// Goes to pieces with this text.
    #[oche(sync)]
    pub fn new(text: String) -> Self {
        Self { text }
    }
}

impl Drop for Fragile {
    fn drop(&mut self) {
        panic!("{}", self.text);
    }
}

/// What a fragile thing will say.
#[oche(sync)]
pub fn warning(fragile: &Fragile) -> String {
    fragile.text.clone()
}

/// A number that Dart's `int` does not have.
#[oche(sync)]
pub fn too_large() -> u64 {
    u64::MAX
}
