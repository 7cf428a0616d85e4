//! Sinks for producers in C and C++: a context, a function that pushes, and one that drops.

use std::ffi::c_void;

use super::sent::{SendError, Sent};
use super::stream_sink::StreamSink;
use crate::run::executor::context::in_context_here;
use crate::run::outside::{caught_outside, drop_caught};

/// What [`RawSink::push`] answers. What is not negative is no failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum PushStatus {
    /// The item is queued.
    Accepted = 0,
    /// It is queued in the place of an older one.
    Conflated = 1,
    /// There was no room: it was dropped, or the oldest one was for it.
    Dropped = 2,
    /// There is no room: it was not taken.
    Full = -1,
    /// Nobody listens any more: it was not taken, and none will be.
    Closed = -2,
    /// The bytes are no item.
    Invalid = -3,
    /// Rust code panicked: what makes an item of the bytes, or the item's own.
    Panicked = -4,
}

/// A [`StreamSink`] that C code can push into: `oche_sink` of the header `oche_sink.h`, which is in this crate's folder
/// `include`.
///
/// Whoever has it owns it. Dropping it in Rust does nothing: what it stands for lives until [`drop`](RawSink::drop) is
/// called.
#[derive(Debug)]
#[must_use = "it holds the sink until its `drop` is called"]
#[repr(C)]
pub struct RawSink {
    /// What both functions are called with.
    pub context: *mut c_void,
    /// Makes an item of bytes and pushes it, without waiting: a [`PushStatus`] as a number. The bytes are only read during
    /// the call; they may be null if there are none.
    ///
    /// Any threads may call it, also at the same time. Safe to call with the context, and with bytes that can be read,
    /// before [`drop`](RawSink::drop) is called.
    pub push: unsafe extern "C" fn(context: *mut c_void, data: *const u8, len: usize) -> i32,
    /// Drops the sink: the stream ends, if there are no other clones of it.
    ///
    /// Any thread may call it, once, when no call of [`push`](RawSink::push) is under way.
    pub drop: unsafe extern "C" fn(context: *mut c_void),
}

// SAFETY: the context holds a sink and a function, both `Send` and `Sync` by the bounds of `into_raw`, and is only reached
// through the two functions.
unsafe impl Send for RawSink {}

// SAFETY: as above; shared, it can be pushed into by several threads, which those two allow.
unsafe impl Sync for RawSink {}

/// What a raw sink's context is.
struct Raw<T, F> {
    sink: StreamSink<T>,
    decode: F,
}

impl<T: Send + 'static> StreamSink<T> {
    /// Makes a sink for C code. `decode` makes an item of the bytes that are pushed, or says that they are none.
    ///
    /// ```
    /// use oche::{RawSink, StreamSink};
    ///
    /// unsafe extern "C" {
    ///     /// `void radar_start(oche_sink sink);`
    ///     unsafe fn radar_start(sink: RawSink);
    /// }
    /// # mod radar {
    /// #     #[unsafe(no_mangle)]
    /// #     extern "C" fn radar_start(_: oche::RawSink) {}
    /// # }
    ///
    /// pub fn distances(sink: StreamSink<f32>) {
    ///     let raw = sink.into_raw(|bytes| Some(f32::from_le_bytes(bytes.try_into().ok()?)));
    ///     // SAFETY: the radar's code keeps to what `oche_sink.h` asks for.
    ///     unsafe { radar_start(raw) };
    /// }
    /// ```
    pub fn into_raw<F>(self, decode: F) -> RawSink
    where
        F: Fn(&[u8]) -> Option<T> + Send + Sync + 'static,
    {
        let context = Box::into_raw(Box::new(Raw { sink: self, decode }));
        RawSink {
            context: context.cast(),
            push: push::<T, F>,
            drop: drop_raw::<T, F>,
        }
    }
}

/// # Safety
/// `context` is that of a raw sink for `T` and `F` that is not yet dropped; `data` points to `len` bytes, or `len` is 0.
unsafe extern "C" fn push<T, F>(context: *mut c_void, data: *const u8, len: usize) -> i32
where
    F: Fn(&[u8]) -> Option<T>,
{
    // SAFETY: by the contract; there are only shared references to it.
    let raw = unsafe { &*context.cast::<Raw<T, F>>() };
    let bytes = match len {
        0 => &[][..],
        // SAFETY: by the contract.
        _ => unsafe { std::slice::from_raw_parts(data, len) },
    };
    let mut status = PushStatus::Panicked;
    caught_outside(|| {
        status = match in_context_here(|| (raw.decode)(bytes)).map(|item| raw.sink.try_send(item)) {
            None => PushStatus::Invalid,
            Some(Ok(Sent::Accepted)) => PushStatus::Accepted,
            Some(Ok(Sent::Conflated)) => PushStatus::Conflated,
            Some(Ok(Sent::Dropped)) => PushStatus::Dropped,
            Some(Err(SendError::Full(_))) => PushStatus::Full,
            Some(Err(SendError::Closed(_))) => PushStatus::Closed,
        }
    });
    status as i32
}

/// # Safety
/// As [`push`], and nobody uses `context` any more.
unsafe extern "C" fn drop_raw<T, F>(context: *mut c_void) {
    // SAFETY: by the contract this is the only owner.
    drop_caught(unsafe { Box::from_raw(context.cast::<Raw<T, F>>()) });
}
