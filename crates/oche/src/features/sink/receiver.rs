//! The end of a channel that the stream's task holds.

use std::sync::Arc;
use std::task::Context;

use super::channel::{Channel, Next};
use super::slots::{Hand, Slot};
use crate::features::stream::batch::{Batch, Source, Stop, run_of};
use crate::run::credit::Allowance;
use crate::wire::writer::Writer;

/// How items are encoded.
pub(super) struct Encoding(Box<Encode>);

type Encode = dyn Fn(&mut Slot<'_>, &mut Writer) + Send;

impl Encoding {
    pub(super) fn new<T: 'static>(encode: impl Fn(T, &mut Writer) + Send + 'static) -> Self {
        Encoding(Box::new(move |item, w| {
            // SAFETY: by the contract of `encode`, which is the only one to call this.
            if let Some(item) = unsafe { item.take() } {
                encode(item, w);
            }
        }))
    }

    /// Encodes the item in a slot, which has none after that.
    ///
    /// # Safety
    /// The slot is for items of the type that this was made for.
    unsafe fn encode(&self, item: &mut Slot<'_>, w: &mut Writer) {
        (self.0)(item, w);
    }
}

/// The items of a channel, on their way to Dart. When this is dropped, all that waits is dropped with it.
pub(super) struct Receiver {
    channel: Arc<Channel>,
    encoding: Encoding,
    /// Where an item is while it is encoded.
    hand: Hand,
}

impl Receiver {
    /// # Safety
    /// `encoding` was made for items of the channel's type.
    pub(super) unsafe fn new(channel: &Arc<Channel>, encoding: Encoding) -> Self {
        Receiver {
            hand: Hand::new(channel.kind()),
            channel: Arc::clone(channel),
            encoding,
        }
    }
}

impl Source for Receiver {
    fn fill(&mut self, batch: &mut Batch, cx: &mut Context<'_>, allowance: Allowance, left: &mut u32) -> Stop {
        run_of(batch, allowance, left, |batch| {
            let mut item = self.hand.slot();
            // SAFETY: the slot is of the channel's kind.
            let mut next = unsafe { self.channel.take(&mut item) };
            if let Next::NotYet = next {
                self.channel.register(cx);
                // What came before the waker was registered.
                // SAFETY: as above; there is still no item in it.
                next = unsafe { self.channel.take(&mut item) };
            }
            match next {
                // SAFETY: the encoding is for the channel's type, by the contract of `new`.
                Next::Item => batch
                    .add(|w| unsafe { self.encoding.encode(&mut item, w) })
                    .err()
                    .map(Stop::Refused),
                Next::NotYet => Some(Stop::Pending),
                Next::End => Some(Stop::End),
            }
        })
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.channel.abandon();
    }
}
