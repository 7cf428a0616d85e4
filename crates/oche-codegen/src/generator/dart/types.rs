//! What each type looks like in Dart: its name, how it is written and read, and how two values are compared.
//!
//! Every `match` names every variant, so that the compiler lists what a new kind of type still lacks.

mod equality;
mod functions;
mod methods;
mod names;
mod read;
mod write;

pub use equality::{comparable, needs_deep};
pub use methods::element_method;
pub use names::{Types, codec_name, getter, object_class_name, record_of};
