//! Functions of Dart that Rust calls: what is passed for a function, and for an implementation of an interface.

use askama::Template;

use super::layout::{self, Doc, arrow, call, concat, list, statement, text};
use super::render;
use super::types::Types;
use crate::ir::{Failure, FunctionType, Interface, Method, Type};

#[derive(Template)]
#[template(path = "dart/write_interface.dart.jinja", escape = "none")]
struct WriteInterface<'a> {
    head: String,
    writer: &'a str,
    value: &'a str,
    /// The class of what Rust implements, if there can be such.
    object: Option<String>,
    callback: String,
}

/// The codec that writes an implementation of an interface.
pub fn write_interface(
    types: &Types<'_>,
    head: String,
    class: &str,
    interface: &Interface,
    object: Option<String>,
    value: &str,
) -> String {
    let methods = interface.methods.iter();
    let methods = methods.map(|method| method_entry(types, method, value));
    let methods = list("[", methods.collect(), "]");
    let callback = call(
        &format!("{}.implementor<{class}>", types.writer),
        vec![text(value), arrow("()", methods)],
    );
    render(&WriteInterface {
        head,
        writer: &types.writer,
        value,
        object,
        callback: layout::print(&statement(callback), 2),
    })
}

fn method_entry(types: &Types<'_>, method: &Method, value: &str) -> Doc {
    let names = method.param_names.iter().map(|(_, dart_name)| dart_name);
    let arguments = names.zip(&method.function.params);
    let arguments = arguments.map(|(name, ty)| concat([text(format!("{name}: ")), types.read(ty)]));
    let target = format!("{value}.{}", method.dart_name);
    entry(types, &method.function, call(&target, arguments.collect()))
}

/// The call that passes a function.
pub fn write_function(types: &Types<'_>, function: &FunctionType, value: &str) -> Doc {
    let arguments = function.params.iter().map(|ty| types.read(ty)).collect();
    let entry = entry(types, function, call(value, arguments));
    types.on_writer("callback", vec![list("[", vec![entry], "]")])
}

/// What Rust finds under one number: how the arguments are read, the call, and how its result is written.
fn entry(types: &Types<'_>, function: &FunctionType, body: Doc) -> Doc {
    let mut arguments = vec![
        arrow(&format!("({})", types.reader), body),
        result_writer(types, &function.output),
    ];
    arguments.extend(error_writer(types, &function.failure));
    let class = types.oche(&format!("CallbackMethod<{}>", types.name(&function.output)));
    call(&class, arguments)
}

/// The argument that says how errors of a type of the API are written, if there are such.
pub fn error_writer(types: &Types<'_>, failure: &Failure) -> Option<Doc> {
    match failure {
        Failure::Panics | Failure::Callback => None,
        Failure::Typed(id) => {
            let write = types.write_function(*id);
            Some(text(format!("error: {}", types.oche(&format!("errorWriter({write})")))))
        }
    }
}

fn result_writer(types: &Types<'_>, output: &Type) -> Doc {
    match output {
        Type::Unit => text(format!("({}, _) {{}}", types.writer)),
        ty => types.writer_of(ty),
    }
}
