//! What functions of Dart answer, on the isolate's own thread and on others.

use std::fmt::Debug;
use std::sync::Arc;
use std::thread;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use oche::{CallbackError, oche};

use super::objects::Counter;

/// A method for each kind of value that a register can hold, and some for others.
#[oche(interface)]
pub trait Answers: Send + Sync {
    /// Gives a small number.
    fn small(&self, value: i8) -> Result<i8, CallbackError>;

    /// Gives a number that is not negative.
    fn positive(&self, value: u32) -> Result<u32, CallbackError>;

    /// Gives a large number.
    fn large(&self, value: i64) -> Result<i64, CallbackError>;

    /// Gives a number that may be too large for Dart.
    fn larger(&self, value: u64) -> Result<u64, CallbackError>;

    /// Gives a size.
    fn size(&self, value: usize) -> Result<usize, CallbackError>;

    /// Gives a number of single precision.
    fn single(&self, value: f32) -> Result<f32, CallbackError>;

    /// Gives a number of double precision.
    fn precise(&self, value: f64) -> Result<f64, CallbackError>;

    /// Gives a truth value.
    fn flag(&self, value: bool) -> Result<bool, CallbackError>;

    /// Gives a character.
    fn letter(&self, value: char) -> Result<char, CallbackError>;

    /// Gives text.
    fn text(&self, value: &str) -> Result<String, CallbackError>;

    /// Takes nothing.
    fn count(&self) -> Result<i32, CallbackError>;

    /// Takes and gives nothing.
    fn nothing(&self) -> Result<(), CallbackError>;
}

/// What a call came to, in words.
fn said<T: Debug>(answer: Result<T, CallbackError>) -> String {
    match answer {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("{:?}: {}", error.kind(), error.message()),
    }
}

fn all(answers: &dyn Answers) -> Vec<String> {
    let mut said_all = Vec::new();
    said_all.extend([i8::MIN, 0, i8::MAX].map(|value| said(answers.small(value))));
    said_all.extend([0, 7, u32::MAX].map(|value| said(answers.positive(value))));
    said_all.extend([i64::MIN, -1, i64::MAX].map(|value| said(answers.large(value))));
    said_all.extend([0, i64::MAX as u64, u64::MAX].map(|value| said(answers.larger(value))));
    said_all.extend([0, 1 << 30, u32::MAX as usize].map(|value| said(answers.size(value))));
    said_all.extend([f32::MIN_POSITIVE, -0.0, f32::MAX].map(|value| said(answers.single(value))));
    said_all.extend([f64::MIN, f64::INFINITY, f64::NAN].map(|value| said(answers.precise(value))));
    said_all.extend([false, true].map(|value| said(answers.flag(value))));
    said_all.extend(['\0', 'ä', '\u{10ffff}'].map(|value| said(answers.letter(value))));
    said_all.extend(["", "text", "ä😀"].map(|value| said(answers.text(value))));
    said_all.push(said(answers.count()));
    said_all.push(said(answers.nothing()));
    said_all
}

/// Asks everything on the caller's own thread.
#[oche(sync)]
pub fn answers_here(answers: &dyn Answers) -> Vec<String> {
    all(answers)
}

/// Asks everything on another thread.
pub fn answers_elsewhere(answers: Arc<dyn Answers>) -> Vec<String> {
    all(&*answers)
}

/// Asks on the caller's own thread for a text of so many characters, and then without arguments.
#[oche(sync)]
pub fn answers_in_turn(answers: &dyn Answers, sizes: &[u32]) -> Vec<i32> {
    let length = |size: &u32| match answers.text(&"x".repeat(*size as usize)) {
        Ok(text) => text.len() as i32,
        Err(_) => -1,
    };
    sizes
        .iter()
        .flat_map(|size| [length(size), answers.count().unwrap_or(-1)])
        .collect()
}

/// Passes on two objects of a function's.
#[oche(sync)]
pub fn through_pair(f: impl Fn() -> (Counter, Counter)) -> (Counter, Counter) {
    f()
}

/// Asks from another thread, and forgets the question and the function before Dart can have heard of it.
#[oche(sync)]
pub fn ask_and_forget(f: impl Fn(String) -> BoxFuture<'static, String> + Send + 'static) -> bool {
    let asked = thread::spawn(move || f("forgotten".to_owned()).now_or_never().is_none());
    asked.join().unwrap_or(false)
}
