//! The Rust run time of Oche, the bridge between Rust and Dart.
//!
//! A crate that exports an API names this crate in its `Cargo.toml` and writes plain Rust in its `api` module; `oche
//! generate` writes the rest. What a user's own code needs of this crate is small:
//!
//! - the attribute [`oche`], to say how an item crosses;
//! - [`set_executor`], to run async functions on something else than tokio;
//! - [`set_hooks`], to be told of panics and errors in calls;
//! - [`Stream`], the trait of a function's streaming result, and [`RateShaping`] for what is too fast to be drawn;
//! - [`StreamSink`], a stream in Dart that Rust pushes items into;
//! - [`Signal`], a live value that Dart reads and listens to;
//! - [`open_streams`], what became of the items of all streams;
//! - [`CallbackError`], why a Dart function that Rust calls has no result;
//! - [`is_cancelled`], for a long computation to ask whether its result is still wanted;
//! - [`DartObject`], any object of Dart, to be kept and given back.
//!
//! # Features
//!
//! | feature | what it brings |
//! |---|---|
//! | `tokio` (default) | runs async functions and streams on tokio, unless [`set_executor`] chose otherwise |
//! | `anyhow` | `anyhow::Error` as the error of a `Result`: `RustError` in Dart |
//! | `bytes` | `Bytes`: `Uint8List` |
//! | `chrono` | `DateTime<Utc>`, `DateTime<FixedOffset>`, `DateTime<Local>`, `NaiveDateTime`, `NaiveDate`: `DateTime`; `TimeDelta`, `NaiveTime`: `Duration` |
//! | `log` | records of the crate `log` as a stream in Dart: see [`logs`] |
//! | `num-bigint` | `BigInt`, `BigUint`: `BigInt` |
//! | `serde_json` | `Value`: `Object?`, of what `dart:convert` knows |
//! | `time` | `OffsetDateTime`, `PrimitiveDateTime`, `Date`: `DateTime`; `Duration`, `Time`: `Duration` |
//! | `tracing` | events of the crate `tracing` as a stream in Dart: see [`logs`] |
//! | `url` | `Url`: `Uri` |
//! | `uuid` | `Uuid`: `Uuid` of Oche's Dart package |
//!
//! They are for chrono 0.4, num-bigint 0.5, time 0.3, and version 1 or 2 of the others.
//!
//! # Example
//!
//! ```
//! use oche::oche;
//!
//! /// Adds two numbers on the caller's thread; without the attribute it would be a `Future` in Dart.
//! #[oche(sync)]
//! pub fn add(a: i32, b: i32) -> i32 {
//!     a + b
//! }
//! # assert_eq!(add(1, 2), 3);
//! ```

mod call;
mod callback;
mod cancel;
mod credit;
mod dart_stream;
mod error;
mod executor;
mod finalizer;
mod flow;
mod hooks;
mod ids;
mod init;
mod isolate;
mod live;
pub mod logs;
mod mailbox;
mod object;
mod operators;
mod park;
mod port;
#[doc(hidden)]
pub mod protocol;
mod pump;
mod rate;
mod scalar;
mod setting;
mod signal;
mod sink;
mod statistics;
mod stream;
mod sync;
mod table;
mod task;
mod timer;
mod wire;

pub use callback::{CallbackError, CallbackErrorKind, DartObject};
pub use cancel::is_cancelled;
pub use executor::{BoxFuture, BoxWork, Executor, ExecutorAlreadySet, set_executor};
pub use flow::{OpenStream, open_streams};
pub use futures_core::Stream;
pub use hooks::{CallError, CallErrorKind, CallPanic, Hooks, HooksAlreadySet, set_hooks};
pub use live::live_objects;
pub use oche_macros::oche;
pub use protocol::ABI_VERSION;
pub use rate::{RateShaping, Sampled, Throttled};
pub use signal::{Changes, Sample, Signal, SignalStatus};
pub use sink::{Overflow, PushStatus, RawSink, SendError, Sent, StreamSink};
pub use statistics::StreamStatistics;

/// What generated code calls. Not for use by hand: it changes with the generator.
#[doc(hidden)]
pub mod glue {
    pub use crate::__data_error as data_error;
    pub use crate::__entry_points as entry_points;
    pub use crate::__text as text;
    pub use crate::__text_error as text_error;
    pub use crate::call::{
        Caller, Reply, Status, blocking, caller, direct, eager, future, reply, reply_result, result, stream, sync,
        value,
    };
    pub use crate::callback::{Callback, encode_implementor, expect_callback, own};
    pub use crate::dart_stream::{DartStream, dart_stream, dart_stream_results, dart_stream_typed};
    #[cfg(feature = "anyhow")]
    pub use crate::error::AnyhowError;
    pub use crate::error::{
        BoxedError, ByError, ByText, Described, DisplayError, MessageError, TextError, missing, missing_on_machine,
    };
    pub use crate::hooks::{ByDebug, ByDisplay, ByName, DataError, Text};
    pub use crate::init::{Init, init};
    pub use crate::isolate::Context;
    pub use crate::object::{
        Handle, HashPairs, Lend, Name, Object, ObjectType, OrderedPairs, Own, ReadGuard, WriteGuard, arc_object,
        borrow, encode_arc_object, encode_interface, encode_object, encode_part, encode_part_mut, interface_handle,
        lend, object_arg, take_object, try_lock,
    };
    pub use crate::operators::{compare, hash_code, partial_compare};
    pub use crate::protocol;
    pub use crate::scalar::{char_arg, char_result, isize_arg, isize_result, u64_result, usize_arg, usize_result};
    pub use crate::sink::{Overflow, StreamSink, sink, sink_results};
    pub use crate::stream::{StreamEnd, StreamOut};
    pub use crate::table::{Entry, Table};
    pub use crate::wire::{Args, Decode, Encode, EncodeRef, MAX_DEPTH, Number, Reader, WireError, Writer, converted};
}
