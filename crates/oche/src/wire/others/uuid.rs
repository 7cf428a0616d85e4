//! `uuid`.

use uuid::Uuid;

use crate::base::error::WireError;
use crate::wire::codec::{Decode, EncodeRef, copied};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

impl<C> EncodeRef<C> for Uuid {
    fn encode_ref(&self, w: &mut Writer) {
        w.raw(self.as_bytes());
    }
}

impl<C> Decode<C> for Uuid {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.raw().map(Uuid::from_bytes)
    }
}

copied! {
    [] Uuid;
}
