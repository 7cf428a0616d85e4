//! Arguments that wait for whoever decodes them.

use std::sync::Arc;

use super::inbound::Parcel;
use super::line::place::Patience;
use super::line::queue::{Name, Turn};
use super::own_sinks::OwnSinks;
use crate::base::error::WireError;
use crate::wire::buffer::{ALIGNMENT, Buffer};
use crate::wire::reader::Reader;

/// The argument bytes of a call that outlives its call: they move to the thread that decodes them.
pub struct Args {
    bytes: ArgBytes,
    inbound: Parcel,
}

/// Few bytes travel in the future itself.
enum ArgBytes {
    Few(Few, usize),
    Many(Buffer),
}

/// How many bytes are few.
const FEW: usize = 48;

/// Aligned as a [`Buffer`] is.
#[repr(align(8))]
struct Few([u8; FEW]);

const _: () = assert!(align_of::<Few>() == ALIGNMENT);

impl ArgBytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            ArgBytes::Few(few, len) => &few.0[..*len],
            ArgBytes::Many(buffer) => buffer.as_slice(),
        }
    }
}

impl Args {
    /// Arguments in a buffer of their own.
    pub(crate) fn new(bytes: Buffer, inbound: Parcel) -> Self {
        let bytes = ArgBytes::Many(bytes);
        Args { bytes, inbound }
    }

    /// A copy of these arguments.
    pub(crate) fn copied(bytes: &[u8], inbound: Parcel) -> Self {
        let bytes = match bytes.len() {
            len @ ..=FEW => {
                let mut few = Few([0; FEW]);
                few.0[..len].copy_from_slice(bytes);
                ArgBytes::Few(few, len)
            }
            len => {
                let mut buffer = Buffer::with_capacity(len);
                buffer.extend(bytes);
                ArgBytes::Many(buffer)
            }
        };
        Args { bytes, inbound }
    }

    pub(crate) fn parts(&self) -> (&[u8], &Parcel) {
        (self.bytes.as_slice(), &self.inbound)
    }

    /// The sinks that go with the call.
    #[inline]
    pub(crate) fn sinks(&self) -> OwnSinks {
        OwnSinks::of(self.inbound.streams())
    }

    /// Takes the places of the call of `name` before its objects. What it must wait for before it reads them, if anything.
    pub(crate) fn take_places(&self, name: Name, patience: Patience) -> Option<Arc<Turn>> {
        self.inbound.take_places(name, patience)
    }

    /// A reader of what is there.
    ///
    /// # Errors
    /// If an object that goes with it cannot be had.
    pub(crate) fn reader(&self) -> Result<Reader<'_>, WireError> {
        self.inbound.check()?;
        Ok(Reader::new(self.bytes.as_slice(), &self.inbound))
    }

    /// Sees to it that there are none.
    ///
    /// # Errors
    /// If there are bytes, or an object cannot be had.
    pub fn end(self) -> Result<(), WireError> {
        self.reader()?.end()
    }

    /// Reads all arguments with `read`, and frees the bytes.
    ///
    /// # Errors
    /// What `read` says, or that bytes are left, or that an object cannot be had.
    pub fn decode<T>(self, read: impl FnOnce(&mut Reader<'_>) -> Result<T, WireError>) -> Result<T, WireError> {
        let mut reader = self.reader()?;
        let values = read(&mut reader)?;
        reader.end()?;
        Ok(values)
    }
}
