//! The one thing that a library exports: `oche_<crate>()`, which returns a pointer to a [`Table`]. The Dart twin is
//! `table.dart`.

use super::runtime::{Runtime, WHOLE};
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
            runtime: &raw const WHOLE,
            functions: functions.as_ptr(),
            init: std::ptr::null(),
        }
    }

    /// The same table with only those parts of the run time that the crate's API needs.
    pub const fn with_runtime(mut self, runtime: &'static Runtime) -> Self {
        self.runtime = runtime;
        self
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
