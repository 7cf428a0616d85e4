//! What came back of a call.

use crate::base::callback_error::CallbackError;
use crate::base::error::WireError;
use crate::protocol::ReplyStatus;
use crate::run::inbound::Parcel;
use crate::run::line::place::Patience;
use crate::run::line::queue::NOBODY;
use crate::run::requests::KeptAnswer;
use crate::wire::codec::Decode;
use crate::wire::reader::Reader;

/// What Dart said, where that is.
pub(crate) struct Answer<'a> {
    status: u32,
    bytes: &'a [u8],
    inbound: &'a Parcel,
}

impl<'a> Answer<'a> {
    /// The answer that was kept.
    pub(crate) fn kept(kept: &'a KeptAnswer) -> Self {
        let (bytes, inbound) = kept.args.parts();
        Answer::new(kept.status, bytes, inbound)
    }

    #[inline]
    pub(crate) fn new(status: u32, bytes: &'a [u8], inbound: &'a Parcel) -> Self {
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
        self.inbound.take_places(NOBODY, Patience::Never);
        self.inbound.check()?;
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
