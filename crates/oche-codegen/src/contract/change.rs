//! A change, and what finding changes takes.

use serde::Serialize;

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
pub(super) struct Changes(pub(super) Vec<Change>);

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
