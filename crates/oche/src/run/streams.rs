//! What Dart, and whoever wants to know, asks of the streams that are open.

use super::context::{Context, isolates};
use super::flow::OpenStream;

/// The streams of this library that are open, over all isolates, in no particular order: for a look at which of them are
/// slow, or lose items.
///
/// ```
/// // Nobody has attached, so there is nothing.
/// assert!(oche::open_streams().is_empty());
/// ```
pub fn open_streams() -> Vec<OpenStream> {
    let isolates = isolates();
    isolates.iter().flat_map(|isolate| isolate.flows.statistics()).collect()
}

/// `credit(context, id, taken, granted, bytes)`: the listener took `taken` items of a stream, and `granted` more may be
/// sent; those beyond the first grant only while fewer than `bytes` bytes are ahead. Nothing happens if there is no such
/// stream any more.
///
/// # Safety
/// `context` is the calling isolate's.
pub(crate) unsafe extern "C" fn credit(context: *mut Context, id: u64, taken: u32, granted: u32, bytes: u32) {
    // SAFETY: the isolate's thread is here, and nothing else refers to the context.
    let context = unsafe { &*context };
    // SAFETY: the executor's code, which this may wake, cannot end the context.
    let _entered = unsafe { context.enter() };
    context.shared().flows.credit(id, taken, granted, bytes);
}

/// `statistics(context, id)`: leaves the stream's `StreamStatistics` in the out message. False if there is no such
/// stream.
///
/// # Safety
/// As [`credit`].
pub(crate) unsafe extern "C" fn statistics(context: *mut Context, id: u64) -> bool {
    // SAFETY: as in `credit`.
    let context = unsafe { &mut *context };
    let flow = context.shared().flows.find(id);
    if let Some(flow) = &flow {
        let mut out = context.take_out();
        flow.counters.read().write(&mut out);
        context.publish_out(out);
    }
    flow.is_some()
}
