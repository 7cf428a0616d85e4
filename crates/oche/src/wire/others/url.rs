//! `url`.

use url::Url;

use crate::wire::{Decode, EncodeRef, Reader, WireError, Writer, copied};

impl<C> EncodeRef<C> for Url {
    fn encode_ref(&self, w: &mut Writer) {
        w.str(self.as_str());
    }
}

impl<C> Decode<C> for Url {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let text = r.str()?;
        Url::parse(text).map_err(|error| WireError::invalid_value(format!("{text:?} is no URL for Rust: {error}")))
    }
}

copied! {
    [] Url;
}
