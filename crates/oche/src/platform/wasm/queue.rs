//! Tasks in the order in which they came.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A piece of work.
pub(crate) type Task = Box<dyn FnOnce() + Send>;

/// The tasks that wait for a turn.
pub(crate) struct Queue(Mutex<VecDeque<Task>>);

impl Queue {
    pub(crate) const fn new() -> Self {
        Queue(Mutex::new(VecDeque::new()))
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Task>> {
        // Nothing but moves of tasks runs under this lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends a task; whether there was none, so that somebody must see to a turn.
    pub(crate) fn push(&self, task: Task) -> bool {
        let mut tasks = self.lock();
        tasks.push_back(task);
        tasks.len() == 1
    }

    /// Runs tasks, one at least, as long as `has_time` says so; whether some are left. Those that come meanwhile have their turn
    /// after those that are there.
    pub(crate) fn run(&self, mut has_time: impl FnMut() -> bool) -> bool {
        loop {
            let Some(task) = self.lock().pop_front() else {
                return false;
            };
            task();
            if !has_time() {
                return !self.lock().is_empty();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn tasks_run_in_order_within_their_time_and_may_bring_others() {
        let queue = Arc::new(Queue::new());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let note = |number: u32| -> Task {
            let seen = Arc::clone(&seen);
            Box::new(move || seen.lock().expect("no test panics while it holds this").push(number))
        };
        assert!(queue.push(note(1)), "the first one needs a turn");
        let (again, last) = (Arc::clone(&queue), note(4));
        let is_first = queue.push(Box::new(move || {
            assert!(!again.push(last), "another one waits");
        }));
        assert!(!is_first && !queue.push(note(3)));
        let turns = AtomicUsize::new(0);
        let two_more = || turns.fetch_add(1, Ordering::SeqCst) < 1;
        assert!(queue.run(two_more), "two are left");
        assert_eq!(*seen.lock().expect("no test panics while it holds this"), [1]);
        assert!(!queue.run(|| true));
        assert_eq!(*seen.lock().expect("no test panics while it holds this"), [1, 3, 4]);
        assert!(!queue.run(|| false) && queue.push(note(5)), "it is empty");
    }
}
