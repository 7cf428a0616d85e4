//! The schema hash: 64 bits that change when, and only when, the two halves of a bridge would misunderstand each other.
//!
//! It is taken over a canonical text of everything that a call depends on: the functions in the order of the exported
//! table, with their lanes, parameters and results, and the layouts of all types. Docs, files and modules are not in it.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::ir::{Api, ErrorType, Failure, Fields, FunctionType, Lane, Lend, Pass, Type, TypeKind};

/// The first 64 bits of the hash, as 16 lower-case hex digits.
pub(crate) fn hash(api: &Api) -> String {
    let digest = Sha256::digest(canonical(api).as_bytes());
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn canonical(api: &Api) -> String {
    let mut text = format!("oche schema 1\ncrate {}\n", api.crate_name);
    for function in &api.functions {
        let params = function
            .params
            .iter()
            .map(|param| format!("{}: {}{}", param.dart_name, lent(param.pass), ty(api, &param.ty)));
        let params: Vec<String> = params.collect();
        let output = &function.output;
        let lane = match function.lane {
            Lane::Direct => "direct",
            Lane::Sync => "sync",
            Lane::Blocking => "blocking",
            Lane::Async { eager: false } => "async",
            Lane::Async { eager: true } => "eager",
            Lane::Stream { .. } => "stream",
        };
        let class = function.member.map(|member| api.type_def(member.of).dart_name.as_str());
        let name: Vec<&str> = class.into_iter().chain([function.dart_name.as_str()]).collect();
        let (name, params, ok) = (name.join("."), params.join(", "), ty(api, &output.ok));
        text += &format!("{lane} {name}({params}) -> {ok}");
        text += &format!(
            "{}{}\n",
            error(api, " throws ", &output.error),
            error(api, " item throws ", &output.item_error)
        );
    }
    // By name, because places in the list depend on modules.
    let mut types: Vec<_> = api.types.iter().collect();
    types.sort_by(|a, b| a.dart_name.cmp(&b.dart_name));
    for def in types {
        let params: Vec<&str> = def.type_params().collect();
        let name = &match params.is_empty() {
            true => def.dart_name.clone(),
            false => format!("{}<{}>", def.dart_name, params.join(", ")),
        };
        match &def.kind {
            TypeKind::Struct(all) => text += &format!("struct {name}{}\n", fields(api, all)),
            TypeKind::PlainEnum(variants) => {
                let names: Vec<&str> = variants.iter().map(|variant| variant.dart_name.as_str()).collect();
                text += &format!("enum {name} {{{}}}\n", names.join(", "));
            }
            TypeKind::Interface(interface) => {
                let methods = interface.methods.iter();
                let methods =
                    methods.map(|method| format!("{}: {}", method.dart_name, function(api, &method.function)));
                text += &format!("interface {name} {{{}}}\n", methods.collect::<Vec<_>>().join(", "));
            }
            TypeKind::Object { .. } => text += &format!("object {name}\n"),
            TypeKind::DataEnum(variants) => {
                let variants = variants
                    .iter()
                    .map(|v| format!("{}{}", v.dart_name, fields(api, &v.fields)));
                text += &format!("sealed {name} {{{}}}\n", variants.collect::<Vec<_>>().join(", "));
            }
        }
        if def.recursive {
            // Counting the nesting is part of how both sides read it.
            text += &format!("recursive {name}\n");
        }
    }
    text
}

/// How an object is wanted is said along with it.
pub(crate) fn lent(pass: Pass) -> &'static str {
    match pass {
        Pass::ObjectRef => "&",
        Pass::ObjectMut => "&mut ",
        _ => "",
    }
}

pub(crate) fn function(api: &Api, function: &FunctionType) -> String {
    let params: Vec<String> = function.params.iter().map(|param| ty(api, param)).collect();
    let failure = failure(api, &function.failure);
    let is_async = if function.is_async { "async " } else { "" };
    format!(
        "{is_async}fn({}) -> {}{failure}",
        params.join(", "),
        ty(api, &function.output)
    )
}

fn failure(api: &Api, failure: &Failure) -> String {
    match failure {
        Failure::Panics => String::new(),
        Failure::Callback => " throws".to_owned(),
        Failure::Typed(id) => format!(" throws {}", api.type_def(*id).dart_name),
    }
}

pub(crate) fn error(api: &Api, verb: &str, error: &Option<ErrorType>) -> String {
    match error {
        None => String::new(),
        Some(ErrorType::Data(id)) => format!("{verb}{}", api.type_def(*id).dart_name),
        // All of them arrive in the same form.
        Some(ErrorType::Display | ErrorType::BoxedDisplay | ErrorType::Anyhow | ErrorType::Message) => {
            format!("{verb}text")
        }
    }
}

fn fields(api: &Api, fields: &Fields) -> String {
    let all = fields
        .all()
        .iter()
        .map(|field| format!("{}: {}", field.dart_name, ty(api, &field.ty)));
    let all = all.collect::<Vec<_>>().join(", ");
    match fields {
        Fields::Unit => String::new(),
        Fields::Named(_) | Fields::Positional(_) => format!("{{{all}}}"),
        Fields::Tuple(_) => format!("({all})"),
    }
}

pub(crate) fn ty(api: &Api, of: &Type) -> String {
    match of {
        Type::Unit => "unit".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Int(int) => format!("{int:?}").to_lowercase(),
        Type::F32 => "f32".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::Char => "char".to_owned(),
        Type::String => "string".to_owned(),
        Type::Value(value) => format!("{value:?}").to_lowercase(),
        Type::BigNumbers(wide) => format!("bignumbers<{wide:?}>").to_lowercase(),
        Type::BigNumberArray(wide, count) => format!("bignumbers<{wide:?}; {count}>").to_lowercase(),
        Type::Numbers(element) => format!("numbers<{}>", format!("{element:?}").to_lowercase()),
        Type::NumberArray(element, count) => format!("numbers<{}; {count}>", format!("{element:?}").to_lowercase()),
        Type::List(inner) => format!("list<{}>", ty(api, inner)),
        Type::Array(inner, count) => format!("array<{}; {count}>", ty(api, inner)),
        Type::Option(inner) => format!("{}?", ty(api, inner)),
        Type::Some(inner) => format!("some<{}>", ty(api, inner)),
        Type::Set(inner) => format!("set<{}>", ty(api, inner)),
        Type::Signal(inner) => format!("signal<{}>", ty(api, inner)),
        Type::Lent(Lend::Borrow, object) => format!("&{}", ty(api, object)),
        Type::Lent(Lend::BorrowMut, object) => format!("&mut {}", ty(api, object)),
        Type::Lent(Lend::Share, object) => format!("shared {}", ty(api, object)),
        Type::Function(of) => function(api, of),
        Type::Sink(sink) => format!(
            "sink<{}{}>",
            ty(api, &sink.item),
            error(api, " throws ", &sink.item_error)
        ),
        Type::Stream(of) => format!("stream<{}{}>", ty(api, &of.item), failure(api, &of.failure)),
        Type::Param(at) => format!("param {at}"),
        Type::Record(labels, fields) => {
            let fields = fields.iter().enumerate().map(|(at, field)| match labels.name(at) {
                Some(name) => format!("{name}: {}", ty(api, field)),
                None => ty(api, field),
            });
            format!("({})", fields.collect::<Vec<String>>().join(", "))
        }
        Type::Map(key, value) => format!("map<{}, {}>", ty(api, key), ty(api, value)),
        Type::Data(id, args) => {
            let name = &api.type_def(*id).dart_name;
            let args: Vec<String> = args.iter().map(|arg| ty(api, arg)).collect();
            match args.is_empty() {
                true => name.clone(),
                false => format!("{name}<{}>", args.join(", ")),
            }
        }
    }
}
