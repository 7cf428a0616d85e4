//! The members of classes that call Rust: methods, constructors, getters, setters, constants and operators.

use super::docs::doc_comment;
use super::extras;
use super::functions::Printed;
use super::layout::{self, Doc, arrow, concat, infix, statement, text};
use super::literals;
use super::place::Place;
use crate::ir::{MemberKind, TypeDef, TypeId, TypeKind};

/// What the members of a class come to.
#[derive(Default)]
pub struct Members {
    /// Constants and constructors, each with its doc comment.
    pub first: Vec<String>,
    /// Everything else, likewise.
    pub rest: Vec<String>,
    /// Whether `toString` is among them.
    pub has_to_string: bool,
    /// Whether `==` is among them, or is to be left out.
    pub has_equality: bool,
    /// Whether `hashCode` is among them, or is to be left out.
    pub has_hash_code: bool,
    /// Whether the class is `Comparable`.
    pub is_comparable: bool,
}

/// The members of a type, which are declared at `place`.
pub fn generate(place: &Place<'_>, id: TypeId, def: &TypeDef) -> Members {
    let mut members = Members::default();
    let api = place.package.api;
    let types = place.types();
    for constant in api.constants.iter().filter(|constant| constant.member == Some(id)) {
        let docs = doc_comment(&constant.docs, &place.package.links, 2);
        let (ty, name) = (types.name(&constant.ty), &constant.dart_name);
        let value = literals::constant(&constant.value, &types);
        let above = extras::annotations(&constant.annotations, &place.scope, 2);
        members
            .first
            .push(format!("{docs}{above}  static const {ty} {name} = {value};"));
    }
    for &index in &def.members {
        member(place, id, def, index, &mut members);
    }
    members
}

fn member(place: &Place<'_>, id: TypeId, def: &TypeDef, index: usize, members: &mut Members) {
    let printed = Printed::new(place, index);
    let function = printed.function;
    let Some(kind) = function.member.map(|member| member.kind) else {
        return;
    };
    let scope = &place.scope;
    let (class, name) = (&def.dart_name, &function.dart_name);
    let docs = doc_comment(&function.docs, &place.package.links, 2)
        + &extras::above(&function.extras, scope, 2)
        + &printed.pragma(2);
    let show = |doc: &Doc| format!("  {}", layout::print(doc, 2));
    let overriding = |doc: &Doc| format!("  @{}\n{}", scope.core("override"), show(doc));
    match kind {
        MemberKind::Constant => members.first.push(docs + &show(&printed.constant("static "))),
        MemberKind::Constructor => {
            let head = match name.is_empty() {
                true => format!("factory {class}"),
                false => format!("factory {class}.{name}"),
            };
            let doc = statement(concat([text(head), printed.parameters(), text(" => "), printed.body()]));
            members.first.push(docs + &show(&doc));
        }
        MemberKind::Method if matches!(def.kind, TypeKind::Interface(_)) => {
            members.rest.push(overriding(&printed.function("")));
        }
        MemberKind::Method => members.rest.push(docs + &show(&printed.function(""))),
        MemberKind::Static => members.rest.push(docs + &show(&printed.function("static "))),
        MemberKind::Getter => {
            let head = format!("{} get {name}", printed.return_type());
            members
                .rest
                .push(docs + &show(&statement(arrow(&head, printed.body()))));
        }
        MemberKind::Setter => {
            let value = function.params.iter().find(|param| !param.receiver);
            let value = value.map(|param| format!("{} {}", printed.param_type(param), param.dart_name));
            let head = format!("set {name}({})", value.unwrap_or_default());
            members
                .rest
                .push(docs + &show(&statement(arrow(&head, printed.body()))));
        }
        MemberKind::ToString => {
            members.has_to_string = true;
            let head = format!("{} toString()", scope.core("String"));
            members.rest.push(overriding(&statement(arrow(&head, printed.body()))));
        }
        MemberKind::Equals => {
            members.has_equality = true;
            let head = format!("{} operator ==({} other)", scope.core("bool"), scope.core("Object"));
            let is_same_class = text(format!("other is {}", printed.inner().data_name(id)));
            let same = infix("&&", vec![is_same_class, printed.body()], 4);
            let identical = text(format!("{}(this, other)", scope.core("identical")));
            let body = infix("||", vec![identical, same], 0);
            members
                .rest
                .push(overriding(&statement(layout::arrow_below(&head, body))));
        }
        MemberKind::HashCode => {
            members.has_hash_code = true;
            let head = format!("{} get hashCode", scope.core("int"));
            members.rest.push(overriding(&statement(arrow(&head, printed.body()))));
        }
        MemberKind::Order => {
            let head = format!("{}? {name}({class} other)", scope.core("int"));
            let about = "  /// Less than 0, 0 or more than 0 as this is less than, equal to or more than\n  \
                         /// [other]; null if neither is the case.\n";
            members
                .rest
                .push(about.to_owned() + &show(&statement(arrow(&head, printed.body()))));
            let order = |operator: &str| {
                format!(
                    "  {} operator {operator}({class} other) {{\n    final order = {name}(other);\n    return order != null && order {operator} 0;\n  }}",
                    scope.core("bool")
                )
            };
            members.rest.extend(["<", "<=", ">", ">="].map(order));
        }
        MemberKind::Compare => {
            members.is_comparable = true;
            let head = format!("{} compareTo({class} other)", scope.core("int"));
            members.rest.push(overriding(&statement(arrow(&head, printed.body()))));
            let order = |operator: &str| {
                let bool = scope.core("bool");
                format!("  {bool} operator {operator}({class} other) => compareTo(other) {operator} 0;")
            };
            members.rest.extend(["<", "<=", ">", ">="].map(order));
        }
    }
}
