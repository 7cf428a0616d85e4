//! Exactly what differs from one platform to another: `native` where there are threads and the Dart VM's C API, `wasm` where
//! there is one thread, which is a web page's. Both have the same names, so that nobody else has to ask where they are.

#[cfg(not(target_family = "wasm"))]
mod native;
pub(crate) mod park;
pub(crate) mod thread;
pub(crate) mod wake;
#[cfg(any(target_family = "wasm", test))]
mod wasm;

#[cfg(not(target_family = "wasm"))]
pub(crate) use native::*;
#[cfg(target_family = "wasm")]
pub(crate) use wasm::*;
