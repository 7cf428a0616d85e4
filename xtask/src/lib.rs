//! Project automation: the demo, the tests, and a Dart VM for machines without one.
//!
//! The binary is `cargo xtask`; the library lets the end-to-end tests ask for the same [`Toolchain`].

pub mod architecture;
pub mod cache;
pub mod commands;
pub mod dart;
pub mod pictures;
pub mod process;
pub mod progress;
pub mod protocol;
pub mod rust;
pub mod toolchain;
pub mod tour;
pub mod workspace;

pub use toolchain::Toolchain;
pub use workspace::Workspace;
