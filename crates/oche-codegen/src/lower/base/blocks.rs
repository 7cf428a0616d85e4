//! The `impl` blocks of types.

use std::collections::BTreeMap;

use crate::diagnostic::Reports;
use crate::parser::tree::{Crate, ItemId, ModuleId};
use crate::parser::ty::TyKind;
use crate::parser::types::{self, Scope, Types};

/// An `impl` block: its module, and its place there.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub module: ModuleId,
    pub index: usize,
}

/// The `impl` blocks of each struct and enum of the crate.
pub fn index(krate: &Crate) -> BTreeMap<ItemId, Vec<Block>> {
    let mut blocks: BTreeMap<ItemId, Vec<Block>> = BTreeMap::new();
    // Most of them have nothing to do with the API, so what cannot be resolved in them is no problem.
    let reports = Reports::default();
    let resolver = Types {
        krate,
        reports: &reports,
    };
    for (module, content) in krate.modules.iter().enumerate() {
        let module = ModuleId(module);
        for (index, block) in content.impls.iter().enumerate() {
            let parameters = types::parameters(&block.generics);
            let scope = Scope {
                module,
                self_item: None,
                parameters: &parameters,
                depth: 0,
            };
            if let TyKind::Item(item, _) = resolver.resolve(scope, &block.self_ty).kind {
                blocks.entry(item).or_default().push(Block { module, index });
            }
        }
    }
    blocks
}
