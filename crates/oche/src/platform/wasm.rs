//! A web page: one thread, which must never wait. What would be a thread's elsewhere is a task here, which the page runs between
//! its frames.

#[cfg(target_family = "wasm")]
mod clock;
#[cfg(target_family = "wasm")]
mod host;
#[cfg(target_family = "wasm")]
mod keep;
#[cfg(target_family = "wasm")]
mod page;
#[cfg(target_family = "wasm")]
mod port;
mod queue;
#[cfg(target_family = "wasm")]
mod reaper;

#[cfg(all(target_family = "wasm", any(feature = "log", feature = "tracing")))]
pub(crate) use clock::now;
#[cfg(target_family = "wasm")]
pub(crate) use clock::{Clock, Instant};
#[cfg(target_family = "wasm")]
pub(crate) use keep::{DartApi, DartHandle, attach_finalizer, find_api};
#[cfg(target_family = "wasm")]
pub(crate) use page::{CAN_WAIT, push, run_tasks};
#[cfg(target_family = "wasm")]
pub(crate) use port::{Port, PostCObject};
#[cfg(target_family = "wasm")]
pub(crate) use reaper::Reaper;
