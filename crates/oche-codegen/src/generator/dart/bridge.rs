//! `bridge.dart`: the library object, the direct lane's functions, and the codecs of the API's types (see `codecs.rs`).

use std::collections::BTreeSet;

use askama::Template;

use super::functions::prefer_inline;
use super::layout::{self, Doc, call, concat, list, statement, text, type_arguments};
use super::scope::{Scope, fresh};
use super::types::{Types, codec_name};
use super::{HEADER, Package, class_names, codecs, direct, render};
use crate::ir::{Api, Function, Lane, MemberKind, Type, TypeId};

#[derive(Template)]
#[template(path = "dart/bridge.dart.jinja", escape = "none")]
struct BridgeFile<'a> {
    header: &'a str,
    imports: String,
    library_class: String,
    library: &'a str,
    crate_name: &'a str,
    schema_hash: &'a str,
    directs: Vec<DirectFunction<'a>>,
    codecs: Vec<String>,
}

/// A function of the direct lane.
struct DirectFunction<'a> {
    binding: String,
    head: String,
    library: &'a str,
    context: String,
    call: String,
    /// What to return, if anything.
    result: Option<String>,
}

/// For each function on the direct lane, a name in `bridge.dart` that nothing else there has.
pub fn direct_names(api: &Api, library: &str) -> Vec<Option<String>> {
    let mut taken = declared_names(api, library);
    let functions = api.functions.iter();
    functions
        .map(|function| {
            let name = (function.lane == Lane::Direct).then(|| {
                let name = binding_name(api, function);
                fresh(&name, |name| taken.contains(name))
            });
            taken.extend(name.clone());
            name
        })
        .collect()
}

/// What a function is called where there are no classes: `engineLimit`, `engineSetLimit`.
fn binding_name(api: &Api, function: &Function) -> String {
    let Some(member) = function.member else {
        return function.dart_name.clone();
    };
    let mut class = api.type_def(member.of).dart_name.chars();
    let mut name: String = class.next().into_iter().flat_map(char::to_lowercase).collect();
    name.push_str(class.as_str());
    if member.kind == MemberKind::Setter {
        name.push_str("Set");
    }
    let mut member = function.dart_name.chars();
    name.extend(member.next().into_iter().flat_map(char::to_uppercase));
    name.push_str(member.as_str());
    name
}

/// The names of `bridge.dart` besides those of the direct functions.
fn declared_names(api: &Api, library: &str) -> BTreeSet<String> {
    let classes: BTreeSet<String> = api.types.iter().flat_map(class_names).map(str::to_owned).collect();
    let codecs = api
        .types
        .iter()
        .flat_map(|def| ["write", "read"].map(|verb| codec_name(verb, def, |name| classes.contains(name))));
    let codecs: Vec<String> = codecs.collect();
    classes.into_iter().chain(codecs).chain([library.to_owned()]).collect()
}

/// The text of `bridge.dart`.
pub fn generate(package: &Package<'_>) -> String {
    let mut declared = declared_names(package.api, &package.library);
    declared.extend(package.direct_names.iter().flatten().cloned());
    Scope::print(&package.classes, declared, |scope| print(package, scope))
}

fn print(package: &Package<'_>, scope: &Scope) -> String {
    let api = package.api;
    let directs = api.functions.iter().enumerate().filter_map(|(index, function)| {
        let name = package.direct_names[index].as_deref()?;
        Some(direct_function(package, scope, function, name, index))
    });
    let directs = directs.collect();
    let codecs = (0..api.types.len())
        .map(TypeId)
        .flat_map(|id| codecs::generate(api, scope, id))
        .collect();
    render(&BridgeFile {
        header: HEADER,
        library_class: scope.oche("OcheLibrary"),
        // Last, because only now it is known what is used.
        imports: scope.imports(&package.bridge_file, &package.bridge_file),
        library: &package.library,
        crate_name: &api.crate_name,
        schema_hash: &api.schema_hash,
        directs,
        codecs,
    })
}

fn direct_function<'a>(
    package: &'a Package<'_>,
    scope: &Scope,
    function: &Function,
    name: &str,
    index: usize,
) -> DirectFunction<'a> {
    let library = &package.library;
    let output = &function.output.ok;
    let pointer = direct::pointer(scope);
    let native = function
        .params
        .iter()
        .map(|param| text(direct::native_type(&param.ty, scope)));
    let native = signature(direct::native_type(output, scope), &pointer, native);
    let dart = function
        .params
        .iter()
        .map(|param| text(direct::dart_type(&param.ty, scope)));
    let dart = signature(direct::dart_type(output, scope), &pointer, dart);
    let native_function = concat([text(scope.ffi("NativeFunction")), type_arguments(vec![native])]);
    let binding = statement(concat([
        text(format!("final _{name} = {library}")),
        Doc::Indent(
            4,
            Box::new(concat([
                Doc::Hard,
                text(".function"),
                type_arguments(vec![native_function]),
                text(format!("({index})")),
                Doc::Hard,
                text(".asFunction"),
                type_arguments(vec![dart]),
                text("()"),
            ])),
        ),
    ]));

    // The parameters are positional here, so their names are ours to change.
    let mut params: Vec<String> = Vec::new();
    for param in &function.params {
        let name = if param.receiver { "self" } else { &param.dart_name };
        params.push(scope.within(&params).local(name));
    }
    // What a parameter is called hides nothing in its own list.
    let types = Types::new(package.api, scope, None);
    let scope = &scope.within(&params);
    let [context, result] = ["context", "result"].map(|name| scope.local(name));
    let with_types = function.params.iter().zip(&params);
    let head = concat([
        text(format!("{} {name}", types.name(output))),
        list(
            "(",
            with_types
                .map(|(param, name)| text(format!("{} {name}", types.name(&param.ty))))
                .collect(),
            ")",
        ),
        text(" {"),
    ]);
    let mut arguments = vec![text(format!("{context}.pointer"))];
    let with_values = function.params.iter().zip(&params);
    let with_values =
        with_values.map(|(param, value)| direct::argument(&param.ty, value, &param.dart_name, &context, scope));
    arguments.extend(with_values.map(text));
    let call = call(&format!("_{name}"), arguments);
    let (call, result) = match output {
        Type::Unit => (call, None),
        _ => {
            let call = concat([text(format!("final {result} = ")), call]);
            (call, Some(direct::result(output, &result, scope)))
        }
    };
    DirectFunction {
        binding: layout::print(&binding, 0),
        head: prefer_inline(function, scope, 0) + &layout::print(&head, 0),
        library,
        context,
        call: layout::print(&statement(call), 2),
        result,
    }
}

/// `Int32 Function(Pointer<Void>, Int32)`.
fn signature(output: String, pointer: &str, params: impl Iterator<Item = Doc>) -> Doc {
    let params = std::iter::once(text(pointer)).chain(params).collect();
    concat([text(format!("{output} Function")), list("(", params, ")")])
}
