//! `url`.

use url::Url;

use crate::base::error::WireError;
use crate::wire::codec::{Decode, EncodeRef, copied};
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

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
