//! Runs the Dart test programs in the app's `test` on a Dart VM, against this crate's library; see the crate `harness`. There is
//! no Flutter here, so the app itself, with its widgets, is only compiled: against `tests/dart_flutter`.

use std::path::Path;

use anyhow::{Context, Result};
use harness::Suite;

fn main() -> Result<()> {
    let library = Path::new(env!("CARGO_MANIFEST_DIR"));
    let app = library.parent().context("the crate lies in no app")?;
    Suite::of_dart_package(app)
        .with_library(library.to_owned())
        .with_program("lib/main.dart")
        .main()
}
