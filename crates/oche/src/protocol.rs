//! What the two run times have agreed on, written once: the entry points of the table with their signatures, the codes, the
//! limits, and the layouts of what both sides read.
//!
//! The run time uses these very definitions. Dart's constants, its bindings of the table and its `Struct` classes are
//! generated from the same ones by `cargo xtask protocol`, which for that compiles the files of this folder into itself: so
//! they know nothing of the rest of this crate. What a version of the ABI consists of is written down in
//! `crates/oche/protocol/abi-<version>.txt`; a test fails if that is not what is here, until [`ABI_VERSION`] is raised.

pub mod codes;
pub mod description;
pub mod entries;
pub mod layouts;
pub mod limits;

pub use codes::{
    Access, AttachmentKind, CallStatus, ElementKind, EntryKind, JsonKind, LogLevel, LogsStatus, RemoteKind,
    ReplyStatus, SignalStatus, StreamEvent, WireErrorKind,
};
pub use limits::ABI_VERSION;
