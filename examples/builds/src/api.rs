//! Panics that Dart is told of, panics that are printed, and panics that end the process.

use std::panic::catch_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use futures_core::Stream;
use futures_util::{FutureExt, StreamExt, stream};
use oche::oche;

/// Panics with this text when it is dropped.
struct Bomb(String);

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("{}", self.0);
    }
}

/// On the direct lane.
#[oche(sync)]
pub fn panic_directly(number: i32) -> i32 {
    panic!("number {number}")
}

/// On the encoded lane.
#[oche(sync)]
pub fn panic_at_once(text: String) -> u32 {
    panic!("{text}")
}

/// On a thread that may block.
pub fn panic_blocking(text: String) -> u32 {
    panic!("{text}")
}

/// Before anything is waited for.
pub async fn panic_in_poll(text: String) -> u32 {
    panic!("{text}")
}

/// After a while.
pub async fn panic_later(text: String) -> u32 {
    tokio::time::sleep(Duration::from_millis(1)).await;
    panic!("{text}")
}

/// After an item.
pub fn panic_in_stream(text: String) -> impl Stream<Item = u32> {
    stream::iter(0..2).map(move |number| match number {
        0 => number,
        _ => panic!("{text}"),
    })
}

/// Panics when it ends.
pub struct Fragile {
    bomb: Bomb,
}

impl Fragile {
    /// One with this text.
    #[oche(sync)]
    pub fn new(text: String) -> Self {
        Self { bomb: Bomb(text) }
    }

    /// What it is going to say.
    #[oche(getter)]
    pub fn text(&self) -> String {
        self.bomb.0.clone()
    }
}

/// On a thread of its own.
#[oche(sync)]
pub fn panic_in_thread(text: String) -> bool {
    thread::spawn(move || panic!("{text}")).join().is_err()
}

/// In a task of its own.
pub async fn panic_in_task(text: String) -> bool {
    tokio::spawn(async move { panic!("{text}") }).await.is_err()
}

/// Catches its own panic.
#[oche(sync)]
pub fn catch_it(text: String) -> bool {
    catch_unwind(|| panic!("{text}")).is_err()
}

/// Catches its own panic in a future.
pub async fn catch_it_later(text: String) -> bool {
    let panics = async move {
        tokio::task::yield_now().await;
        panic!("{text}")
    };
    std::panic::AssertUnwindSafe(panics).catch_unwind().await.is_err()
}

/// Catches a panic of its own, and then panics.
#[oche(sync)]
pub fn catch_and_panic(caught: String, text: String) -> u32 {
    let outcome = catch_unwind(|| panic!("{caught}"));
    panic!("{text}, {}", outcome.is_err())
}

/// Panics, and catches another panic while it unwinds.
#[oche(sync)]
pub fn panic_around(caught: String, text: String) -> u32 {
    struct Careful(String);
    impl Drop for Careful {
        fn drop(&mut self) {
            let text = std::mem::take(&mut self.0);
            let outcome = catch_unwind(|| panic!("{text}"));
            assert!(outcome.is_err());
        }
    }
    let _careful = Careful(caught);
    panic!("{text}")
}

/// Panics with something that panics when it is dropped.
#[oche(sync)]
pub fn panic_with_bomb(text: String) -> u32 {
    std::panic::panic_any(Bomb(text))
}

static IS_WAITING: AtomicBool = AtomicBool::new(false);

/// Whether [`panic_when_cancelled`] runs: a call that is cancelled before never begins.
#[oche(sync)]
pub fn is_waiting() -> bool {
    IS_WAITING.load(Ordering::Relaxed)
}

/// Waits until nobody wants its result any more, and panics.
pub fn panic_when_cancelled(text: String) -> u32 {
    IS_WAITING.store(true, Ordering::Relaxed);
    while !oche::is_cancelled() {
        thread::sleep(Duration::from_millis(1));
    }
    panic!("{text}")
}

/// Panics when it is cancelled.
pub fn bomb_in_stream(text: String) -> impl Stream<Item = u32> {
    let bomb = Bomb(text);
    stream::iter([1]).chain(stream::poll_fn(move |_| {
        std::hint::black_box(&bomb);
        std::task::Poll::Pending
    }))
}

/// Panics while it unwinds, which ends the process.
#[oche(sync)]
pub fn panic_while_unwinding(text: String) -> u32 {
    let _bomb = Bomb(format!("{text}, again"));
    panic!("{text}")
}

/// Panics where C would have to unwind, which ends the process.
#[oche(sync)]
pub fn panic_in_c(number: u32) -> u32 {
    extern "C" fn from_c(number: u32) -> u32 {
        panic!("called with {number}")
    }
    from_c(number)
}

/// Breaks a promise that is checked in debug builds, which ends the process with a panic that cannot unwind.
#[oche(sync)]
pub fn break_promise(number: i32) -> i32 {
    // SAFETY: none, that is the point: in a build without the check this must not be called with 0.
    unsafe { std::hint::assert_unchecked(number != 0) };
    number
}
