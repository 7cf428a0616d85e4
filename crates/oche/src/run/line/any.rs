//! Objects of any type, as handles and messages have them.

use std::any::TypeId;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::queue::Queue;
use crate::base::error::WireError;
use crate::protocol::Access;

/// A number that no other object of this process ever has: what tells objects apart in Dart. An address would not do. It is
/// used again, and what Dart has disposed of would then be equal to something else.
pub(crate) fn next_id() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// Something that Dart has a handle to.
///
/// # Safety
/// `kind` is left as it is, and `queue` is the same for as long as the object is there.
pub(crate) unsafe trait AnyObject: Send + Sync + 'static {
    /// Its type.
    fn kind(&self) -> TypeId {
        TypeId::of::<Self>()
    }

    /// Its number.
    fn id(&self) -> u64;

    /// The line before it; nothing if there is none, because it has no `&mut` and cannot be taken.
    fn queue(&self) -> Option<&Queue>;

    /// Whether nobody else may have it at the same time.
    fn is_exclusive(&self, access: Access) -> bool;

    /// Whether it can be had so, as far as that is known without running the user's code.
    ///
    /// # Safety
    /// A hold of the queue is there, and an exclusive one if `is_exclusive` says so.
    ///
    /// # Errors
    /// If the value was moved, or is shared or a part and must not be.
    unsafe fn check(&self, access: Access) -> Result<(), WireError>;

    /// Whether its value was moved out.
    fn is_moved(&self) -> bool;

    /// What its type is called.
    fn class(&self) -> &'static str;
}

impl dyn AnyObject {
    /// It, if it is a `T`.
    pub(crate) fn downcast_ref<T: AnyObject>(&self) -> Option<&T> {
        let this = std::ptr::from_ref(self).cast::<T>();
        // SAFETY: by the trait's contract it is a `T` then.
        (self.kind() == TypeId::of::<T>()).then(|| unsafe { &*this })
    }

    /// The same with the reference.
    #[inline]
    pub(crate) fn downcast<T: AnyObject>(self: Arc<Self>) -> Result<Arc<T>, Arc<Self>> {
        if self.kind() != TypeId::of::<T>() {
            return Err(self);
        }
        // SAFETY: by the trait's contract it is a `T`.
        Ok(unsafe { Arc::from_raw(Arc::into_raw(self).cast::<T>()) })
    }
}
