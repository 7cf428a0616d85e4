//! How Dart listens to what is logged.

use super::listeners::{Listener, change};
use crate::features::sink::inbound::open_stream;
use crate::features::sink::overflow::Overflow;
use crate::protocol::{LogLevel, LogsStatus};
use crate::run::context::Context;
use crate::run::panic::catch::caught;
use crate::wire::codec::Encode;

/// How many records wait for a listener.
const CAPACITY: usize = 1024;

/// Whether there is anything that could be logged.
const IS_THERE: bool = cfg!(any(feature = "log", feature = "tracing"));

/// `logs_open(context, id, level)`: opens a stream of records down to a level; a [`LogsStatus`]. If it fails, the stream is
/// cancelled.
///
/// # Safety
/// `context` is the calling isolate's.
pub(crate) unsafe extern "C" fn open(context: *mut Context, id: u64, level: u32) -> u32 {
    if !IS_THERE {
        return LogsStatus::NoFeature.code();
    }
    let Some(level) = LogLevel::from_code(level) else {
        return LogsStatus::Failed.code();
    };
    // SAFETY: by the contract.
    let context = unsafe { &*context };
    // SAFETY: the executor's code, which may run, cannot end the context.
    let _entered = unsafe { context.enter() };
    // A panic is printed: Dart only hears that there is no executor.
    let sink = caught(|| open_stream(context.shared(), "oche::logs", id, Encode::<()>::encode));
    match sink {
        Ok(Some(sink)) => {
            let sink = sink.with_overflow(Overflow::DropOldest(CAPACITY));
            change(Some(Listener { level, sink }));
            LogsStatus::Ok.code()
        }
        Ok(None) | Err(_) => LogsStatus::Failed.code(),
    }
}
