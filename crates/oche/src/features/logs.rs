//! What the Rust side logs, as streams in Dart. The Dart twin is `logs.dart`.
//!
//! Records come from the crates `log` and `tracing`, behind the features of the same names, once `init` has installed
//! what receives them, or a crate has done so itself with `Logger` or `layer`. In Dart, `logs()` of the library object
//! is a stream of them. Each listener has a queue of its own for 1,024 records; while that is full, the oldest are dropped,
//! and counted in the stream's figures. A record that nobody wants costs one look at a number.

#[cfg(any(feature = "log", feature = "tracing"))]
mod install;
mod listeners;
#[cfg(feature = "log")]
mod logger;
pub(crate) mod open;
mod record;
#[cfg(feature = "tracing")]
mod subscriber;

#[cfg(any(feature = "log", feature = "tracing"))]
pub use install::{InitError, init};
#[cfg(feature = "log")]
pub use logger::Logger;
#[cfg(feature = "tracing")]
pub use subscriber::layer;
