//! How a call gets to the executor.

use super::caller::Caller;
use super::finish::publish_failure;
use crate::protocol::CallStatus as Status;
use crate::run::executor::api::Executor;
use crate::run::panic::catch::catch;
use crate::run::spawn::choice::executor;

/// Gives a call to the executor. If the executor panics (there is none, or it has no thread to give), the call fails at
/// once, and the out message says why.
///
/// # Safety
/// See the module `call`.
pub(crate) unsafe fn hand_over(caller: Caller, spawn: impl FnOnce(&dyn Executor)) -> u32 {
    // SAFETY: by the module's contract.
    let entered = unsafe { (*caller.context).enter() };
    match catch(|| spawn(executor())) {
        Ok(()) => Status::Ok as u32,
        // SAFETY: by the module's contract.
        Err(panic) => unsafe { publish_failure(caller, entered, Err(panic)) },
    }
}
