//! Installing what receives the records.

use std::error::Error;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Says that the process has something else already that receives records of `log` or events of `tracing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InitError(&'static str);

impl fmt::Display for InitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} has been set up already: add Oche to what is there", self.0)
    }
}

impl Error for InitError {}

/// Sends what is logged with `log` and `tracing`, as far as the features are enabled, to whoever listens in Dart.
///
/// A crate that also logs to somewhere else combines `Logger` or `layer` with that instead.
///
/// ```
/// use oche::oche;
///
/// /// Runs once, when the library is loaded.
/// #[oche(init)]
/// pub fn init() -> Result<(), oche::logs::InitError> {
///     oche::logs::init()
/// }
/// # assert_eq!(init(), Ok(()));
/// ```
///
/// Called again, it does nothing: what failed the first time may be tried once more.
///
/// # Errors
/// If something else was installed before. What could be installed is, nevertheless.
pub fn init() -> Result<(), InitError> {
    #[cfg(feature = "log")]
    static LOG: Mutex<bool> = Mutex::new(false);
    #[cfg(feature = "tracing")]
    static TRACING: Mutex<bool> = Mutex::new(false);
    let installed = [
        #[cfg(feature = "log")]
        once(&LOG, "`log`", super::logger::install),
        #[cfg(feature = "tracing")]
        once(&TRACING, "`tracing`", super::subscriber::install),
    ];
    installed.into_iter().collect()
}

/// Installs something, unless that was done here already.
fn once<E>(is_done: &Mutex<bool>, what: &'static str, install: fn() -> Result<(), E>) -> Result<(), InitError> {
    let mut is_done = is_done.lock().unwrap_or_else(PoisonError::into_inner);
    if !*is_done {
        install().map_err(|_| InitError(what))?;
        *is_done = true;
    }
    Ok(())
}
