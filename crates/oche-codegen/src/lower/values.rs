//! Types of values: what they are on the wire, and why some cannot be.

use crate::diagnostic::Diagnostic;
use crate::ir::{Element, Int, Type};
use crate::parser::tree::ItemKind;
use crate::parser::ty::{Primitive, Ty, TyKind};

use super::refusals;
use super::{Context, Lowering, Position};

/// Tuples of more elements implement no traits in Rust.
pub(super) const MAX_TUPLE: usize = 12;

impl Lowering<'_> {
    /// The type of a value that is owned: a parameter by value, a result, a field, or a part of one.
    pub(super) fn value(&self, ty: &Ty, context: Context<'_>) -> Option<Type> {
        let inside = context.inside(ty);
        match &ty.kind {
            TyKind::Primitive(primitive) => self.primitive(ty, *primitive, context),
            TyKind::Tuple(elements) => self.tuple(ty, elements, context),
            TyKind::Array(element, length) => {
                let lowered = self.value(element, inside);
                let (lowered, length) = (lowered?, (*length)?);
                Some(match block_element(element, &lowered) {
                    Some(number) => Type::NumberArray(number, length),
                    None => Type::Array(Box::new(lowered), length),
                })
            }
            TyKind::External(path, args) => self.external(ty, path, args, context),
            TyKind::Item(item) => match &self.krate.item(*item).kind {
                ItemKind::Struct(_) | ItemKind::Enum(_) => self.data_type(*item, ty, context).map(Type::Data),
                ItemKind::Union => {
                    let problem = Diagnostic::error("unsupported-type", "a union cannot cross to Dart")
                        .note("nothing says which of its fields is the valid one")
                        .help("use an enum with data");
                    self.refuse(ty, context, problem, "a union");
                    None
                }
                _ => None,
            },
            // Reported where it was resolved, or with the generic function or type around it.
            TyKind::Unknown | TyKind::Parameter => None,
            TyKind::Slice(_)
            | TyKind::Reference { .. }
            | TyKind::Pointer
            | TyKind::FunctionPointer
            | TyKind::Impl(_)
            | TyKind::Dyn(_)
            | TyKind::Never
            | TyKind::Infer
            | TyKind::Macro
            | TyKind::Associated => {
                self.refuse_shape(ty, context);
                None
            }
        }
    }

    fn primitive(&self, ty: &Ty, primitive: Primitive, context: Context<'_>) -> Option<Type> {
        Some(match primitive {
            Primitive::Bool => Type::Bool,
            Primitive::Char => Type::Char,
            Primitive::I8 => Type::Int(Int::I8),
            Primitive::I16 => Type::Int(Int::I16),
            Primitive::I32 => Type::Int(Int::I32),
            Primitive::I64 => Type::Int(Int::I64),
            Primitive::Isize => Type::Int(Int::Isize),
            Primitive::U8 => Type::Int(Int::U8),
            Primitive::U16 => Type::Int(Int::U16),
            Primitive::U32 => Type::Int(Int::U32),
            Primitive::U64 => Type::Int(Int::U64),
            Primitive::Usize => Type::Int(Int::Usize),
            Primitive::F32 => Type::F32,
            Primitive::F64 => Type::F64,
            Primitive::I128 | Primitive::U128 => {
                let name = primitive.name();
                let problem = Diagnostic::error("unsupported-type", format!("`{name}` cannot cross to Dart yet"))
                    .note("Dart's `int` has 64 bits; `BigInt` comes with a later version")
                    .help("use `i64` or `u64`, or send the number as a `String`");
                self.refuse(ty, context, problem, "128 bits");
                return None;
            }
            Primitive::F16 | Primitive::F128 => {
                let name = primitive.name();
                let problem = Diagnostic::error("unsupported-type", format!("`{name}` cannot cross to Dart"))
                    .note("Dart's `double` has 64 bits, and stable Rust does not have this type")
                    .help("use `f32` or `f64`");
                self.refuse(ty, context, problem, "no such number in Dart");
                return None;
            }
            Primitive::Str => {
                let problem = Diagnostic::error("unsupported-type", "a `str` needs a reference around it").help(
                    match context.position {
                        Position::Parameter => "write `&str` or `String`",
                        Position::Result | Position::Field => "write `String`",
                    },
                );
                self.refuse(ty, context, problem, "its size is not known");
                return None;
            }
        })
    }

    fn tuple(&self, ty: &Ty, elements: &[Ty], context: Context<'_>) -> Option<Type> {
        if elements.is_empty() {
            let problem = Diagnostic::error(
                "unsupported-type",
                format!("`()` cannot be {}", refusals::part(context)),
            )
            .note("`()` is no value in Dart: only a function can give it back, as `void`")
            .help(match context.position {
                Position::Result => "leave the value out, or use `bool` where it says something",
                Position::Parameter | Position::Field => "take it out",
            });
            self.refuse(ty, context, problem, "carries nothing");
            return None;
        }
        if elements.len() > MAX_TUPLE {
            let problem = Diagnostic::error(
                "unsupported-type",
                format!("this tuple has more than {MAX_TUPLE} elements"),
            )
            .note("Rust implements traits only for shorter ones")
            .help("use a struct, whose fields have names");
            self.refuse(ty, context, problem, format!("{} elements", elements.len()));
            return None;
        }
        let inside = context.inside(ty);
        let lowered: Vec<Option<Type>> = elements.iter().map(|element| self.value(element, inside)).collect();
        lowered.into_iter().collect::<Option<Vec<Type>>>().map(Type::Tuple)
    }

    fn external(&self, ty: &Ty, path: &str, args: &[Ty], context: Context<'_>) -> Option<Type> {
        let inside = context.inside(ty);
        match (path, args) {
            ("std::string::String", []) => Some(Type::String),
            ("std::time::Duration", []) => Some(Type::Duration),
            ("std::vec::Vec", [element]) => {
                let lowered = self.value(element, inside)?;
                Some(match block_element(element, &lowered) {
                    Some(number) => Type::Numbers(number),
                    None => Type::List(Box::new(lowered)),
                })
            }
            ("std::option::Option", [inner]) => match self.value(inner, inside)? {
                Type::Option(_) => {
                    let problem = Diagnostic::error("nested-option", "an `Option` in an `Option` cannot cross to Dart")
                        .note("Dart has one `null`, so `None` and `Some(None)` would be the same")
                        .help("use one `Option`, or an enum that names the three cases");
                    self.refuse(ty, context, problem, "two layers of absence");
                    None
                }
                inner => Some(Type::Option(Box::new(inner))),
            },
            ("std::boxed::Box", [inner]) => match &inner.kind {
                TyKind::Primitive(Primitive::Str) | TyKind::Slice(_) => self.refuse_later(ty, path, context),
                TyKind::Dyn(_) => {
                    self.refuse_shape(inner, inside);
                    None
                }
                _ => self.value(inner, inside),
            },
            ("std::collections::HashMap", [key, value]) => {
                let lowered = (self.value(key, inside), self.value(value, inside));
                let (lowered_key, value) = (lowered.0?, lowered.1?);
                if let Some(objection) = key_objection(&lowered_key) {
                    let code = self.code(key);
                    let problem = Diagnostic::error("map-key", format!("`{code}` cannot be the key of a map in Dart"))
                        .note(objection)
                        .help("use a key that is text, an integer, an enum or a struct of those; or a list of pairs");
                    self.refuse(key, inside, problem, "the key");
                    return None;
                }
                Some(Type::Map(Box::new(lowered_key), Box::new(value)))
            }
            ("std::collections::HashMap", [_, _, hasher]) => {
                let problem = Diagnostic::error("unsupported-type", "a map with its own hasher cannot cross to Dart")
                    .note("only the entries travel, and Rust builds a new map of them")
                    .help("use `HashMap<K, V>`");
                self.refuse(hasher, inside, problem, "another hasher");
                None
            }
            _ => {
                self.refuse_external(ty, path, args, context);
                None
            }
        }
    }

    fn refuse_later(&self, ty: &Ty, path: &str, context: Context<'_>) -> Option<Type> {
        let problem = refusals::external(&self.code(ty), path);
        self.refuse(ty, context, problem.0, problem.1);
        None
    }
}

/// The numbers whose lists cross as one block: `element`, which was lowered to `ty`, is such a number itself.
pub(super) fn block_element(element: &Ty, ty: &Type) -> Option<Element> {
    if element.is_boxed() {
        return None;
    }
    Some(match ty {
        Type::Int(Int::I8) => Element::I8,
        Type::Int(Int::I16) => Element::I16,
        Type::Int(Int::I32) => Element::I32,
        Type::Int(Int::I64 | Int::Isize) => Element::I64,
        Type::Int(Int::U8) => Element::U8,
        Type::Int(Int::U16) => Element::U16,
        Type::Int(Int::U32) => Element::U32,
        Type::Int(Int::U64 | Int::Usize) => Element::U64,
        Type::F32 => Element::F32,
        Type::F64 => Element::F64,
        Type::Unit
        | Type::Bool
        | Type::Char
        | Type::String
        | Type::Duration
        | Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Option(_)
        | Type::Tuple(_)
        | Type::Map(..)
        | Type::Data(_) => return None,
    })
}

/// Why a type cannot be a key: Dart would not find an equal one again.
fn key_objection(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Bool | Type::Int(_) | Type::Char | Type::String | Type::Duration | Type::Data(_) => None,
        Type::Option(inner) => key_objection(inner),
        Type::Tuple(elements) => elements.iter().find_map(key_objection),
        Type::F32 | Type::F64 => Some("two floating-point numbers are rarely equal, and NaN never equals itself"),
        Type::Unit | Type::Numbers(_) | Type::NumberArray(..) | Type::List(_) | Type::Array(..) | Type::Map(..) => {
            Some("Dart compares lists and maps by identity, so no key would be found again")
        }
    }
}
