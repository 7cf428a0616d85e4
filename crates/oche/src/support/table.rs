//! The one thing that a library exports: `oche_<crate>()`, which returns a pointer to a [`Table`]. The Dart twin is
//! `table.dart`.

use crate::__entry_points as entry_points;
use crate::__same_layout as same_layout;
use crate::protocol::ABI_VERSION;
use crate::protocol::entries::ENTRY_POINTS;
use crate::protocol::limits::TABLE_MAGIC;

/// An entry point. What it points to is known by its place in its table.
#[repr(transparent)]
pub struct Entry(*const ());

// SAFETY: the address of a function may be read from everywhere.
unsafe impl Sync for Entry {}

impl Entry {
    /// Wraps the address of an `extern "C"` function.
    pub const fn new(function: *const ()) -> Self {
        Entry(function)
    }
}

/// What a library exports, as Dart reads it: a [`TableMemory`](crate::protocol::layouts::TableMemory). What sets the crate up
/// is `u32 init(context)`, see `init`, or null.
#[repr(C)]
pub struct Table {
    magic: u32,
    abi_version: u32,
    hash_low: u32,
    hash_high: u32,
    runtime_count: u32,
    function_count: u32,
    runtime: *const Runtime,
    functions: *const Entry,
    init: *const (),
}

same_layout!(Table as TableMemory {
    magic = magic,
    abi_version = abi_version,
    hash_low = hash_low,
    hash_high = hash_high,
    runtime_count = runtime_count,
    function_count = function_count,
    runtime = runtime,
    functions = functions,
    init = init,
});

// SAFETY: it is never written, and all it points to is `'static` and `Sync`.
unsafe impl Sync for Table {}

impl Table {
    /// The table of a crate with these functions.
    pub const fn new(schema_hash: u64, functions: &'static [Entry]) -> Self {
        Table {
            magic: TABLE_MAGIC.to_le(),
            abi_version: ABI_VERSION,
            hash_low: schema_hash as u32,
            hash_high: (schema_hash >> 32) as u32,
            runtime_count: ENTRY_POINTS.len() as u32,
            function_count: functions.len() as u32,
            runtime: &raw const RUNTIME,
            functions: functions.as_ptr(),
            init: std::ptr::null(),
        }
    }

    /// The same table with what sets the crate up.
    pub const fn with_init(mut self, init: Entry) -> Self {
        self.init = init.0;
        self
    }

    /// The same table claiming another ABI version, for tests of the Dart half.
    #[doc(hidden)]
    pub const fn with_abi_version(mut self, abi_version: u32) -> Self {
        self.abi_version = abi_version;
        self
    }
}

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
        struct Runtime {
            $($name: unsafe extern "C" fn($(types::$type),*) -> types::$result,)*
        }

        static RUNTIME: Runtime = Runtime { $($name: points::$name,)* };
    };
}

entry_points!(bind);
