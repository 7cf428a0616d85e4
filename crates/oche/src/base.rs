//! What everything rests on: plain data and small tools, which know nothing of what is built of them.

pub(crate) mod callback_error;
pub(crate) mod error;
pub(crate) mod ids;
pub(crate) mod live;
pub(crate) mod oneshot;
pub(crate) mod permits;
pub(crate) mod setting;
pub(crate) mod statistics;
pub(crate) mod sync;
