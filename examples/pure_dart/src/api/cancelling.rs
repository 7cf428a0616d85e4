//! Calls that are given up while they run.

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::future::BoxFuture;
use oche::oche;

use crate::probe::{self, Guard};

/// Works on a thread of its own until nobody wants the result any more; counted under `name`. False if somebody wanted it
/// for a minute.
pub fn work_until_cancelled(name: String) -> bool {
    let guard = Guard::new(&name);
    for _ in 0..6000 {
        if oche::is_cancelled() {
            guard.finish();
            return true;
        }
        guard.produce();
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

/// Works until [`release`] is called, whoever wants the result; counted under `name`. The result is a piece of Rust.
pub fn work(name: String) -> Piece {
    let guard = Guard::new(&name);
    wait_for_release(&name);
    guard.finish();
    Piece { name }
}

/// As [`work`], and panics in the end.
pub fn work_in_vain(name: String) {
    let _guard = Guard::new(&name);
    wait_for_release(&name);
    panic!("{name} breaks");
}

/// Computes without a break until it is cancelled, in an async function; counted under `name`.
pub async fn compute_until_cancelled(name: String) -> bool {
    let guard = Guard::new(&name);
    for _ in 0..6000 {
        if oche::is_cancelled() {
            guard.finish();
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

/// Whether a synchronous call can be cancelled.
#[oche(sync)]
pub fn is_cancelled_here() -> bool {
    oche::is_cancelled()
}

/// Asks Dart for a number, and waits for ever if it is negative; counted under `name`.
pub async fn ask_once(name: String, question: impl Fn(i32) -> BoxFuture<'static, i32> + Send + Sync) -> i32 {
    let guard = Guard::new(&name);
    let number = question(1).await;
    if number < 0 {
        std::future::pending::<()>().await;
    }
    guard.finish();
    number
}

/// One parameter already has the name that Oche would use, and another may be left out.
#[oche(positional)]
pub async fn with_own_token(cancel_token: i32, other: Option<i32>) -> i32 {
    cancel_token + other.unwrap_or_default()
}

/// Fails, at once or after a time.
pub async fn fail_after(delay: Duration) -> Result<(), String> {
    tokio::time::sleep(delay).await;
    Err("the time is over".to_owned())
}

/// Takes texts, and never comes to an end.
pub async fn keep_texts(texts: Vec<String>) -> u32 {
    std::future::pending::<()>().await;
    texts.len() as u32
}

/// Something that stays in Rust.
pub struct Piece {
    name: String,
}

impl Piece {
    /// What it was made by.
    #[oche(getter, sync)]
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// Keeps everybody else out until it is dropped; counted under `name`.
    pub async fn hold(&mut self, name: String) {
        let _guard = Guard::new(&name);
        std::future::pending().await
    }

    /// Waits for its turn, in a task; counted under `name` from then on.
    pub async fn pass(&mut self, name: String) {
        Guard::new(&name).finish();
    }

    /// Waits for its turn, on a thread; counted under `name` from then on.
    pub fn pass_blocking(&mut self, name: String) {
        Guard::new(&name).finish();
    }

    /// A method without an object.
    pub async fn never(name: String) {
        let _guard = Guard::new(&name);
        std::future::pending().await
    }
}

/// A piece to be held.
#[oche(sync)]
pub fn piece(name: String) -> Piece {
    Piece { name }
}

fn wait_for_release(name: &str) {
    let released = probe::counters(&format!("{name} released"));
    while released.produced.load(Ordering::SeqCst) == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Lets all go on that [`work`] under this name.
#[oche(sync)]
pub fn release(name: &str) {
    let released = probe::counters(&format!("{name} released"));
    released.produced.fetch_add(1, Ordering::SeqCst);
}
