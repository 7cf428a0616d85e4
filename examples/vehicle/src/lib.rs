//! Oche's reference data layer: a vehicle's CAN signals as types and streams.
//!
//! The layers, from the wire up; each knows only those above it in this list:
//!
//! - [`frame`]: a CAN frame and its identifier;
//! - [`bits`]: a run of bits in a payload, in both byte orders;
//! - [`dbc`]: the database that says which bits mean what;
//! - [`decode`], [`encode`]: payload to physical values and back;
//! - [`candump`]: the text log of `candump -l`, line by line;
//! - [`replay`]: a log, played at its own pace;
//! - [`api`]: what crosses to Dart. Dart sees this module and nothing else.
//!
//! Everything below [`api`] is ordinary Rust that knows nothing of Dart and is tested without it.

pub mod api;
pub mod bits;
pub mod candump;
mod catalog;
pub mod dbc;
pub mod decode;
pub mod encode;
pub mod frame;
mod inspect;
mod oche_generated;
pub mod replay;
