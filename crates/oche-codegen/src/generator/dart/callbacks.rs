//! Functions of Dart that Rust calls: what is passed for a function, and for an implementation of an interface.

use askama::Template;

use super::layout::{self, Doc, arrow, call, concat, list, statement, text};
use super::template::render;
use super::types::Types;
use crate::ir::{Interface, Method};

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
    types.entry(&method.function, call(&target, arguments.collect()))
}
