//! What crosses as text: strings in other containers, paths, and addresses of the network.

use std::ffi::{OsStr, OsString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use super::codec::{Decode, EncodeRef, copied};
use super::reader::Reader;
use super::writer::Writer;
use crate::base::error::WireError;

macro_rules! from_str {
    ($($type:ty),*) => {$(
        impl<C> Decode<C> for $type {
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                r.str().map(Self::from)
            }
        }
    )*};
}

from_str!(Box<str>, Rc<str>, Arc<str>, PathBuf, OsString);

/// What an owned path turns into.
macro_rules! from_owned {
    ($($type:ty: $owned:ty;)*) => {$(
        impl<C> Decode<C> for $type {
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                <$owned as Decode<C>>::decode(r).map(Self::from)
            }
        }
    )*};
}

from_owned! {
    Box<Path>: PathBuf;
    Rc<Path>: PathBuf;
    Arc<Path>: PathBuf;
    Box<OsStr>: OsString;
    Rc<OsStr>: OsString;
    Arc<OsStr>: OsString;
}

/// Not every path is text, and not all that Dart could say of it would find the file again.
fn write_os_str(text: &OsStr, w: &mut Writer) {
    match text.to_str() {
        Some(text) => w.str(text),
        None => w.fail(WireError::not_utf8(text)),
    }
}

macro_rules! os_strings {
    ($($type:ty),*) => {$(
        impl<C> EncodeRef<C> for $type {
            fn encode_ref(&self, w: &mut Writer) {
                write_os_str(self.as_ref(), w);
            }
        }
    )*};
}

os_strings!(Path, OsStr, PathBuf, OsString);

macro_rules! addresses {
    ($($type:ty),*) => {$(
        impl<C> EncodeRef<C> for $type {
            fn encode_ref(&self, w: &mut Writer) {
                w.str(&self.to_string());
            }
        }

        impl<C> Decode<C> for $type {
            fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
                let text = r.str()?;
                text.parse()
                    .map_err(|error| WireError::invalid_value(format!("{text:?} is no address: {error}")))
            }
        }

        copied! {
            [] $type;
        }
    )*};
}

addresses!(IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6);

copied! {
    [] PathBuf;
    [] OsString;
}
