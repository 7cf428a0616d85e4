//! What comes with a message from Dart. What a function or an object of Dart is, and what a sink, is known to whoever reads them.

use std::any::Any;
use std::sync::Arc;

use super::line::place::{InboundObject, Patience, check, take_places};
use super::line::queue::{Name, Turn};
use super::own_sinks::OwnSink;
use super::reap::reap;
use crate::base::error::WireError;
use crate::wire::block::InboundBlock;
use crate::wire::reader::{Attachments, Reader};

/// Something that came with a message from Dart.
pub(crate) enum Inbound {
    /// The memory of a number list.
    Block(InboundBlock),
    /// A Rust object that Dart holds.
    Object(InboundObject),
    /// A function or an object of Dart.
    Remote(Arc<dyn Any + Send + Sync>),
    /// A stream that Dart listens to, for a sink.
    Stream(Arc<dyn OwnSink>),
}

impl Inbound {
    /// The object that it is.
    fn object(&self) -> Option<&InboundObject> {
        match self {
            Inbound::Object(object) => Some(object),
            Inbound::Block(_) | Inbound::Remote(_) | Inbound::Stream(_) => None,
        }
    }

    /// The sink's stream that it is.
    fn stream(&self) -> Option<&Arc<dyn OwnSink>> {
        match self {
            Inbound::Stream(stream) => Some(stream),
            Inbound::Block(_) | Inbound::Object(_) | Inbound::Remote(_) => None,
        }
    }

    /// Drops what came with a call that does not take place. Of an object this may be the last trace, and in the middle
    /// of writing a call is no place for a user's own code.
    fn discard(self) {
        match self {
            Inbound::Block(block) => drop(block),
            Inbound::Object(object) => reap(Box::new(object.into_object())),
            Inbound::Remote(remote) => drop(remote),
            Inbound::Stream(stream) => drop(stream),
        }
    }
}

/// All that came with a message. There is mostly nothing, and then nothing is allocated.
#[derive(Default)]
pub(crate) struct Parcel(Vec<Inbound>);

impl Attachments for Parcel {
    fn block(&self, index: usize) -> Option<&InboundBlock> {
        match self.0.get(index) {
            Some(Inbound::Block(block)) => Some(block),
            _ => None,
        }
    }
}

impl Parcel {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds something.
    pub(crate) fn push(&mut self, inbound: Inbound) {
        self.0.push(inbound);
    }

    /// Takes out the last `count` things.
    pub(crate) fn split_last(&mut self, count: usize) -> Self {
        let first = self.0.len().saturating_sub(count);
        Parcel(self.0.split_off(first))
    }

    /// The streams of sinks.
    pub(crate) fn streams(&self) -> impl Iterator<Item = &Arc<dyn OwnSink>> {
        self.0.iter().filter_map(Inbound::stream)
    }

    fn objects(&self) -> impl Iterator<Item = &InboundObject> {
        self.0.iter().filter_map(Inbound::object)
    }

    /// Takes the places of the call of `name` before its objects. What it must wait for before it reads them, if anything.
    pub(crate) fn take_places(&self, name: Name, patience: Patience) -> Option<Arc<Turn>> {
        take_places(self.objects(), name, patience)
    }

    /// Checks that all objects can be had as they were asked for.
    ///
    /// # Errors
    /// If one cannot.
    pub(crate) fn check(&self) -> Result<(), WireError> {
        check(self.objects())
    }

    /// Drops what came with a call that does not take place.
    pub(crate) fn discard(self) {
        self.0.into_iter().for_each(Inbound::discard);
    }
}

impl<'a> Reader<'a> {
    /// Reads what is named by its index; nothing if there is no such thing.
    #[inline]
    fn inbound(&mut self) -> Result<Option<&'a Inbound>, WireError> {
        let (parcel, index) = self.attached::<Parcel>()?;
        Ok(parcel.and_then(|parcel| parcel.0.get(index)))
    }

    /// Reads an object that Dart holds, of whatever type.
    pub(crate) fn inbound_object(&mut self) -> Result<&'a InboundObject, WireError> {
        let object = self.inbound()?.and_then(Inbound::object);
        object.ok_or_else(WireError::no_object)
    }

    /// Reads a function or an object of Dart; nothing if it is something else.
    pub(crate) fn inbound_remote(&mut self) -> Result<Option<&'a Arc<dyn Any + Send + Sync>>, WireError> {
        Ok(match self.inbound()? {
            Some(Inbound::Remote(remote)) => Some(remote),
            _ => None,
        })
    }

    /// Reads a stream that is opened for a sink; nothing if it is something else.
    pub(crate) fn inbound_stream(&mut self) -> Result<Option<&'a Arc<dyn OwnSink>>, WireError> {
        Ok(self.inbound()?.and_then(Inbound::stream))
    }
}
