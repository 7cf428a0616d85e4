//! Sinks: streams that Rust pushes into. The Dart twin is `sink.dart`.
//!
//! Dart sends a sink along with a call, and names it by the id under which its mailbox knows the stream. What Rust's code
//! gets is the sending half of a queue; the receiving half is a `Stream`, which a task sends to Dart as it sends that of
//! any stream function: under credit. So a queue fills up when Dart takes less than there comes, and then the sink's
//! [`Overflow`](overflow::Overflow) says what happens. Items are encoded when they leave the queue: what is dropped or replaced costs nothing.
//!
//! All but the sink itself is compiled once: it knows items by their [`Kind`](slots::Kind) only, and moves them between
//! [`Slot`](slots::Slot)s.

mod channel;
pub(crate) mod inbound;
mod key;
mod keyed;
pub(crate) mod overflow;
mod queue;
pub(crate) mod raw;
mod receiver;
mod sender;
pub(crate) mod sent;
mod slots;
pub(crate) mod stream_sink;
