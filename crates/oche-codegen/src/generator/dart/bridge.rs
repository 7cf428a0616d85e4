//! `bridge.dart`: the library object, the direct lane's functions, and the codecs of the API's types (see `codecs.rs`).

use askama::Template;

use super::bindings::declared_names;
use super::functions::prefer_inline;
use super::layout::{self, Doc, call, concat, list, statement, text, type_arguments};
use super::package::Package;
use super::scope::Scope;
use super::template::render;
use super::types::Types;
use super::{codecs, direct};
use crate::generator::header::HEADER;
use crate::ir::{Function, Type, TypeId};

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
