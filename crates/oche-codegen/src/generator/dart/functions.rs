//! Functions of the API: what a Dart developer calls.

use super::docs::function_comment;
use super::extras;
use super::here::Here;
use super::layout::{self, Doc, call, concat, declare, infix, statement, text};
use super::literals;
use super::place::Place;
use super::scope::{Scope, fresh};
use super::types::Types;
use crate::ir::{Body, ErrorType, Function, Lane, MemberKind, Param, Type, TypeKind};

/// The declaration of a free function, which is `api.functions[index]`.
pub fn generate(place: &Place<'_>, index: usize) -> String {
    let package = place.package;
    let function = &package.api.functions[index];
    let printed = Printed::new(place, index);
    let declaration = match function.body {
        Body::Call | Body::Part { .. } => printed.function(""),
        Body::Value => printed.constant(""),
    };
    let docs = function_comment(&function.docs, &package.links, printed.thrown().as_deref(), 0);
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
        let cancel_token = cancel_token(place, function, &params);
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
        self.declared(self.head(prefix))
    }

    /// The declaration with `head`, which calls Rust, or what stands in the place of the library.
    pub fn declared(&self, head: Doc) -> Doc {
        let Some((fake, call)) = self.fake() else {
            return statement(declare(head, self.body()));
        };
        let fake_is_there = text(format!("if ({}.fake case final {fake}?)", self.place.library()));
        let returns = |value: Doc| statement(concat([text("return "), value]));
        let stand_in = layout::block(fake_is_there, vec![returns(call)]);
        let body = self.body();
        let is_setter = self
            .function
            .member
            .is_some_and(|member| member.kind == MemberKind::Setter);
        let body = match is_setter {
            true => statement(body),
            false => returns(body),
        };
        layout::block(head, vec![stand_in, body])
    }

    /// The variable of what stands in the place of the library, and its call. `None` for what no fake of the library does:
    /// methods of objects.
    fn fake(&self) -> Option<(String, Doc)> {
        let name = self.place.package.fake_names[self.index].as_ref()?;
        let fake = self.place.scope.local("fake");
        Some((fake.clone(), self.call_of_fake(&fake, name)))
    }

    /// An expression for the result, whatever is in the place of the library.
    pub fn value(&self) -> Doc {
        let body = self.body();
        let Some(name) = &self.place.package.fake_names[self.index] else {
            return body;
        };
        let fake = format!("{}.fake", self.place.library());
        match self.function.output.ok.is_nullable() {
            true => {
                let call = self.call_of_fake(&format!("{fake}!"), name);
                let branches = concat([Doc::Hard, text("? "), call, Doc::Hard, text(": "), body]);
                concat([text(format!("{fake} != null")), layout::indent(4, branches)])
            }
            false => infix("??", vec![self.call_of_fake(&format!("{fake}?"), name), body], 0),
        }
    }

    /// The same as an operand of `&&`.
    pub fn operand(&self) -> Doc {
        match self.place.package.fake_names[self.index] {
            Some(_) => concat([text("("), self.value(), text(")")]),
            None => self.body(),
        }
    }

    fn call_of_fake(&self, fake: &str, name: &str) -> Doc {
        let callee = format!("{fake}.{name}");
        if self.function.body == Body::Value {
            return text(callee);
        }
        let function = self.function;
        let params = function.params.iter().enumerate();
        let params = params.filter(|(at, _)| function.sink != Some(*at));
        let (mut positional, mut named): (Vec<Doc>, Vec<Doc>) = Default::default();
        for (_, param) in params {
            let name = param.dart_name.as_str();
            match (param.receiver, param.positional) {
                (true, _) => positional.insert(0, text("this")),
                (false, true) => positional.push(text(name)),
                (false, false) => named.push(text(format!("{name}: {name}"))),
            }
        }
        if let Some(token) = &self.cancel_token {
            match self.token_is_positional() {
                true => positional.push(text(token.as_str())),
                false => named.push(text(format!("{token}: {token}"))),
            }
        }
        call(&callee, positional.into_iter().chain(named).collect())
    }

    /// Whether the token is one of the optional positional parameters: Dart has no function with optional parameters of
    /// both kinds.
    fn token_is_positional(&self) -> bool {
        let mut params = self.function.params.iter().enumerate();
        params
            .any(|(at, param)| self.function.sink != Some(at) && !param.receiver && param.positional && param.optional)
    }

    /// `static int f({required int a})`, with `prefix` in front.
    pub fn head(&self, prefix: &str) -> Doc {
        let name = layout::signature(prefix, &self.return_type(), &self.function.dart_name);
        concat([name, self.parameters()])
    }

    /// `final int maximum = …;`, with `prefix` in front.
    pub fn constant(&self, prefix: &str) -> Doc {
        let ty = self.return_type();
        let head = format!("{prefix}final {ty} {} =", self.function.dart_name);
        let below = layout::indent(4, concat([Doc::Hard, self.value()]));
        statement(concat([text(head), below]))
    }

    /// What is above a function that only passes scalars on, so that calling it costs no second call; set in by `indent`
    /// columns.
    pub fn pragma(&self, indent: usize) -> String {
        match self.function.lane {
            Lane::Direct => prefer_inline(self.function, &self.place.scope, indent),
            Lane::Sync | Lane::Blocking | Lane::Async { .. } | Lane::Stream { .. } => String::new(),
        }
    }

    /// What it throws, for its comment: the class of an error, or Oche's own for what crosses as text.
    pub fn thrown(&self) -> Option<String> {
        let output = &self.function.output;
        output.error.as_ref().map(|error| match error {
            ErrorType::Data(id) => format!("[{}]", self.place.package.api.type_def(*id).dart_name),
            ErrorType::Display | ErrorType::BoxedDisplay | ErrorType::Anyhow | ErrorType::Message => {
                "`RustError`".to_owned()
            }
        })
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
        self.parameters_after(None)
    }

    /// The parameters, without `this`, behind a positional one.
    pub fn parameters_after(&self, first: Option<String>) -> Doc {
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
            // What an annotation needs is imported where users read it.
            let before = match self.place.here {
                Here::Api(file) if file != self.place.package.plumbing.fake => {
                    extras::inline(&param.annotations, &self.place.scope)
                }
                Here::Api(_) | Here::Plumbing(_) => String::new(),
            };
            match &param.default {
                Some(value) => concat([
                    layout::signature(&before, &ty, name),
                    text(format!(" = {}", literals::default(value, &inner))),
                ]),
                None => layout::signature(&format!("{before}{required}"), &ty, name),
            }
        };
        let of = |positional: bool| {
            let params = function.params.iter().enumerate();
            let params = params.filter(|(at, _)| function.sink != Some(*at));
            let params = params.map(|(_, param)| param);
            params.filter(move |param| !param.receiver && param.positional == positional)
        };
        let mut named: Vec<Doc> = of(false).map(print).collect();
        let first = first.map(|param| (false, text(param)));
        let by_position = of(true).map(|param| (param.optional, print(param)));
        let mut by_position: Vec<(bool, Doc)> = first.into_iter().chain(by_position).collect();
        if let Some(name) = &self.cancel_token {
            let token = text(format!("{}? {name}", self.types.oche("CancelToken")));
            match self.token_is_positional() {
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
        call(&format!("{}.{method}", place.library()), arguments)
    }

    /// The call of a function that gives back a stream, whose sink it is called with.
    fn sink_body(&self, types: &Types<'_>) -> Doc {
        let (place, function) = (&self.place, self.function);
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
        call(&format!("{}.openSink", place.library()), arguments)
    }
}

/// The name of the parameter that cancels the call. A function whose result is there at once has none, and neither has a
/// method of an interface: that has one signature, whoever implements it.
fn cancel_token(place: &Place<'_>, function: &Function, params: &[&str]) -> Option<String> {
    let is_of_interface = function.member.is_some_and(|member| {
        let def = place.package.api.type_def(member.of);
        matches!(def.kind, TypeKind::Interface(_))
    });
    let is_future = matches!(function.lane, Lane::Blocking | Lane::Async { .. }) && function.sink.is_none();
    // Whatever else the file declares: the class behind an object, and a fake, have the same parameters in other files.
    (is_future && !is_of_interface).then(|| fresh("cancelToken", |name| params.contains(&name)))
}
