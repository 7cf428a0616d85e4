//! The class that members belong to.

use crate::lower::base::NameKind;
use crate::lower::base::draft::DraftId;
use crate::parser::tree::{ItemId, ModuleId};

/// The class that members belong to.
#[derive(Clone, Copy)]
pub struct Class<'a> {
    pub item: ItemId,
    pub id: DraftId,
    pub home: ModuleId,
    pub rust_path: &'a str,
    pub is_object: bool,
    /// What its members may not be called.
    pub names: NameKind,
}
