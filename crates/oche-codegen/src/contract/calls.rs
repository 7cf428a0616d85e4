//! Changes of functions and members.

use super::change::{Changes, pairs, same_order};
use super::face::{Shift, shift};
use super::model::{Callable, Param};

/// Compares the functions of a class, or the free ones.
pub(super) fn diff(changes: &mut Changes, class: &str, old: &[Callable], new: &[Callable]) {
    let (added, removed) = match class {
        "" => ("function-added", "function-removed"),
        _ => ("member-added", "member-removed"),
    };
    // A getter and a setter share a name.
    let key = |of: &Callable| (of.name.clone(), of.kind == "setter");
    for (before, after) in pairs(old, new, key) {
        let name = before.or(after).map_or("", |of| of.name.as_str());
        let at = match (class, name) {
            ("", name) => name.to_owned(),
            (class, "") => class.to_owned(),
            (class, name) => format!("{class}.{name}"),
        };
        match (before, after) {
            (None, Some(new)) => changes.push(added, at, None, Some(&new.signature())),
            (Some(old), None) => changes.push(removed, at, Some(&old.signature()), None),
            (Some(old), Some(new)) if old.kind != new.kind => {
                changes.push("member-kind-changed", at, Some(&old.kind), Some(&new.kind));
            }
            (Some(old), Some(new)) => callable(changes, &at, old, new),
            (None, None) => {}
        }
    }
}

impl Callable {
    /// What a message shows of it.
    fn signature(&self) -> String {
        let params: Vec<String> = self
            .params
            .iter()
            .map(|param| format!("{}: {}", param.name, param.ty))
            .collect();
        format!("{} ({}) -> {}", self.lane, params.join(", "), self.returns)
    }

    /// What Dart has of a call's way.
    fn shape(&self) -> &'static str {
        match self.lane.as_str() {
            "direct" | "sync" => "value",
            "stream" | "sink" => "stream",
            _ => "future",
        }
    }
}

fn callable(changes: &mut Changes, at: &str, old: &Callable, new: &Callable) {
    if old.shape() != new.shape() {
        changes.push("lane-changed", at, Some(&old.lane), Some(&new.lane));
    } else if old.lane != new.lane {
        changes.push("lane-detail-changed", at, Some(&old.lane), Some(&new.lane));
    }
    parameters(changes, at, &old.params, &new.params);
    if let Some(shift) = shift(&old.returns, &new.returns) {
        let code = match shift {
            Shift::Widened => "result-range-widened",
            Shift::Narrowed => "result-range-narrowed",
            Shift::Wire => "result-wire-changed",
            Shift::Nullable => "result-made-nullable",
            Shift::NotNull => "result-made-non-null",
            Shift::Other => "result-type-changed",
        };
        changes.push(code, at, Some(&old.returns), Some(&new.returns));
    }
    for (old, new) in [(&old.throws, &new.throws), (&old.item_throws, &new.item_throws)] {
        let code = match (old, new) {
            (None, Some(_)) => "throws-added",
            (Some(_), None) => "throws-removed",
            (Some(old), Some(new)) if old != new => "throws-changed",
            _ => continue,
        };
        changes.push(code, at, old.as_deref(), new.as_deref());
    }
    if old.window != new.window {
        let text = |window: Option<u32>| window.map_or("as usual".to_owned(), |window| window.to_string());
        changes.push("window-changed", at, Some(&text(old.window)), Some(&text(new.window)));
    }
    if old.overflow != new.overflow {
        changes.push("overflow-changed", at, old.overflow.as_deref(), new.overflow.as_deref());
    }
    if old.only != new.only {
        changes.push("availability-changed", at, old.only.as_deref(), new.only.as_deref());
    }
    match (old.deprecated, new.deprecated) {
        (false, true) => changes.push("deprecated", at, None, None),
        (true, false) => changes.push("undeprecated", at, None, None),
        _ => {}
    }
}

fn parameters(changes: &mut Changes, at: &str, old: &[Param], new: &[Param]) {
    let positional = |list: &[Param]| -> Vec<Param> { list.iter().filter(|param| param.positional).cloned().collect() };
    let (old_places, new_places) = (positional(old), positional(new));
    // A name that is gone, with a new one of the same type in its place, is a new name.
    let renamed = |name: &str, from: &[Param], to: &[Param]| {
        let place = from.iter().position(|param| param.name == name)?;
        let other = to.get(place)?;
        let is_new = from.iter().all(|param| param.name != other.name);
        (is_new && other.ty == from[place].ty && to.iter().all(|param| param.name != name)).then(|| other.clone())
    };
    for (before, after) in pairs(old, new, |param| param.name.clone()) {
        let path = |param: &Param| format!("{at}({})", param.name);
        match (before, after) {
            (None, Some(param)) if renamed(&param.name, &new_places, &old_places).is_some() => {}
            (None, Some(param)) => {
                let code = if param.optional {
                    "optional-parameter-added"
                } else {
                    "parameter-added"
                };
                changes.push(code, path(param), None, Some(&param.ty));
            }
            (Some(param), None) => match renamed(&param.name, &old_places, &new_places) {
                Some(other) => {
                    let code = "positional-parameter-renamed";
                    changes.push(code, path(param), Some(&param.name), Some(&other.name));
                }
                None => changes.push("parameter-removed", path(param), Some(&param.ty), None),
            },
            (Some(old), Some(new)) => parameter(changes, &path(new), old, new),
            (None, None) => {}
        }
    }
    if !same_order(names(&old_places), names(&new_places)) || moved(&old_places, &new_places) {
        changes.push("positional-parameters-reordered", at, None, None);
    } else if !same_order(names(old), names(new)) {
        changes.push("named-parameters-reordered", at, None, None);
    }
}

fn names(params: &[Param]) -> impl Iterator<Item = &str> {
    params.iter().map(|param| param.name.as_str())
}

/// Whether a new optional parameter stands before one that was there, whose place is then another one.
fn moved(old: &[Param], new: &[Param]) -> bool {
    let is_old = |param: &Param| old.iter().any(|other| other.name == param.name);
    let first_new = new.iter().position(|param| param.optional && !is_old(param));
    first_new.is_some_and(|at| at < old.len() && new[at..].iter().any(is_old))
}

fn parameter(changes: &mut Changes, at: &str, old: &Param, new: &Param) {
    if let Some(shift) = shift(&old.ty, &new.ty) {
        let code = match shift {
            Shift::Widened => "parameter-range-widened",
            Shift::Narrowed => "parameter-range-narrowed",
            Shift::Wire => "parameter-wire-changed",
            Shift::Nullable => "parameter-made-nullable",
            Shift::NotNull => "parameter-made-non-null",
            Shift::Other => "parameter-type-changed",
        };
        changes.push(code, at, Some(&old.ty), Some(&new.ty));
    }
    if old.positional != new.positional {
        changes.push("parameter-passing-changed", at, None, None);
    }
    match (old.optional, new.optional) {
        (false, true) => changes.push("parameter-made-optional", at, None, new.default.as_deref()),
        (true, false) => changes.push("parameter-made-required", at, old.default.as_deref(), None),
        (true, true) if old.default != new.default => {
            changes.push(
                "parameter-default-changed",
                at,
                old.default.as_deref(),
                new.default.as_deref(),
            );
        }
        _ => {}
    }
    if old.overflow != new.overflow {
        changes.push("overflow-changed", at, old.overflow.as_deref(), new.overflow.as_deref());
    }
}
