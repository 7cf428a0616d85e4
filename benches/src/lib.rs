//! The library of the benchmark: the same work done three times, so that it can be compared within one process.
//!
//! - [`api`] is plain Rust, which crosses by a bridge that Oche has generated;
//! - [`usual`] is a bridge written by hand in the manner of today's tools;
//! - [`floor`] is no bridge at all, but the least that `dart:ffi` and a port can do.
//!
//! What all three do on the Rust side is in [`work`].

pub mod api;
pub mod floor;
mod oche_generated;
pub mod usual;
mod work;

/// Where all three get their memory from, unless `cargo xtask bench --allocator system` asks for the system's.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
