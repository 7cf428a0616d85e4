//! Runs `dart/test` on a Dart VM: the view model of a dashboard on a fake of this library, which is not even built.

use std::path::Path;

use anyhow::Result;
use harness::Suite;

fn main() -> Result<()> {
    Suite::of_dart_package(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dart")).main()
}
