//! What the parser and lowering make of fixture crates.
//!
//! `fixtures/resolver` is hard to read; its IR is shown a line a thing, because there is much of it. `fixtures/tour` is
//! small, and its IR is shown whole. `INSTA_UPDATE=always cargo test -p oche-codegen --test ir` writes the snapshots anew.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use oche_codegen::diagnostic::Style;
use oche_codegen::ir::{Api, Docs, ErrorType, Fields, Lane, Output, Pass, Type, TypeDef, TypeKind};
use oche_codegen::{Analysis, Config};

fn config(fixture: &str) -> Config {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(fixture);
    Config {
        dart_dir: crate_dir.join("dart"),
        crate_dir,
        dart_package: None,
        features: Vec::new(),
        default_features: true,
    }
}

/// The API, which must be without errors, and the warnings.
fn analyze(config: &Config) -> (Api, String) {
    let Analysis { api, diagnostics, .. } = oche_codegen::analyze(config);
    let report = diagnostics.render(&config.crate_dir, Style::Plain);
    (api.unwrap_or_else(|| panic!("{report}")), report)
}

#[test]
fn resolver() {
    let (api, warnings) = analyze(&config("resolver"));
    insta::assert_snapshot!("resolver", summary(&api));
    insta::assert_snapshot!("resolver_warnings", warnings);
}

#[test]
fn features_change_what_is_there() {
    let usual = analyze(&config("resolver")).0;
    let extra = analyze(&Config {
        features: vec!["extra".to_owned()],
        ..config("resolver")
    })
    .0;
    let without = analyze(&Config {
        default_features: false,
        ..config("resolver")
    })
    .0;
    let has = |api: &Api, path: &str| api.functions.iter().any(|function| function.rust_path == path);
    let on_request = "crate::api::cfgs::on_request";
    assert_eq!(
        [&usual, &extra, &without].map(|api| has(api, on_request)),
        [false, true, false]
    );
    let by_default = "crate::api::cfgs::by_default";
    assert_eq!(
        [&usual, &extra, &without].map(|api| has(api, by_default)),
        [true, true, false]
    );
    let fields = |api: &Api| {
        let def = api
            .types
            .iter()
            .find(|def| def.dart_name == "Conditional")
            .expect("the struct");
        let TypeKind::Struct(fields) = &def.kind else {
            panic!("a struct")
        };
        fields.all().len()
    };
    assert_eq!([&usual, &extra, &without].map(fields), [1, 2, 1]);
}

#[test]
fn tour() {
    let (api, warnings) = analyze(&config("tour"));
    assert_eq!(warnings, "");
    insta::assert_snapshot!(serde_json::to_string_pretty(&api).expect("JSON"));
}

#[test]
fn reading_twice_gives_the_same() {
    assert_eq!(analyze(&config("resolver")).0, analyze(&config("resolver")).0);
}

#[test]
fn the_schema_hash_changes_with_the_schema_and_only_with_it() {
    let copy = |edit: &dyn Fn(String) -> String| {
        let folder = tempfile::tempdir().expect("a folder");
        let from = config("tour").crate_dir;
        std::fs::create_dir(folder.path().join("src")).expect("a folder");
        for file in ["Cargo.toml", "src/lib.rs", "src/api.rs"] {
            let text = std::fs::read_to_string(from.join(file)).expect("a file");
            let text = if file.ends_with("api.rs") { edit(text) } else { text };
            std::fs::write(folder.path().join(file), text).expect("a file");
        }
        let crate_dir: PathBuf = folder.path().to_owned();
        analyze(&Config {
            crate_dir,
            ..config("tour")
        })
        .0
        .schema_hash
    };
    let original = copy(&|text| text);
    assert_eq!(original.len(), 16);
    let same = [
        copy(&|text| text.replace("/// A reading", "/// Another comment about a reading")),
        copy(&|text| format!("\n\n// moved down\n{text}")),
        copy(&|text| text.replace("pub speed: f64", "pub speed: std::primitive::f64")),
    ];
    assert!(same.iter().all(|hash| *hash == original));
    let others = [
        copy(&|text| text.replace("pub speed: f64", "pub speed: f32")),
        copy(&|text| text.replace("pub speed: f64", "pub velocity: f64")),
        copy(&|text| text.replace("count: u32", "count: i32")),
        copy(&|text| text.replace("pub fn read", "pub async fn read")),
        copy(&|text| text.replace("pub fn read", "pub fn reread")),
        copy(&|text| text.replace("Busy,", "Busy, Extra,")),
    ];
    let mut distinct: Vec<&String> = others.iter().chain([&original]).collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), others.len() + 1);
}

/// The API a line a thing.
fn summary(api: &Api) -> String {
    let mut out = format!("crate {} for package {}\n", api.crate_name, api.dart_package);
    for library in &api.libraries {
        let _ = write!(out, "\n{} ({})", library.dart_file, library.rust_module);
        out += &docs(&library.docs);
        for id in &library.types {
            out += &type_def(api, api.type_def(*id));
        }
        for index in &library.functions {
            let function = &api.functions[*index];
            let params = function.params.iter().map(|param| {
                let pass = match param.pass {
                    Pass::Value => "",
                    Pass::Ref | Pass::RefTo(_) => "ref ",
                    Pass::ObjectRef => "object ",
                    Pass::ObjectMut => "mut object ",
                    Pass::Lent(_) => "objects ",
                    Pass::Closure(_) => "closure ",
                    Pass::Stream(_) => "stream ",
                    Pass::Implementor | Pass::ImplementorRef | Pass::DynRef => "implementation ",
                    Pass::BorrowStr => "borrowed text ",
                    Pass::BorrowNumbers => "borrowed numbers ",
                };
                let optional = if param.optional { "?" } else { "" };
                format!(
                    "{}{optional}: {pass}{}",
                    names(&param.rust_name, &param.dart_name),
                    ty(api, &param.ty)
                )
            });
            let params: Vec<String> = params.collect();
            let lane = match function.lane {
                Lane::Direct => "direct",
                Lane::Sync => "sync",
                Lane::Blocking => "blocking",
                Lane::Async { eager: false } => "async",
                Lane::Async { eager: true } => "eager",
                Lane::Stream { async_start: false } => "stream",
                Lane::Stream { async_start: true } => "async stream",
            };
            let name = names(&function.rust_path, &function.dart_name);
            let _ = write!(
                out,
                "  #{index} {lane} {name}({}){}",
                params.join(", "),
                output(api, &function.output)
            );
            out += &docs(&function.docs);
        }
    }
    out
}

fn type_def(api: &Api, def: &TypeDef) -> String {
    let flags = [
        (def.recursive, "recursive"),
        (def.is_error, "error"),
        (def.to_rust, "to Rust"),
        (def.to_dart, "to Dart"),
    ];
    let flags: Vec<&str> = flags.iter().filter(|(is, _)| *is).map(|(_, flag)| *flag).collect();
    let head = format!("{} [{}]", names(&def.rust_path, &def.dart_name), flags.join(", "));
    let mut out = match &def.kind {
        TypeKind::Struct(all) => format!("  struct {head}{}{}", docs(&def.docs).trim_end(), fields(api, all)),
        TypeKind::Interface(interface) => format!(
            "  interface {head}{} of {} methods",
            docs(&def.docs).trim_end(),
            interface.methods.len()
        ),
        TypeKind::Object { .. } => format!("  object {head}{}", docs(&def.docs).trim_end()),
        TypeKind::PlainEnum(variants) => {
            let variants = variants
                .iter()
                .map(|v| format!("{}{}", names(&v.rust_name, &v.dart_name), docs(&v.docs).trim_end()));
            format!("  enum {head} {}", variants.collect::<Vec<_>>().join(", "))
        }
        TypeKind::DataEnum(variants) => {
            let variants = variants.iter().map(|variant| {
                let name = names(&variant.rust_name, &variant.dart_name);
                format!(
                    "\n    {name}{}{}",
                    docs(&variant.docs).trim_end(),
                    fields(api, &variant.fields)
                )
            });
            format!("  sealed {head}{}", variants.collect::<String>())
        }
    };
    out.push('\n');
    out
}

fn fields(api: &Api, fields: &Fields) -> String {
    let all = fields.all().iter().map(|field| {
        let optional = if field.optional { "?" } else { "" };
        let docs = docs(&field.docs);
        format!(
            "{}{optional}: {}{}",
            names(&field.rust_name, &field.dart_name),
            ty(api, &field.ty),
            docs.trim_end()
        )
    });
    let all = all.collect::<Vec<_>>().join(", ");
    match fields {
        Fields::Unit => String::new(),
        Fields::Named(_) | Fields::Positional(_) => format!(" {{ {all} }}"),
        Fields::Tuple(_) => format!(" ({all})"),
    }
}

fn docs(docs: &Docs) -> String {
    if docs.0.is_empty() {
        "\n".to_owned()
    } else {
        format!(" /// {}\n", docs.0.join(" | "))
    }
}

fn names(rust: &str, dart: &str) -> String {
    if rust == dart {
        rust.to_owned()
    } else {
        format!("{rust} as {dart}")
    }
}

fn output(api: &Api, output: &Output) -> String {
    let mut out = format!(" -> {}", ty(api, &output.ok));
    for (verb, error) in [(" throws ", &output.error), (" item throws ", &output.item_error)] {
        out += &match error {
            None => String::new(),
            Some(ErrorType::Data(id)) => format!("{verb}{}", api.type_def(*id).dart_name),
            Some(other) => format!("{verb}{other:?}"),
        };
    }
    out
}

fn ty(api: &Api, of: &Type) -> String {
    match of {
        Type::Data(id, args) => {
            let path = &api.type_def(*id).rust_path;
            let args: Vec<String> = args.iter().map(|arg| ty(api, arg)).collect();
            match args.is_empty() {
                true => path.clone(),
                false => format!("{path}<{}>", args.join(", ")),
            }
        }
        Type::Value(value) => format!("{value:?}"),
        Type::Set(inner) => format!("Set<{}>", ty(api, inner)),
        Type::Some(inner) => format!("Some<{}>", ty(api, inner)),
        Type::List(inner) => format!("List<{}>", ty(api, inner)),
        Type::Array(inner, count) => format!("Array<{}, {count}>", ty(api, inner)),
        Type::Option(inner) => format!("{}?", ty(api, inner)),
        Type::Map(key, value) => format!("Map<{}, {}>", ty(api, key), ty(api, value)),
        Type::Record(_, elements) => {
            format!(
                "({})",
                elements
                    .iter()
                    .map(|element| ty(api, element))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        }
        Type::Int(int) => format!("{int:?}").to_lowercase(),
        other => format!("{other:?}"),
    }
}
