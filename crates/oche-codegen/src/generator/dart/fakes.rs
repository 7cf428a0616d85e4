//! `fake.dart`: the interface that a fake of the library implements, with a method for whatever is not called on an object.

use std::collections::BTreeSet;

use askama::Template;

use super::functions::Printed;
use super::header;
use super::here::Here;
use super::layout::{self, Doc, concat, statement, text};
use super::package::Package;
use super::place::Place;
use super::scope::{Scope, fresh};
use super::template::render;
use crate::ir::{Body, Function};

#[derive(Template)]
#[template(path = "dart/fake.dart.jinja", escape = "none")]
struct FakeFile<'a> {
    header: &'a str,
    imports: String,
    interface: &'a str,
    library: &'a str,
    methods: Vec<String>,
}

/// The file: its path below `lib/src/` and its text.
pub fn generate(package: &Package<'_>) -> Option<(String, String)> {
    let file = package.plumbing.fake.as_str();
    let declared = BTreeSet::from([package.interface.clone()]);
    let text = Scope::print(&package.classes, declared, |scope| {
        let place = Place {
            package,
            here: Here::Api(file),
            scope: scope.clone(),
        };
        let place = place.within(package.fake_names.iter().flatten().cloned());
        let names = package.fake_names.iter().enumerate();
        let methods = names.filter_map(|(index, name)| Some(method(&place, index, name.as_deref()?)));
        let methods = methods.collect();
        render(&FakeFile {
            header: header::CODE,
            // Last, because only now it is known what is used.
            imports: scope.imports(file, &package.plumbing),
            interface: &package.interface,
            library: &package.library,
            methods,
        })
    });
    Some((file.to_owned(), text))
}

fn method(place: &Place<'_>, index: usize, name: &str) -> String {
    let printed = Printed::new(place, index);
    let function = printed.function;
    let declaration: Doc = match function.body {
        Body::Value => text(format!("{} get {name}", printed.return_type())),
        Body::Call | Body::Part { .. } => {
            let receiver = function.params.iter().find(|param| param.receiver);
            let is_taken = |name: &str| {
                function
                    .params
                    .iter()
                    .any(|param| param.dart_name == name && !param.receiver)
            };
            let receiver = receiver.map(|param| format!("{} {}", printed.param_type(param), fresh("self", is_taken)));
            let head = layout::signature("", &printed.return_type(), name);
            concat([head, printed.parameters_after(receiver)])
        }
    };
    let docs = docs(place, function);
    format!("{docs}  {}", layout::print(&statement(declaration), 2))
}

/// What a member of a class is called there.
fn docs(place: &Place<'_>, function: &Function) -> String {
    let Some(member) = function.member else {
        return String::new();
    };
    let class = &place.package.api.type_def(member.of).dart_name;
    match function.dart_name.as_str() {
        "" => format!("  /// The constructor of `{class}`.\n"),
        name => format!("  /// `{class}.{name}`.\n"),
    }
}
