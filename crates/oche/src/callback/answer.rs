//! What came back of a call.

use super::CallbackError;
use crate::wire::buffer::Buffer;
use crate::wire::{Args, Decode, Reader, WireError};

/// What Dart said.
pub(crate) struct Answer {
    status: u32,
    args: Args,
}

impl Answer {
    #[inline]
    pub(super) fn new(status: u32, args: Args) -> Self {
        Answer { status, args }
    }

    /// Its memory, to be used again.
    #[inline]
    pub(super) fn into_bytes(self) -> Buffer {
        self.args.into_bytes()
    }

    /// The value, for a function that has no errors of its own.
    #[inline]
    pub(crate) fn value<C, T: Decode<C>>(&self) -> Result<T, CallbackError> {
        self.read(T::decode)
    }

    /// The value, as `read` reads it.
    #[inline]
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError>,
    ) -> Result<T, CallbackError> {
        match self.status {
            0 => Ok(self.args.read(read)?),
            _ => Err(self.failure()),
        }
    }

    /// The value or the user's error.
    pub(crate) fn result<C, T, E>(&self) -> Result<T, E>
    where
        T: Decode<C>,
        E: Decode<C> + From<CallbackError>,
    {
        match self.status {
            1 => match self.args.read(E::decode) {
                Ok(error) => Err(error),
                Err(error) => Err(CallbackError::from(error).into()),
            },
            _ => Ok(self.value::<C, T>()?),
        }
    }

    #[cold]
    fn failure(&self) -> CallbackError {
        let text = |r: &mut Reader<'_>| r.str().map(str::to_owned);
        let failure: Result<CallbackError, WireError> = match self.status {
            2 => self.args.read(|r| Ok(CallbackError::threw(text(r)?, text(r)?))),
            3 => Ok(CallbackError::gone()),
            4 => self.args.read(|r| Ok(CallbackError::invalid(text(r)?))),
            other => Err(WireError::malformed(format!("an answer has the status {other}"))),
        };
        failure.unwrap_or_else(CallbackError::from)
    }
}
