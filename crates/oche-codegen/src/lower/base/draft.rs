//! What was lowered, before it has its place in the whole.

use crate::ir::{self, Annotation, Body, Docs, Extras, Foreign, Generic, Lane, Style};
use crate::parser::condition::Condition;
use crate::parser::source::Site;
use crate::parser::tree::{ItemId, ModuleId};

/// A data type before it has its place among all of them: the index of its draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DraftId(pub usize);

// The representation, as long as it names data types as drafts.
pub type ErrorType = ir::ErrorType<DraftId>;
pub type Failure = ir::Failure<DraftId>;
pub type Field = ir::Field<DraftId>;
pub type Fields = ir::Fields<DraftId>;
pub type FunctionType = ir::FunctionType<DraftId>;
pub type Interface = ir::Interface<DraftId>;
pub type Literal = ir::Literal<DraftId>;
pub type Member = ir::Member<DraftId>;
pub type Method = ir::Method<DraftId>;
pub type Output = ir::Output<DraftId>;
pub type Param = ir::Param<DraftId>;
pub type SinkType = ir::SinkType<DraftId>;
pub type StreamType = ir::StreamType<DraftId>;
pub type Type = ir::Type<DraftId>;
pub type TypeKind = ir::TypeKind<DraftId>;
pub type Variant = ir::Variant<DraftId>;

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
    pub member: Option<DraftId>,
    /// Where its name was chosen.
    pub site: Site,
    pub docs: Docs,
    pub annotations: Vec<Annotation>,
    pub ty: Type,
    pub value: Literal,
}
