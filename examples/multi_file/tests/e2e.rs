//! Runs the Dart test programs in `dart/test` on a Dart VM, against the libraries of both crates.

use std::path::Path;

use anyhow::Result;
use harness::Suite;

fn main() -> Result<()> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    Suite::new(package).with_library(package.join("second")).main()
}
