//! The members of classes that call Rust: methods, constructors, getters, setters, constants and operators.

use super::docs::{doc_comment, function_comment};
use super::extras;
use super::functions::Printed;
use super::layout::{self, Doc, concat, infix, statement, text};
use super::literals;
use super::place::Place;
use crate::ir::{MemberKind, TypeDef, TypeId, TypeKind};

/// Which half of a class is printed: an object has an interface that users see, and a class behind it that calls Rust.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// A class with all of it.
    Whole,
    /// The interface.
    Face,
    /// The class behind it.
    Implementation,
}

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
pub fn generate(place: &Place<'_>, id: TypeId, def: &TypeDef, half: Half) -> Members {
    let mut printer = Printer {
        place,
        id,
        def,
        half,
        members: Members::default(),
    };
    if half != Half::Implementation {
        printer.constants();
    }
    for &index in &def.members {
        printer.member(index);
    }
    printer.members
}

struct Printer<'a> {
    place: &'a Place<'a>,
    id: TypeId,
    def: &'a TypeDef,
    half: Half,
    members: Members,
}

impl Printer<'_> {
    fn constants(&mut self) {
        let place = self.place;
        let types = place.types();
        let constants = place.package.api.constants.iter();
        for constant in constants.filter(|constant| constant.member == Some(self.id)) {
            let docs = doc_comment(&constant.docs, &place.package.links, 2);
            let (ty, name) = (types.name(&constant.ty), &constant.dart_name);
            let value = literals::constant(&constant.value, &types);
            let above = extras::annotations(&constant.annotations, &place.scope, 2);
            let constant = format!("{docs}{above}  static const {ty} {name} = {value};");
            self.members.first.push(constant);
        }
    }

    fn member(&mut self, index: usize) {
        let place = self.place;
        let printed = Printed::new(place, index);
        let function = printed.function;
        let Some(kind) = function.member.map(|member| member.kind) else {
            return;
        };
        let scope = &place.scope;
        let (class, name) = (&self.def.dart_name, &function.dart_name);
        let docs = || {
            function_comment(&function.docs, &place.package.links, printed.thrown().as_deref(), 2)
                + &extras::above(&function.extras, scope, 2)
                + &printed.pragma(2)
        };
        let is_of_interface = matches!(self.def.kind, TypeKind::Interface(_));
        match kind {
            MemberKind::Constant | MemberKind::Constructor | MemberKind::Static
                if self.half == Half::Implementation => {}
            MemberKind::Constant => {
                let constant = docs() + &show(&printed.constant("static "));
                self.members.first.push(constant);
            }
            MemberKind::Constructor => {
                let head = match name.is_empty() {
                    true => format!("factory {class}"),
                    false => format!("factory {class}.{name}"),
                };
                let doc = printed.declared(concat([text(head), printed.parameters()]));
                self.members.first.push(docs() + &show(&doc));
            }
            MemberKind::Static => {
                let function = docs() + &show(&printed.function("static "));
                self.members.rest.push(function);
            }
            // Its interface has it already.
            MemberKind::Method if is_of_interface && self.half == Half::Face => {}
            MemberKind::Method => self.own(docs, printed.head(""), |head| printed.declared(head)),
            MemberKind::Getter => {
                let head = format!("{} get {name}", printed.return_type());
                self.own(docs, text(head), |head| printed.declared(head));
            }
            MemberKind::Setter => {
                let value = function.params.iter().find(|param| !param.receiver);
                let value = value.map(|param| format!("{} {}", printed.param_type(param), param.dart_name));
                let head = format!("set {name}({})", value.unwrap_or_default());
                self.own(docs, text(head), |head| printed.declared(head));
            }
            MemberKind::ToString => {
                self.members.has_to_string = true;
                let head = format!("{} toString()", scope.core("String"));
                self.inherited(|| printed.declared(text(head)));
            }
            MemberKind::Equals => {
                self.members.has_equality = true;
                let (half, id) = (self.half, self.id);
                self.inherited(|| {
                    let head = format!("{} operator ==({} other)", scope.core("bool"), scope.core("Object"));
                    let class = match half {
                        Half::Implementation => printed.inner().object_class(id),
                        Half::Whole | Half::Face => printed.inner().data_name(id),
                    };
                    let same = infix("&&", vec![text(format!("other is {class}")), printed.operand()], 4);
                    let identical = text(format!("{}(this, other)", scope.core("identical")));
                    let body = infix("||", vec![identical, same], 0);
                    statement(layout::arrow_below(&head, body))
                });
            }
            MemberKind::HashCode => {
                self.members.has_hash_code = true;
                let head = format!("{} get hashCode", scope.core("int"));
                self.inherited(|| printed.declared(text(head)));
            }
            MemberKind::Order => {
                let class = &printed.inner().data_name(self.id);
                let head = format!("{}? {name}({class} other)", scope.core("int"));
                let about = "  /// Less than 0, 0 or more than 0 as this is less than, equal to or more than\n  \
                             /// [other]; null if neither is the case.\n";
                self.own(|| about.to_owned(), text(head), |head| printed.declared(head));
                self.operators(class, |operator| {
                    format!(
                        "{{\n    final order = {name}(other);\n    return order != null && order {operator} 0;\n  }}"
                    )
                });
            }
            MemberKind::Compare => {
                self.members.is_comparable = true;
                let class = &printed.inner().data_name(self.id);
                let head = format!("{} compareTo({class} other)", scope.core("int"));
                self.inherited(|| printed.declared(text(head)));
                self.operators(class, |operator| format!("=> compareTo(other) {operator} 0;"));
            }
        }
    }

    /// A member that the class is the first to declare.
    fn own(&mut self, docs: impl FnOnce() -> String, head: Doc, declare: impl FnOnce(Doc) -> Doc) {
        let member = match self.half {
            Half::Whole if matches!(self.def.kind, TypeKind::Interface(_)) => self.overriding(&declare(head)),
            Half::Whole => docs() + &show(&declare(head)),
            Half::Face => docs() + &show(&statement(head)),
            Half::Implementation => self.overriding(&declare(head)),
        };
        self.members.rest.push(member);
    }

    /// A member that `Object` or an interface has already.
    fn inherited(&mut self, member: impl FnOnce() -> Doc) {
        if self.half != Half::Face {
            let member = self.overriding(&member());
            self.members.rest.push(member);
        }
    }

    /// The operators of an order among objects of `class`, with their bodies.
    fn operators(&mut self, class: &str, body: impl Fn(&str) -> String) {
        let scope = &self.place.scope;
        let head = |operator: &str| format!("  {} operator {operator}({class} other)", scope.core("bool"));
        let operators = ["<", "<=", ">", ">="].map(|operator| match self.half {
            Half::Whole => format!("{} {}", head(operator), body(operator)),
            Half::Face => format!("{};", head(operator)),
            Half::Implementation => format!("  @{}\n{} {}", scope.core("override"), head(operator), body(operator)),
        });
        self.members.rest.extend(operators);
    }

    fn overriding(&self, member: &Doc) -> String {
        format!("  @{}\n{}", self.place.scope.core("override"), show(member))
    }
}

fn show(member: &Doc) -> String {
    format!("  {}", layout::print(member, 2))
}
