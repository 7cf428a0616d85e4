//! Getters and setters of one name.

use crate::diagnostic::{Code, Diagnostic, Reports};
use crate::ir::{Int, MemberKind, Value};
use crate::lower::base::draft::{DraftId, Type};
use crate::lower::base::{FunctionDraft, duplicates};

/// A setter shares its name with a getter and with nothing else, and takes what that gives.
pub fn check(id: DraftId, functions: &[FunctionDraft], reports: &Reports) {
    let own = functions.iter().filter_map(|function| {
        let member = function.member.filter(|member| member.of == id)?;
        Some((member.kind, function))
    });
    let (setters, others): (Vec<_>, Vec<_>) = own.partition(|(kind, _)| *kind == MemberKind::Setter);
    let names = setters
        .iter()
        .map(|(_, setter)| (setter.dart_name.as_str(), setter.site));
    duplicates::members(names, "setter", reports);
    for (_, setter) in setters {
        let name = &setter.dart_name;
        let Some((kind, other)) = others.iter().find(|(_, other)| other.dart_name == *name) else {
            continue;
        };
        if *kind != MemberKind::Getter {
            let names = [other, setter].map(|function| (function.dart_name.as_str(), function.site));
            duplicates::members(names, "member", reports);
            continue;
        }
        let value = setter
            .params
            .iter()
            .find(|param| !param.receiver)
            .map(|param| &param.ty);
        let gives = in_dart(&other.output.ok);
        let fits = |value: Type| match value {
            Type::Option(inner) if *inner == gives => true,
            value => value == gives,
        };
        if value.is_some_and(|value| !fits(in_dart(value))) {
            let title = format!("the setter `{name}` does not take what the getter gives");
            reports.push(
                Diagnostic::error(Code::Accessor, title)
                    .at(setter.site, "takes something else")
                    .also(other.site, "the getter of this name")
                    .note("in Dart, they are two halves of one property")
                    .help("give both the same type, or take `setter` away: Dart then has a method"),
            );
        }
    }
}

/// One type for all that are the same in Dart.
fn in_dart(ty: &Type) -> Type {
    ty.map(&mut |ty| match ty {
        Type::Int(_) => Type::Int(Int::I64),
        Type::F32 => Type::F64,
        Type::Char => Type::String,
        Type::Value(value) => Type::Value(match value {
            Value::SignedDuration => Value::Duration,
            Value::LocalDateTime | Value::NaiveDateTime | Value::NaiveDate => Value::DateTime,
            Value::Big(_) | Value::BigUint => Value::BigInt,
            value => value,
        }),
        Type::NumberArray(element, _) => Type::Numbers(element),
        Type::BigNumbers(_) | Type::BigNumberArray(..) => Type::List(Box::new(Type::Value(Value::BigInt))),
        Type::Array(item, _) => Type::List(item),
        Type::Lent(_, object) => *object,
        other => other,
    })
}
