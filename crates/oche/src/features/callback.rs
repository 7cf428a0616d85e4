//! Dart functions and objects that Rust holds. The Dart twin is `callback.dart`.
//!
//! Dart puts a function, or the methods of an object, into a slot, and sends it along with a call; Rust gives out a number
//! for it, which no other one has ever had. Rust holds it as a [`Callback`](function::Callback); with the last clone the slot is released and
//! Dart forgets what is in it. Until then the function keeps its isolate alive.
//!
//! An object that implements an interface has one slot for as long as Rust holds it: Dart knows what is in its slots, and
//! sends the same slot and number again (`inbound_again`). In the user's code one value stands for it, which every `Arc`
//! refers to (`Callback::stand_in`). If nobody holds it any more when Dart sends it again, it gets another slot: one that
//! is released is used again only when Dart has heard of it. On its way back it is the object itself ([`implementor`]).
//!
//! How a callback is called depends on where:
//!
//! - On the isolate's own thread, in a call that the isolate waits for, the function runs at once: Dart is called back
//!   through a function pointer, and has written the answer over the request when that returns (see `exchange`).
//! - Everywhere else the request is an entry of the mailbox. The function runs in the isolate's event loop, and the entry
//!   point `reply` wakes the thread or the task that waits, at once or when the function's `Future` completes.
//!
//! Such an entry has the request's number for its id, and the slot for its count. Its bytes are a
//! [`REQUEST_HEADER`](crate::protocol::layouts::REQUEST_HEADER), then the arguments.
//!
//! What the bytes of an answer are, its status says: a [`ReplyStatus`](crate::protocol::ReplyStatus).
//!
//! Every request gets an answer. If the isolate ends, or is detached, the answer is that the function is gone.

pub(crate) mod answer;
mod ask;
pub(crate) mod dart_object;
pub(crate) mod function;
pub(crate) mod implementor;
pub(crate) mod remote;
pub(crate) mod request;
