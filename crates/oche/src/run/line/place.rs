//! The places of a call in the lines before its objects. They are taken when the call is made, on the caller's thread, all
//! in one step: so whoever calls first has the objects first, wherever the calls run, and no two calls wait for each other.

use std::cell::Cell;
use std::sync::Arc;

use super::any::AnyObject;
use super::queue::{Crowded, Hold, Holder, NOBODY, Name, Place, Queue, Turn};
use crate::base::error::WireError;
use crate::protocol::Access;

/// An object that came with a message from Dart.
pub(crate) struct InboundObject {
    /// Before the object, which has the queue: fields are dropped in order.
    standing: Cell<Standing>,
    object: Arc<dyn AnyObject>,
    access: Access,
    /// How the places of a call are taken. It is reached from here, so that it is only linked where there are objects.
    take: TakePlaces,
}

/// Takes the places for all that a call wants; what it must wait for, if anything.
type TakePlaces = fn(&mut [Want<'_>], Patience) -> Option<Arc<Turn>>;

/// How a call stands with one of its objects.
#[derive(Default)]
enum Standing {
    /// It has not asked for it.
    #[default]
    Apart,
    /// It has it no more.
    Done,
    Waits(Place),
    Holds(Hold),
    Refused(Box<WireError>),
}

/// Whether a call waits for its objects.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// It runs on the isolate's own thread, or on behalf of somebody who may have the objects: what it would wait for may
    /// need just this call to go on.
    Never,
    Waits,
}

impl InboundObject {
    pub(crate) fn new(object: Arc<dyn AnyObject>, access: Access) -> Self {
        InboundObject {
            standing: Cell::default(),
            object,
            access,
            take,
        }
    }

    pub(crate) fn object(&self) -> &Arc<dyn AnyObject> {
        &self.object
    }

    /// Gives up what it is for.
    pub(crate) fn into_object(self) -> Arc<dyn AnyObject> {
        self.object
    }

    fn want(&self, name: Name) -> Option<Want<'_>> {
        Some(Want {
            object: self,
            queue: self.object.queue()?,
            holder: Holder::new(name, self.object.is_exclusive(self.access)),
        })
    }

    /// The hold that the call has got. What came with an answer of many items is only asked for now.
    pub(crate) fn claim(&self) -> Result<Hold, WireError> {
        let mut standing = self.standing.replace(Standing::Done);
        if matches!(standing, Standing::Apart) {
            self.ask();
            standing = self.standing.replace(Standing::Done);
        }
        match standing {
            Standing::Holds(hold) => Ok(hold),
            Standing::Waits(place) => place.claim().ok_or_else(WireError::no_object),
            Standing::Refused(error) => Err(*error),
            Standing::Apart | Standing::Done => Err(WireError::no_object()),
        }
    }

    /// Has the object or not, at once.
    #[cold]
    fn ask(&self) {
        if let Some(want) = self.want(NOBODY) {
            (self.take)(&mut [want], Patience::Never);
        }
    }

    /// Whether the object can be had as it was asked for.
    fn check(&self) -> Result<(), WireError> {
        if self.object.queue().is_none() {
            return Ok(());
        }
        let hold = self.claim()?;
        // SAFETY: the hold is there, and it was asked for with this access.
        unsafe { self.object.check(self.access) }?;
        self.standing.set(Standing::Holds(hold));
        Ok(())
    }
}

/// Checks that all objects of a message can be had as they were asked for, so that nothing is taken out of one if another
/// cannot be had.
///
/// # Errors
/// If the call had to wait and must not, or passes one object twice, or if one was moved, or shared and must not be.
pub(crate) fn check<'a>(mut objects: impl Iterator<Item = &'a InboundObject>) -> Result<(), WireError> {
    objects.try_for_each(InboundObject::check)
}

/// An object that a call wants, and how.
#[derive(Clone, Copy)]
struct Want<'a> {
    object: &'a InboundObject,
    queue: &'a Queue,
    holder: Holder,
}

impl Want<'_> {
    fn address(&self) -> usize {
        std::ptr::from_ref(self.queue).addr()
    }

    /// # Safety
    /// The holder was let in, once for this.
    unsafe fn hold(&self) {
        // SAFETY: by the contract, and the object that has the queue outlives what stands beside it.
        let hold = unsafe { Hold::new(self.queue, self.holder) };
        self.object.standing.set(Standing::Holds(hold));
    }

    /// Joins a line that stands still.
    fn join(&self, crowd: &mut Crowded<'_>, turn: &Arc<Turn>) {
        let ticket = crowd.join(self.holder, turn);
        // SAFETY: the object outlives what stands beside it, and the ticket is for this.
        let place = unsafe { Place::new(self.queue, self.holder, ticket, turn) };
        self.object.standing.set(Standing::Waits(place));
    }
}

/// Takes the places of the call of `name` for all objects that came with it. What the call must wait for before it decodes
/// them; nothing if it has them all. [`check`] tells what was refused.
pub(crate) fn take_places<'a>(
    objects: impl Iterator<Item = &'a InboundObject>,
    name: Name,
    patience: Patience,
) -> Option<Arc<Turn>> {
    let mut wants = objects.filter_map(|object| object.want(name));
    let first = wants.next()?;
    let take = first.object.take;
    match wants.next() {
        None => take(&mut [first], patience),
        Some(second) => take(
            &mut [first, second].into_iter().chain(wants).collect::<Vec<_>>(),
            patience,
        ),
    }
}

fn take(wants: &mut [Want<'_>], patience: Patience) -> Option<Arc<Turn>> {
    wants.sort_unstable_by_key(Want::address);
    let is_same = |a: &Want<'_>, b: &Want<'_>| a.address() == b.address();
    // Readers of one object ask for it together, so that nobody comes between them.
    for same in wants.chunk_by(is_same) {
        if let [first, second, ..] = same
            && same.iter().any(|want| want.holder.is_exclusive())
        {
            let classes = [first, second].map(|want| want.object.object.class());
            return refuse(wants, &WireError::object_twice(classes));
        }
    }
    let mut held = 0;
    for same in wants.chunk_by(is_same) {
        match same[0].queue.try_hold(same[0].holder, same.len()) {
            // SAFETY: it was let in so often.
            Ok(()) => same.iter().for_each(|want| unsafe { want.hold() }),
            Err(ahead) => {
                if patience == Patience::Never {
                    let class = same[0].object.object.class();
                    return refuse(wants, &WireError::object_busy(class, ahead));
                }
                // Whoever joins a line does so in all of them in one step, and has nothing before.
                for want in &wants[..held] {
                    want.object.standing.take();
                }
                return wait(wants);
            }
        }
        held += same.len();
    }
    None
}

/// The call gets none of its objects; what it has of them is given back.
#[cold]
fn refuse(wants: &[Want<'_>], error: &WireError) -> Option<Arc<Turn>> {
    for want in wants {
        want.object.standing.set(Standing::Refused(Box::new(error.clone())));
    }
    None
}

/// Takes the places in all lines while all of them stand still.
#[cold]
fn wait(wants: &[Want<'_>]) -> Option<Arc<Turn>> {
    let turn = Turn::new();
    let lines = wants.chunk_by(|a, b| a.address() == b.address());
    // They are in the order of the addresses.
    let mut still: Vec<_> = lines.map(|same| (same, same[0].queue.crowded())).collect();
    for (same, crowd) in &mut still {
        match crowd.try_hold(same[0].holder, same.len()) {
            // SAFETY: it was let in so often.
            Ok(()) => same.iter().for_each(|want| unsafe { want.hold() }),
            Err(_) => same.iter().for_each(|want| want.join(crowd, &turn)),
        }
    }
    drop(still);
    (!turn.has_come()).then_some(turn)
}
