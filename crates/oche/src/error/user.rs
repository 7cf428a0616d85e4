//! Errors of user code that cross as text: `RustError` in Dart. On the wire: message, then the list of causes.

use std::error::Error;

use crate::hooks::note_error;
use crate::wire::{Encode, Writer};

fn encode_text(message: &str, source: Option<&(dyn Error + 'static)>, w: &mut Writer) {
    note_error(w, || message.to_owned());
    w.str(message);
    let causes = std::iter::successors(source, |&error| error.source());
    // A chain that bites its own tail must not fill the memory.
    let causes: Vec<String> = causes.take(64).map(ToString::to_string).collect();
    Encode::<()>::encode(causes, w);
}

/// An error that crosses by its `Display` text and its chain of sources.
pub struct DisplayError<E>(pub E);

impl<C, E: Error + 'static> Encode<C> for DisplayError<E> {
    fn encode(self, w: &mut Writer) {
        encode_text(&self.0.to_string(), self.0.source(), w);
    }
}

/// A boxed `dyn Error`, which is not itself an `Error`.
pub struct BoxedError<E: ?Sized>(pub Box<E>);

macro_rules! boxed {
    ($($bounds:ty),*) => {$(
        impl<C> Encode<C> for BoxedError<$bounds> {
            fn encode(self, w: &mut Writer) {
                encode_text(&self.0.to_string(), self.0.source(), w);
            }
        }
    )*};
}

boxed!(dyn Error, dyn Error + Send, dyn Error + Send + Sync);

/// An [`anyhow::Error`], which is not itself an `Error`.
#[cfg(feature = "anyhow")]
pub struct AnyhowError(pub anyhow::Error);

#[cfg(feature = "anyhow")]
impl<C> Encode<C> for AnyhowError {
    fn encode(self, w: &mut Writer) {
        encode_text(&self.0.to_string(), self.0.source(), w);
    }
}

/// A text that serves as an error.
pub struct MessageError<T>(pub T);

impl<C, T: AsRef<str>> Encode<C> for MessageError<T> {
    fn encode(self, w: &mut Writer) {
        encode_text(self.0.as_ref(), None, w);
    }
}
