#![forbid(missing_docs, unsafe_code, reason = "safe")]
#![cfg_attr(not(test), forbid(deprecated))]
#![no_implicit_prelude]
//! A crate that wants more than generated code can give.

pub mod api;
#[forbid(unsafe_code)]
mod oche_generated;
