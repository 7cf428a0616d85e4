//! Code of the user's that belongs to no call.

use std::mem::needs_drop;

use super::executor::context::in_context_here;
use super::hooks::tell_panic;
use super::panic::catch::caught;

/// Runs code of the user's that belongs to no call: [`caught`], and the hooks are told.
pub(crate) fn caught_outside(f: impl FnOnce()) {
    if let Err(panic) = caught(f) {
        tell_panic(None, &panic);
    }
}

/// Drops a user's value, in the executor's context; a panic goes no further.
pub(crate) fn drop_caught<T>(value: T) {
    if needs_drop::<T>() {
        caught_outside(|| in_context_here(|| drop(value)));
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::run::panic::catch::catch;
    use crate::run::panic::hook::install_hook;

    /// What belongs to a thread may be dropped when the thread has no room for notes any more.
    #[test]
    fn a_panic_at_the_end_of_a_thread_goes_no_further() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("at the end of a thread");
            }
        }
        struct Last(Option<Bomb>);
        impl Drop for Last {
            fn drop(&mut self) {
                drop_caught(self.0.take());
            }
        }
        thread_local! {
            static LAST: Last = const { Last(Some(Bomb)) };
        }
        install_hook();
        let thread = thread::spawn(|| {
            LAST.with(|last| assert!(last.0.is_some()));
            // Made after it, and so dropped before it or after it: both must do.
            drop(catch(|| panic!("before")));
        });
        thread.join().expect("it has ended as it should");
    }
}
