//! `uuid`.

use uuid::Uuid;

use crate::wire::shared::data;
use crate::wire::{Decode, Encode, Reader, WireError, Writer};

impl<C> Encode<C> for Uuid {
    fn encode(self, w: &mut Writer) {
        w.raw(self.as_bytes());
    }
}

impl<C> Decode<C> for Uuid {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.raw().map(Uuid::from_bytes)
    }
}

data! {
    [] Uuid;
}
