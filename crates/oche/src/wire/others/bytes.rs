//! `bytes`.

use bytes::Bytes;

use crate::base::error::WireError;
use crate::wire::codec::{Decode, Encode, EncodeRef};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

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

impl<C> EncodeRef<C> for Bytes {
    fn encode_ref(&self, w: &mut Writer) {
        w.number_slice::<u8>(self);
    }
}
