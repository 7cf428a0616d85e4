//! The entry points of the run time, as a table: all of them, or those that an API has a use for.

use crate::__entry_points as entry_points;
use crate::protocol::LogsStatus;

/// The Rust types of what the protocol names.
mod types {
    use std::ffi::c_void;

    pub(super) type Nothing = ();
    pub(super) type Bool = bool;
    pub(super) type U32 = u32;
    pub(super) type U64 = u64;
    pub(super) type I64 = i64;
    pub(super) type Size = usize;
    pub(super) type Address = *const c_void;
    pub(super) type Bytes = *mut u8;
    pub(super) type DartApi = *const crate::platform::DartApi;
    pub(super) type DartHandle = crate::platform::DartHandle;
    pub(super) type Trampoline = Option<crate::run::exchange::Trampoline>;
    pub(super) type Context = *mut crate::run::context::Context;
    pub(super) type Object = *mut crate::features::object::handle::Handle;
    pub(super) type Watch = *const crate::features::signal::crossing::Watch;
    pub(super) type Attachment = *const crate::wire::attachment::Attachment;
    pub(super) type Exchange = *mut crate::run::exchange::Exchange;
}

/// What the entry points lead to, by their names.
mod points {
    pub(super) use crate::features::callback::implementor::object as attachment_object;
    pub(super) use crate::features::callback::implementor::release as attachment_release;
    pub(super) use crate::features::callback::remote::inbound_again;
    pub(super) use crate::features::callback::remote::inbound_remote;
    pub(super) use crate::features::callback::remote::next_released;
    pub(super) use crate::features::logs::open::open as logs_open;
    pub(super) use crate::features::object::handle::claim as object_claim;
    pub(super) use crate::features::object::handle::dispose as object_dispose;
    pub(super) use crate::features::object::handle::inbound as inbound_object;
    pub(super) use crate::features::object::handle::moved as object_moved;
    pub(super) use crate::features::object::handle::release as object_release;
    pub(super) use crate::features::object::handle::share as object_share;
    pub(super) use crate::features::signal::crossing::answer as signal_answer;
    pub(super) use crate::features::signal::crossing::changed as signal_changed;
    pub(super) use crate::features::signal::crossing::listen as signal_listen;
    pub(super) use crate::features::signal::crossing::read as signal_read;
    pub(super) use crate::features::signal::crossing::watch as signal_watch;
    pub(super) use crate::features::sink::inbound::close as sink_close;
    pub(super) use crate::features::sink::inbound::inbound as inbound_stream;
    pub(super) use crate::run::attach::attach;
    pub(super) use crate::run::attach::detach;
    pub(super) use crate::run::attach::ticket;
    pub(super) use crate::run::dart_call::exchange;
    pub(super) use crate::run::dart_call::open as callbacks_open;
    pub(super) use crate::run::dart_call::reserve as exchange_reserve;
    pub(super) use crate::run::entries::cancel;
    pub(super) use crate::run::entries::drain;
    pub(super) use crate::run::entries::inbound_alloc;
    pub(super) use crate::run::entries::inbound_discard;
    pub(super) use crate::run::entries::scratch_pop;
    pub(super) use crate::run::entries::scratch_push;
    pub(super) use crate::run::entries::scratch_reserve;
    pub(super) use crate::run::entries::scratch_trim;
    pub(super) use crate::run::keep::keep;
    pub(super) use crate::run::reply::reply;
    pub(super) use crate::run::streams::credit;
    pub(super) use crate::run::streams::statistics;

    /// `live_objects()`: see [`crate::base::live::live_objects`].
    pub(super) extern "C" fn live_objects() -> i64 {
        crate::base::live::live_objects()
    }
}

/// Makes the table of the entry points: each must have the type that the protocol says.
macro_rules! bind {
    ($($(#[doc = $doc:literal])* $name:ident: $lane:ident($($parameter:ident: $type:ident),*) -> $result:ident;)*) => {
        /// The run time's entry points, by their places in the table.
        #[repr(C)]
        pub struct Runtime {
            $($name: unsafe extern "C" fn($(types::$type),*) -> types::$result,)*
        }

        impl Runtime {
            /// All of them.
            const fn whole() -> Self {
                Runtime { $($name: points::$name,)* }
            }
        }

        /// What stands in the place of an entry point that the API has no use for, so that Dart has none for it either.
        #[allow(dead_code, reason = "some are always there")]
        mod absent {
            use super::types;

            $(pub(super) unsafe extern "C" fn $name($(_: types::$type),*) -> types::$result {
                <types::$result as super::Nothing>::NOTHING
            })*
        }
    };
}

entry_points!(bind);

/// What an entry point returns that does nothing.
trait Nothing {
    const NOTHING: Self;
}

macro_rules! nothing {
    ($($type:ty = $nothing:expr),* $(,)?) => {
        $(impl Nothing for $type {
            const NOTHING: Self = $nothing;
        })*
    };
}

nothing!(() = (), bool = false, u32 = 0, u64 = 0, i64 = -1, usize = 0);

impl<T> Nothing for *mut T {
    const NOTHING: Self = std::ptr::null_mut();
}

impl<T> Nothing for *const T {
    const NOTHING: Self = std::ptr::null();
}

/// What an API may have no use for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Objects, interfaces and signals: what Dart has a handle to.
    Objects,
    /// Signals.
    Signals,
    /// Streams of every kind.
    Streams,
    /// Streams that Rust pushes into.
    Sinks,
    /// What Rust calls of Dart's: functions, interfaces, streams.
    Callbacks,
}

/// What is logged crosses as a stream, which a sink pushes into; whether there is any is said by features of the crate.
const LOGS: bool = cfg!(any(feature = "log", feature = "tracing"));

/// All entry points.
pub(super) static WHOLE: Runtime = Runtime::whole();

impl Runtime {
    /// The run time with these parts. What a library does not refer to is not linked into it.
    pub const fn with(parts: &[Part]) -> Self {
        let mut runtime = Self::whole();
        /// Takes out what is only for parts that are not wanted.
        macro_rules! only_for {
            ($part:ident: $($name:ident),*) => {
                if !has(parts, Part::$part) {
                    $(runtime.$name = absent::$name;)*
                }
            };
        }
        only_for!(Objects: inbound_object, object_claim, object_dispose, object_moved, object_release, object_share);
        only_for!(Signals: signal_answer, signal_changed, signal_listen, signal_read, signal_watch);
        only_for!(Sinks: inbound_stream);
        only_for!(
            Callbacks: attachment_object, attachment_release, callbacks_open, exchange, exchange_reserve, inbound_again,
            inbound_remote, next_released, reply
        );
        if !LOGS {
            only_for!(Streams: credit, statistics);
            only_for!(Sinks: sink_close);
            // Nothing but the answer that there are none.
            runtime.logs_open = no_logs;
        }
        runtime
    }
}

const fn has(parts: &[Part], part: Part) -> bool {
    let mut index = 0;
    while index < parts.len() {
        if parts[index] as u8 == part as u8 {
            return true;
        }
        index += 1;
    }
    false
}

/// `logs_open(context, id, level)` of a library that logs nothing.
unsafe extern "C" fn no_logs(_: types::Context, _: u64, _: u32) -> u32 {
    LogsStatus::NoFeature.code()
}

#[cfg(test)]
mod tests {
    use std::ptr::null_mut;

    use super::*;
    use crate::protocol::entries::ENTRY_POINTS;

    /// The addresses of the entry points.
    fn addresses(runtime: &Runtime) -> [usize; ENTRY_POINTS.len()] {
        const { assert!(size_of::<Runtime>() == size_of::<[usize; ENTRY_POINTS.len()]>()) };
        // SAFETY: it consists of so many pointers to functions.
        unsafe { std::ptr::from_ref(runtime).cast::<[usize; ENTRY_POINTS.len()]>().read() }
    }

    fn names_that_differ(runtime: &Runtime) -> Vec<&'static str> {
        let both = addresses(&WHOLE).into_iter().zip(addresses(runtime));
        let named = ENTRY_POINTS.iter().zip(both);
        let differs = named.filter(|(_, (whole, with))| whole != with);
        differs.map(|(entry, _)| entry.name).collect()
    }

    #[test]
    fn a_part_that_is_named_is_there() {
        use Part::{Callbacks, Objects, Signals, Sinks, Streams};
        let all = Runtime::with(&[Objects, Signals, Streams, Sinks, Callbacks]);
        let expected: &[&str] = if LOGS { &[] } else { &["logs_open"] };
        assert_eq!(names_that_differ(&all), expected);

        let without_objects = Runtime::with(&[Signals, Streams, Sinks, Callbacks]);
        let missing = names_that_differ(&without_objects);
        let is_of_objects = |name: &&&str| name.starts_with("object_") || **name == "inbound_object";
        let of_objects: Vec<&str> = missing.iter().filter(is_of_objects).copied().collect();
        assert_eq!(of_objects.len(), 6, "{missing:?}");
        assert_eq!(missing.len(), of_objects.len() + expected.len(), "{missing:?}");
    }

    #[test]
    fn what_is_absent_does_nothing() {
        let none = Runtime::with(&[]);
        // SAFETY: what is absent does not look at what it is called with.
        unsafe {
            assert!((none.object_claim)(1).is_null());
            (none.object_release)(null_mut());
            assert_eq!((none.next_released)(null_mut(), false), -1);
            assert!((none.exchange)(null_mut(), 0).is_null());
            assert_eq!((none.inbound_remote)(null_mut(), 0, 0), 0);
        }
        if !LOGS {
            // SAFETY: likewise.
            let status = unsafe { (none.logs_open)(null_mut(), 1, 1) };
            assert_eq!(status, LogsStatus::NoFeature.code());
        }
    }
}
