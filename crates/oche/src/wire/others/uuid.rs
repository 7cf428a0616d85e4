//! `uuid`.

use uuid::Uuid;

use crate::wire::{Decode, EncodeRef, Reader, WireError, Writer, copied};

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
