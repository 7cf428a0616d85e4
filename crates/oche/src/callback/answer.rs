//! What came back of a call.

use super::CallbackError;
use crate::object::{NOBODY, Patience, check, take_places};
use crate::protocol::ReplyStatus;
use crate::wire::attachment::Inbound;
use crate::wire::{Args, Decode, Reader, WireError};

/// What Dart said, where that is.
pub(crate) struct Answer<'a> {
    status: u32,
    bytes: &'a [u8],
    inbound: &'a [Inbound],
}

/// What Dart said, on its way to whoever waits for it.
pub(crate) struct KeptAnswer {
    status: u32,
    args: Args,
}

impl KeptAnswer {
    pub(super) fn new(status: u32, args: Args) -> Self {
        KeptAnswer { status, args }
    }

    /// The answer itself.
    pub(crate) fn answer(&self) -> Answer<'_> {
        let (bytes, inbound) = self.args.parts();
        Answer::new(self.status, bytes, inbound)
    }
}

impl<'a> Answer<'a> {
    #[inline]
    pub(super) fn new(status: u32, bytes: &'a [u8], inbound: &'a [Inbound]) -> Self {
        Answer { status, bytes, inbound }
    }

    /// The value, for a function that has no errors of its own.
    #[inline]
    pub(crate) fn value<C, T: Decode<C>>(&self) -> Result<T, CallbackError> {
        match ReplyStatus::from_code(self.status) {
            Some(ReplyStatus::Value) => Ok(self.decode_whole(T::decode)?),
            _ => Err(self.failure()),
        }
    }

    /// The value, as `read` reads it, which makes several of it: each of them has its own objects or not.
    #[inline]
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError>,
    ) -> Result<T, CallbackError> {
        match ReplyStatus::from_code(self.status) {
            Some(ReplyStatus::Value) => Ok(self.decode(read)?),
            _ => Err(self.failure()),
        }
    }

    /// The value or the user's error.
    pub(crate) fn result<C, T, E>(&self) -> Result<T, E>
    where
        T: Decode<C>,
        E: Decode<C> + From<CallbackError>,
    {
        match ReplyStatus::from_code(self.status) {
            Some(ReplyStatus::Error) => match self.decode_whole(E::decode) {
                Ok(error) => Err(error),
                Err(error) => Err(CallbackError::from(error).into()),
            },
            _ => Ok(self.value::<C, T>()?),
        }
    }

    /// The same with all objects that go with it, or none. It does not wait for them, because whoever has asked may have
    /// them.
    #[inline]
    fn decode_whole<T>(&self, read: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError>) -> Result<T, WireError> {
        take_places(self.inbound, NOBODY, Patience::Never);
        check(self.inbound)?;
        self.decode(read)
    }

    #[inline]
    fn decode<T>(&self, read: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError>) -> Result<T, WireError> {
        let mut reader = Reader::new(self.bytes, self.inbound);
        let value = read(&mut reader)?;
        reader.end()?;
        Ok(value)
    }

    #[cold]
    fn failure(&self) -> CallbackError {
        let text = |r: &mut Reader<'_>| r.str().map(str::to_owned);
        let failure: Result<CallbackError, WireError> = match ReplyStatus::from_code(self.status) {
            Some(ReplyStatus::Threw) => self.decode(|r| Ok(CallbackError::threw(text(r)?, text(r)?))),
            Some(ReplyStatus::Gone) => Ok(CallbackError::gone()),
            Some(ReplyStatus::Invalid) => self.decode(|r| Ok(CallbackError::invalid(text(r)?))),
            _ => Err(WireError::malformed(format!(
                "an answer has the status {}",
                self.status
            ))),
        };
        failure.unwrap_or_else(CallbackError::from)
    }
}
