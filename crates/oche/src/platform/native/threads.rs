//! Threads of the run time's own.

use std::io;
use std::thread::Builder;

/// Whether a thread can wait for others.
pub(crate) const CAN_WAIT: bool = true;

/// Starts a thread.
///
/// # Errors
/// If the system refuses it.
pub(crate) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
    Builder::new().name(name.to_owned()).spawn(body).map(drop)
}
