//! Panics in every position.

use futures_core::Stream;
use oche::oche;

use crate::probe::Guard;

/// Panics in a direct call where the number is negative.
#[oche(sync)]
pub fn panic_direct(value: i32) -> i32 {
    assert!(value >= 0, "negative: {value}");
    value
}

/// Panics in a direct call that gives back nothing.
#[oche(sync)]
pub fn panic_direct_unit(value: bool) {
    assert!(!value, "told to");
}

/// Panics in an encoded call, with the text that it was given.
#[oche(sync)]
pub fn panic_sync(message: String) -> String {
    panic!("{message}")
}

/// Panics in a call that could have given back an error.
#[oche(sync)]
pub fn panic_in_result(message: &str) -> Result<String, String> {
    panic!("{message}")
}

/// Panics on the blocking pool.
pub fn panic_later(message: String) -> String {
    panic!("{message}")
}

/// Panics in an async function, before it has waited.
pub async fn panic_async(message: String) -> String {
    panic!("{message}")
}

/// Panics in an async function, after it has waited; counted under `name`.
pub async fn panic_after_waiting(name: String, message: String) -> String {
    let _guard = Guard::new(&name);
    tokio::task::yield_now().await;
    panic!("{message}")
}

/// Reads past the end of a list.
#[oche(sync)]
pub fn index_out_of_bounds(values: Vec<i32>, place: u32) -> i32 {
    values[place as usize]
}

/// Divides, by zero perhaps.
#[oche(sync)]
pub fn quotient(dividend: i32, divisor: i32) -> i32 {
    dividend / divisor
}

/// Expects a number where there may be none.
pub fn unwrap_later(value: Option<i32>) -> i32 {
    value.expect("a number was promised")
}

/// Panics with something that is no text.
#[oche(sync)]
pub fn panic_without_text() {
    std::panic::panic_any(7_u64)
}

/// Panics when it is dropped.
struct Bomb(Guard);

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("the bomb went off")
    }
}

/// Waits for ever, and panics when it is dropped; counted under `name`.
pub fn stream_with_bomb(name: String) -> impl Stream<Item = i32> {
    let bomb = Bomb(Guard::new(&name));
    futures_util::stream::poll_fn(move |_| {
        bomb.0.produce();
        std::task::Poll::Pending
    })
}

/// Waits, and panics when it is dropped; counted under `name`.
pub async fn wait_with_bomb(name: String, forever: bool) -> i32 {
    let bomb = Bomb(Guard::new(&name));
    tokio::task::yield_now().await;
    bomb.0.produce();
    if forever {
        std::future::pending().await
    }
    7
}

/// Panics while it drops what it made.
#[oche(sync)]
pub fn panic_in_drop(value: i32) -> i32 {
    struct Bomb(i32);
    impl Drop for Bomb {
        fn drop(&mut self) {
            assert!(self.0 == 0, "dropped {}", self.0);
        }
    }
    let _bomb = Bomb(value);
    value
}
