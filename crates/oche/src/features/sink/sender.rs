//! What all clones of a sink share, whatever its items are.

use std::sync::Arc;

use super::channel::{Channel, End, IfFull, Refused};
use super::overflow::{Overflow, Policy};
use super::sent::Sent;
use super::slots::Slot;

/// Dropped with the last clone, it ends the stream.
pub(super) struct Sender {
    pub(super) channel: Arc<Channel>,
    policy: Policy,
}

impl Sender {
    pub(super) fn new(channel: Arc<Channel>) -> Self {
        Sender {
            channel,
            policy: Policy::Plain(Overflow::default()),
        }
    }

    /// Decides what happens to an item for which there is no room; `room` is for how many there is where senders wait for some.
    ///
    /// # Panics
    /// If something was sent already, or there is a clone.
    pub(super) fn set_policy(this: &mut Arc<Self>, policy: Policy, room: Option<usize>) {
        let unused = Arc::get_mut(this).filter(|sender| sender.channel.set_room(room));
        let Some(sender) = unused else {
            panic!("how a stream's sink keeps its items is decided before it is cloned and before anything is sent");
        };
        sender.policy = policy;
    }

    /// Whether senders wait for room.
    pub(super) fn blocks(&self) -> bool {
        matches!(self.policy, Policy::Plain(Overflow::Block(_)))
    }

    /// Sends an item without waiting. What is in the slot afterwards was not sent, or is no longer in the queue.
    ///
    /// # Safety
    /// The slot has a value of the channel's type, which the policy is for as well.
    pub(super) unsafe fn try_send(&self, item: &mut Slot<'_>) -> Result<Sent, Refused> {
        let channel = &*self.channel;
        let (overflow, full) = match &self.policy {
            Policy::LatestBy { capacity, key } => {
                // Its key costs nothing if nobody wants it.
                if channel.is_closed() {
                    return Err(Refused::Closed);
                }
                // SAFETY: by the contract.
                let key = unsafe { key.of(item) };
                // SAFETY: by the contract.
                return unsafe { channel.push_keyed(item, key, *capacity) };
            }
            // SAFETY: by the contract.
            Policy::Plain(Overflow::Block(_)) => return unsafe { channel.try_reserved(item) },
            Policy::Plain(overflow @ Overflow::DropOldest(_)) => (overflow, IfFull::DropOldest),
            Policy::Plain(overflow @ Overflow::DropNewest(_)) => (overflow, IfFull::DropNewest),
            Policy::Plain(overflow @ Overflow::Latest) => (overflow, IfFull::ReplaceNewest),
            Policy::Plain(overflow @ Overflow::Error(_)) => (overflow, IfFull::End),
        };
        // SAFETY: by the contract.
        unsafe { channel.push(item, overflow.capacity(), full) }
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.channel.close(End::Done);
    }
}
