//! Runs the own tests of the Dart run time, `dart/oche/test`, on a Dart VM. They need no library of Rust's, and are
//! written for `package:test`; what stands in for it here is `tests/dart_test`.

use std::path::Path;

use anyhow::Result;
use harness::Suite;

fn main() -> Result<()> {
    Suite::of_dart_package(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dart/oche")).main()
}
