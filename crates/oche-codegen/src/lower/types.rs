//! What a type is to the wire, and why some cannot cross.

pub mod callbacks;
pub(crate) mod capabilities;
mod data;
mod errors;
mod foreign;
mod generics;
mod impls;
mod json;
mod lent_objects;
mod loans;
mod never;
mod refusals;
mod rust_types;
pub mod sinks;
mod streams;
mod threads;
mod traits;
mod values;
mod window;

pub use callbacks::future_output;
pub use generics::note_needs;
pub use refusals::stream_item;
pub use traits::EVERY_TYPE;
pub use values::{block_element, key_objection, list};
pub use window::GIVE_A_STREAM;
