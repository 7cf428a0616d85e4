//! Functions of Dart that Rust calls.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use oche::{CallbackError, CallbackErrorKind, DartObject, oche};

use super::objects::Counter;
use super::structs::{Cell, Telemetry};

/// Calls it on the caller's own thread.
#[oche(sync)]
pub fn apply(f: impl Fn(i32) -> i32, value: i32) -> i32 {
    f(value)
}

/// The same with everything that a callback can have.
#[oche(sync)]
pub fn apply_mixed<F>(f: &F, text: String) -> String
where
    F: Fn(&str, Vec<f64>, Option<Cell>) -> (String, Option<i64>),
{
    let (text, number) = f(&text, vec![0.5, 1.5], Some(Cell { column: 1, row: 2 }));
    format!("{text}/{number:?}")
}

/// Calls it off the caller's thread, once for each number.
pub fn map_numbers(f: impl FnMut(i64) -> i64, numbers: Vec<i64>) -> Vec<i64> {
    numbers.into_iter().map(f).collect()
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

/// What Rust knows of a callback that failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Failing {
    /// Which kind of error it is.
    pub kind: String,
    /// What it says.
    pub message: String,
    /// Where Dart threw it.
    pub stack: Option<String>,
}

impl From<CallbackError> for Failing {
    fn from(error: CallbackError) -> Self {
        let kind = match error.kind() {
            CallbackErrorKind::Threw => "threw",
            CallbackErrorKind::Gone => "gone",
            CallbackErrorKind::Invalid => "invalid",
            _ => "unknown",
        };
        Self {
            kind: kind.to_owned(),
            message: error.message().to_owned(),
            stack: error.stack_trace().map(str::to_owned),
        }
    }
}

/// How it fails on the caller's own thread.
#[oche(sync)]
pub fn failing_at_once(f: impl Fn(i32) -> Result<i32, CallbackError>) -> Option<Failing> {
    f(1).err().map(Failing::from)
}

/// How it fails on another thread.
pub fn failing_elsewhere(f: impl Fn(i32) -> Result<i32, CallbackError>) -> Option<Failing> {
    f(1).err().map(Failing::from)
}

/// How it fails in a task.
pub async fn failing_later(
    f: impl Fn(i32) -> BoxFuture<'static, Result<i32, CallbackError>> + Send,
) -> Option<Failing> {
    f(1).await.err().map(Failing::from)
}

/// Passes text through a function, on the spot.
#[oche(sync)]
pub fn through(f: &dyn Fn(&str) -> String, text: &str) -> String {
    f(text)
}

/// Passes text through a function, on another thread.
pub fn through_thread(f: &mut dyn FnMut(String) -> String, text: String) -> String {
    f(text)
}

/// Passes text through a function, in a task.
pub async fn through_task(f: Arc<dyn Fn(String) -> BoxFuture<'static, String> + Send + Sync>, text: String) -> String {
    f(text).await
}

/// Passes a long list of numbers through a function.
#[oche(sync)]
pub fn through_numbers(f: impl Fn(Vec<f64>) -> Vec<f64>, numbers: Vec<f64>) -> Vec<f64> {
    f(numbers)
}

/// The same on another thread.
pub fn through_numbers_later(f: impl Fn(Vec<f64>) -> Vec<f64>, numbers: Vec<f64>) -> Vec<f64> {
    f(numbers)
}

/// Passes data through a function.
#[oche(sync)]
pub fn through_data(
    f: impl Fn(Telemetry, Option<Duration>, HashMap<String, Vec<Cell>>) -> (Telemetry, HashMap<String, u64>),
    value: Telemetry,
) -> (Telemetry, HashMap<String, u64>) {
    let cells = vec![Cell { column: 3, row: 4 }; 2];
    f(
        value,
        Some(Duration::from_millis(5)),
        HashMap::from([("cells".to_owned(), cells)]),
    )
}

/// Passes an object through a function, on the spot.
#[oche(sync)]
pub fn through_counter(f: impl Fn(Counter) -> Counter, counter: Counter) -> Counter {
    f(counter)
}

/// Passes objects through a function, on another thread.
pub fn through_counters(f: impl Fn(Vec<Counter>) -> Option<Counter>, counters: Vec<Counter>) -> Option<Counter> {
    f(counters)
}

/// Passes an object of Dart through a function.
pub fn through_object(f: impl Fn(DartObject) -> DartObject, object: DartObject) -> DartObject {
    f(object)
}

/// Asks a function for its `Future`, and does not wait for it.
#[oche(sync)]
pub fn ask_now(f: impl Fn(u32) -> BoxFuture<'static, u32>, value: u32) -> Option<u32> {
    f(value).now_or_never()
}

/// Waits for an answer only so long; whether there was one.
pub async fn ask_in_vain(
    f: impl Fn() -> BoxFuture<'static, Result<(), CallbackError>> + Send,
    patience: Duration,
) -> bool {
    tokio::time::timeout(patience, f()).await.is_ok()
}

/// Fails before it looks at the function, if the counter is gone.
#[oche(sync)]
pub fn with_counter(counter: Counter, f: impl Fn(i64)) {
    f(counter.count());
}

type Function = dyn Fn(i32) -> Result<i32, CallbackError> + Send + Sync;

static FUNCTION: Mutex<Option<Arc<Function>>> = Mutex::new(None);

fn function() -> Option<Arc<Function>> {
    FUNCTION.lock().expect("nobody panics with it").clone()
}

/// Keeps a function in place of the one before.
#[oche(sync)]
pub fn keep_function(f: Arc<dyn Fn(i32) -> Result<i32, CallbackError> + Send + Sync>) {
    let gone = FUNCTION.lock().expect("nobody panics with it").replace(f);
    drop(gone);
}

/// Lets the kept function go.
#[oche(sync)]
pub fn forget_function() {
    let gone = FUNCTION.lock().expect("nobody panics with it").take();
    drop(gone);
}

/// Calls the kept function in a call that takes nothing but numbers.
#[oche(sync)]
pub fn kept_direct(value: i32) -> i32 {
    match function().map(|f| f(value)) {
        Some(Ok(value)) => value,
        Some(Err(error)) => panic!("{error}"),
        None => panic!("none is kept"),
    }
}

/// Calls the kept function in a call whose result is encoded.
#[oche(sync)]
pub fn kept_here(value: i32) -> Result<i32, String> {
    Ok(function().ok_or("none is kept")?(value)?)
}

/// Calls the kept function from a thread that nobody knows.
pub fn kept_elsewhere(value: i32) -> Result<i32, String> {
    let f = function().ok_or("none is kept")?;
    let called = thread::spawn(move || f(value)).join();
    Ok(called.map_err(|_| "it panicked")??)
}

static ANSWERS: Mutex<Vec<Result<i32, Failing>>> = Mutex::new(Vec::new());

/// Calls a function from a thread of its own after a while; nobody waits for that.
#[oche(sync)]
pub fn call_alone(f: Box<dyn Fn(i32) -> Result<i32, CallbackError> + Send>, wait: Duration) {
    thread::spawn(move || {
        thread::sleep(wait);
        let answer = f(1).map_err(Failing::from);
        drop(f);
        ANSWERS.lock().expect("nobody panics with it").push(answer);
    });
}

/// Waits for a function from a thread of its own; nobody waits for that.
#[oche(sync)]
pub fn ask_alone(f: Box<dyn Fn(i32) -> BoxFuture<'static, Result<i32, CallbackError>> + Send>) {
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let answer = runtime.expect("a runtime without threads").block_on(f(1));
        drop(f);
        let answer = answer.map_err(Failing::from);
        ANSWERS.lock().expect("nobody panics with it").push(answer);
    });
}

/// What the lonely calls failed with so far, `None` for those that did not.
#[oche(sync)]
pub fn lonely_answers() -> Vec<Option<Failing>> {
    let answers = std::mem::take(&mut *ANSWERS.lock().expect("nobody panics with it"));
    answers.into_iter().map(Result::err).collect()
}

/// An object that says farewell when it ends.
#[oche(opaque)]
pub struct Farewell {
    say: Box<dyn Fn(String) -> Result<i32, CallbackError> + Send + Sync>,
}

impl Farewell {
    /// It will say it through this function.
    #[oche(sync)]
    pub fn new(say: Box<dyn Fn(String) -> Result<i32, CallbackError> + Send + Sync>) -> Self {
        Self { say }
    }
}

impl Drop for Farewell {
    fn drop(&mut self) {
        let said = (self.say)("farewell".to_owned()).map_err(Failing::from);
        ANSWERS.lock().expect("nobody panics with it").push(said);
    }
}
