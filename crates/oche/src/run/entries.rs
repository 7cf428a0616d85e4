//! The entry points for an isolate's own buffers, its mailbox and its calls.

use std::sync::Arc;

use super::context::Context;
use super::inbound::Inbound;
use super::view::View;
use crate::protocol::{ElementKind, EntryKind};
use crate::wire::block::InboundBlock;
use crate::wire::writer::Writer;

/// `scratch_reserve(context, capacity)`: makes the scratch buffer at least that large, keeping its content. Dart finds
/// the new address in the context. False if it cannot be had.
///
/// # Safety
/// `context` is the calling isolate's.
pub(crate) unsafe extern "C" fn scratch_reserve(context: *mut Context, capacity: usize) -> bool {
    // SAFETY: the isolate's thread is here, and nothing else refers to the context.
    let context = unsafe { &mut *context };
    let Some(scratch) = context.scratch.last_mut() else {
        return false;
    };
    let is_there = scratch.reserve_zeroed(capacity);
    context.publish_scratch();
    is_there
}

/// `scratch_push(context)`: a fresh scratch buffer for a call that begins while another is being written.
///
/// # Safety
/// As [`scratch_reserve`].
pub(crate) unsafe extern "C" fn scratch_push(context: *mut Context) {
    // SAFETY: as in `scratch_reserve`.
    unsafe { &mut *context }.push_scratch();
}

/// `scratch_pop(context)`: back to the buffer before; the first one stays.
///
/// # Safety
/// As [`scratch_reserve`].
pub(crate) unsafe extern "C" fn scratch_pop(context: *mut Context) {
    // SAFETY: as in `scratch_reserve`.
    let context = unsafe { &mut *context };
    if context.scratch.len() > 1 {
        context.scratch.pop();
    }
    context.publish_scratch();
}

/// `scratch_trim(context)`: gives back the memory of a scratch buffer that a large call has grown.
///
/// # Safety
/// As [`scratch_reserve`]; no call is being written.
pub(crate) unsafe extern "C" fn scratch_trim(context: *mut Context) {
    // SAFETY: as in `scratch_reserve`.
    let context = unsafe { &mut *context };
    context.scratch.clear();
    context.push_scratch();
}

/// `inbound_alloc(context, bytes, element)`: a block for a large number list, to be filled and sent with the next call.
/// Null if it cannot be had.
///
/// # Safety
/// As [`scratch_reserve`].
pub(crate) unsafe extern "C" fn inbound_alloc(context: *mut Context, bytes: usize, element: u32) -> *mut u8 {
    // SAFETY: as in `scratch_reserve`.
    let context = unsafe { &mut *context };
    let block = ElementKind::from_code(element).and_then(|kind| InboundBlock::new(bytes, kind));
    match block {
        Some(block) => {
            let data = block.as_ptr();
            context.push_inbound(Inbound::Block(block));
            data
        }
        None => std::ptr::null_mut(),
    }
}

/// `inbound_discard(context, count)`: drops the last `count` things that were to go with a call, which could not be
/// written to its end.
///
/// # Safety
/// As [`scratch_reserve`].
pub(crate) unsafe extern "C" fn inbound_discard(context: *mut Context, count: u32) {
    // SAFETY: as in `scratch_reserve`.
    unsafe { &mut *context }.take_inbound(count, "").discard();
}

/// `drain(context)`: takes the next batch from the mailbox and frees the one before; its length, 0 if nothing waits.
///
/// # Safety
/// As [`scratch_reserve`]; Dart does not read the batch before any more.
pub(crate) unsafe extern "C" fn drain(context: *mut Context) -> usize {
    // SAFETY: as in `scratch_reserve`.
    let context = unsafe { &mut *context };
    context.batch_message.reset();
    context.shared.mailbox.take(&mut context.batch_message);
    context.batch = View::of(&context.batch_message);
    context.batch.len
}

/// `cancel(context, id)`: cancels a running call or an open stream. Its last entry comes when everything that it held is
/// dropped; of a blocking function, which cannot be dropped, it comes at once. If it has ended, only what Dart has not taken
/// of a stream's items is given up.
///
/// # Safety
/// As [`scratch_reserve`].
pub(crate) unsafe extern "C" fn cancel(context: *mut Context, id: u64) {
    // SAFETY: as in `scratch_reserve`; the executor's code, which this wakes, cannot end the context.
    let (shared, _entered) = unsafe { (Arc::clone((*context).shared()), (*context).enter()) };
    let must_tell = shared.tasks.cancel(id);
    if must_tell
        && shared
            .mailbox
            .push(EntryKind::Cancelled, id, 0, &mut Writer::default())
            .is_err()
    {
        shared.close();
    }
    shared.flows.cancel(id);
}
