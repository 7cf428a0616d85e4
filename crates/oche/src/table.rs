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

    use crate::callback;

    pub(crate) type Nothing = ();
    pub(crate) type Bool = bool;
    pub(crate) type U32 = u32;
    pub(crate) type U64 = u64;
    pub(crate) type I64 = i64;
    pub(crate) type Size = usize;
    pub(crate) type Address = *const c_void;
    pub(crate) type Bytes = *mut u8;
    pub(crate) type DartApi = *const crate::finalizer::DartApi;
    pub(crate) type DartHandle = crate::finalizer::DartHandle;
    pub(crate) type Trampoline = Option<callback::Trampoline>;
    pub(crate) type Context = *mut crate::isolate::Context;
    pub(crate) type Object = *mut crate::object::Handle;
    pub(crate) type Watch = *const crate::signal::Watch;
    pub(crate) type Attachment = *const crate::wire::attachment::Attachment;
    pub(crate) type Exchange = *mut callback::Exchange;
}

/// What the entry points lead to, by their names.
mod points {
    pub(crate) use crate::callback::{
        exchange, inbound_again, inbound_remote, next_released, object as attachment_object, open as callbacks_open,
        release as attachment_release, reply, reserve as exchange_reserve,
    };
    pub(crate) use crate::finalizer::keep;
    pub(crate) use crate::flow::{credit, statistics};
    pub(crate) use crate::isolate::{
        attach, cancel, detach, drain, inbound_alloc, inbound_discard, scratch_pop, scratch_push, scratch_reserve,
        scratch_trim, ticket,
    };
    pub(crate) use crate::logs::open as logs_open;
    pub(crate) use crate::object::{
        claim as object_claim, dispose as object_dispose, inbound as inbound_object, moved as object_moved,
        release as object_release, share as object_share,
    };
    pub(crate) use crate::signal::{
        answer as signal_answer, changed as signal_changed, listen as signal_listen, read as signal_read,
        watch as signal_watch,
    };
    pub(crate) use crate::sink::{close as sink_close, inbound as inbound_stream};

    /// `live_objects()`: see [`crate::live::live_objects`].
    pub(crate) extern "C" fn live_objects() -> i64 {
        crate::live::live_objects()
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
