//! Synchronous calls, on the isolate's thread.

use super::body::{Body, Done};
use super::caller::Caller;
use super::finish::{finish, publish_failure};
use crate::base::error::WireError;
use crate::protocol::CallStatus as Status;
use crate::run::context::Entered;
use crate::run::executor::context::{catch_in_context, in_context};
use crate::run::line::place::Patience;
use crate::run::panic::catch::{RustPanic, catch};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

/// Runs a function whose parameters and result are scalars. If it fails, the context's status says so and the result is
/// the type's default.
///
/// # Safety
/// See the module `call`.
#[inline]
pub unsafe fn direct<T: Default>(caller: impl Into<Caller>, body: impl FnOnce() -> Result<T, WireError>) -> T {
    let caller: Caller = caller.into();
    // SAFETY: by the module's contract.
    let Some(entered) = (unsafe { (*caller.context).enter_again() }) else {
        // SAFETY: likewise.
        return unsafe { direct_anew(caller, body) };
    };
    // SAFETY: likewise.
    unsafe { end_direct(caller, entered, catch(body)) }
}

/// The same where the executor's context is to be entered. Apart from it, so that the other way is as short as can be: of a function
/// that cannot panic the compiler leaves little else.
///
/// # Safety
/// See the module `call`.
#[cold]
#[inline(never)]
unsafe fn direct_anew<T: Default>(caller: Caller, body: impl FnOnce() -> Result<T, WireError>) -> T {
    // SAFETY: by the module's contract.
    let entered = unsafe { (*caller.context).enter() };
    let outcome = catch_in_context(entered.is_nested(), body);
    // SAFETY: likewise.
    unsafe { end_direct(caller, entered, outcome) }
}

/// What a direct call returns.
///
/// # Safety
/// See the module `call`.
#[inline]
unsafe fn end_direct<T: Default>(
    caller: Caller,
    entered: Entered,
    outcome: Result<Result<T, WireError>, RustPanic>,
) -> T {
    match outcome {
        Ok(Ok(value)) => value,
        failed => {
            let failed = failed.map(|result| result.map(|_| Status::Ok));
            // SAFETY: by the module's contract.
            let status = unsafe { publish_failure(caller, entered, failed) };
            // SAFETY: by the module's contract; no user code runs any more.
            unsafe { (*caller.context).status = status };
            T::default()
        }
    }
}

/// Runs a synchronous function with encoded arguments.
///
/// # Safety
/// See the module `call`.
// Always, as below: calls within calls are as deep as the stack is, in a library that is not optimised, too.
#[inline(always)]
pub unsafe fn sync(caller: impl Into<Caller>, args: *const u8, len: usize, inbound: u32, body: Body) -> u32 {
    // SAFETY: by the module's contract.
    unsafe { run_sync(caller.into(), args, len, inbound, body) }
}

/// The same, compiled once.
///
/// # Safety
/// See the module `call`.
unsafe fn run_sync(caller: Caller, args: *const u8, len: usize, inbound: u32, body: Body) -> u32 {
    // SAFETY: by the module's contract.
    unsafe { sync_with(caller, args, len, inbound, body) }
}

/// The same for a body of the run time's own, which has more at hand.
///
/// # Safety
/// See the module `call`.
#[inline(always)]
pub(crate) unsafe fn sync_with(
    caller: Caller,
    args: *const u8,
    len: usize,
    inbound: u32,
    body: impl FnOnce(&mut Reader<'_>, &mut Writer) -> Done,
) -> u32 {
    let Caller { context: cx, function } = caller;
    // SAFETY: by the module's contract. The reference ends here: user code may come back to this context.
    let (inbound, mut out, entered) =
        unsafe { ((*cx).take_inbound(inbound, function), (*cx).take_out(), (*cx).enter()) };
    let bytes = match len {
        0 => &[][..],
        // SAFETY: by the module's contract. A call that user code makes meanwhile writes into another buffer.
        _ => unsafe { std::slice::from_raw_parts(args, len) },
    };
    inbound.take_places(function, Patience::Never);
    let body = || {
        inbound.check()?;
        body(&mut Reader::new(bytes, &inbound), &mut out)
    };
    let outcome = catch_in_context(entered.is_nested(), body);
    // An object may end here, with its own code. Before the hooks are told of a failure: the call has nothing any more then.
    if !inbound.is_empty() {
        in_context(entered.is_nested(), || drop(inbound));
    }
    let status = finish(function, outcome, &mut out);
    // SAFETY: by the module's contract; no user code runs any more.
    unsafe { (*cx).publish_out(out) };
    status as u32
}
