//! A turn of the page's, where there are no threads.

use super::timer;
use crate::platform::run_tasks;

/// `page_turn()`: does what is due, and runs tasks for a few milliseconds. The page calls it when it was asked to, by
/// `schedule`, and never within another call of Rust.
pub extern "C" fn page_turn() {
    timer::turn();
    run_tasks();
}
