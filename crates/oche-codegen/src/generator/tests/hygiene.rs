//! Users may name things as generated code does: nothing may clash.

use super::fixture::{data, field, function, int, list, option, param, plain, record};
use super::text;
use crate::ir::*;

/// An API whose names are all ones that generated code uses itself.
pub fn api() -> Api {
    use Type::{Bool, F64, String};
    let names = |names: &[&str]| names.iter().map(|name| field(name, int(Int::I32))).collect::<Vec<_>>();
    let mut fields = names(&[
        "other",
        "identical",
        "r#override",
        "int",
        "double",
        "w",
        "r",
        "v",
        "tag",
        "oche",
        "asset",
        "bridge",
        "direct",
        "core",
        "typed_data",
        "deep_equals",
    ]);
    fields.push(field("bytes", Type::Numbers(Element::U8)));
    fields.push(field("e", list(record(vec![F64, list(Bool)]))));
    let core_types = [
        "Duration",
        "Exception",
        "Future",
        "List",
        "Map",
        "Object",
        "Stream",
        "String",
        "Uint8List",
    ];
    let our_types = ["OcheLibrary", "Pointer", "Reader", "Struct", "Writer"];
    let mut types = vec![data(0, "api::Everything", TypeKind::Struct(Fields::Named(fields)))];
    types.extend(core_types.into_iter().chain(our_types).map(|name| {
        data(
            0,
            &format!("api::{name}"),
            TypeKind::Struct(Fields::Named(vec![field("value", String)])),
        )
    }));
    types.push(data(
        3,
        "asset::Asset",
        TypeKind::PlainEnum(vec![super::fixture::plain_variant("A")]),
    ));
    types.push(data(
        2,
        "direct_web::Direct",
        TypeKind::PlainEnum(vec![super::fixture::plain_variant("R")]),
    ));
    types.push(data(
        1,
        "bridge::Bridge",
        TypeKind::PlainEnum(vec![super::fixture::plain_variant("W")]),
    ));
    types[2].is_error = true;
    let ours = [
        "w", "r", "v", "e", "context", "result", "oche", "asset", "bridge", "direct", "core", "ffi", "library",
    ];
    let scalars = || ours.iter().map(|name| param(name, Bool)).collect::<Vec<_>>();
    let mut encoded = scalars();
    encoded.push(param("list", list(option(Type::Numbers(Element::U8)))));
    encoded.push(param("everything", plain(TypeId(0))));
    encoded.push(param("position", plain(TypeId(types.len() - 1))));
    encoded.push(param("wait", Type::Value(Value::Duration)));
    let scalar_functions = [
        "asset",
        "bridge",
        "context",
        "core",
        "deep_equals",
        "direct",
        "ffi",
        "identical",
        "int",
        "oche",
        "r",
        "read_reader",
        "test_crate_library",
        "typed_data",
        "w",
        "write_writer",
    ];
    let mut functions: Vec<Function> = scalar_functions
        .into_iter()
        .map(|name| function(0, &format!("api::{name}"), Lane::Direct, scalars(), int(Int::I32)))
        .collect();
    let map = Type::Map(Box::new(String), Box::new(F64));
    functions.push(function(
        0,
        "api::encoded",
        Lane::Sync,
        encoded.clone(),
        list(Type::Numbers(Element::U8)),
    ));
    functions.push(function(
        0,
        "api::later",
        Lane::Async { eager: false },
        encoded.clone(),
        map,
    ));
    functions.push(function(
        0,
        "api::items",
        Lane::Stream { async_start: false },
        encoded,
        plain(TypeId(8)),
    ));
    let output = &mut functions.last_mut().expect("it was pushed").output;
    output.error = Some(ErrorType::Data(TypeId(2)));
    output.item_error = Some(ErrorType::Message);
    let library = |file: &str, types: Vec<usize>, functions| Library {
        rust_module: file.to_owned(),
        dart_file: format!("{file}.dart"),
        docs: Docs::default(),
        types: types.into_iter().map(TypeId).collect(),
        functions,
    };
    Api {
        crate_name: "test_crate".to_owned(),
        dart_package: "test_package".to_owned(),
        schema_hash: "0123456789abcdef".to_owned(),
        libraries: vec![
            library("api", (0..types.len() - 3).collect(), (0..functions.len()).collect()),
            library("bridge", vec![types.len() - 1], vec![]),
            library("direct_web", vec![types.len() - 2], vec![]),
            library("asset", vec![types.len() - 3], vec![]),
        ],
        types,
        functions,
        constants: Vec::new(),
        init: None,
    }
}

#[test]
fn what_users_call_like_ours_is_kept_apart() {
    for path in [
        "package/lib/src/api.dart",
        "package/lib/src/_asset.dart",
        "package/lib/src/_asset_native.dart",
        "package/lib/src/_asset_web.dart",
        "package/lib/src/_bridge.dart",
        "package/lib/src/_direct.dart",
        "package/lib/src/_direct_native.dart",
        "package/lib/src/_direct_web.dart",
        "package/lib/test_package.dart",
    ] {
        insta::assert_snapshot!(format!("hygiene-{}", path.replace('/', "-")), text(&api(), path));
    }
}
