//! Changes of types.

use super::calls;
use super::change::{Changes, pairs, same_order};
use super::face::shift;
use super::model::{Field, Param, TypeEntry, Value, Variant};

/// Compares the types.
pub(super) fn diff(changes: &mut Changes, old: &[TypeEntry], new: &[TypeEntry]) {
    for (before, after) in pairs(old, new, |entry| entry.name.clone()) {
        match (before, after) {
            (None, Some(new)) => changes.push("type-added", &new.name, None, Some(&new.kind)),
            (Some(old), None) => changes.push("type-removed", &old.name, Some(&old.kind), None),
            (Some(old), Some(new)) if old.kind != new.kind => {
                changes.push("type-kind-changed", &new.name, Some(&old.kind), Some(&new.kind));
            }
            (Some(old), Some(new)) => entry(changes, old, new),
            (None, None) => {}
        }
    }
}

fn entry(changes: &mut Changes, old: &TypeEntry, new: &TypeEntry) {
    let name = new.name.as_str();
    if old.generics != new.generics {
        let (old, new) = (old.generics.join(", "), new.generics.join(", "));
        changes.push("type-parameters-changed", name, Some(&old), Some(&new));
    }
    fields(changes, name, &old.fields, &new.fields);
    values(changes, name, &old.values, &new.values);
    variants(changes, name, &old.variants, &new.variants);
    methods(changes, name, &old.methods, &new.methods);
    calls::diff(changes, name, &old.members, &new.members);
    if old.no_eq != new.no_eq {
        changes.push("equality-changed", name, None, None);
    }
    if old.mutable != new.mutable {
        changes.push("mutability-changed", name, None, None);
    }
    match (old.json, new.json) {
        (false, true) => changes.push("json-added", name, None, None),
        (true, false) => changes.push("json-removed", name, None, None),
        _ => {}
    }
}

fn fields(changes: &mut Changes, class: &str, old: &[Field], new: &[Field]) {
    for (before, after) in pairs(old, new, |field| field.name.clone()) {
        let path = |field: &Field| format!("{class}.{}", field.name);
        match (before, after) {
            (None, Some(field)) => {
                let code = if field.optional {
                    "optional-field-added"
                } else {
                    "field-added"
                };
                changes.push(code, path(field), None, Some(&field.ty));
            }
            (Some(field), None) => changes.push("field-removed", path(field), Some(&field.ty), None),
            (Some(old), Some(new)) => field(changes, &path(new), old, new),
            (None, None) => {}
        }
    }
    fn names(fields: &[Field]) -> impl Iterator<Item = &str> {
        fields.iter().map(|field| field.name.as_str())
    }
    // A new field before an old one moves that, if the constructor counts places.
    let shifted = names(old).ne(names(new).take(old.len())) && names(old).all(|name| names(new).any(|new| new == name));
    let positional = old.iter().chain(new).any(|field| field.positional);
    if positional && shifted {
        changes.push("positional-fields-reordered", class, None, None);
    } else if !same_order(names(old), names(new)) {
        changes.push("named-fields-reordered", class, None, None);
    }
}

fn field(changes: &mut Changes, at: &str, old: &Field, new: &Field) {
    if let Some(shift) = shift(&old.ty, &new.ty) {
        let code = if shift.is_seen() {
            "field-type-changed"
        } else {
            "field-wire-changed"
        };
        changes.push(code, at, Some(&old.ty), Some(&new.ty));
    }
    if old.positional != new.positional {
        changes.push("field-passing-changed", at, None, None);
    }
    match (old.optional, new.optional) {
        (false, true) => changes.push("field-made-optional", at, None, new.default.as_deref()),
        (true, false) => changes.push("field-made-required", at, old.default.as_deref(), None),
        (true, true) if old.default != new.default => {
            changes.push(
                "field-default-changed",
                at,
                old.default.as_deref(),
                new.default.as_deref(),
            );
        }
        _ => {}
    }
}

fn values(changes: &mut Changes, class: &str, old: &[Value], new: &[Value]) {
    for (before, after) in pairs(old, new, |value| value.name.clone()) {
        let path = |value: &Value| format!("{class}.{}", value.name);
        match (before, after) {
            (None, Some(value)) => changes.push("value-added", path(value), None, None),
            (Some(value), None) => changes.push("value-removed", path(value), None, None),
            (Some(old), Some(new)) if old.number != new.number => {
                let text = |number: Option<i64>| number.map(|number| number.to_string());
                let (old, after) = (text(old.number), text(new.number));
                changes.push("discriminant-changed", path(new), old.as_deref(), after.as_deref());
            }
            _ => {}
        }
    }
    let names = |values: &[Value]| -> Vec<String> { values.iter().map(|value| value.name.clone()).collect() };
    let (old, new) = (names(old), names(new));
    if !same_order(old.iter().map(String::as_str), new.iter().map(String::as_str)) {
        changes.push("values-reordered", class, None, None);
    }
}

fn variants(changes: &mut Changes, class: &str, old: &[Variant], new: &[Variant]) {
    for (before, after) in pairs(old, new, |variant| variant.name.clone()) {
        match (before, after) {
            (None, Some(variant)) => changes.push("variant-added", &variant.name, None, None),
            (Some(variant), None) => changes.push("variant-removed", &variant.name, None, None),
            (Some(old), Some(new)) => fields(changes, &new.name, &old.fields, &new.fields),
            (None, None) => {}
        }
    }
    let mut before = old.iter().map(|variant| variant.name.as_str());
    let after = new.iter().map(|variant| variant.name.as_str());
    if !same_order(before.by_ref(), after) {
        changes.push("variants-reordered", class, None, None);
    }
}

fn methods(changes: &mut Changes, class: &str, old: &[Param], new: &[Param]) {
    for (before, after) in pairs(old, new, |method| method.name.clone()) {
        let path = |method: &Param| format!("{class}.{}", method.name);
        match (before, after) {
            (None, Some(method)) => changes.push("interface-method-added", path(method), None, Some(&method.ty)),
            (Some(method), None) => changes.push("interface-method-removed", path(method), Some(&method.ty), None),
            (Some(old), Some(new)) if old.ty != new.ty => {
                changes.push("interface-method-changed", path(new), Some(&old.ty), Some(&new.ty));
            }
            _ => {}
        }
    }
    let before = old.iter().map(|method| method.name.as_str());
    if !same_order(before, new.iter().map(|method| method.name.as_str())) {
        changes.push("interface-methods-reordered", class, None, None);
    }
}
