//! How an item is queued that has a key.

use super::channel::{Channel, Refused};
use super::key::Key;
use super::sent::Sent;
use super::slots::Slot;

impl Channel {
    /// Queues an item in the place of the one that has the same key, if there is one. What is in the slot afterwards has no
    /// place in the queue.
    ///
    /// # Safety
    /// As for [`try_reserved`](Channel::try_reserved).
    pub(super) unsafe fn push_keyed(&self, item: &mut Slot<'_>, key: Key, capacity: usize) -> Result<Sent, Refused> {
        // The keys that were compared, and found to be others.
        let mut compared = Vec::new();
        loop {
            let mut state = self.lock();
            if state.end.is_some() {
                return Err(Refused::Closed);
            }
            let newest = state.queue.newest(key.hash);
            let is_new = newest.is_none_or(|newest| compared.contains(&newest));
            if is_new {
                let has_room = state.queue.len() < capacity;
                // SAFETY: by the contract.
                unsafe { state.queue.push(item, Some(key)) }
                let mut oldest = None;
                if !has_room {
                    // SAFETY: by the contract; the item has just left the slot.
                    oldest = unsafe { state.queue.pop(item) };
                    self.flow.counters.discard(1);
                }
                self.enter(&mut state);
                drop(state);
                self.send_on();
                drop(oldest);
                return Ok(match has_room {
                    true => Sent::Accepted,
                    false => Sent::Dropped,
                });
            }
            let candidates = state.queue.candidates(key.hash);
            drop(state);
            // Without the lock, because this is the user's code. Meanwhile the queue may change, and is looked at again.
            let same = candidates.iter().find(|candidate| key.equals(&*candidate.key));
            let Some(same) = same.map(|same| same.number) else {
                compared.extend(candidates.iter().map(|candidate| candidate.number));
                continue;
            };
            let mut state = self.lock();
            // SAFETY: by the contract.
            if unsafe { state.queue.replace(same, item) } {
                self.flow.counters.replace(1);
                return Ok(Sent::Conflated);
            }
            // It has just been sent.
        }
    }
}
