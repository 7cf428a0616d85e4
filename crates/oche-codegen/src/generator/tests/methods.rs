//! Snapshots of what is printed for objects on the direct lane.

use super::fixture::{data, docs, function, int, param, plain};
use super::text;
use crate::ir::*;

const GAUGE: TypeId = TypeId(0);

fn lent(name: &str, pass: Pass) -> Param {
    Param {
        pass,
        ..param(name, plain(GAUGE))
    }
}

fn method(kind: MemberKind, path: &str, receiver: Pass, params: Vec<Param>, ok: Type) -> Function {
    let this = Param {
        dart_name: "this".to_owned(),
        receiver: true,
        ..lent("self", receiver)
    };
    let params = std::iter::once(this).chain(params).collect();
    Function {
        member: Some(Member { of: GAUGE, kind }),
        ..function(0, path, Lane::Direct, params, ok)
    }
}

fn api() -> Api {
    use MemberKind::{Getter, Method, Setter};
    let number = || int(Int::I32);
    let mut getter = method(Getter, "api::Gauge::level", Pass::ObjectRef, vec![], number());
    getter.docs = docs(&["How high it is."]);
    let mut setter = method(
        Setter,
        "api::Gauge::set_level",
        Pass::ObjectMut,
        vec![param("level", number())],
        Type::Unit,
    );
    setter.dart_name = "level".to_owned();
    // Names that the generated functions want for themselves.
    let odd = ["own", "context", "result", "gauge_set_level"];
    let mut odd: Vec<Param> = odd.iter().map(|name| param(name, Type::Char)).collect();
    odd[0].dart_name = "self".to_owned();
    let functions = vec![
        getter,
        setter,
        method(Method, "api::Gauge::odd", Pass::ObjectMut, odd, int(Int::Usize)),
        method(
            Method,
            "api::Gauge::compare",
            Pass::ObjectRef,
            vec![lent("other", Pass::ObjectRef)],
            Type::Bool,
        ),
        function(
            0,
            "api::transfer",
            Lane::Direct,
            vec![
                lent("from", Pass::ObjectRef),
                param("part", Type::F32),
                lent("to", Pass::ObjectMut),
            ],
            Type::Unit,
        ),
    ];
    let mut gauge = data(0, "api::Gauge", TypeKind::Object { external_size: None });
    gauge.members = vec![0, 1, 2, 3];
    Api {
        crate_name: "test_crate".to_owned(),
        dart_package: "test_package".to_owned(),
        schema_hash: "0123456789abcdef".to_owned(),
        libraries: vec![Library {
            rust_module: "api".to_owned(),
            dart_file: "api.dart".to_owned(),
            docs: Docs::default(),
            types: vec![GAUGE],
            // The others are members.
            functions: vec![4],
        }],
        types: vec![gauge],
        functions,
        constants: Vec::new(),
        init: None,
    }
}

#[test]
fn objects_on_the_direct_lane() {
    let api = api();
    for (name, path) in [
        ("methods-rust", "crate/src/oche_generated.rs"),
        ("methods-bridge", "package/lib/src/bridge.dart"),
        ("methods-direct", "package/lib/src/direct_native.dart"),
        ("methods-direct-web", "package/lib/src/direct_web.dart"),
        ("methods-api", "package/lib/src/api.dart"),
    ] {
        insta::assert_snapshot!(name, text(&api, path));
    }
}
