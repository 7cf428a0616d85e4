//! What each type looks like in Dart: its name, how it is written and read, and how two values are compared.
//!
//! Every `match` names every variant, so that the compiler lists what a new kind of type still lacks.

use super::callbacks;
use super::direct;
use super::layout::{Doc, arrow, call, clause, concat, list, statement, text};
use super::runtime;
use super::scope::{Scope, fresh};
use crate::ir::{
    Api, Element, ErrorType, FunctionType, Generic, Int, Lend, Param, Pass, Scalar, Type, TypeDef, TypeId, TypeKind,
    Value, Wide,
};

/// Prints types at one place of a Dart file.
pub struct Types<'a> {
    api: &'a Api,
    scope: Scope,
    /// The file below `lib/src/` that is printed, or `None` for one that declares no classes, as `bridge.dart` with the
    /// codecs.
    file: Option<&'a str>,
    /// What closures and codecs call the writer.
    pub writer: String,
    /// What closures and codecs call the reader.
    pub reader: String,
    /// The type parameters of the class or codec that is printed.
    params: Vec<Parameter>,
}

/// A type parameter in Dart.
pub struct Parameter {
    /// `T`.
    pub name: String,
    /// Whether a codec must also be told how lists of it are written and read.
    pub in_lists: bool,
}

impl Parameter {
    /// The parameter of a codec that writes or reads it.
    pub fn codec(&self, verb: &str) -> String {
        format!("{verb}{}", self.name)
    }

    /// The parameter of a codec that writes or reads lists of it.
    pub fn list_codec(&self, verb: &str) -> String {
        format!("{verb}{}List", self.name)
    }
}

impl<'a> Types<'a> {
    /// For a place of a file.
    pub fn new(api: &'a Api, scope: &Scope, file: Option<&'a str>) -> Self {
        let [writer, reader] = ["w", "r"].map(|name| scope.local(name));
        Self {
            api,
            scope: scope.clone(),
            file,
            writer,
            reader,
            params: Vec::new(),
        }
    }

    /// The same inside of a generic type, whose type parameters get names here.
    pub fn of(mut self, def: &TypeDef) -> Self {
        let params = def.generics.iter().filter_map(|generic| match generic {
            Generic::Type(param) => Some(param),
            Generic::Const { .. } => None,
        });
        for param in params {
            let others: Vec<&str> = self.params.iter().map(|param| param.name.as_str()).collect();
            let name = self.scope.type_parameter(&param.name, &others);
            let in_lists = param.in_lists;
            self.params.push(Parameter { name, in_lists });
        }
        self
    }

    /// The same with the type parameters of `outer`.
    pub fn with(mut self, outer: Types<'_>) -> Self {
        self.params = outer.params;
        self
    }

    /// The type parameters of the class or codec that is printed.
    pub fn params(&self) -> &[Parameter] {
        &self.params
    }

    /// `<T, U>`, or nothing.
    pub fn param_list(&self) -> String {
        let names: Vec<&str> = self.params.iter().map(|param| param.name.as_str()).collect();
        match names.is_empty() {
            true => String::new(),
            false => format!("<{}>", names.join(", ")),
        }
    }

    /// The type as it is written in Dart.
    pub fn name(&self, ty: &Type) -> String {
        match ty {
            Type::Unit => "void".to_owned(),
            Type::Bool => self.scope.core("bool"),
            Type::Int(_) => self.scope.core("int"),
            Type::F32 | Type::F64 => self.scope.core("double"),
            Type::Char | Type::String => self.scope.core("String"),
            Type::Value(value) => self.value_name(*value),
            Type::BigNumbers(_) | Type::BigNumberArray(..) => {
                format!("{}<{}>", self.scope.core("List"), self.scope.core("BigInt"))
            }
            Type::Set(item) => format!("{}<{}>", self.scope.core("Set"), self.name(item)),
            Type::Some(inner) => format!("{}<{}>", self.scope.oche("Some"), self.name(inner)),
            Type::Signal(value) => format!("{}<{}>", self.scope.oche("Signal"), self.name(value)),
            Type::Lent(_, object) => self.name(object),
            Type::Param(at) => self.params[*at].name.clone(),
            Type::Sink(sink) => format!("{}<{}>", self.scope.oche("SinkStream"), self.name(&sink.item)),
            Type::Function(function) => {
                let params: Vec<String> = function.params.iter().map(|param| self.name(param)).collect();
                format!("{} Function({})", self.returned(function), params.join(", "))
            }
            Type::Stream(stream) => format!("{}<{}>", self.scope.core("Stream"), self.name(&stream.item)),
            Type::Numbers(element) | Type::NumberArray(element, _) => self.scope.typed_data(number_list(*element)),
            Type::List(item) | Type::Array(item, _) => format!("{}<{}>", self.scope.core("List"), self.name(item)),
            Type::Option(inner) => format!("{}?", self.name(inner)),
            Type::Tuple(fields) => {
                let fields: Vec<String> = fields.iter().map(|field| self.name(field)).collect();
                record(fields)
            }
            Type::Map(key, value) => {
                format!("{}<{}, {}>", self.scope.core("Map"), self.name(key), self.name(value))
            }
            Type::Data(id, args) => {
                let args: Vec<String> = args.iter().map(|arg| self.name(arg)).collect();
                match args.is_empty() {
                    true => self.data_name(*id),
                    false => format!("{}<{}>", self.data_name(*id), args.join(", ")),
                }
            }
        }
    }

    /// What a function of Dart gives back.
    pub fn returned(&self, function: &FunctionType) -> String {
        let output = self.name(&function.output);
        match function.is_async {
            true => self.future(&output),
            false => output,
        }
    }

    /// A future of a type.
    pub fn future(&self, of: &str) -> String {
        format!("{}<{of}>", self.scope.core("Future"))
    }

    /// A name of Oche's support library.
    pub fn oche(&self, name: &str) -> String {
        self.scope.oche(name)
    }

    /// A function that writes a value.
    pub fn writer_of(&self, ty: &Type) -> Doc {
        self.element_writer(ty, 0)
    }

    fn value_name(&self, value: Value) -> String {
        match value {
            Value::Duration | Value::SignedDuration => self.scope.core("Duration"),
            Value::DateTime | Value::LocalDateTime | Value::NaiveDateTime | Value::NaiveDate => {
                self.scope.core("DateTime")
            }
            Value::Big(_) | Value::BigInt | Value::BigUint => self.scope.core("BigInt"),
            Value::Json => format!("{}?", self.scope.core("Object")),
            Value::Uri => self.scope.core("Uri"),
            Value::Uuid => self.scope.oche("Uuid"),
            Value::DartObject => self.scope.core("Object"),
        }
    }

    /// The class or enum of a data type, imported if it is declared elsewhere.
    pub fn data_name(&self, id: TypeId) -> String {
        let def = self.api.type_def(id);
        self.class_name(def.library, &def.dart_name)
    }

    /// Whether a type is an enum whose variants carry nothing.
    pub fn is_plain_enum(&self, id: TypeId) -> bool {
        matches!(self.api.type_def(id).kind, TypeKind::PlainEnum(_))
    }

    /// The value of an enum for its variant number `at`, which carries nothing: a constant, with `new` before what is made
    /// anew.
    pub fn variant(&self, id: TypeId, at: usize, new: &str) -> String {
        let def = self.api.type_def(id);
        match &def.kind {
            TypeKind::PlainEnum(variants) => format!("{}.{}", self.data_name(id), variants[at].dart_name),
            TypeKind::DataEnum(variants) => {
                format!("{new}{}()", self.class_name(def.library, &variants[at].dart_name))
            }
            TypeKind::Struct(_) | TypeKind::Object { .. } | TypeKind::Interface(_) => {
                unreachable!("a variant of what is no enum")
            }
        }
    }

    /// A class that is declared in a library, imported if that is another file.
    pub fn class_name(&self, library: usize, name: &str) -> String {
        self.scope
            .class(&self.api.libraries[library].dart_file, self.file, name)
    }

    /// The function of `bridge.dart` that writes a data type.
    pub fn write_function(&self, id: TypeId) -> String {
        self.codec("write", id)
    }

    /// The function of `bridge.dart` that reads a data type.
    pub fn read_function(&self, id: TypeId) -> String {
        self.codec("read", id)
    }

    fn codec(&self, verb: &str, id: TypeId) -> String {
        let name = codec_name(verb, self.api.type_def(id), |name| self.scope.is_class(name));
        match self.file {
            Some(_) => self.scope.bridge(&name),
            None => name,
        }
    }

    /// The calls that write `value`, an expression that can be evaluated more than once.
    pub fn write(&self, ty: &Type, value: &str) -> Vec<Doc> {
        self.write_at(ty, value, 0)
    }

    /// `depth` counts the closures around the calls: each level has its own name for the value.
    fn write_at(&self, ty: &Type, value: &str, depth: usize) -> Vec<Doc> {
        let method = |name: &str, more: Vec<Doc>| {
            let arguments = std::iter::once(text(value)).chain(more).collect();
            vec![self.on_writer(name, arguments)]
        };
        match ty {
            Type::Unit => Vec::new(),
            Type::Bool => method("boolean", vec![]),
            Type::Int(int) => method(int_method(*int), vec![]),
            Type::F32 => method("f32", vec![]),
            Type::F64 => method("f64", vec![]),
            Type::Char => method("char", vec![]),
            Type::String => method("string", vec![]),
            Type::Value(value) => method(value_method(*value), vec![]),
            Type::BigNumbers(wide) => method(&format!("{}List", wide_method(*wide)), vec![]),
            Type::BigNumberArray(wide, length) => {
                method(&format!("{}Array", wide_method(*wide)), vec![text(length.to_string())])
            }
            Type::Numbers(element) => method(&format!("{}List", element_method(*element)), vec![]),
            Type::NumberArray(element, length) => method(
                &format!("{}Array", element_method(*element)),
                vec![text(length.to_string())],
            ),
            Type::List(item) | Type::Array(item, _) if self.param(item).is_some() => {
                let codec = self
                    .param(item)
                    .map(|param| param.list_codec("write"))
                    .unwrap_or_default();
                vec![call(&codec, vec![text(self.writer.as_str()), text(value)])]
            }
            Type::List(item) => method("list", vec![self.element_writer(item, depth)]),
            Type::Set(item) => method("set", vec![self.element_writer(item, depth)]),
            Type::Signal(_) | Type::Lent(Lend::Borrow, _) => method("object", vec![]),
            Type::Lent(Lend::BorrowMut, _) => method("mutableObject", vec![]),
            Type::Lent(Lend::Share, _) => method("sharedObject", vec![]),
            Type::Function(function) => vec![callbacks::write_function(self, function, value)],
            Type::Sink(sink) => {
                let error = sink.item_error.as_ref().map(|error| self.error_reader(error));
                let error = error.map(|error| text(format!("itemError: {error}")));
                let window = sink.window.map(|window| text(format!("window: {window}")));
                let decode = std::iter::once(self.reader_of(&sink.item));
                method("sink", decode.chain(error).chain(window).collect())
            }
            Type::Stream(stream) => {
                let mut more = vec![self.element_writer(&stream.item, depth)];
                more.extend(callbacks::error_writer(self, &stream.failure));
                method("stream", more)
            }
            Type::Some(inner) => self.write_at(inner, &format!("{value}.value"), depth),
            Type::Param(at) => {
                let codec = self.params[*at].codec("write");
                vec![call(&codec, vec![text(self.writer.as_str()), text(value)])]
            }
            Type::Array(item, length) => method(
                "array",
                vec![text(length.to_string()), self.element_writer(item, depth)],
            ),
            Type::Option(inner) => method("option", vec![self.element_writer(inner, depth)]),
            Type::Tuple(fields) => {
                let fields = fields.iter().enumerate();
                fields
                    .flat_map(|(i, ty)| self.write_at(ty, &format!("{value}.${}", i + 1), depth))
                    .collect()
            }
            Type::Map(key, item) => method(
                "map",
                vec![self.element_writer(key, depth), self.element_writer(item, depth)],
            ),
            Type::Data(id, args) => {
                let mut arguments = vec![text(self.writer.as_str()), text(value)];
                for (arg, in_lists) in args.iter().zip(in_lists(self.api.type_def(*id))) {
                    arguments.push(self.element_writer(arg, depth));
                    if in_lists {
                        arguments.push(self.list_writer(arg, depth));
                    }
                }
                vec![call(&self.write_function(*id), arguments)]
            }
        }
    }

    /// The type parameter that a type is.
    fn param(&self, ty: &Type) -> Option<&Parameter> {
        match ty {
            Type::Param(at) => self.params.get(*at),
            _ => None,
        }
    }

    /// A function that writes a list of `ty`, whatever kind of list it is.
    fn list_writer(&self, ty: &Type, depth: usize) -> Doc {
        let number = match ty {
            Type::Int(int) => element_method(int.element()),
            Type::F32 => "f32",
            Type::F64 => "f64",
            Type::Value(Value::Big(wide @ (Wide::I64 | Wide::U64))) => {
                return self.element_writer(&Type::BigNumbers(*wide), depth);
            }
            _ => {
                if let Some(param) = self.param(ty) {
                    return text(param.list_codec("write"));
                }
                return self.element_writer(&Type::List(Box::new(ty.clone())), depth);
            }
        };
        let element = self.element(depth);
        let write = self.on_writer(&format!("{number}Items"), vec![text(element.as_str())]);
        arrow(&format!("({}, {element})", self.writer), write)
    }

    /// A function that reads a list of `ty`.
    fn list_reader(&self, ty: &Type) -> Doc {
        match ty {
            Type::Int(int) => self.reader_of(&Type::Numbers(int.element())),
            Type::F32 => self.reader_of(&Type::Numbers(Element::F32)),
            Type::F64 => self.reader_of(&Type::Numbers(Element::F64)),
            Type::Value(Value::Big(wide @ (Wide::I64 | Wide::U64))) => self.reader_of(&Type::BigNumbers(*wide)),
            _ => match self.param(ty) {
                Some(param) => text(param.list_codec("read")),
                None => self.reader_of(&Type::List(Box::new(ty.clone()))),
            },
        }
    }

    /// What an element of a list is called in `depth` closures.
    fn element(&self, depth: usize) -> String {
        self.scope.element(&match depth {
            0 => "e".to_owned(),
            _ => format!("e{}", depth + 1),
        })
    }

    /// The call of a method of the writer.
    pub fn on_writer(&self, method: &str, arguments: Vec<Doc>) -> Doc {
        if runtime::extends_writer(method) {
            self.scope.oche_extension();
        }
        call(&format!("{}.{method}", self.writer), arguments)
    }

    /// The call of a method of the reader.
    fn on_reader(&self, method: &str, arguments: Vec<Doc>) -> Doc {
        if runtime::extends_reader(method) {
            self.scope.oche_extension();
        }
        call(&format!("{}.{method}", self.reader), arguments)
    }

    /// A function that writes one element: `(w, e) => w.i32(e)`, or the codec itself.
    fn element_writer(&self, ty: &Type, depth: usize) -> Doc {
        match ty {
            Type::Data(id, args) if args.is_empty() => return text(self.write_function(*id)),
            Type::Param(at) => return text(self.params[*at].codec("write")),
            _ => {}
        }
        let element = self.element(depth);
        let params = format!("({}, {element})", self.writer);
        closure(params, self.write_at(ty, &element, depth + 1))
    }

    /// The function that writes the arguments of a call: `(w) => w.string(text)`. A `sink` that the function gives back is
    /// an argument of the closure.
    pub fn arguments_writer(&self, params: &[Param], sink: Option<usize>) -> Doc {
        let sink = sink.map(|at| (at, self.scope.local("sink")));
        let calls = params
            .iter()
            .enumerate()
            .flat_map(|(at, param)| match (param.pass, &sink) {
                // One of an interface is one of Rust's, so that there is nothing to tell apart.
                (Pass::DynRef | Pass::ObjectRef, _) => {
                    vec![self.on_writer("object", vec![text(param.dart_name.as_str())])]
                }
                (Pass::ObjectMut, _) => {
                    vec![self.on_writer("mutableObject", vec![text(param.dart_name.as_str())])]
                }
                (_, Some((sink, name))) if *sink == at => self.write(&param.ty, name),
                _ => self.write_argument(&param.ty, &param.dart_name),
            });
        let calls: Vec<Doc> = calls.collect();
        if calls.is_empty() {
            return text(self.scope.oche("writeNothing"));
        }
        closure(
            match &sink {
                Some((_, name)) => format!("({}, {name})", self.writer),
                None => format!("({})", self.writer),
            },
            calls,
        )
    }

    /// The calls that write an argument, which an error message is to call by its name.
    fn write_argument(&self, ty: &Type, name: &str) -> Vec<Doc> {
        let checked = |ty: &Type, value: &str| {
            let scalar = ty.scalar()?;
            let checked = direct::checked(scalar, value, name, &self.scope)?;
            let method = match scalar {
                Scalar::Int(int) => int_method(int),
                // What was checked is its code.
                _ => "u32",
            };
            Some(self.on_writer(method, vec![text(checked)]))
        };
        let written = match ty {
            Type::Option(inner) => {
                let element = self.element(0);
                checked(inner, &element).map(|write| {
                    let write = arrow(&format!("({}, {element})", self.writer), write);
                    self.on_writer("option", vec![text(name), write])
                })
            }
            ty => checked(ty, name),
        };
        written.map_or_else(|| self.write(ty, name), |written| vec![written])
    }

    /// The function that reads an error as the exception to throw.
    pub fn error_reader(&self, error: &ErrorType) -> String {
        match error {
            ErrorType::Data(id) => self.read_function(*id),
            ErrorType::Display | ErrorType::BoxedDisplay | ErrorType::Anyhow | ErrorType::Message => {
                self.scope.oche("readRustError")
            }
        }
    }

    /// The expression that reads a number at `place`, which is known to be there, and how many bytes it takes; `None` if not
    /// all bytes are such a value.
    pub fn read_at(&self, ty: &Type, place: &str) -> Option<(String, usize)> {
        let (method, size) = match ty {
            Type::Int(Int::I8) => ("i8", 1),
            Type::Int(Int::U8) => ("u8", 1),
            Type::Int(Int::I16) => ("i16", 2),
            Type::Int(Int::U16) => ("u16", 2),
            Type::Int(Int::I32) => ("i32", 4),
            Type::Int(Int::U32) => ("u32", 4),
            Type::Int(Int::I64) => ("i64", 8),
            Type::F32 => ("f32", 4),
            Type::F64 => ("f64", 8),
            _ => return None,
        };
        Some((format!("{}.{method}At({place})", self.reader), size))
    }

    /// The expression that reads a value.
    pub fn read(&self, ty: &Type) -> Doc {
        let method = |name: &str, arguments: Vec<Doc>| self.on_reader(name, arguments);
        match ty {
            Type::Unit => call(&self.scope.oche("readNothing"), vec![text(self.reader.as_str())]),
            Type::Bool => method("boolean", vec![]),
            Type::Int(int) => method(int_method(*int), vec![]),
            Type::F32 => method("f32", vec![]),
            Type::F64 => method("f64", vec![]),
            Type::Char => method("char", vec![]),
            Type::String => method("string", vec![]),
            Type::Value(value) => method(value_method(*value), vec![]),
            Type::BigNumbers(wide) => method(&format!("{}List", wide_method(*wide)), vec![]),
            Type::BigNumberArray(wide, length) => {
                method(&format!("{}Array", wide_method(*wide)), vec![text(length.to_string())])
            }
            Type::Numbers(element) => method(&format!("{}List", element_method(*element)), vec![]),
            Type::NumberArray(element, length) => method(
                &format!("{}Array", element_method(*element)),
                vec![text(length.to_string())],
            ),
            Type::List(item) | Type::Array(item, _) if self.param(item).is_some() => {
                let codec = self
                    .param(item)
                    .map(|param| param.list_codec("read"))
                    .unwrap_or_default();
                call(&codec, vec![text(self.reader.as_str())])
            }
            Type::List(item) => method("list", vec![self.reader_of(item)]),
            Type::Set(item) => method("set", vec![self.reader_of(item)]),
            Type::Signal(value) => method("signal", vec![self.reader_of(value)]),
            // They only ever go to Rust.
            Type::Function(_) | Type::Stream(_) | Type::Sink(_) => Doc::Concat(Vec::new()),
            Type::Some(inner) => call(&self.scope.oche("Some"), vec![self.read(inner)]),
            Type::Lent(_, object) => self.read(object),
            Type::Param(at) => call(&self.params[*at].codec("read"), vec![text(self.reader.as_str())]),
            Type::Array(item, length) => method("array", vec![text(length.to_string()), self.reader_of(item)]),
            Type::Option(inner) => method("option", vec![self.reader_of(inner)]),
            // Dart evaluates the fields from left to right, which is the order on the wire.
            Type::Tuple(fields) => match &fields[..] {
                [only] => concat([text("("), self.read(only), text(",)")]),
                _ => list("(", fields.iter().map(|field| self.read(field)).collect(), ")"),
            },
            Type::Map(key, value) => method("map", vec![self.reader_of(key), self.reader_of(value)]),
            Type::Data(id, args) => {
                let mut arguments = vec![text(self.reader.as_str())];
                for (arg, in_lists) in args.iter().zip(in_lists(self.api.type_def(*id))) {
                    arguments.push(self.reader_of(arg));
                    if in_lists {
                        arguments.push(self.list_reader(arg));
                    }
                }
                call(&self.read_function(*id), arguments)
            }
        }
    }

    /// A function that reads a value: `(r) => r.i32()`, or the codec itself.
    pub fn reader_of(&self, ty: &Type) -> Doc {
        match ty {
            Type::Unit => text(self.scope.oche("readNothing")),
            Type::Data(id, args) if args.is_empty() => text(self.read_function(*id)),
            Type::Param(at) => text(self.params[*at].codec("read")),
            Type::Lent(_, object) => self.reader_of(object),
            _ => arrow(&format!("({})", self.reader), self.read(ty)),
        }
    }
}

/// What the codec of a type is called in a package with the classes of `is_class`.
pub fn codec_name(verb: &str, def: &TypeDef, is_class: impl Fn(&str) -> bool) -> String {
    fresh(&format!("{verb}{}", def.dart_name), is_class)
}

/// For each type parameter of a type, whether its codecs must know how lists of it are laid out.
fn in_lists(def: &TypeDef) -> impl Iterator<Item = bool> {
    def.generics.iter().filter_map(|generic| match generic {
        Generic::Type(param) => Some(param.in_lists),
        Generic::Const { .. } => None,
    })
}

/// A closure: an arrow for one call, a block otherwise.
fn closure(params: String, mut calls: Vec<Doc>) -> Doc {
    if calls.len() == 1 {
        return arrow(&params, calls.remove(0));
    }
    let statements = calls.into_iter().map(statement).collect();
    Doc::Block { params, statements }
}

/// A record type; one with a single field needs a comma to be one.
fn record(fields: Vec<String>) -> String {
    match &fields[..] {
        [only] => format!("({only},)"),
        _ => format!("({})", fields.join(", ")),
    }
}

/// Whether two equal values may not be `==` in Dart: lists, sets and maps are equal there only to themselves.
pub fn needs_deep(ty: &Type) -> bool {
    match ty {
        Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::BigNumbers(_)
        | Type::BigNumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Map(..)
        | Type::Set(_)
        | Type::Value(Value::Json)
        // It may stand for a list.
        | Type::Param(_) => true,
        Type::Option(inner) | Type::Some(inner) => needs_deep(inner),
        Type::Tuple(fields) => fields.iter().any(needs_deep),
        Type::Unit
        | Type::Bool
        | Type::Int(_)
        | Type::F32
        | Type::F64
        | Type::Char
        | Type::String
        | Type::Value(_)
        // They have an equality of their own.
        | Type::Function(_)
        | Type::Sink(_)
        | Type::Signal(_)
        | Type::Stream(_)
        | Type::Lent(..)
        | Type::Data(..) => false,
    }
}

/// Whether a record with a list in it is somewhere inside. `deepEquals` cannot look into records.
fn has_deep_record(ty: &Type) -> bool {
    match ty {
        Type::Tuple(_) => needs_deep(ty),
        Type::List(inner) | Type::Array(inner, _) | Type::Option(inner) | Type::Some(inner) => has_deep_record(inner),
        Type::Map(key, value) => has_deep_record(key) || has_deep_record(value),
        _ => false,
    }
}

/// `value` in a form that `deepEquals` and `deepHash` see through: records with lists in them become lists. `element` is
/// what an element of a list may be called.
pub fn comparable(ty: &Type, value: &str, element: &str) -> Doc {
    if !has_deep_record(ty) {
        return text(value);
    }
    let each = |inner: &Type, name: &str| comparable(inner, name, &format!("{element}2"));
    match ty {
        Type::Tuple(fields) => {
            let fields = fields.iter().enumerate();
            let fields = fields.map(|(i, ty)| comparable(ty, &format!("{value}.${}", i + 1), element));
            list("[", fields.collect(), "]")
        }
        Type::List(inner) | Type::Array(inner, _) => list(
            "[",
            vec![clause(
                &format!("for (final {element} in {value})"),
                each(inner, element),
            )],
            "]",
        ),
        Type::Option(inner) => list(
            "[",
            vec![clause(
                &format!("if ({value} case final {element}?)"),
                each(inner, element),
            )],
            "]",
        ),
        Type::Some(inner) => comparable(inner, &format!("{value}.value"), element),
        // The key stays as it is: Dart itself finds a key only by its `==`.
        Type::Map(_, item) => {
            let item = concat([
                text(format!("{element}.key: ")),
                each(item, &format!("{element}.value")),
            ]);
            list(
                "{",
                vec![clause(&format!("for (final {element} in {value}.entries)"), item)],
                "}",
            )
        }
        _ => text(value),
    }
}

/// The typed list of `dart:typed_data`.
fn number_list(element: Element) -> &'static str {
    match element {
        Element::I8 => "Int8List",
        Element::I16 => "Int16List",
        Element::I32 => "Int32List",
        Element::I64 => "Int64List",
        Element::U8 => "Uint8List",
        Element::U16 => "Uint16List",
        Element::U32 => "Uint32List",
        Element::U64 => "Uint64List",
        Element::F32 => "Float32List",
        Element::F64 => "Float64List",
    }
}

/// How the methods of the reader and the writer that deal with such numbers begin.
pub fn element_method(element: Element) -> &'static str {
    match element {
        Element::I8 => "i8",
        Element::I16 => "i16",
        Element::I32 => "i32",
        Element::I64 => "i64",
        Element::U8 => "u8",
        Element::U16 => "u16",
        Element::U32 => "u32",
        Element::U64 => "u64",
        Element::F32 => "f32",
        Element::F64 => "f64",
    }
}

/// The method of the reader and the writer.
fn int_method(int: Int) -> &'static str {
    match int {
        Int::I8 => "i8",
        Int::I16 => "i16",
        Int::I32 => "i32",
        Int::I64 => "i64",
        Int::U8 => "u8",
        Int::U16 => "u16",
        Int::U32 => "u32",
        Int::U64 => "u64",
        Int::Isize => "isize",
        Int::Usize => "usize",
    }
}

/// The method of the reader and the writer.
fn value_method(value: Value) -> &'static str {
    match value {
        Value::Duration => "duration",
        Value::SignedDuration => "signedDuration",
        Value::DateTime => "dateTime",
        Value::LocalDateTime => "localDateTime",
        Value::NaiveDateTime => "naiveDateTime",
        Value::NaiveDate => "naiveDate",
        Value::Big(wide) => wide_method(wide),
        Value::BigInt => "bigInt",
        Value::BigUint => "bigUint",
        Value::Json => "json",
        Value::Uri => "uri",
        Value::Uuid => "uuid",
        Value::DartObject => "dartObject",
    }
}

/// The method of the reader and the writer; for lists, how it begins.
fn wide_method(wide: Wide) -> &'static str {
    match wide {
        Wide::I64 => "i64Big",
        Wide::U64 => "u64Big",
        Wide::I128 => "i128",
        Wide::U128 => "u128",
    }
}
