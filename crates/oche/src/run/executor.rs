//! Where async functions, streams and blocking functions run, and in whose context everything else does: a trait, so that a user
//! can bring an executor. By default tokio, where there are threads and the feature is on; on a web page, a queue of the page's.

pub(crate) mod api;
pub(crate) mod choice;
mod chosen;
pub(crate) mod context;
#[cfg(target_family = "wasm")]
mod page;
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
mod runtime;
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
mod starter;
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
mod tokio;
