//! What all parts of lowering share.

mod blocks;
mod context;
mod dart_source;
pub mod draft;
pub mod duplicates;
mod extras;
mod kinds;
mod lowering;
pub mod names;
mod notes;
mod positional;
pub mod targets;
mod words;

pub use blocks::Block;
pub use context::{Context, Declared, Flow, Position};
pub use dart_source::DartSource;
pub use draft::{ConstantDraft, DataDraft, DraftId, FunctionDraft};
pub use duplicates::{IMPLEMENTED, TopLevel, VARIANT};
pub use kinds::{Objection, is_generic, is_object, is_plain_data, objection};
pub use lowering::Lowering;
pub use names::NameKind;
pub use notes::{Borrowed, Instance, Loan, StandIn, item_key};
pub use positional::{ByPosition, settle};
pub use targets::MemberVersions;
