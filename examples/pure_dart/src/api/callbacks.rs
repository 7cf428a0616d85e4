//! Functions of Dart that Rust calls.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::thread;

use oche::{CallbackError, DartObject, oche};

use super::structs::Cell;

/// Calls it on the caller's own thread.
#[oche(sync)]
pub fn apply(f: impl Fn(i32) -> i32, value: i32) -> i32 {
    f(value)
}

/// The same with everything that a callback can have.
#[oche(sync)]
pub fn apply_mixed(f: &dyn Fn(&str, Vec<f64>, Option<Cell>) -> (String, Option<i64>), text: String) -> String {
    let (text, number) = f(&text, vec![0.5, 1.5], Some(Cell { column: 1, row: 2 }));
    format!("{text}/{number:?}")
}

/// Calls it off the caller's thread, once for each number.
pub fn map_numbers(mut f: impl FnMut(i64) -> i64, numbers: Vec<i64>) -> Vec<i64> {
    numbers.into_iter().map(|number| f(number)).collect()
}

/// Calls it once.
pub fn once(f: impl FnOnce(String) -> String + Send) -> String {
    f("once".to_owned())
}

/// A generic function is the same to Dart.
pub fn fold<F>(f: F, numbers: Vec<i32>) -> i32
where
    F: Fn(i32, i32) -> i32,
{
    numbers.into_iter().fold(0, f)
}

/// Its error says what Dart threw.
pub fn try_call(f: impl Fn(i32) -> Result<i32, CallbackError>) -> String {
    match f(1) {
        Ok(value) => format!("value {value}"),
        Err(error) => format!("error {error}"),
    }
}

/// What a check may find.
#[derive(Debug, Clone, PartialEq)]
pub enum CheckError {
    /// The value is not allowed.
    Refused {
        /// Why.
        reason: String,
    },
    /// The check itself failed.
    Failed {
        /// What it said.
        message: String,
    },
}

impl From<CallbackError> for CheckError {
    fn from(error: CallbackError) -> Self {
        Self::Failed {
            message: error.to_string(),
        }
    }
}

/// Dart may throw the error of the API itself.
pub fn check(f: impl Fn(String) -> Result<bool, CheckError>, text: String) -> Result<bool, CheckError> {
    f(text)
}

/// Waits for what Dart promises.
pub async fn ask(
    f: impl Fn(String) -> Pin<Box<dyn Future<Output = String> + Send>> + Send,
    question: String,
) -> String {
    f(question).await
}

/// The same as a generic function, with an error.
pub async fn ask_carefully<F, T>(f: F) -> Result<u32, CallbackError>
where
    F: Fn(u32) -> T + Send,
    T: Future<Output = Result<u32, CallbackError>> + Send,
{
    let first = f(1).await?;
    f(first).await
}

type Listener = Box<dyn Fn(i32) + Send + Sync>;

static LISTENERS: Mutex<Vec<Arc<Listener>>> = Mutex::new(Vec::new());

/// Keeps a listener for later.
#[oche(sync)]
pub fn listen(listener: Box<dyn Fn(i32) + Send + Sync>) {
    LISTENERS
        .lock()
        .expect("nobody panics with it")
        .push(Arc::new(listener));
}

/// Calls the listeners from a thread of its own, and says how many there were.
pub fn tell_listeners(value: i32) -> usize {
    let listeners = LISTENERS.lock().expect("nobody panics with it").clone();
    let count = listeners.len();
    let told = thread::spawn(move || listeners.iter().for_each(|listener| listener(value))).join();
    told.map(|()| count).unwrap_or(usize::MAX)
}

/// Lets all listeners go.
#[oche(sync)]
pub fn forget_listeners() {
    let gone = std::mem::take(&mut *LISTENERS.lock().expect("nobody panics with it"));
    drop(gone);
}

static KEPT: Mutex<Option<DartObject>> = Mutex::new(None);

/// Keeps an object of Dart.
#[oche(sync)]
pub fn keep(object: DartObject) {
    *KEPT.lock().expect("nobody panics with it") = Some(object);
}

/// Gives it back.
#[oche(sync)]
pub fn kept() -> Option<DartObject> {
    KEPT.lock().expect("nobody panics with it").clone()
}

/// Lets it go.
#[oche(sync)]
pub fn let_go() {
    let gone = KEPT.lock().expect("nobody panics with it").take();
    drop(gone);
}
