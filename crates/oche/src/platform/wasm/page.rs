//! The page's own tasks.

use std::time::Duration;

use super::clock::Instant;
use super::host::schedule;
use super::queue::{Queue, Task};

/// Whether a thread can wait for others: here there are none.
pub(crate) const CAN_WAIT: bool = false;

/// How long a turn takes at most, unless one task takes longer: a frame must not be late for it.
const BUDGET: Duration = Duration::from_millis(4);

static TASKS: Queue = Queue::new();

/// Has `task` run in one of the page's next turns.
pub(crate) fn push(task: Task) {
    if TASKS.push(task) {
        schedule(Duration::ZERO);
    }
}

/// Runs tasks for a few milliseconds; what is left has another turn.
pub(crate) fn run_tasks() {
    let start = Instant::now();
    if TASKS.run(|| start.elapsed() < BUDGET) {
        schedule(Duration::ZERO);
    }
}
