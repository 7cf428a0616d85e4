//! A thread that drops objects. Dart's finalizers run in the middle of a garbage collection, where a user's own code must
//! not run: it may take its time, or call Dart.

use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};
use std::thread::Builder;

use super::Handle;

static REAPER: OnceLock<Option<Sender<Handle>>> = OnceLock::new();

/// Drops `handle` soon, on the reaper's thread; here, if the system refuses that thread.
pub(crate) fn reap(handle: Handle) {
    match REAPER.get_or_init(start) {
        // The thread never ends, so that the channel is open.
        Some(reaper) => drop(reaper.send(handle)),
        None => drop(handle),
    }
}

fn start() -> Option<Sender<Handle>> {
    let (sender, garbage) = channel::<Handle>();
    // Dropping a handle does not panic: see `Slot`.
    let thread = Builder::new()
        .name("oche-reaper".to_owned())
        .spawn(move || garbage.into_iter().for_each(drop));
    thread.is_ok().then_some(sender)
}
