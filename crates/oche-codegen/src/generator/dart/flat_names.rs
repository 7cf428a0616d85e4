//! What functions are called where there are no classes around them: `engineLimit`, `engineSetLimit`.

use std::collections::BTreeSet;

use super::scope::fresh;
use crate::ir::{Api, Function, MemberKind};

/// For each function that is `wanted`, a name that is not among `taken` and that no other one of them has.
pub fn names(api: &Api, mut taken: BTreeSet<String>, wanted: impl Fn(&Function) -> bool) -> Vec<Option<String>> {
    let functions = api.functions.iter();
    functions
        .map(|function| {
            let name = wanted(function).then(|| {
                let name = name(api, function);
                fresh(&name, |name| taken.contains(name))
            });
            taken.extend(name.clone());
            name
        })
        .collect()
}

fn name(api: &Api, function: &Function) -> String {
    let Some(member) = function.member else {
        return function.dart_name.clone();
    };
    let mut class = api.type_def(member.of).dart_name.chars();
    let mut name: String = class.next().into_iter().flat_map(char::to_lowercase).collect();
    name.push_str(class.as_str());
    if member.kind == MemberKind::Setter {
        name.push_str("Set");
    }
    // An operator is no part of a name.
    let mut member = match member.kind {
        MemberKind::Equals => "equals".chars(),
        // The class alone may be a word that no method can be called: `switch`.
        MemberKind::Constructor if function.dart_name.is_empty() => "new".chars(),
        _ => function.dart_name.chars(),
    };
    name.extend(member.next().into_iter().flat_map(char::to_uppercase));
    name.push_str(member.as_str());
    name
}
