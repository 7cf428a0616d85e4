//! The members that the attributes of a type ask for: they call what Rust's traits do.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Body, Int, Lane, MemberKind, Pass};
use crate::lower::base::draft::{Member, Output, Param, Type};
use crate::lower::base::{Context, FunctionDraft, Lowering, NameKind, Position};
use crate::parser::attrs::{self, Target};
use crate::parser::source::Site;
use crate::parser::ty::{Ty, TyKind};
use crate::parser::types::generics_of;

use super::class::Class;

impl Lowering<'_> {
    /// The members that the attributes of a type ask for: they call what Rust's traits do.
    pub fn operators(&self, class: Class<'_>) {
        let item = self.krate.item(class.item);
        let options = attrs::options(&item.attrs, Target::Type, item.site.file, &Default::default());
        // What a mirror stands for has the operators of another crate.
        if self.stands_for(class.item).is_none() {
            self.check_operators(class.item, &options);
        }
        if let (Some(eq), Some(no_eq)) = (options.eq, options.no_eq) {
            self.refuse_two_equalities(eq, no_eq);
        }
        if let (Some(ord), Some(partial_ord)) = (options.ord, options.partial_ord) {
            self.refuse_two_orders(ord, partial_ord);
        }
        let order = Type::Int(Int::I8);
        let asked = [
            (
                options.display,
                MemberKind::ToString,
                "::std::string::ToString::to_string",
                "toString",
                Type::String,
            ),
            (
                options.eq,
                MemberKind::Equals,
                "::std::cmp::PartialEq::eq",
                "==",
                Type::Bool,
            ),
            (
                options.eq,
                MemberKind::HashCode,
                "glue::hash_code",
                "hashCode",
                Type::Int(Int::U32),
            ),
            (
                options.partial_ord,
                MemberKind::Order,
                "glue::partial_compare",
                "partialCompareTo",
                Type::Option(Box::new(order.clone())),
            ),
            (options.ord, MemberKind::Compare, "glue::compare", "compareTo", order),
        ];
        for (site, kind, path, name, ok) in asked {
            let Some(site) = site else {
                continue;
            };
            if generics_of(&item.kind).is_some_and(|generics| !generics.params.is_empty()) {
                self.refuse_generic_operator(site);
                continue;
            }
            let is_enum = class.names != NameKind::Member;
            if is_enum && matches!(kind, MemberKind::Equals | MemberKind::HashCode) {
                if kind == MemberKind::Equals {
                    self.refuse_enum_equality(site);
                }
                continue;
            }
            let pass = if class.is_object { Pass::ObjectRef } else { Pass::Ref };
            if pass == Pass::Ref {
                let ty = Ty::new(TyKind::Item(class.item, Vec::new()), site);
                self.borrow(&ty, &ty, Context::new(Position::Parameter, "`self`"));
            }
            let own = |rust_name: &str, dart_name: &str, receiver: bool| Param {
                rust_name: rust_name.to_owned(),
                dart_name: dart_name.to_owned(),
                annotations: Vec::new(),
                ty: Type::Data(class.id, Vec::new()),
                pass,
                optional: false,
                default: None,
                receiver,
                positional: !receiver,
                guards: None,
                overflow: None,
            };
            let mut params = vec![own("self", "this", true)];
            if !matches!(kind, MemberKind::ToString | MemberKind::HashCode) {
                params.push(own("other", "other", false));
            }
            self.notes.borrow_mut().members.push(FunctionDraft {
                item: class.item,
                home: class.home,
                rust_path: path.to_owned(),
                dart_name: name.to_owned(),
                member: Some(Member { of: class.id, kind }),
                body: Body::Call,
                site,
                docs: Default::default(),
                extras: Default::default(),
                params,
                output: Output {
                    ok,
                    error: None,
                    item_error: None,
                },
                lane: Lane::Sync,
                window: None,
                condition: self.item_condition(class.item),
            });
        }
    }

    /// Rust's equality and none at all cannot both be had.
    fn refuse_two_equalities(&self, eq: Site, no_eq: Site) {
        self.reports.push(
            Diagnostic::error(Code::TwoEqualities, "`eq` and `no_eq` say opposite things")
                .at(no_eq, "values are equal only to themselves")
                .also(eq, "Rust's `PartialEq` says what is equal")
                .help("take one of them away"),
        );
    }

    /// Both have the same operators.
    fn refuse_two_orders(&self, ord: Site, partial_ord: Site) {
        self.reports.push(
            Diagnostic::error(Code::TwoOrders, "`ord` and `partial_ord` both ask for `<`")
                .at(
                    partial_ord,
                    "the order of `PartialOrd`, in which values may have no order",
                )
                .also(ord, "the order of `Ord`, which is that of all values")
                .note("in Rust, a type that has both orders its values alike by both")
                .help("take `partial_ord` away"),
        );
    }

    fn refuse_generic_operator(&self, site: Site) {
        self.reports.push(
            Diagnostic::error(
                Code::GenericOperator,
                "a generic type cannot have Rust's operators in Dart",
            )
            .at(site, "asked for here")
            .note("Rust makes one for each type it is used with, and Dart calls exactly one")
            .help("take the attribute away, or write a type of its own"),
        );
    }

    fn refuse_enum_equality(&self, site: Site) {
        let title = "an enum without data has an equality of its own in Dart, and no other";
        self.reports.push(
            Diagnostic::error(Code::EnumEquality, title)
                .at(site, "asked for here")
                .note("each value of a Dart enum is there once, and equals only itself")
                .help("take `eq` away"),
        );
    }
}
