//! What an executor is, and in whose context all code of the user's runs.

pub(crate) mod api;
pub(crate) mod chosen;
pub(crate) mod context;
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
pub(crate) mod runtime;
