//! Places within classes.

use super::place::Place;
use super::types::Types;
use crate::ir::{Api, TypeDef, TypeId, TypeKind};

/// What every class or enum may have that nobody wrote.
const GENERATED: [&str; 13] = [
    "compareTo",
    "copyWith",
    "discriminant",
    "fromDiscriminant",
    "fromJson",
    "fromShared",
    "hashCode",
    "index",
    "partialCompareTo",
    "share",
    "toJson",
    "toString",
    "values",
];

impl<'a> Place<'a> {
    /// The place within a class of `def` that declares `names`, and what prints types there.
    pub fn class<N: Into<String>>(&self, def: &TypeDef, names: impl IntoIterator<Item = N>) -> (Self, Types<'a>) {
        let generated = GENERATED.map(str::to_owned);
        let mut names: Vec<String> = names.into_iter().map(Into::into).chain(generated).collect();
        let params = self.within(names.iter().cloned()).types().of(def);
        names.extend(params.params().iter().map(|param| param.name.clone()));
        let class = self.within(names);
        let types = class.types().with(params);
        (class, types)
    }
}

/// The names that the class of a type declares, those that every class may have aside.
pub fn declared_names(api: &Api, id: TypeId, def: &TypeDef) -> Vec<String> {
    let mut names: Vec<&str> = match &def.kind {
        TypeKind::Struct(fields) => fields.all().iter().map(|field| field.dart_name.as_str()).collect(),
        TypeKind::PlainEnum(variants) => variants.iter().map(|variant| variant.dart_name.as_str()).collect(),
        TypeKind::Interface(interface) => interface
            .methods
            .iter()
            .map(|method| method.dart_name.as_str())
            .collect(),
        TypeKind::DataEnum(_) | TypeKind::Object { .. } => Vec::new(),
    };
    names.extend(def.members.iter().map(|index| api.functions[*index].dart_name.as_str()));
    let constants = api.constants.iter().filter(|constant| constant.member == Some(id));
    names.extend(constants.map(|constant| constant.dart_name.as_str()));
    // A setter's ends with `=`, and hides the same as a getter's.
    names.extend(def.style.declares.iter().map(|name| name.trim_end_matches('=')));
    names.into_iter().map(str::to_owned).collect()
}
