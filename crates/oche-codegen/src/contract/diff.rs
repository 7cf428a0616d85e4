//! What changed from one contract to another.

use serde::Serialize;

use super::calls;
use super::data;
use super::model::{Constant, Contract};
use super::rules::{Rule, by_code};

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The name of its kind, see [`RULES`](super::RULES).
    pub code: &'static str,
    /// What it happened to: `Device.battery`.
    pub at: String,
    /// How it was, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// How it is, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// Whether Dart source that compiled may not compile any more.
    pub dart: bool,
    /// Whether Dart source that still compiles may do something else.
    pub behaviour: bool,
    /// Whether an app with the old generated Dart refuses the new library.
    pub binary: bool,
}

impl Change {
    /// Whether it breaks anything.
    #[must_use]
    pub fn is_breaking(&self) -> bool {
        self.dart || self.behaviour || self.binary
    }
}

/// Collects changes.
#[derive(Debug, Default)]
pub(super) struct Changes(Vec<Change>);

impl Changes {
    pub(super) fn push(&mut self, code: &'static str, at: impl Into<String>, old: Option<&str>, new: Option<&str>) {
        let Rule {
            code,
            dart,
            behaviour,
            binary,
            ..
        } = *by_code(code);
        self.0.push(Change {
            code,
            at: at.into(),
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
            dart,
            behaviour,
            binary,
        });
    }
}

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
                if super::face::shift(&old.ty, &new.ty).is_some_and(super::face::Shift::is_seen) {
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

/// What two lists have under the same keys: the old list's first, in its order, then what is new.
pub(super) fn pairs<'a, T, K: PartialEq>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> K,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let find = |list: &'a [T], wanted: &K| list.iter().find(|item| key(item) == *wanted);
    let kept = old.iter().map(|item| (Some(item), find(new, &key(item))));
    let added = new.iter().filter(|item| find(old, &key(item)).is_none());
    kept.chain(added.map(|item| (None, Some(item)))).collect()
}

/// Whether what both lists have is in the same order.
pub(super) fn same_order<'a>(old: impl Iterator<Item = &'a str>, new: impl Iterator<Item = &'a str>) -> bool {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.collect(), new.collect());
    let kept = old.iter().filter(|name| new.contains(name));
    kept.eq(new.iter().filter(|name| old.contains(name)))
}
