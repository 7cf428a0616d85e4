//! Functions of the API: what a Dart developer calls.

use super::api::Place;
use super::docs::doc_comment;
use super::layout::{self, Doc, call, concat, list, statement, text};
use super::types::Types;
use crate::ir::{ErrorType, Function, Lane};

/// The declaration of a function, which is `api.functions[index]`.
pub fn generate(place: &Place<'_>, index: usize) -> String {
    let package = place.package;
    let function = &package.api.functions[index];
    let params: Vec<&str> = function.params.iter().map(|param| param.dart_name.as_str()).collect();
    let types = Types::new(package.api, place.scope, Some(&place.library.dart_file), &params);
    let declaration = statement(concat([
        text(format!(
            "{} {}",
            return_type(place, &types, function),
            function.dart_name
        )),
        parameters(&types, function),
        text(" => "),
        body(place, &types, function, index),
    ]));
    let docs = doc_comment(&function.docs, &package.links, 0);
    format!("{docs}{}\n", layout::print(&declaration, 0))
}

fn return_type(place: &Place<'_>, types: &Types<'_>, function: &Function) -> String {
    let value = types.name(&function.output.ok);
    match function.lane {
        Lane::Direct | Lane::Sync => value,
        Lane::Blocking | Lane::Async => format!("{}<{value}>", place.scope.core("Future")),
        Lane::Stream { .. } => format!("{}<{value}>", place.scope.core("Stream")),
    }
}

fn parameters(types: &Types<'_>, function: &Function) -> Doc {
    if function.params.is_empty() {
        return text("()");
    }
    let params = function.params.iter().map(|param| {
        let required = if param.optional { "" } else { "required " };
        text(format!("{required}{} {}", types.name(&param.ty), param.dart_name))
    });
    list("({", params.collect(), "})")
}

fn body(place: &Place<'_>, types: &Types<'_>, function: &Function, index: usize) -> Doc {
    let package = place.package;
    let method = match function.lane {
        Lane::Direct => {
            let name = package.direct_names[index].as_deref().unwrap_or(&function.dart_name);
            let arguments = function.params.iter().map(|param| text(param.dart_name.as_str()));
            return call(&place.scope.bridge(name), arguments.collect());
        }
        Lane::Sync => "callSync",
        Lane::Blocking | Lane::Async => "callAsync",
        Lane::Stream { .. } => "openStream",
    };
    let values = function
        .params
        .iter()
        .map(|param| (&param.ty, param.dart_name.as_str()));
    let mut arguments = vec![
        text(index.to_string()),
        types.arguments_writer(values),
        types.reader_of(&function.output.ok),
    ];
    let errors = [
        ("error", &function.output.error),
        ("itemError", &function.output.item_error),
    ];
    for (name, error) in errors {
        if let Some(error) = error {
            arguments.push(text(format!("{name}: {}", error_reader(place, types, error))));
        }
    }
    call(&place.scope.bridge(&format!("{}.{method}", package.library)), arguments)
}

/// The function that reads the exception to throw.
fn error_reader(place: &Place<'_>, types: &Types<'_>, error: &ErrorType) -> String {
    match error {
        ErrorType::Data(id) => types.read_function(*id),
        ErrorType::Display | ErrorType::BoxedDisplay | ErrorType::Message => place.scope.oche("readRustError"),
    }
}
