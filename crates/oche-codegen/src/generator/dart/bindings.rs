//! The names that `bridge.dart` declares.

use std::collections::BTreeSet;

use super::package::class_names;
use super::scope::fresh;
use super::types::codec_name;
use crate::ir::{Api, Function, Lane, MemberKind};

/// For each function on the direct lane, a name in `bridge.dart` that nothing else there has.
pub fn direct_names(api: &Api, library: &str) -> Vec<Option<String>> {
    let mut taken = declared_names(api, library);
    let functions = api.functions.iter();
    functions
        .map(|function| {
            let name = (function.lane == Lane::Direct).then(|| {
                let name = binding_name(api, function);
                fresh(&name, |name| taken.contains(name))
            });
            taken.extend(name.clone());
            name
        })
        .collect()
}

/// What a function is called where there are no classes: `engineLimit`, `engineSetLimit`.
fn binding_name(api: &Api, function: &Function) -> String {
    let Some(member) = function.member else {
        return function.dart_name.clone();
    };
    let mut class = api.type_def(member.of).dart_name.chars();
    let mut name: String = class.next().into_iter().flat_map(char::to_lowercase).collect();
    name.push_str(class.as_str());
    if member.kind == MemberKind::Setter {
        name.push_str("Set");
    }
    let mut member = function.dart_name.chars();
    name.extend(member.next().into_iter().flat_map(char::to_uppercase));
    name.push_str(member.as_str());
    name
}

/// The names of `bridge.dart` besides those of the direct functions.
pub fn declared_names(api: &Api, library: &str) -> BTreeSet<String> {
    let classes: BTreeSet<String> = api.types.iter().flat_map(class_names).map(str::to_owned).collect();
    let codecs = api
        .types
        .iter()
        .flat_map(|def| ["write", "read"].map(|verb| codec_name(verb, def, |name| classes.contains(name))));
    let codecs: Vec<String> = codecs.collect();
    classes.into_iter().chain(codecs).chain([library.to_owned()]).collect()
}
