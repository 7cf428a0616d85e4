//! The lanes of a call: what generated functions run in. The Dart twin is `call.dart`. That of streams is beside them.
//!
//! Every function takes the context that Dart got from `attach`; encoded ones also the argument bytes, and the number
//! of things that go with them: blocks and objects.
//!
//! # Safety
//! All functions of this module have one contract: they are called by Oche's Dart library on the thread of the isolate
//! that owns `cx`, with `cx` from `attach` and not detached, and with `args` pointing to `len` bytes in a buffer of the
//! context that Dart has filled for this call.

pub(crate) mod blocking;
pub(crate) mod body;
pub(crate) mod caller;
pub(crate) mod finish;
pub(crate) mod future;
pub(crate) mod hand_over;
pub(crate) mod reply;
pub(crate) mod running;
pub(crate) mod sync;
pub(crate) mod task;
