//! References and pointers on the wire, which does not know them: what they lead to is sent, from where it is.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use super::codec::{Decode, Encode, EncodeRef, copied};
use super::reader::Reader;
use super::writer::Writer;
use crate::base::error::WireError;

/// What is reached through a pointer, and stays where it is.
macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        impl<C, T: ?Sized + EncodeRef<C>> EncodeRef<C> for $pointer {
            #[inline]
            fn encode_ref(&self, w: &mut Writer) {
                (**self).encode_ref(w);
            }
        }
    )*};
}

pointers!(&T, Box<T>, Rc<T>, Arc<T>);

impl<C, B: ?Sized + ToOwned + EncodeRef<C>> EncodeRef<C> for Cow<'_, B> {
    fn encode_ref(&self, w: &mut Writer) {
        (**self).encode_ref(w);
    }
}

copied! {
    [T: ?Sized + EncodeRef<C>] &T;
    [T: EncodeRef<C>] Rc<[T]>;
    [T: EncodeRef<C>] Arc<[T]>;
    [] Box<str>;
    [] Rc<str>;
    [] Arc<str>;
    [] Box<Path>;
    [] Rc<Path>;
    [] Arc<Path>;
    [] Box<OsStr>;
    [] Rc<OsStr>;
    [] Arc<OsStr>;
}

impl<C, T: Encode<C>> Encode<C> for Box<T> {
    fn encode(self, w: &mut Writer) {
        (*self).encode(w);
    }
}

impl<C, T: Encode<C>> Encode<C> for Box<[T]> {
    fn encode(self, w: &mut Writer) {
        T::encode_list(self.into_vec(), w);
    }
}

impl<C, B: ?Sized + ToOwned<Owned: Encode<C>> + EncodeRef<C>> Encode<C> for Cow<'_, B> {
    fn encode(self, w: &mut Writer) {
        match self {
            Cow::Borrowed(value) => value.encode_ref(w),
            Cow::Owned(value) => value.encode(w),
        }
    }
}

/// What several may own: the last of them gives it away.
macro_rules! shared {
    ($($pointer:ident),*) => {$(
        impl<C, T: Encode<C> + EncodeRef<C>> Encode<C> for $pointer<T> {
            fn encode(self, w: &mut Writer) {
                match $pointer::try_unwrap(self) {
                    Ok(value) => value.encode(w),
                    Err(shared) => (*shared).encode_ref(w),
                }
            }
        }
    )*};
}

shared!(Rc, Arc);

impl<C, T: Decode<C>> Decode<C> for Box<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        T::decode(r).map(Box::new)
    }
}

impl<C, T: Decode<C>> Decode<C> for Rc<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        T::decode(r).map(Rc::new)
    }
}

impl<C, T: Decode<C>> Decode<C> for Arc<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        T::decode_arc(r)
    }
}

impl<C, B: ?Sized + ToOwned<Owned: Decode<C>>> Decode<C> for Cow<'_, B> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        Decode::<C>::decode(r).map(Cow::Owned)
    }
}
