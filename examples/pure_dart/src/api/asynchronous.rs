//! Futures: functions on the blocking pool and async functions, and what becomes of them.

use std::future::pending;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use oche::oche;

use crate::probe::Guard;

static BUSY: AtomicU32 = AtomicU32::new(0);
static BUSIEST: AtomicU32 = AtomicU32::new(0);

/// Adds two numbers in an async function that has nothing to wait for.
pub async fn add_async(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// Adds two numbers on the blocking pool.
pub fn add_later(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// Gives back `value` after a time, without holding a thread.
pub async fn after(delay: Duration, value: i64) -> i64 {
    tokio::time::sleep(delay).await;
    value
}

/// Gives back `value` after a time, and holds a thread until then.
pub fn after_blocking(delay: Duration, value: i64) -> i64 {
    let busy = BUSY.fetch_add(1, Ordering::SeqCst) + 1;
    BUSIEST.fetch_max(busy, Ordering::SeqCst);
    std::thread::sleep(delay);
    BUSY.fetch_sub(1, Ordering::SeqCst);
    value
}

/// How many calls of [`after_blocking`] have been at work at the same time.
#[oche(sync)]
pub fn busiest() -> u32 {
    BUSIEST.load(Ordering::SeqCst)
}

/// Waits in several steps, counted under `name`.
pub async fn in_steps(name: String, steps: u32) -> u32 {
    let guard = Guard::new(&name);
    for _ in 0..steps {
        guard.produce();
        tokio::task::yield_now().await;
    }
    guard.finish();
    steps
}

/// Never comes to an end; counted under `name`.
pub async fn never(name: String) -> i32 {
    let _guard = Guard::new(&name);
    pending().await
}

/// Ends after a time; counted under `name`, from beginning to end.
pub async fn guarded(name: String, delay: Duration) -> String {
    let guard = Guard::new(&name);
    tokio::time::sleep(delay).await;
    guard.finish();
    name
}

/// Gives back nothing.
pub async fn nothing() {
    tokio::task::yield_now().await;
}

/// Gives back nothing, from the blocking pool.
pub fn nothing_later() {}

/// The name of the thread that an async function runs on; the isolate's own thread has another one.
pub async fn worker_name() -> Option<String> {
    tokio::task::yield_now().await;
    std::thread::current().name().map(str::to_owned)
}
