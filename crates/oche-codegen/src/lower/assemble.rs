//! The whole: libraries, and the final places of types and functions.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sink};
use crate::ir::{
    Api, Body, Constant, ErrorType, Failure, Function, FunctionType, Generic, Int, Library, Literal, MemberKind, Type,
    TypeDef, TypeId, TypeKind, Value, Variant,
};
use crate::parser::attrs;
use crate::parser::source::Site;
use crate::parser::tree::*;

use super::Finished;
use super::constants::ConstantDraft;
use super::data::DataDraft;
use super::duplicates::{self, Declared, IMPLEMENTED, VARIANT};
use super::functions::FunctionDraft;
use super::names;
use super::surface::Surface;

/// Puts the API together from what was lowered.
pub(super) fn assemble(
    krate: &Crate,
    config: &Config,
    surface: &Surface,
    mut functions: Vec<FunctionDraft>,
    finished: Finished,
    sink: &Sink,
) -> Api {
    let Finished {
        drafts,
        uses,
        by_ref,
        forms,
        members,
        constants,
    } = finished;
    functions.extend(members);
    // Members keep the order of the source in their class.
    let mut functions: Vec<(usize, FunctionDraft)> = functions.into_iter().enumerate().collect();
    let crate_name = krate.manifest.crate_name.clone();
    functions.sort_by(|(_, a), (_, b)| a.rust_path.cmp(&b.rust_path));
    let (orders, functions): (Vec<usize>, Vec<FunctionDraft>) = functions.into_iter().unzip();
    let mut drafts: Vec<(TypeId, DataDraft)> = drafts
        .into_iter()
        .enumerate()
        .filter_map(|(at, draft)| Some((TypeId(at), draft?)))
        .collect();
    drafts.sort_by(|(_, a), (_, b)| a.rust_path.cmp(&b.rust_path));
    let places: BTreeMap<TypeId, TypeId> = drafts
        .iter()
        .enumerate()
        .map(|(at, (draft, _))| (*draft, TypeId(at)))
        .collect();
    check_names(&crate_name, &functions, &constants, &drafts, sink);

    let type_homes: Vec<ModuleId> = drafts
        .iter()
        .map(|(_, draft)| surface.home(krate, draft.item))
        .collect();
    let homes: BTreeSet<ModuleId> = functions
        .iter()
        .map(|function| function.home)
        .chain(type_homes.iter().copied())
        .chain(constants.iter().map(|constant| constant.home))
        .collect();
    let mut libraries: Vec<(ModuleId, Library)> = homes.into_iter().map(|home| (home, library(krate, home))).collect();
    libraries.sort_by(|(_, a), (_, b)| a.rust_module.cmp(&b.rust_module));
    let at: BTreeMap<ModuleId, usize> = libraries
        .iter()
        .enumerate()
        .map(|(at, (home, _))| (*home, at))
        .collect();

    // In a library, the order of the source.
    let mut members: Vec<(ItemId, usize, bool, usize)> = Vec::new();
    members.extend(
        drafts
            .iter()
            .enumerate()
            .map(|(i, (_, draft))| (draft.item, at[&type_homes[i]], true, i)),
    );
    members.extend(
        functions
            .iter()
            .enumerate()
            .filter(|(_, function)| function.member.is_none())
            .map(|(i, function)| (function.item, at[&function.home], false, i)),
    );
    members.sort();
    let mut libraries: Vec<Library> = libraries.into_iter().map(|(_, library)| library).collect();
    for (_, library, is_type, index) in members {
        if is_type {
            libraries[library].types.push(TypeId(index));
        } else {
            libraries[library].functions.push(index);
        }
    }

    let place = |id: &mut TypeId| {
        // A type that could not be lowered has no place; then there was an error, and this API is never used.
        *id = places.get(id).copied().unwrap_or(TypeId(0));
    };
    let types = drafts.into_iter().zip(&type_homes).map(|((id, draft), home)| {
        let DataDraft {
            rust_path,
            dart_name,
            docs,
            extras,
            style,
            mut generics,
            mut kind,
            foreign,
            condition,
            ..
        } = draft;
        for field in kind.fields_mut() {
            each_id(&mut field.ty, &place);
            literal_id(&mut field.default, &place);
        }
        if let TypeKind::Interface(interface) = &mut kind {
            interface.forms = forms.get(&id).into_iter().flatten().copied().collect();
            for method in &mut interface.methods {
                each_id_of_function(&mut method.function, &place);
            }
        }
        let params = generics.iter_mut().filter_map(|generic| match generic {
            Generic::Type(param) => Some(param),
            Generic::Const { .. } => None,
        });
        for (param, uses) in params.zip(&uses[id.0]) {
            param.in_lists = uses.in_lists;
        }
        let library = at[home];
        TypeDef {
            rust_path,
            dart_name,
            library,
            docs,
            extras,
            style,
            generics,
            kind,
            members: Vec::new(),
            foreign,
            by_ref: by_ref.contains(&id),
            hands_over: false,
            recursive: false,
            is_error: false,
            to_rust: false,
            to_dart: false,
            condition: condition.text(),
        }
    });
    let mut types: Vec<TypeDef> = types.collect();
    let functions = functions.into_iter().map(|draft| {
        let FunctionDraft {
            home,
            rust_path,
            dart_name,
            mut member,
            body,
            docs,
            extras,
            mut params,
            mut output,
            lane,
            window,
            condition,
            ..
        } = draft;
        for param in &mut params {
            each_id(&mut param.ty, &place);
            literal_id(&mut param.default, &place);
        }
        each_id(&mut output.ok, &place);
        for error in [&mut output.error, &mut output.item_error] {
            if let Some(ErrorType::Data(id)) = error {
                place(id);
            }
        }
        if let Some(member) = &mut member {
            place(&mut member.of);
        }
        let sink = super::sinks::given_back(&params, &output, lane, member.as_ref());
        Function {
            rust_path,
            dart_name,
            library: at[&home],
            member,
            body,
            docs,
            extras,
            params,
            output,
            lane,
            sink,
            window,
            condition: condition.text(),
        }
    });
    let functions: Vec<Function> = functions.collect();
    let mut by_order: Vec<(usize, usize)> = orders.into_iter().zip(0..functions.len()).collect();
    by_order.sort_unstable();
    for (_, index) in by_order {
        if let Some(member) = functions[index].member
            && let Some(class) = types.get_mut(member.of.0)
        {
            class.members.push(index);
        }
    }
    let constants = constants.into_iter().map(|draft| {
        let ConstantDraft {
            home,
            rust_path,
            dart_name,
            mut member,
            docs,
            annotations,
            mut ty,
            value,
            ..
        } = draft;
        let mut value = Some(value);
        literal_id(&mut value, &place);
        if let Some(of) = &mut member {
            place(of);
        }
        each_id(&mut ty, &place);
        Some(Constant {
            rust_path,
            dart_name,
            library: at[&home],
            member,
            docs,
            annotations,
            ty,
            value: value?,
        })
    });
    let constants: Vec<Constant> = constants.flatten().collect();
    Api {
        dart_package: config.dart_package.clone().unwrap_or_else(|| crate_name.clone()),
        crate_name,
        schema_hash: String::new(),
        libraries,
        types,
        functions,
        constants,
        init: None,
    }
}

fn check_names(
    crate_name: &str,
    functions: &[FunctionDraft],
    constants: &[ConstantDraft],
    drafts: &[(TypeId, DataDraft)],
    sink: &Sink,
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
        check_written(*id, draft, functions, constants, sink);
        check_inherited(*id, draft, functions, sink);
        check_setters(*id, functions, sink);
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
        duplicates::class_and_member(&draft.dart_name, all.iter().copied().chain(methods), sink);
        if let TypeKind::DataEnum(variants) = &draft.kind {
            for variant in variants {
                let fields = variant
                    .fields
                    .all()
                    .iter()
                    .map(|field| (field.dart_name.as_str(), site));
                duplicates::class_and_member(&variant.dart_name, fields.clone(), sink);
                let json = ["toJson", "fromJson"].map(|name| (name, site));
                let json = json.into_iter().filter(|_| draft.style.json);
                duplicates::members(json.chain(fields), "member", sink);
            }
        }
        duplicates::members(all, "member", sink);
    }
    let classes = drafts.iter().flat_map(|(_, draft)| {
        draft.classes.iter().enumerate().map(|(at, (name, site))| Declared {
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
    let functions = functions.map(|function| Declared {
        name: function.dart_name.clone(),
        site: function.site,
        what: if function.body == Body::Value {
            "a constant"
        } else {
            "a function"
        },
    });
    let constants = constants.iter().filter(|constant| constant.member.is_none());
    let functions = functions.chain(constants.map(|constant| Declared {
        name: constant.dart_name.clone(),
        site: constant.site,
        what: "a constant",
    }));
    // Types before variants: whoever adds a variant meets the complaint. Before the types comes what a trait brings.
    let mut declared: Vec<Declared> = classes.chain(functions).collect();
    declared.sort_by_key(|declared| match declared.what {
        IMPLEMENTED => 0,
        VARIANT => 2,
        _ => 1,
    });
    let library_object = format!("{}Library", names::lower_camel(crate_name));
    duplicates::top_level(declared, &library_object, sink);
}

/// What the author wrote in Dart may take the place of what is generated, but not of what Rust has.
fn check_written(id: TypeId, draft: &DataDraft, functions: &[FunctionDraft], constants: &[ConstantDraft], sink: &Sink) {
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
        sink.push(
            Diagnostic::error("duplicate-name", format!("two members are called `{name}` in Dart"))
                .at(site, format!("`{name}` of Rust"))
                .note(format!("the other one stands in `members` above `{}`", draft.dart_name))
                .help("rename one of them"),
        );
    }
}

/// The variants of an enum with data are classes that inherit its members: a field of one would hide a member.
fn check_inherited(id: TypeId, draft: &DataDraft, functions: &[FunctionDraft], sink: &Sink) {
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
        let problem = Diagnostic::error("duplicate-name", title)
            .at(member.site, "the member of the enum")
            .note("each variant of an enum with data is a class in Dart, which inherits the members of the enum");
        sink.push(problem.help("rename one of them, or choose a name for Dart: `#[oche(name = \"…\")]`"));
    }
}

/// A setter shares its name with a getter and with nothing else, and takes what that gives.
fn check_setters(id: TypeId, functions: &[FunctionDraft], sink: &Sink) {
    let own = functions.iter().filter_map(|function| {
        let member = function.member.filter(|member| member.of == id)?;
        Some((member.kind, function))
    });
    let (setters, others): (Vec<_>, Vec<_>) = own.partition(|(kind, _)| *kind == MemberKind::Setter);
    let names = setters
        .iter()
        .map(|(_, setter)| (setter.dart_name.as_str(), setter.site));
    duplicates::members(names, "setter", sink);
    for (_, setter) in setters {
        let name = &setter.dart_name;
        let Some((kind, other)) = others.iter().find(|(_, other)| other.dart_name == *name) else {
            continue;
        };
        if *kind != MemberKind::Getter {
            let names = [other, setter].map(|function| (function.dart_name.as_str(), function.site));
            duplicates::members(names, "member", sink);
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
            sink.push(
                Diagnostic::error("accessor", title)
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
    let boxed = |ty: &Type| Box::new(in_dart(ty));
    match ty {
        Type::Int(_) => Type::Int(Int::I64),
        Type::F32 => Type::F64,
        Type::Char => Type::String,
        Type::Value(value) => Type::Value(match value {
            Value::SignedDuration => Value::Duration,
            Value::LocalDateTime | Value::NaiveDateTime | Value::NaiveDate => Value::DateTime,
            Value::Big(_) | Value::BigUint => Value::BigInt,
            value => *value,
        }),
        Type::NumberArray(element, _) => Type::Numbers(*element),
        Type::BigNumbers(_) | Type::BigNumberArray(..) => Type::List(Box::new(Type::Value(Value::BigInt))),
        Type::List(item) | Type::Array(item, _) => Type::List(boxed(item)),
        Type::Option(inner) => Type::Option(boxed(inner)),
        Type::Some(inner) => Type::Some(boxed(inner)),
        Type::Set(item) => Type::Set(boxed(item)),
        Type::Signal(value) => Type::Signal(boxed(value)),
        Type::Lent(_, object) => in_dart(object),
        Type::Map(key, value) => Type::Map(boxed(key), boxed(value)),
        Type::Tuple(elements) => Type::Tuple(elements.iter().map(in_dart).collect()),
        Type::Data(id, args) => Type::Data(*id, args.iter().map(in_dart).collect()),
        other => other.clone(),
    }
}

fn library(krate: &Crate, home: ModuleId) -> Library {
    let path = krate.module_path(home);
    // Only types that signatures name can live in the crate's root.
    let rust_module = if path.is_empty() { "crate".to_owned() } else { path };
    Library {
        dart_file: format!("{}.dart", rust_module.replace("::", "/")),
        docs: attrs::docs(&krate.module(home).attrs),
        rust_module,
        types: Vec::new(),
        functions: Vec::new(),
    }
}

/// Calls `f` with the enum whose variant a value is.
fn literal_id(literal: &mut Option<Literal>, f: &impl Fn(&mut TypeId)) {
    if let Some(Literal::Variant(id, _)) = literal {
        f(id);
    }
}

/// Calls `f` with every data type in `ty`.
fn each_id(ty: &mut Type, f: &impl Fn(&mut TypeId)) {
    if let Type::Data(id, _) = ty {
        f(id);
    }
    if let Type::Function(function) = ty {
        each_id_of_function(function, f);
    }
    if let Type::Sink(sink) = ty {
        each_id(&mut sink.item, f);
        if let Some(ErrorType::Data(id)) = &mut sink.item_error {
            f(id);
        }
    }
    if let Type::Stream(stream) = ty
        && let Failure::Typed(id) = &mut stream.failure
    {
        f(id);
    }
    for child in ty.children_mut() {
        each_id(child, f);
    }
}

fn each_id_of_function(function: &mut FunctionType, f: &impl Fn(&mut TypeId)) {
    function.params.iter_mut().for_each(|param| each_id(param, f));
    each_id(&mut function.output, f);
    if let Failure::Typed(id) = &mut function.failure {
        f(id);
    }
}
