//! One at a time, and again whenever somebody asks.

use std::sync::atomic::Ordering;

use crate::base::sync::{AtomicBool, AtomicU8, AtomicUsize};
use crate::platform::thread::thread_mark;

/// Nobody is at it.
const IDLE: u8 = 0;
/// Somebody is at it.
const RUNNING: u8 = 1;
/// Somebody is at it, and has to do it once more.
const AGAIN: u8 = 2;

/// How often a turn may ask for itself again, one turn after the other.
const SELF_MADE: u32 = 64;

/// How many turns a thread takes for others, after its own.
const FOR_OTHERS: u32 = 4;

/// What came of asking for a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// It was taken, or the thread that is at it will take it.
    Done,
    /// The turns asked for themselves without an end, and were broken off.
    Endless,
    /// Others ask so often that this thread has done enough. Nobody is at it now, and one more turn is due: ask for it soon,
    /// on another thread.
    Owed,
}

/// Lets one thread at a time take turns at something, until nobody has asked for another one. Whoever asks meanwhile
/// leaves it to that thread.
#[derive(Default)]
pub(super) struct Turns {
    state: AtomicU8,
    /// The mark of the thread that is at it.
    runner: AtomicUsize,
    /// Whether the turn has asked for another one itself.
    self_made: AtomicBool,
}

impl Turns {
    /// Asks for a turn. It begins after all that this thread has done before.
    pub(super) fn ask(&self, mut turn: impl FnMut()) -> Asked {
        if self.state.swap(AGAIN, Ordering::AcqRel) != IDLE {
            // Only this thread can have stored its mark, so that no order of memory accesses is needed.
            if self.runner.load(Ordering::Relaxed) == thread_mark() {
                self.self_made.store(true, Ordering::Relaxed);
            }
            return Asked::Done;
        }
        self.runner.store(thread_mark(), Ordering::Relaxed);
        let (mut self_made, mut for_others) = (0, 0);
        let asked = loop {
            self.state.swap(RUNNING, Ordering::AcqRel);
            turn();
            self_made = match self.self_made.swap(false, Ordering::Relaxed) {
                true => self_made + 1,
                false => 0,
            };
            if self_made == SELF_MADE {
                break Asked::Endless;
            }
            self.runner.store(0, Ordering::Relaxed);
            let is_idle = self
                .state
                .compare_exchange(RUNNING, IDLE, Ordering::AcqRel, Ordering::Relaxed);
            if is_idle.is_ok() {
                return Asked::Done;
            }
            if self_made == 0 {
                for_others += 1;
            }
            if for_others > FOR_OTHERS {
                break Asked::Owed;
            }
            self.runner.store(thread_mark(), Ordering::Relaxed);
        };
        self.runner.store(0, Ordering::Relaxed);
        // Whoever takes the turn that is due sees what those have done who asked for it.
        self.state.swap(IDLE, Ordering::AcqRel);
        asked
    }
}

#[cfg(all(test, oche_loom))]
mod tests {
    use std::sync::Arc;

    use loom::thread;

    use super::*;

    /// Two threads change something and ask for a turn that copies it. Without an order of its own, what is copied would
    /// not have to be the last.
    #[test]
    fn loom_the_last_turn_sees_everything() {
        loom::model(|| {
            let shared = Arc::new((
                Turns::default(),
                [AtomicUsize::new(0), AtomicUsize::new(0)],
                AtomicUsize::new(0),
            ));
            let change = |which: usize| {
                let shared = Arc::clone(&shared);
                move || {
                    let (turns, sources, copy) = &*shared;
                    sources[which].store(1 + which, Ordering::Relaxed);
                    let asked = turns.ask(|| {
                        let sum = sources.iter().map(|source| source.load(Ordering::Relaxed)).sum();
                        copy.store(sum, Ordering::Relaxed);
                    });
                    assert_eq!(asked, Asked::Done);
                }
            };
            let other = thread::spawn(change(0));
            change(1)();
            other.join().expect("it does not panic");
            assert_eq!(shared.2.load(Ordering::Relaxed), 3);
        });
    }
}
