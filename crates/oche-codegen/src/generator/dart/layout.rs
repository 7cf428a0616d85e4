//! Line breaking: a small document algebra, printed into 80 columns the way `dart format` does from language version 3.8
//! on (the tall style). `cargo xtask dart-gate` holds every generated file against the formatter itself.
//!
//! A [`Doc`] says where a line may break; [`print`] decides. Breaks are all or nothing per list, outermost first, which
//! is also the formatter's rule for argument lists: a list that does not fit has one element a line and a trailing
//! comma.

mod builders;
mod doc;
mod printer;

pub use builders::*;
pub use doc::{Doc, WIDTH, concat, indent, text};
pub use printer::print;
