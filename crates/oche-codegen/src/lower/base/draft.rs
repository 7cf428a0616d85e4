//! What was lowered, before it has its place in the whole.

use crate::ir::{
    Annotation, Body, Docs, Extras, Field, Foreign, Generic, Lane, Literal, Member, Output, Param, Style, Type, TypeId,
    TypeKind,
};
use crate::parser::condition::Condition;
use crate::parser::source::Site;
use crate::parser::tree::{ItemId, ModuleId};

/// A data type, before types and libraries have their final places.
#[derive(Debug)]
pub struct DataDraft {
    pub item: ItemId,
    pub rust_path: String,
    pub dart_name: String,
    /// Where its name was chosen, for each class that it makes: itself first, then its variants.
    pub classes: Vec<(String, Site)>,
    pub docs: Docs,
    pub extras: Extras,
    pub style: Style,
    pub generics: Vec<Generic>,
    pub kind: TypeKind,
    pub foreign: Option<Foreign>,
    /// Where it is there.
    pub condition: Condition,
}

impl DataDraft {
    /// The names of its type parameters.
    pub fn type_params(&self) -> impl Iterator<Item = &str> {
        self.generics.iter().filter_map(|generic| match generic {
            Generic::Type(param) => Some(param.name.as_str()),
            Generic::Const { .. } => None,
        })
    }

    /// Every field, those of all variants included.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.kind.fields()
    }
}

/// A function, before types and libraries have their final places.
#[derive(Debug)]
pub struct FunctionDraft {
    pub item: ItemId,
    pub home: ModuleId,
    pub rust_path: String,
    pub dart_name: String,
    pub member: Option<Member>,
    pub body: Body,
    /// Where its name was chosen.
    pub site: Site,
    pub docs: Docs,
    pub extras: Extras,
    pub params: Vec<Param>,
    pub output: Output,
    pub lane: Lane,
    pub window: Option<u32>,
    /// Where it is there.
    pub condition: Condition,
}

/// A constant whose value stands in the source, before types and libraries have their final places.
#[derive(Debug)]
pub struct ConstantDraft {
    pub home: ModuleId,
    pub rust_path: String,
    pub dart_name: String,
    pub member: Option<TypeId>,
    /// Where its name was chosen.
    pub site: Site,
    pub docs: Docs,
    pub annotations: Vec<Annotation>,
    pub ty: Type,
    pub value: Literal,
}
