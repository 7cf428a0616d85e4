//! One message for each thread that is used again and again, so that a call does not allocate one for its result.

use std::cell::Cell;

use super::writer::Writer;

thread_local! {
    static SPARE: Cell<Option<Writer>> = const { Cell::new(None) };
}

/// The thread's message, or a new one if it is in use. It is empty.
pub(crate) fn take() -> Writer {
    // A thread that ends has none any more.
    SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default()
}

/// What a thread may keep of a message that it has sent: there may be hundreds of threads.
const KEPT_CAPACITY: usize = 16 * 1024;

/// Makes a message that was sent the thread's again, if it is not large.
pub(crate) fn give_back(message: Writer) {
    if message.bytes.capacity() <= KEPT_CAPACITY {
        give(message);
    }
}

/// Makes `message` the thread's; what it has is dropped.
pub(crate) fn give(mut message: Writer) {
    message.reset();
    let _ = SPARE.try_with(|spare| spare.set(Some(message)));
}
