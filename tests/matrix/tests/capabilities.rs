//! Every type of the generator's table and every kind of a user's type, bare and wrapped, in every place: refused with a
//! message at its place, or compiled on both sides; and a covering array of them called with edge values, there and back.

use anyhow::Result;
use matrix::run::{Known, Matrix};
use matrix::tables::{pairs, positions, types};

/// Faults that are known. Each must still be there.
const KNOWN: &[Known] = &[];

/// What the calls use.
const PRELUDE: &str = include_str!("capabilities.dart");

fn main() -> Result<()> {
    let (leaves, wrappers, positions) = (types::leaves(), types::wrappers(), positions::all());
    let compiled = pairs::compiled(&leaves, &wrappers, &positions);
    let called = pairs::called(&leaves, &wrappers, &positions);
    let code = Matrix {
        name: "capabilities",
        compiled: compiled.iter().map(pairs::Pair::module).collect(),
        called: called.iter().filter_map(pairs::Pair::call).collect(),
        prelude: PRELUDE,
        known: KNOWN,
    }
    .main()?;
    std::process::exit(code)
}
