//! What runs once in the process, before anything else: a crate's own setting up.

use std::sync::OnceLock;

use crate::error::catch;
use crate::isolate::Context;

/// Whether a crate is set up, and if that failed, why.
pub struct Init(OnceLock<Result<(), String>>);

impl Init {
    /// Not yet.
    pub const fn new() -> Self {
        Init(OnceLock::new())
    }

    /// Runs `body`, unless it ran already. Whoever comes while it runs waits for its end, and everybody gets its outcome.
    fn run(&self, body: impl FnOnce() -> Result<(), String>) -> Result<(), &str> {
        let outcome = self
            .0
            .get_or_init(|| catch(body).unwrap_or_else(|panic| Err(panic.to_string())));
        outcome.as_ref().map(|_| ()).map_err(String::as_str)
    }
}

impl Default for Init {
    fn default() -> Self {
        Self::new()
    }
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
    // SAFETY: by the contract above; no user code runs any more.
    let cx = unsafe { &mut *cx };
    let mut out = cx.take_out();
    out.str(text);
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
    fn a_failure_stays() {
        let once = Init::new();
        assert_eq!(once.run(|| Err("no".to_owned())), Err("no"));
        assert_eq!(once.run(|| Ok(())), Err("no"));
    }

    #[test]
    fn a_panic_is_a_failure() {
        crate::error::install_hook();
        let once = Init::new();
        let text = once.run(|| panic!("it broke")).unwrap_err();
        assert!(
            text.starts_with("it panicked at ") && text.ends_with(": it broke"),
            "{text}"
        );
    }
}
