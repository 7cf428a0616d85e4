//! What runs once in the process, before anything else: a crate's own setting up.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::context::Context;
use super::hooks;
use crate::run::executor::context::in_context_here;
use crate::run::panic::catch::catch;
use crate::run::panic::hook::install_hook;
use crate::run::spawn::choice::choice;

/// Whether a crate is set up.
pub struct Init(Mutex<State>);

enum State {
    /// Not yet, or it has failed.
    Undone,
    /// Somebody is at it.
    Running(Arc<Attempt>),
    Done,
}

/// One try, for those who wait for it.
#[derive(Default)]
struct Attempt {
    outcome: Mutex<Option<Outcome>>,
    ended: Condvar,
}

/// Why it has failed, if it has.
type Outcome = Result<(), Arc<str>>;

impl Init {
    /// Not yet.
    pub const fn new() -> Self {
        Init(Mutex::new(State::Undone))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that could panic half-way runs under this lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `body`, unless it has succeeded already. Whoever comes while it runs waits for its end, and gets the same outcome;
    /// whoever comes after it has failed tries again.
    fn run(&self, body: impl FnOnce() -> Result<(), String>) -> Outcome {
        let attempt = {
            let mut state = self.lock();
            match &*state {
                State::Done => return Ok(()),
                State::Running(attempt) => {
                    let attempt = Arc::clone(attempt);
                    drop(state);
                    return attempt.wait();
                }
                State::Undone => {
                    let attempt = Arc::<Attempt>::default();
                    *state = State::Running(Arc::clone(&attempt));
                    attempt
                }
            }
        };
        let outcome = set_up(body).map_err(Arc::from);
        let state = if outcome.is_ok() { State::Done } else { State::Undone };
        *self.lock() = state;
        attempt.end(outcome.clone());
        outcome
    }
}

impl Default for Init {
    fn default() -> Self {
        Self::new()
    }
}

impl Attempt {
    fn lock(&self) -> MutexGuard<'_, Option<Outcome>> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self) -> Outcome {
        let mut outcome = self.lock();
        loop {
            match &*outcome {
                Some(outcome) => return outcome.clone(),
                None => outcome = self.ended.wait(outcome).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn end(&self, outcome: Outcome) {
        *self.lock() = Some(outcome);
        self.ended.notify_all();
    }
}

/// Runs the crate's own function. What it has set is forgotten if it fails, as if it had not run.
fn set_up(body: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let before = (choice(), hooks::mark());
    // The thread does not stay in the default executor's context: another one may be set.
    let outcome = catch(|| in_context_here(body)).unwrap_or_else(|panic| Err(panic.to_string()));
    if outcome.is_err() {
        before.0.forget_later();
        hooks::forget_later(&before.1);
    }
    // This is where a crate sets a panic hook of its own.
    install_hook();
    outcome
}

/// Sets a crate up if nobody has; every isolate calls it when it has attached. 0, or 1 with the text of the failure in the
/// out message.
///
/// # Safety
/// It is called by Oche's Dart library on the thread of the isolate that owns `cx`, with `cx` from `attach` and not
/// detached.
pub unsafe fn init(cx: *mut Context, once: &Init, body: impl FnOnce() -> Result<(), String>) -> u32 {
    let Err(text) = once.run(body) else {
        return 0;
    };
    // SAFETY: by the contract; no user code runs any more.
    let cx = unsafe { &mut *cx };
    let mut out = cx.take_out();
    out.str(&text);
    cx.publish_out(out);
    1
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn it_runs_once_and_everybody_waits() {
        let (once, runs, start) = (Init::new(), AtomicU32::new(0), Barrier::new(8));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    let outcome = once.run(|| {
                        thread::sleep(Duration::from_millis(20));
                        runs.fetch_add(1, Ordering::SeqCst);
                        Ok(())
                    });
                    assert_eq!(outcome, Ok(()));
                    assert_eq!(runs.load(Ordering::SeqCst), 1);
                });
            }
        });
    }

    #[test]
    fn after_a_failure_it_is_tried_again_until_it_succeeds() {
        let once = Init::new();
        for text in ["no", "not yet"] {
            assert_eq!(once.run(|| Err(text.to_owned())), Err(text.into()));
        }
        assert_eq!(once.run(|| Ok(())), Ok(()));
        assert_eq!(once.run(|| Err("never asked".to_owned())), Ok(()));
    }

    /// Those who wait have the outcome of what they have waited for, even if somebody has begun again before they look.
    #[test]
    fn a_failure_is_everybodys_who_waited_for_it() {
        let (once, runs, start) = (Init::new(), AtomicU32::new(0), Barrier::new(8));
        let failures: Vec<Outcome> = thread::scope(|scope| {
            let threads = [(); 8].map(|()| {
                scope.spawn(|| {
                    start.wait();
                    once.run(|| {
                        let run = runs.fetch_add(1, Ordering::SeqCst);
                        thread::sleep(Duration::from_millis(50));
                        Err(format!("number {run}"))
                    })
                })
            });
            threads.map(|thread| thread.join().expect("it does not panic")).into()
        });
        let runs = runs.load(Ordering::SeqCst);
        for failure in failures {
            let failure = failure.expect_err("each one fails");
            assert!((0..runs).any(|run| *failure == *format!("number {run}")), "{failure}");
        }
        assert!(runs < 8, "nobody has waited");
        assert_eq!(once.run(|| Ok(())), Ok(()));
    }

    #[test]
    fn a_panic_is_a_failure() {
        install_hook();
        let once = Init::new();
        let text = once.run(|| panic!("it broke")).unwrap_err();
        assert!(
            text.starts_with("it panicked at ") && text.ends_with(": it broke"),
            "{text}"
        );
        assert_eq!(once.run(|| Ok(())), Ok(()));
    }
}
