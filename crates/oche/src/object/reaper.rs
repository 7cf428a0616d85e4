//! A thread that drops objects and what else a user may have a hand in. Dart's finalizers run in the middle of a garbage collection, where a user's own code must
//! not run: it may take its time, or call Dart.

use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};
use std::thread::Builder;

use crate::executor::arrive;

type Garbage = Box<dyn Send>;

static REAPER: OnceLock<Option<Sender<Garbage>>> = OnceLock::new();

/// Drops `garbage` soon, on the reaper's thread; here, if the system refuses that thread.
pub(crate) fn reap(garbage: Garbage) {
    match REAPER.get_or_init(start) {
        // The thread never ends, so that the channel is open.
        Some(reaper) => drop(reaper.send(garbage)),
        None => drop(garbage),
    }
}

fn start() -> Option<Sender<Garbage>> {
    let (sender, garbage) = channel::<Garbage>();
    // A user's own panic goes no further than the `Slot` of an object.
    let thread = Builder::new().name("oche-reaper".to_owned()).spawn(move || {
        for garbage in garbage {
            // Each time: the default executor may have started since, or another one be set.
            arrive();
            drop(garbage);
        }
    });
    thread.is_ok().then_some(sender)
}
