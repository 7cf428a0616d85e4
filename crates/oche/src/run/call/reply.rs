//! What the body of an async function ends with.

use super::body::{Done, Got};
use super::finish;
use crate::base::error::WireError;
use crate::protocol::CallStatus as Status;
use crate::run::cancellable::Ended;
use crate::run::panic::catch::RustPanic;
use crate::wire::codec::Encode;
use crate::wire::spare;
use crate::wire::writer::Writer;

/// The result of an async function, written where its arguments still live.
pub struct Reply {
    status: Status,
    payload: Writer,
}

/// What an async function has come to.
pub type Answer = Got<Reply>;

impl Reply {
    /// What `write` writes.
    ///
    /// # Errors
    /// What `write` says.
    #[inline]
    pub fn write(write: impl FnOnce(&mut Writer) -> Done) -> Answer {
        let mut payload = spare::take();
        let status = write(&mut payload)?;
        Ok(Reply { status, payload })
    }
}

/// What the body of a call has come to, and what it has written.
pub(super) type Outcome = (Option<Result<Result<Status, WireError>, RustPanic>>, Writer);

impl Ended<Result<Reply, WireError>> {
    /// How the call went; nothing if it was cancelled.
    pub(super) fn unpack(self) -> Outcome {
        match self {
            Ended::Value(Ok(Reply { status, payload })) => (Some(Ok(Ok(status))), payload),
            Ended::Value(Err(error)) => (Some(Ok(Err(error))), spare::take()),
            Ended::Panic(panic) => (Some(Err(panic)), spare::take()),
            Ended::Cancelled => (None, spare::take()),
        }
    }
}

/// The value of an async function.
pub fn reply<C, T: Encode<C>>(value: T) -> Reply {
    let mut payload = spare::take();
    let status = finish::value::<C, T>(&mut payload, value);
    Reply { status, payload }
}

/// The value or the error of an async function that can fail.
pub fn reply_result<C, T: Encode<C>, E: Encode<C>>(result: Result<T, E>) -> Reply {
    let mut payload = spare::take();
    let status = finish::result::<C, T, E>(&mut payload, result);
    Reply { status, payload }
}
