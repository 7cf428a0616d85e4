//! What a crate sets once for the whole process.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A value that is set once; only what a failed `init` has set is forgotten, as if it had never run.
///
/// Whoever has got it may keep it for ever, so that a forgotten value is leaked.
pub(crate) struct Setting<T: ?Sized>(AtomicPtr<Box<T>>);

impl<T: ?Sized> Setting<T> {
    pub(crate) const fn new() -> Self {
        Setting(AtomicPtr::new(null_mut()))
    }
}

/// What a setting was at some moment.
pub(crate) struct Mark<T: ?Sized>(*mut Box<T>);

impl<T: ?Sized + Sync> Setting<T> {
    #[inline]
    pub(crate) fn get(&self) -> Option<&'static T> {
        // SAFETY: it is null, or what `set` has leaked.
        unsafe { self.0.load(Ordering::Acquire).as_ref() }.map(|value| &**value)
    }

    /// Sets the value; says no if there is one.
    #[must_use]
    pub(crate) fn set(&self, value: Box<T>) -> bool {
        let new = Box::into_raw(Box::new(value));
        let set = self
            .0
            .compare_exchange(null_mut(), new, Ordering::AcqRel, Ordering::Acquire);
        if set.is_err() {
            // SAFETY: it is from `into_raw`, and nobody else has seen it. The value's own code, which may run, is the caller's.
            drop(unsafe { Box::from_raw(new) });
        }
        set.is_ok()
    }

    pub(crate) fn mark(&self) -> Mark<T> {
        Mark(self.0.load(Ordering::Acquire))
    }

    /// Whether nothing was set or forgotten since.
    pub(crate) fn is_at(&self, mark: &Mark<T>) -> bool {
        std::ptr::eq(self.0.load(Ordering::Acquire), mark.0)
    }

    /// Forgets what was set since.
    pub(crate) fn reset(&self, mark: &Mark<T>) {
        self.0.store(mark.0, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_can_be_set_again() {
        let setting: Setting<str> = Setting::new();
        assert_eq!(setting.get(), None);
        let mark = setting.mark();
        assert!(setting.set("first".into()));
        assert!(!setting.set("second".into()));
        let first = setting.get();
        assert_eq!(first, Some("first"));
        setting.reset(&mark);
        assert_eq!(setting.get(), None);
        assert!(setting.set("third".into()));
        assert_eq!((setting.get(), first), (Some("third"), Some("first")));
        setting.reset(&setting.mark());
        assert_eq!(setting.get(), Some("third"));
    }
}
