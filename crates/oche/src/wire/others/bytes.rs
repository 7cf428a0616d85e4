//! `bytes`.

use bytes::Bytes;

use crate::wire::shared::data;
use crate::wire::{Decode, Encode, Reader, WireError, Writer};

impl<C> Encode<C> for Bytes {
    fn encode(self, w: &mut Writer) {
        // Without a copy if nobody else has them.
        w.number_vec::<u8>(self.into());
    }
}

impl<C> Decode<C> for Bytes {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.number_vec::<u8>().map(Self::from)
    }
}

data! {
    [] Bytes;
}
