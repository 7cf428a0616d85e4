//! Which executor it is: what the user has set, or the default, once it was given something to run.

use std::fmt;

use crate::base::setting::Mark;
use crate::run::executor::api::{BoxWork, Executor};
use crate::run::executor::chosen::{CHOSEN, is_users, set_users};

/// Says that the executor is in use already.
#[derive(Debug, PartialEq, Eq)]
pub struct ExecutorAlreadySet;

impl fmt::Display for ExecutorAlreadySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the executor is set already: call `set_executor` before the first async call, and once")
    }
}

impl std::error::Error for ExecutorAlreadySet {}

/// Runs everything asynchronous on `executor` from now on, instead of tokio, and all other code in its context.
///
/// If `#[oche(init)]` fails, what it has set is forgotten, so that the next try can set it again.
///
/// # Errors
/// If an executor was set before, or the default one was given something to run.
pub fn set_executor(executor: impl Executor) -> Result<(), ExecutorAlreadySet> {
    if !CHOSEN.set(Box::new(executor)) {
        return Err(ExecutorAlreadySet);
    }
    set_users(true);
    Ok(())
}

/// What was chosen at some moment.
pub(crate) struct Choice(Mark<dyn Executor>);

/// What is chosen now.
pub(crate) fn choice() -> Choice {
    Choice(CHOSEN.mark())
}

impl Choice {
    /// Forgets the executor that the user has set since.
    pub(crate) fn forget_later(&self) {
        if is_users() && !CHOSEN.is_at(&self.0) {
            set_users(false);
            CHOSEN.reset(&self.0);
        }
    }
}

/// The executor in use; starts the default one if none was set.
pub(crate) fn executor() -> &'static dyn Executor {
    loop {
        if let Some(executor) = CHOSEN.get() {
            return executor;
        }
        // If this is refused, somebody else has just set one.
        let _ = CHOSEN.set(default_executor());
    }
}

/// Runs `work` on a thread that may block, of the executor in use.
///
/// The default one is called by its name, here and in [`enter`]: what a library has no use for is not linked into it then.
pub(crate) fn spawn_blocking(work: BoxWork) {
    let executor = executor();
    #[cfg(all(feature = "tokio", not(target_family = "wasm")))]
    if !is_users() {
        return super::tokio::spawn_blocking(work);
    }
    executor.spawn_blocking(work);
}

/// Polls an eager function for the first time, by `code`, in the context of the executor in use.
pub(crate) fn enter(code: &mut dyn FnMut()) {
    let executor = executor();
    #[cfg(all(feature = "tokio", not(target_family = "wasm")))]
    if !is_users() {
        return super::tokio::enter(code);
    }
    executor.enter(code);
}

#[cfg(target_family = "wasm")]
fn default_executor() -> Box<dyn Executor> {
    Box::new(super::page::Page)
}

#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
fn default_executor() -> Box<dyn Executor> {
    Box::new(super::tokio::default())
}

#[cfg(not(any(feature = "tokio", target_family = "wasm")))]
fn default_executor() -> Box<dyn Executor> {
    panic!("no executor: call `oche::set_executor` first, or enable the feature `tokio` of the crate `oche`")
}
