//! Where async functions, streams and blocking functions run: on the executor that the user has set, or by default on tokio,
//! where there are threads and the feature is on; on a web page, in tasks of the page's.

pub(crate) mod choice;
#[cfg(target_family = "wasm")]
mod page;
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
mod starter;
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
mod tokio;
