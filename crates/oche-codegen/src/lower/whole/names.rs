//! Names in Dart that clash.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Reports};
use crate::ir::{Body, MemberKind};
use crate::lower::base::draft::{DraftId, TypeKind, Variant};
use crate::lower::base::{ConstantDraft, DataDraft, FunctionDraft, IMPLEMENTED, TopLevel, VARIANT, duplicates, names};
use crate::parser::source::Site;

use super::setters;

/// Reports names that two things in Dart would have.
pub fn check(
    crate_name: &str,
    functions: &[FunctionDraft],
    constants: &[ConstantDraft],
    drafts: &[(DraftId, DataDraft)],
    reports: &Reports,
) {
    for (id, draft) in drafts {
        let of_struct = match &draft.kind {
            TypeKind::Struct(fields) => fields.all(),
            _ => &[],
        };
        let of_enum = match &draft.kind {
            TypeKind::PlainEnum(variants) => &variants[..],
            _ => &[],
        };
        // Two fields or variants of one name were reported with the type.
        let fields = of_struct.iter().map(|field| field.dart_name.as_str());
        let fields: BTreeSet<&str> = fields
            .chain(of_enum.iter().map(|variant| variant.dart_name.as_str()))
            .collect();
        check_written(*id, draft, functions, constants, reports);
        check_inherited(*id, draft, functions, reports);
        setters::check(*id, functions, reports);
        let fields = fields.into_iter().map(|name| (name, draft.classes[0].1));
        let constants = constants.iter().filter(|constant| constant.member == Some(*id));
        let constants = constants.map(|constant| (constant.dart_name.as_str(), constant.site));
        let members = functions.iter().filter(|function| match function.member {
            // A setter shares its name with a getter.
            Some(member) => member.of == *id && member.kind != MemberKind::Setter,
            None => false,
        });
        let members = members.map(|function| (function.dart_name.as_str(), function.site));
        let site = draft.classes[0].1;
        let json = ["toJson", "fromJson"].map(|name| (name, site));
        let json = json.into_iter().filter(|_| draft.style.json);
        let all = fields
            .chain(json)
            .chain(constants)
            .chain(members)
            .filter(|(name, _)| !name.is_empty());
        let all: Vec<(&str, Site)> = all.collect();
        let of_interface = match &draft.kind {
            TypeKind::Interface(interface) => &interface.methods[..],
            _ => &[],
        };
        let methods = of_interface.iter().map(|method| (method.dart_name.as_str(), site));
        duplicates::class_and_member(&draft.dart_name, all.iter().copied().chain(methods), reports);
        if let TypeKind::DataEnum(variants) = &draft.kind {
            for variant in variants {
                let fields = variant
                    .fields
                    .all()
                    .iter()
                    .map(|field| (field.dart_name.as_str(), site));
                duplicates::class_and_member(&variant.dart_name, fields.clone(), reports);
                let json = ["toJson", "fromJson"].map(|name| (name, site));
                let json = json.into_iter().filter(|_| draft.style.json);
                duplicates::members(json.chain(fields), "member", reports);
            }
        }
        duplicates::members(all, "member", reports);
    }
    let classes = drafts.iter().flat_map(|(_, draft)| {
        draft.classes.iter().enumerate().map(|(at, (name, site))| TopLevel {
            name: name.clone(),
            site: *site,
            what: match (at, &draft.kind) {
                (0, _) => "a type",
                (_, TypeKind::Interface(_)) => IMPLEMENTED,
                _ => VARIANT,
            },
        })
    });
    let functions = functions.iter().filter(|function| function.member.is_none());
    let functions = functions.map(|function| TopLevel {
        name: function.dart_name.clone(),
        site: function.site,
        what: if function.body == Body::Value {
            "a constant"
        } else {
            "a function"
        },
    });
    let constants = constants.iter().filter(|constant| constant.member.is_none());
    let functions = functions.chain(constants.map(|constant| TopLevel {
        name: constant.dart_name.clone(),
        site: constant.site,
        what: "a constant",
    }));
    // Types before variants: whoever adds a variant meets the complaint. Before the types comes what a trait brings.
    let mut declared: Vec<TopLevel> = classes.chain(functions).collect();
    declared.sort_by_key(|declared| match declared.what {
        IMPLEMENTED => 0,
        VARIANT => 2,
        _ => 1,
    });
    let library_object = format!("{}Library", names::lower_camel(crate_name));
    duplicates::top_level(declared, &library_object, reports);
}

/// What the author wrote in Dart may take the place of what is generated, but not of what Rust has.
fn check_written(
    id: DraftId,
    draft: &DataDraft,
    functions: &[FunctionDraft],
    constants: &[ConstantDraft],
    reports: &Reports,
) {
    let class = draft.classes[0].1;
    let of_kind: Vec<&str> = match &draft.kind {
        TypeKind::Struct(fields) => fields.all().iter().map(|field| field.dart_name.as_str()).collect(),
        TypeKind::PlainEnum(variants) => variants.iter().map(|variant| variant.dart_name.as_str()).collect(),
        _ => Vec::new(),
    };
    let of_kind = of_kind.into_iter().map(|name| (name, class));
    let constants = constants.iter().filter(|constant| constant.member == Some(id));
    let constants = constants.map(|constant| (constant.dart_name.as_str(), constant.site));
    // Of operators, the words that ask for them are told.
    let is_called = |kind| {
        matches!(
            kind,
            MemberKind::Constant
                | MemberKind::Constructor
                | MemberKind::Getter
                | MemberKind::Method
                | MemberKind::Static
        )
    };
    let members = functions.iter().filter(|function| {
        function
            .member
            .is_some_and(|member| member.of == id && is_called(member.kind))
    });
    let members = members.map(|function| (function.dart_name.as_str(), function.site));
    let all = of_kind.chain(constants).chain(members);
    for (name, site) in all.filter(|(name, _)| draft.style.declares.contains(*name)) {
        reports.push(
            Diagnostic::error(
                Code::DuplicateMember,
                format!("two members are called `{name}` in Dart"),
            )
            .at(site, format!("`{name}` of Rust"))
            .note(format!("the other one stands in `members` above `{}`", draft.dart_name))
            .help("rename one of them"),
        );
    }
}

/// The variants of an enum with data are classes that inherit its members: a field of one would hide a member.
fn check_inherited(id: DraftId, draft: &DataDraft, functions: &[FunctionDraft], reports: &Reports) {
    let TypeKind::DataEnum(variants) = &draft.kind else {
        return;
    };
    let is_of_values = |kind| {
        !matches!(
            kind,
            MemberKind::Static | MemberKind::Constructor | MemberKind::Constant
        )
    };
    let members = functions.iter().filter(|function| {
        let member = function.member.filter(|member| member.of == id);
        member.is_some_and(|member| is_of_values(member.kind))
    });
    for member in members {
        let name = &member.dart_name;
        let of_name = |variant: &&Variant| variant.fields.all().iter().any(|field| field.dart_name == *name);
        let Some(variant) = variants.iter().find(of_name) else {
            continue;
        };
        let title = format!(
            "the field `{name}` of `{}` would hide a member in Dart",
            variant.dart_name
        );
        let problem = Diagnostic::error(Code::DuplicateMember, title)
            .at(member.site, "the member of the enum")
            .note("each variant of an enum with data is a class in Dart, which inherits the members of the enum");
        reports.push(problem.help("rename one of them, or choose a name for Dart: `#[oche(name = \"…\")]`"));
    }
}
