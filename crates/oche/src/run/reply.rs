//! How answers come.

use std::sync::Arc;

use super::context::Context;
use super::requests::KeptAnswer;

/// `reply(context, request, status, args, len, inbound)`: the answer to a request that was not answered on the spot. Nothing
/// happens if nobody waits for it.
///
/// # Safety
/// As for the functions of the module `call`.
pub(crate) unsafe extern "C" fn reply(
    context: *mut Context,
    request: u64,
    status: u32,
    args: *mut u8,
    len: usize,
    inbound: u32,
) {
    // SAFETY: by the contract; the references end before code of the user's, in a waker or an object, can run.
    let (answer, shared, _entered) = unsafe {
        let context = &mut *context;
        let args = context.take_args(args, len, inbound, "");
        (
            KeptAnswer::new(status, args),
            Arc::clone(context.shared()),
            context.enter(),
        )
    };
    shared.requests.answer(request, answer);
}
