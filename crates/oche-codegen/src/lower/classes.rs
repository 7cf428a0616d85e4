//! Structs, enums and traits, with their members.

mod accessors;
mod class;
mod interface_methods;
mod interface_signatures;
mod interfaces;
mod left_out;
mod members;
mod methods;
mod operators;
mod shapes;
mod style;
