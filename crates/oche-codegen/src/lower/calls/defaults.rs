//! Default values of parameters and fields.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Int;
use crate::lower::base::Lowering;
use crate::lower::base::draft::{Literal, Type};
use crate::parser::attrs::Options;
use crate::parser::types::Scope;

impl Lowering<'_> {
    /// What a parameter or a field is if Dart leaves it out. `owner` is what it is called in messages, `rust_type` its type
    /// as it is written.
    pub fn default_value(
        &self,
        scope: Scope<'_>,
        options: &Options,
        ty: &Type,
        owner: &str,
        rust_type: &str,
    ) -> Option<Literal> {
        let (value, site) = options.default.as_ref()?;
        if let Some(literal) = self.literal(scope, value, ty)
            && fits(&literal, ty)
        {
            // What can be `null` is, if nothing else is said.
            return Some(literal).filter(|literal| *literal != Literal::Null);
        }
        let problem = Diagnostic::error(
            Code::DefaultValue,
            format!("this cannot be the default value of {owner}"),
        );
        self.reports.push(match no_constants(ty) {
            _ if matches!(ty, Type::Function(_) | Type::Stream(_)) => problem
                .at(*site, "its type has no constants in Dart")
                .help("take the word out: Dart always passes it"),
            _ if self.is_beyond_int(scope, value, ty) => problem
                .at(*site, format!("more than {}, where an `int` of Dart ends", i64::MAX))
                .help(format!(
                    "choose a smaller one; or take an `Option<{rust_type}>`: it is `null` if Dart leaves it out"
                )),
            Some(what) => problem
                .at(*site, format!("{what} has no constants in Dart"))
                .note("a default value in Dart is a constant")
                .help(format!(
                    "take an `Option<{rust_type}>`: it is `null` if Dart leaves it out"
                )),
            None => problem
                .at(
                    *site,
                    format!("not a value of `{rust_type}` that both languages can write down"),
                )
                .help(format!("write {}", example(ty))),
        });
        None
    }
}

/// What a type is in Dart if it has no constants there.
fn no_constants(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Numbers(_) | Type::NumberArray(..) => Some("a typed list"),
        Type::BigNumberArray(..) => Some("a list of `BigInt`s"),
        Type::Value(_) => Some("its type"),
        Type::Param(_) => Some("a type parameter"),
        Type::Option(inner) | Type::Some(inner) => no_constants(inner),
        _ => None,
    }
}

/// What a default value of a type looks like.
fn example(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "`true` or `false`",
        Type::Int(_) => "an integer within its range",
        Type::F32 | Type::F64 => "a finite number",
        Type::Char => "a character: `'a'`",
        Type::String => "a text: `\"…\"`",
        Type::Option(_) => "`None`, or `Some(…)` of such a value",
        Type::List(_) | Type::Array(..) | Type::BigNumbers(_) | Type::Map(..) | Type::Set(_) => {
            "`[]`: only what is empty can be a default value"
        }
        Type::Data(..) => "a variant that carries nothing: `Gear::Park`",
        _ => "something else: make it an `Option`, which is `null` if Dart leaves it out",
    }
}

/// Whether a value is within the range of its type. For constants the compiler sees to that.
fn fits(literal: &Literal, ty: &Type) -> bool {
    let ty = match ty {
        Type::Option(inner) => inner,
        other => other,
    };
    match (literal, ty) {
        (Literal::Int(value), Type::Int(int)) => {
            let (least, most) = match int {
                Int::I8 => (i8::MIN.into(), i8::MAX.into()),
                Int::I16 => (i16::MIN.into(), i16::MAX.into()),
                Int::I32 => (i32::MIN.into(), i32::MAX.into()),
                Int::I64 | Int::Isize => (i64::MIN, i64::MAX),
                Int::U8 => (0, u8::MAX.into()),
                Int::U16 => (0, u16::MAX.into()),
                Int::U32 => (0, u32::MAX.into()),
                Int::U64 | Int::Usize => (0, i64::MAX),
            };
            (least..=most).contains(value)
        }
        _ => true,
    }
}
