//! A second table in the same library file, of an ABI version that never was: what an outdated library looks like to
//! the Dart half.

use oche::glue::Table;

static TABLE: Table = Table::new(0, &[]).with_abi_version(0);

/// The table of a crate `pure_dart_old_abi` that was built long ago.
#[unsafe(no_mangle)]
pub extern "C" fn oche_pure_dart_old_abi() -> *const Table {
    &raw const TABLE
}
