//! Functions of the API: what a Dart developer calls.

use super::docs::doc_comment;
use super::extras;
use super::layout::{self, Doc, call, concat, statement, text};
use super::literals;
use super::place::Place;
use super::scope::Scope;
use super::types::Types;
use crate::ir::{Body, Function, Lane, Param, Type, TypeKind};

/// The declaration of a free function, which is `api.functions[index]`.
pub fn generate(place: &Place<'_>, index: usize) -> String {
    let package = place.package;
    let function = &package.api.functions[index];
    let printed = Printed::new(place, index);
    let declaration = match function.body {
        Body::Call | Body::Part { .. } => printed.function(""),
        Body::Value => printed.constant(""),
    };
    let docs = doc_comment(&function.docs, &package.links, 0);
    let above = extras::above(&function.extras, &place.scope, 0) + &printed.pragma(0);
    format!("{docs}{above}{}\n", layout::print(&declaration, 0))
}

/// The line that asks Dart's compiler to put the body of a function of the direct lane in the place of its calls, here and
/// in `direct_native.dart`: a call of two numbers takes 23 ns instead of 28 if both are asked for. One with an object, which takes
/// 70, is no faster, so that classes are left as they are.
pub fn prefer_inline(function: &Function, scope: &Scope, indent: usize) -> String {
    match function.params.iter().any(|param| param.pass.is_object()) {
        true => String::new(),
        false => format!("{:indent$}@{}('vm:prefer-inline')\n", "", scope.core("pragma")),
    }
}

/// The parts of a function's declaration.
pub struct Printed<'a> {
    /// Within the function's parameters.
    place: Place<'a>,
    pub function: &'a Function,
    index: usize,
    /// Prints types outside of the parameter list.
    types: Types<'a>,
    /// The parameter that cancels the call.
    cancel_token: Option<String>,
}

impl<'a> Printed<'a> {
    /// The function `api.functions[index]`, declared at `place`.
    pub fn new(place: &Place<'a>, index: usize) -> Self {
        let function = &place.package.api.functions[index];
        let shown = function.params.iter().enumerate();
        let shown = shown.filter(|(at, param)| function.sink != Some(*at) && !param.receiver);
        let params: Vec<&str> = shown.map(|(_, param)| param.dart_name.as_str()).collect();
        let cancel_token = cancel_token(&place.within(params.iter().copied()), function);
        Self {
            types: place.types(),
            place: place.within(params.into_iter().chain(cancel_token.as_deref())),
            function,
            index,
            cancel_token,
        }
    }

    /// `static int f({required int a}) => …;`, with `prefix` in front.
    pub fn function(&self, prefix: &str) -> Doc {
        let head = format!("{prefix}{} {}", self.return_type(), self.function.dart_name);
        statement(concat([text(head), self.parameters(), text(" => "), self.body()]))
    }

    /// `final int maximum = …;`, with `prefix` in front.
    pub fn constant(&self, prefix: &str) -> Doc {
        let ty = self.return_type();
        let head = format!("{prefix}final {ty} {} = ", self.function.dart_name);
        statement(concat([text(head), self.body()]))
    }

    /// What is above a function that only passes scalars on, so that calling it costs no second call; set in by `indent`
    /// columns.
    pub fn pragma(&self, indent: usize) -> String {
        match self.function.lane {
            Lane::Direct => prefer_inline(self.function, &self.place.scope, indent),
            Lane::Sync | Lane::Blocking | Lane::Async { .. } | Lane::Stream { .. } => String::new(),
        }
    }

    /// The type of what it gives back.
    pub fn return_type(&self) -> String {
        let (types, function) = (&self.types, self.function);
        if let Some(Type::Sink(sink)) = function.sink.map(|at| &function.params[at].ty) {
            return format!("{}<{}>", types.oche("RustStream"), types.name(&sink.item));
        }
        let value = types.name(&function.output.ok);
        match function.lane {
            Lane::Direct | Lane::Sync => value,
            Lane::Blocking | Lane::Async { .. } => types.future(&value),
            Lane::Stream { .. } => format!("{}<{value}>", types.oche("RustStream")),
        }
    }

    /// Prints types where the parameters are declared.
    pub fn inner(&self) -> Types<'a> {
        self.place.types()
    }

    /// The type of a parameter, as it stands in the parameter list.
    pub fn param_type(&self, param: &Param) -> String {
        self.types.name(&param.ty)
    }

    /// The parameters, without `this`.
    pub fn parameters(&self) -> Doc {
        let function = self.function;
        let inner = self.inner();
        let print = |param: &Param| {
            let name = &param.dart_name;
            let ty = self.param_type(param);
            let required = if param.optional || param.positional {
                ""
            } else {
                "required "
            };
            let before = extras::inline(&param.annotations, &self.place.scope);
            match &param.default {
                Some(value) => text(format!("{before}{ty} {name} = {}", literals::default(value, &inner))),
                None => text(format!("{before}{required}{ty} {name}")),
            }
        };
        let of = |positional: bool| {
            let params = function.params.iter().enumerate();
            let params = params.filter(|(at, _)| function.sink != Some(*at));
            let params = params.map(|(_, param)| param);
            params.filter(move |param| !param.receiver && param.positional == positional)
        };
        let mut named: Vec<Doc> = of(false).map(print).collect();
        let mut by_position: Vec<(bool, Doc)> = of(true).map(|param| (param.optional, print(param))).collect();
        if let Some(name) = &self.cancel_token {
            let token = text(format!("{}? {name}", self.types.oche("CancelToken")));
            // Dart has no function with optional parameters of both kinds.
            match by_position.iter().any(|(is_optional, _)| *is_optional) {
                true => by_position.push((true, token)),
                false => named.push(token),
            }
        }
        if !named.is_empty() {
            let by_position = by_position.into_iter().map(|(_, param)| param).collect();
            return layout::parameters(by_position, "{", named, "}");
        }
        layout::positional(by_position.into_iter())
    }

    /// The call of Rust.
    pub fn body(&self) -> Doc {
        let (place, function) = (&self.place, self.function);
        let types = self.inner();
        let package = place.package;
        let method = match function.lane {
            _ if function.sink.is_some() => return self.sink_body(&types),
            Lane::Direct => {
                let name = package.direct_names[self.index]
                    .as_deref()
                    .unwrap_or(&function.dart_name);
                let arguments = function.params.iter().map(|param| text(param.dart_name.as_str()));
                return call(&place.scope.direct(name), arguments.collect());
            }
            Lane::Sync => "callSync",
            Lane::Blocking | Lane::Async { .. } => "callAsync",
            Lane::Stream { .. } => "openStream",
        };
        let mut arguments = vec![
            text(self.index.to_string()),
            types.arguments_writer(&function.params, None),
            types.reader_of(&function.output.ok),
        ];
        let errors = [
            ("error", &function.output.error),
            ("itemError", &function.output.item_error),
        ];
        for (name, error) in errors {
            if let Some(error) = error {
                arguments.push(text(format!("{name}: {}", types.error_reader(error))));
            }
        }
        if let Some(window) = function.window {
            arguments.push(text(format!("window: {window}")));
        }
        if let Some(name) = &self.cancel_token {
            arguments.push(text(format!("cancelToken: {name}")));
        }
        call(&place.scope.bridge(&format!("{}.{method}", package.library)), arguments)
    }

    /// The call of a function that gives back a stream, whose sink it is called with.
    fn sink_body(&self, types: &Types<'_>) -> Doc {
        let (place, function) = (&self.place, self.function);
        let package = place.package;
        let mut arguments = vec![
            text(self.index.to_string()),
            types.arguments_writer(&function.params, function.sink),
        ];
        if let Some(error) = &function.output.error {
            arguments.push(text(format!("error: {}", types.error_reader(error))));
        }
        if function.lane == Lane::Sync {
            arguments.push(text("isSync: true"));
        }
        call(&place.scope.bridge(&format!("{}.openSink", package.library)), arguments)
    }
}

/// The name of the parameter that cancels the call. A function whose result is there at once has none, and neither has a
/// method of an interface: that has one signature, whoever implements it.
fn cancel_token(place: &Place<'_>, function: &Function) -> Option<String> {
    let is_of_interface = function.member.is_some_and(|member| {
        let def = place.package.api.type_def(member.of);
        matches!(def.kind, TypeKind::Interface(_))
    });
    let is_future = matches!(function.lane, Lane::Blocking | Lane::Async { .. }) && function.sink.is_none();
    (is_future && !is_of_interface).then(|| place.scope.local("cancelToken"))
}
