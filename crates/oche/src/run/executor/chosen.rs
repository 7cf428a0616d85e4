//! What was chosen, for all who ask.

use std::sync::atomic::{AtomicU8, Ordering};

use super::api::Executor;
use crate::base::setting::Setting;

/// The executor that is used: what the user has set, or the default, once it was given something to run.
pub(crate) static CHOSEN: Setting<dyn Executor> = Setting::new();

/// There is no executor to enter.
const NONE: u8 = 0;
/// The default one, tokio: threads stay in its context.
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
pub(crate) const TOKIO: u8 = 1;
/// One that the user has set: its `enter` wraps each call.
pub(crate) const USERS: u8 = 2;

/// What there is unless the user sets another one.
const DEFAULT: u8 = if cfg!(all(feature = "tokio", not(target_family = "wasm"))) {
    1
} else {
    NONE
};

/// Which executor it is.
pub(crate) static WHICH: AtomicU8 = AtomicU8::new(DEFAULT);

/// The user has set an executor, or what a failed `init` has set is forgotten.
pub(crate) fn set_users(is_users: bool) {
    WHICH.store(if is_users { USERS } else { DEFAULT }, Ordering::Release);
}

pub(crate) fn is_users() -> bool {
    WHICH.load(Ordering::Acquire) == USERS
}
