//! `url`.

use url::Url;

use crate::wire::shared::data;
use crate::wire::{Decode, Encode, Reader, WireError, Writer};

impl<C> Encode<C> for Url {
    fn encode(self, w: &mut Writer) {
        w.str(self.as_str());
    }
}

impl<C> Decode<C> for Url {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let text = r.str()?;
        Url::parse(text).map_err(|error| WireError::invalid_value(format!("{text:?} is no URL for Rust: {error}")))
    }
}

data! {
    [] Url;
}
