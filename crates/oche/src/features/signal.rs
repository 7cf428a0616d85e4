//! Signals: values that are live. The Dart twin is `signal.dart`.
//!
//! A [`Signal`](core::Signal) always has a value, and a version that every visible change raises. Whoever looks at one is told of a
//! change and then reads the latest sample, so that nothing is ever queued: not between signals, not to a task, and not
//! to an isolate, whose mailbox has at most one `Changed` entry for each
//! subscription.
//!
//! The lock of a signal guards pointers. Values are made, dropped and encoded outside of it, and observers are
//! called outside of it.

pub(crate) mod changes;
pub(crate) mod core;
pub(crate) mod crossing;
mod derived;
mod shaped;
mod turns;

#[cfg(test)]
mod tests;
