//! Installing what receives the records.

use std::error::Error;
use std::fmt;

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
/// # Errors
/// If something else was installed before. What could be installed is, nevertheless.
pub fn init() -> Result<(), InitError> {
    let installed = [
        #[cfg(feature = "log")]
        super::logger::install().map_err(|_| InitError("`log`")),
        #[cfg(feature = "tracing")]
        super::subscriber::install().map_err(|_| InitError("`tracing`")),
    ];
    installed.into_iter().collect()
}
