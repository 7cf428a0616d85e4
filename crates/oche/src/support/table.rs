//! The one thing that a library exports: `oche_<crate>()`, which returns a pointer to a [`Table`]. The Dart twin is
//! `table.dart`.

use crate::base::live;
use crate::features::callback::{implementor, remote};
use crate::features::logs::open as logs;
use crate::features::object::handle as object;
use crate::features::signal::crossing as signal;
use crate::features::sink::inbound as sink;
use crate::run::{attach, dart_call, entries, keep, reply, streams};

/// The version of everything in this crate that Dart's half relies on: the table, the context, the run time's entry
/// points, the wire and the mailbox. A change to any of them is a new version.
pub const ABI_VERSION: u32 = 9;

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

/// What a library exports.
///
/// Layout, read by Dart (P is the size of a pointer): magic 4 bytes `OCHE`; ABI version u32; schema hash u64; number of
/// the run time's entry points u32; number of the crate's functions u32; the run time's entry points P; the crate's
/// functions P; what sets the crate up P, or null: `u32 init(context)`, see `init`.
#[repr(C)]
pub struct Table {
    magic: [u8; 4],
    abi_version: u32,
    schema_hash: u64,
    runtime_count: u32,
    function_count: u32,
    runtime: *const Entry,
    functions: *const Entry,
    init: *const (),
}

// SAFETY: it is never written, and all it points to is `'static` and `Sync`.
unsafe impl Sync for Table {}

impl Table {
    /// The table of a crate with these functions.
    pub const fn new(schema_hash: u64, functions: &'static [Entry]) -> Self {
        Table {
            magic: *b"OCHE",
            abi_version: ABI_VERSION,
            schema_hash,
            runtime_count: RUNTIME.len() as u32,
            function_count: functions.len() as u32,
            runtime: RUNTIME.as_ptr(),
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

/// The run time's entry points; Dart knows them by their places.
static RUNTIME: [Entry; 38] = [
    Entry(attach::attach as *const ()),
    Entry(attach::detach as *const ()),
    Entry(entries::scratch_reserve as *const ()),
    Entry(entries::scratch_push as *const ()),
    Entry(entries::scratch_pop as *const ()),
    Entry(entries::scratch_trim as *const ()),
    Entry(entries::inbound_alloc as *const ()),
    Entry(entries::inbound_discard as *const ()),
    Entry(entries::drain as *const ()),
    Entry(entries::cancel as *const ()),
    Entry(streams::credit as *const ()),
    Entry(keep::keep as *const ()),
    Entry(live_objects as *const ()),
    Entry(object::inbound as *const ()),
    Entry(object::release as *const ()),
    Entry(object::dispose as *const ()),
    Entry(object::share as *const ()),
    Entry(object::claim as *const ()),
    Entry(dart_call::open as *const ()),
    Entry(remote::inbound_remote as *const ()),
    Entry(remote::next_released as *const ()),
    Entry(implementor::release as *const ()),
    Entry(reply::reply as *const ()),
    Entry(streams::statistics as *const ()),
    Entry(signal::changed as *const ()),
    Entry(signal::read as *const ()),
    Entry(signal::listen as *const ()),
    Entry(sink::inbound as *const ()),
    Entry(sink::close as *const ()),
    Entry(logs::open as *const ()),
    Entry(signal::watch as *const ()),
    Entry(signal::answer as *const ()),
    Entry(dart_call::exchange as *const ()),
    Entry(dart_call::reserve as *const ()),
    Entry(object::moved as *const ()),
    Entry(remote::inbound_again as *const ()),
    Entry(implementor::object as *const ()),
    Entry(attach::ticket as *const ()),
];

/// `live_objects()`: see [`live::live_objects`].
extern "C" fn live_objects() -> i64 {
    live::live_objects()
}
