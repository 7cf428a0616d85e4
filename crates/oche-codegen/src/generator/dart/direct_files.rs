//! The direct lane's functions, which differ between platforms: `direct.dart` has those of the platform at hand, from
//! `direct_native.dart` or `direct_web.dart`.

use std::collections::BTreeSet;

use askama::Template;

use super::direct;
use super::functions::prefer_inline;
use super::header;
use super::here::Here;
use super::layout::{self, Doc, call, concat, declare, list, statement, text, type_arguments};
use super::package::Package;
use super::scope::Scope;
use super::template::render;
use super::types::Types;
use crate::ir::{Function, Type};

#[derive(Template)]
#[template(path = "dart/direct_native.dart.jinja", escape = "none")]
struct NativeFile<'a> {
    header: &'a str,
    imports: String,
    functions: Vec<NativeFunction>,
}

/// A function that calls Rust by a plain C signature.
struct NativeFunction {
    binding: String,
    head: String,
    library: String,
    context: String,
    call: String,
    /// What to return, if anything.
    result: Option<String>,
}

#[derive(Template)]
#[template(path = "dart/direct_web.dart.jinja", escape = "none")]
struct WebFile<'a> {
    header: &'a str,
    imports: String,
    functions: Vec<String>,
}

/// The files: each one's path below `lib/src/` and its text. None, if there are no such functions.
pub fn generate(package: &Package<'_>) -> Vec<(String, String)> {
    if package.direct_names.iter().all(Option::is_none) {
        return Vec::new();
    }
    let files = &package.plumbing;
    let declared: BTreeSet<String> = package.direct_names.iter().flatten().cloned().collect();
    let print = |print: fn(&Package<'_>, &Scope) -> String| {
        Scope::print(&package.classes, declared.clone(), |scope| print(package, scope))
    };
    vec![
        (files.direct.clone(), choice(&files.direct_native, &files.direct_web)),
        (files.direct_native.clone(), print(native)),
        (files.direct_web.clone(), print(web)),
    ]
}

/// The file that everybody imports.
pub(super) fn choice(native: &str, web: &str) -> String {
    let on_web = format!("if (dart.library.js_interop) '{web}';");
    let line = format!("export '{native}' {on_web}");
    match line.len() <= 80 {
        true => format!("{}\n{line}\n", header::EXPORTS),
        false => format!("{}\nexport '{native}'\n    {on_web}\n", header::EXPORTS),
    }
}

/// The functions on the direct lane: each with its number and its name.
fn functions<'a>(package: &'a Package<'_>) -> impl Iterator<Item = (usize, &'a Function, &'a str)> {
    let functions = package.api.functions.iter().zip(&package.direct_names);
    let functions = functions.enumerate();
    functions.filter_map(|(index, (function, name))| Some((index, function, name.as_deref()?)))
}

fn native(package: &Package<'_>, scope: &Scope) -> String {
    let functions =
        functions(package).map(|(index, function, name)| native_function(package, scope, function, name, index));
    let functions = functions.collect();
    render(&NativeFile {
        header: header::CODE,
        // Last, because only now it is known what is used.
        imports: scope.imports(&package.plumbing.direct_native, &package.plumbing),
        functions,
    })
}

fn web(package: &Package<'_>, scope: &Scope) -> String {
    let functions = functions(package).map(|(_, function, name)| {
        let params = Params::new(package, scope, function);
        let fails = text(format!("{}()", scope.oche("unsupportedOnWeb")));
        let body = declare(params.head(name), fails);
        layout::print(&statement(body), 0)
    });
    let functions = functions.collect();
    render(&WebFile {
        header: header::CODE,
        imports: scope.imports(&package.plumbing.direct_web, &package.plumbing),
        functions,
    })
}

/// The parameters of a function, which are positional here, so that their names are ours to change.
struct Params<'a> {
    function: &'a Function,
    /// Prints types outside of the body: what a parameter is called hides nothing in its own list.
    types: Types<'a>,
    names: Vec<String>,
}

impl<'a> Params<'a> {
    fn new(package: &'a Package<'_>, scope: &Scope, function: &'a Function) -> Self {
        let mut names: Vec<String> = Vec::new();
        for param in &function.params {
            let name = if param.receiver { "self" } else { &param.dart_name };
            names.push(scope.within(&names).local(name));
        }
        Self {
            function,
            types: Types::new(package, scope, Here::Plumbing(&package.plumbing.direct)),
            names,
        }
    }

    /// `int add(int a, int b)`
    fn head(&self, name: &str) -> Doc {
        let params = self.function.params.iter().zip(&self.names);
        let params = params.map(|(param, name)| {
            let ty = match param.receiver {
                true => self.types.oche("RustObjectBase"),
                false => self.types.name(&param.ty),
            };
            text(format!("{ty} {name}"))
        });
        concat([
            text(format!("{} {name}", self.types.name(&self.function.output.ok))),
            list("(", params.collect(), ")"),
        ])
    }
}

fn native_function(
    package: &Package<'_>,
    scope: &Scope,
    function: &Function,
    name: &str,
    index: usize,
) -> NativeFunction {
    let library = scope.bridge(&package.library);
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
        text(format!("final _{name} = {library}.table")),
        layout::indent(
            4,
            concat([
                Doc::Hard,
                text(".function"),
                type_arguments(vec![native_function]),
                text(format!("({index})")),
                Doc::Hard,
                text(".asFunction"),
                type_arguments(vec![dart]),
                text("()"),
            ]),
        ),
    ]));

    let params = Params::new(package, scope, function);
    let head = concat([params.head(name), text(" {")]);
    let head = prefer_inline(function, scope, 0) + &layout::print(&head, 0);
    let scope = &scope.within(&params.names);
    let [context, result] = ["context", "result"].map(|name| scope.local(name));
    let mut arguments = vec![text(format!("{context}.pointer"))];
    let with_values = function.params.iter().zip(&params.names);
    let with_values = with_values.map(|(param, value)| direct::argument(param, value, &context, scope));
    arguments.extend(with_values.map(text));
    let call = call(&format!("_{name}"), arguments);
    let (call, result) = match output {
        Type::Unit => (call, None),
        _ => {
            let call = concat([text(format!("final {result} = ")), call]);
            (call, Some(direct::result(output, &result, scope)))
        }
    };
    NativeFunction {
        binding: layout::print(&binding, 0),
        head,
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
