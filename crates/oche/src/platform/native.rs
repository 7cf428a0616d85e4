//! Where there are threads, and the Dart VM.

mod clock;
mod keep;
mod port;
mod reaper;
mod threads;

#[cfg(any(feature = "log", feature = "tracing"))]
pub(crate) use clock::now;
pub(crate) use clock::{Clock, Instant};
pub(crate) use keep::{DartApi, DartHandle, attach_finalizer, find_api};
pub(crate) use port::{Port, PostCObject};
pub(crate) use reaper::Reaper;
pub(crate) use threads::CAN_WAIT;
#[cfg(feature = "tokio")]
pub(crate) use threads::spawn;
