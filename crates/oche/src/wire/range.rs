//! Ranges on the wire: the start, and the end, which is not in them.

use std::ops::Range;

use super::codec::{Decode, Encode, EncodeRef};
use super::reader::Reader;
use super::writer::Writer;
use crate::base::error::WireError;

impl<C, T: Encode<C>> Encode<C> for Range<T> {
    #[inline]
    fn encode(self, w: &mut Writer) {
        self.start.encode(w);
        self.end.encode(w);
    }
}

impl<C, T: EncodeRef<C>> EncodeRef<C> for Range<T> {
    #[inline]
    fn encode_ref(&self, w: &mut Writer) {
        self.start.encode_ref(w);
        self.end.encode_ref(w);
    }
}

impl<C, T: Decode<C>> Decode<C> for Range<T> {
    #[inline]
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let start = T::decode(r)?;
        let end = T::decode(r)?;
        Ok(start..end)
    }
}
