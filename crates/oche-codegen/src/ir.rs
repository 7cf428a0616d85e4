//! The intermediate representation: one crate's API with every decision made.
//!
//! Lowering writes it, the generators read it, and nobody else knows it. It is plain data: `oche generate --dump-ir`
//! prints it as JSON. What a generator must know is a field or a variant here (the lane of a call, how a parameter is
//! passed, the name in Dart), so that a generator only prints and two generators cannot disagree.

mod api;
mod definition;
mod docs;
mod function;
mod ids;
mod literal;
mod number;
mod ty;
mod value;
mod visit;

pub use api::{Api, Init, Library};
pub use definition::{
    DynForm, Field, Fields, Foreign, ForeignKind, Generic, Interface, Method, MethodStyle, Need, PlainVariant, Style,
    TypeDef, TypeKind, TypeParam, Variant,
};
pub use docs::{Annotation, Docs, Extras, Import};
pub use function::{
    Body, Closure, Constant, Function, Lane, LentForm, Member, MemberKind, Output, Overflow, Param, Pass, StreamForm,
};
pub use ids::TypeId;
pub use literal::Literal;
pub use number::{Element, Int, Scalar, Wide};
pub use ty::{ErrorType, Failure, FunctionType, Labels, Lend, SinkType, StreamType, Type};
pub use value::Value;
pub use visit::Way;
