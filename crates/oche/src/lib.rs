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

mod base;
mod features;
mod platform;
#[doc(hidden)]
pub mod protocol;
mod run;
mod support;
mod wire;

pub use base::callback_error::{CallbackError, CallbackErrorKind};
pub use base::live::live_objects;
pub use base::statistics::StreamStatistics;
pub use features::callback::dart_object::DartObject;
pub use features::logs;
pub use features::rate::{RateShaping, Sampled, Throttled};
pub use features::signal::changes::Changes;
pub use features::signal::core::{Sample, Signal};
pub use features::sink::overflow::Overflow;
pub use features::sink::raw::{PushStatus, RawSink};
pub use features::sink::sent::{SendError, Sent};
pub use features::sink::stream_sink::StreamSink;
pub use futures_core::Stream;
pub use oche_macros::oche;
pub use protocol::{ABI_VERSION, SignalStatus};
pub use run::cancel::is_cancelled;
pub use run::executor::api::{BoxFuture, BoxWork, Executor};
pub use run::flow::OpenStream;
pub use run::hooks::{CallError, CallErrorKind, CallPanic, Hooks, HooksAlreadySet, set_hooks};
pub use run::spawn::choice::{ExecutorAlreadySet, set_executor};
pub use run::streams::open_streams;

/// What generated code calls. Not for use by hand: it changes with the generator.
#[doc(hidden)]
pub mod glue {
    pub use crate::__entry_points as entry_points;
    pub use crate::base::error::{WireError, missing, missing_on_machine};
    pub use crate::features::callback::function::{Callback, expect_callback};
    pub use crate::features::callback::implementor::{encode_implementor, own};
    pub use crate::features::dart_stream::{DartStream, dart_stream, dart_stream_results, dart_stream_typed};
    pub use crate::features::object::class::ObjectType;
    pub use crate::features::object::codec::{
        HandleArg, arc_object, encode_arc_object, encode_interface, encode_object, interface_handle, object_arg,
        take_object,
    };
    pub use crate::features::object::guard::{ReadGuard, WriteGuard};
    pub use crate::features::object::handle::Handle;
    pub use crate::features::object::lend::{HashPairs, Lend, OrderedPairs, Own, lend};
    pub use crate::features::object::lock::{borrow, try_lock};
    pub use crate::features::object::reference::Object;
    pub use crate::features::object::ways::{encode_part, encode_part_mut};
    pub use crate::features::sink::inbound::{sink, sink_results};
    pub use crate::features::sink::overflow::Overflow;
    pub use crate::features::sink::stream_sink::StreamSink;
    pub use crate::features::stream::batch::StreamEnd;
    pub use crate::features::stream::lane::stream;
    pub use crate::features::stream::out::{End, StreamOut};
    pub use crate::protocol;
    pub use crate::protocol::CallStatus as Status;
    pub use crate::protocol::limits::MAX_DEPTH;
    pub use crate::run::args::Args;
    pub use crate::run::call::blocking::blocking;
    pub use crate::run::call::body::{Body, Done, Got};
    pub use crate::run::call::caller::{Caller, caller};
    pub use crate::run::call::finish::{result, value};
    pub use crate::run::call::future::{eager, future};
    pub use crate::run::call::reply::{Answer, Reply, reply, reply_result};
    pub use crate::run::call::sync::{direct, sync};
    pub use crate::run::context::Context;
    #[cfg(feature = "anyhow")]
    pub use crate::run::error::AnyhowError;
    pub use crate::run::error::{BoxedError, ByError, ByText, Described, DisplayError, MessageError, TextError};
    pub use crate::run::hooks::{ByDebug, ByDisplay, ByName, DataError, Text};
    pub use crate::run::init::{Init, init};
    pub use crate::run::line::queue::Name;
    #[cfg(target_family = "wasm")]
    pub use crate::run::page::page_turn;
    pub use crate::support::operators::{compare, hash_code, partial_compare};
    pub use crate::support::runtime::{Part, Runtime};
    pub use crate::support::scalar::{
        char_arg, char_result, isize_arg, isize_result, u64_result, usize_arg, usize_result,
    };
    pub use crate::support::table::{Entry, Table};
    pub use crate::wire::codec::{Decode, Encode, EncodeRef, converted};
    pub use crate::wire::number::Number;
    pub use crate::wire::reader::Reader;
    pub use crate::wire::writer::Writer;
    // Macros, of which some have the name of the function that they call.
    pub use crate::{
        __blocking as blocking, __bridge as bridge, __data_error as data_error, __direct as direct, __eager as eager,
        __future as future, __init as init, __missing as missing, __object as object, __shared as shared,
        __stream as stream, __sync as sync, __text as text, __text_error as text_error,
    };
}
