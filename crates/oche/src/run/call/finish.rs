//! How the message ends that a call has written.

use super::caller::Caller;
use crate::base::error::WireError;
use crate::protocol::CallStatus as Status;
use crate::run::context::Entered;
use crate::run::hooks::{tell_error, tell_panic, tell_refusal};
use crate::run::panic::catch::RustPanic;
use crate::wire::codec::Encode;
use crate::wire::writer::Writer;

/// Leaves why a call failed that has nothing else to say in the out message; the status.
///
/// # Safety
/// See the module `call`.
#[cold]
pub(super) unsafe fn publish_failure(
    Caller { context, function }: Caller,
    entered: Entered,
    failed: Result<Result<Status, WireError>, RustPanic>,
) -> u32 {
    // SAFETY: by the module's contract. The reference ends here: a hook may come back to this context.
    let mut out = unsafe { (*context).take_out() };
    let status = finish(function, failed, &mut out);
    drop(entered);
    // SAFETY: by the module's contract; no user code runs any more.
    unsafe { (*context).publish_out(out) };
    status as u32
}

/// Appends the value of a call. Part of the call's body, because the value may borrow from the arguments.
#[inline]
pub fn value<C, T: Encode<C>>(w: &mut Writer, value: T) -> Status {
    value.encode(w);
    Status::Ok
}

/// Appends the value or the error of a call that can fail.
#[inline]
pub fn result<C, T: Encode<C>, E: Encode<C>>(w: &mut Writer, result: Result<T, E>) -> Status {
    match result {
        Ok(value) => {
            value.encode(w);
            Status::Ok
        }
        Err(error) => {
            error.encode(w);
            Status::Error
        }
    }
}

/// Ends the message that the body of a call has written. Whatever could not be encoded, and whatever panicked, takes the
/// place of what was written. The hooks hear of it.
#[inline]
pub(super) fn finish(
    function: &str,
    outcome: Result<Result<Status, WireError>, RustPanic>,
    out: &mut Writer,
) -> Status {
    let written = outcome.map(|written| written.and_then(|status| out.take_error().map_or(Ok(status), Err)));
    match written {
        Ok(Ok(Status::Error)) => {
            tell_error(function, out);
            Status::Error
        }
        Ok(Ok(status)) => status,
        Ok(Err(error)) => {
            tell_refusal(function, &error);
            out.reset();
            error.write(out);
            Status::Invalid
        }
        Err(panic) => {
            tell_panic(Some(function), &panic);
            out.reset();
            panic.write(out);
            Status::Panic
        }
    }
}
