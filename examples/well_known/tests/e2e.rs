//! Runs the Dart test programs in `dart/test` on a Dart VM, against this package's library; see the crate `harness`.

use std::path::Path;

use anyhow::Result;
use harness::Suite;

fn main() -> Result<()> {
    Suite::new(Path::new(env!("CARGO_MANIFEST_DIR"))).main()
}
