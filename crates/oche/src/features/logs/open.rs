//! How Dart listens to what is logged.

use super::listeners::{Listener, change};
use super::record::Level;
use crate::features::sink::inbound::open_stream;
use crate::features::sink::overflow::Overflow;
use crate::run::context::Context;
use crate::run::panic::catch::caught;

/// How many records wait for a listener.
const CAPACITY: usize = 1024;

/// Whether there is anything that could be logged.
const IS_THERE: bool = cfg!(any(feature = "log", feature = "tracing"));

/// What `logs_open` answers.
#[repr(u32)]
enum Opened {
    Ok = 0,
    /// Neither the feature `log` nor `tracing` is enabled.
    NoFeature = 1,
    /// There is no executor for it, or no such level.
    Failed = 2,
}

/// `logs_open(context, id, level)`: opens a stream of records down to a level; an [`Opened`]. If it fails, the stream is
/// cancelled.
///
/// # Safety
/// `context` is the calling isolate's.
pub(crate) unsafe extern "C" fn open(context: *const Context, id: u64, level: u32) -> u32 {
    if !IS_THERE {
        return Opened::NoFeature as u32;
    }
    let Some(level) = Level::of(level) else {
        return Opened::Failed as u32;
    };
    // SAFETY: by the contract.
    let context = unsafe { &*context };
    // SAFETY: the executor's code, which may run, cannot end the context.
    let _entered = unsafe { context.enter() };
    // A panic is printed: Dart only hears that there is no executor.
    let sink = caught(|| open_stream::<(), _, _>(context.shared(), "oche::logs", id, |out, items| out.run(items)));
    match sink {
        Ok(Some(sink)) => {
            let sink = sink.with_overflow(Overflow::DropOldest(CAPACITY));
            change(Some(Listener { level, sink }));
            Opened::Ok as u32
        }
        Ok(None) | Err(_) => Opened::Failed as u32,
    }
}
