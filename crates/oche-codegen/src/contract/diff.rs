//! What changed from one contract to another.

use super::calls;
use super::change::{Change, Changes, pairs};
use super::data;
use super::face::{Shift, shift};
use super::model::{Constant, Contract};

/// What changed, in the order of the contract.
///
/// The library refuses generated Dart whose hash is not its own, so the hashes have the last word on the binary interface: if they
/// are equal, no change breaks it.
#[must_use]
pub fn diff(old: &Contract, new: &Contract) -> Vec<Change> {
    let mut changes = Changes::default();
    for (code, old, new) in [
        ("package-renamed", &old.package, &new.package),
        ("crate-renamed", &old.crate_name, &new.crate_name),
    ] {
        if old != new {
            changes.push(code, "", Some(old), Some(new));
        }
    }
    calls::diff(&mut changes, "", &old.functions, &new.functions);
    constants(&mut changes, &old.constants, &new.constants);
    data::diff(&mut changes, &old.types, &new.types);
    let refused = old.schema != new.schema;
    if refused && !changes.0.iter().any(|change| change.binary) {
        changes.push("layout-changed", "", None, None);
    }
    if !refused {
        changes.0.iter_mut().for_each(|change| change.binary = false);
    }
    changes.0
}

fn constants(changes: &mut Changes, old: &[Constant], new: &[Constant]) {
    for (before, after) in pairs(old, new, |constant| constant.name.clone()) {
        match (before, after) {
            (None, Some(new)) => changes.push("constant-added", &new.name, None, Some(&new.value)),
            (Some(old), None) => changes.push("constant-removed", &old.name, Some(&old.value), None),
            (Some(old), Some(new)) => {
                if shift(&old.ty, &new.ty).is_some_and(Shift::is_seen) {
                    changes.push("constant-type-changed", &new.name, Some(&old.ty), Some(&new.ty));
                }
                if old.value != new.value {
                    changes.push("constant-value-changed", &new.name, Some(&old.value), Some(&new.value));
                }
            }
            (None, None) => {}
        }
    }
}
