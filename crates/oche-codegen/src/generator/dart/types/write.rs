//! How values are written.

use super::methods::{element_method, int_method};
use super::names::{Types, getter, in_lists};
use crate::generator::dart::layout::{Doc, arrow, call, statement, text};
use crate::generator::dart::values::{Face, wide_method};
use crate::generator::dart::{direct, runtime};
use crate::ir::{Lend, Param, Pass, Scalar, Type, Value, Wide};

impl Types<'_> {
    /// A function that writes a value.
    pub fn writer_of(&self, ty: &Type) -> Doc {
        self.element_writer(ty, 0)
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
            Type::Value(value) => method(Face::of(*value).method, vec![]),
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
            Type::Function(function) => vec![self.write_callback(function, value)],
            Type::Sink(sink) => {
                let error = sink.item_error.as_ref().map(|error| self.error_reader(error));
                let error = error.map(|error| text(format!("itemError: {error}")));
                let window = sink.window.map(|window| text(format!("window: {window}")));
                let decode = std::iter::once(self.reader_of(&sink.item));
                method("sink", decode.chain(error).chain(window).collect())
            }
            Type::Stream(stream) => {
                let mut more = vec![self.element_writer(&stream.item, depth)];
                more.extend(self.error_writer(&stream.failure));
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
            Type::Record(labels, fields) => {
                let fields = fields.iter().enumerate();
                fields
                    .flat_map(|(i, ty)| self.write_at(ty, &format!("{value}.{}", getter(*labels, i)), depth))
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

    /// The call of a method of the writer.
    pub fn on_writer(&self, method: &str, arguments: Vec<Doc>) -> Doc {
        if runtime::extends_writer(method) {
            self.scope.oche_extension();
        }
        call(&format!("{}.{method}", self.writer), arguments)
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
}

/// A closure: an arrow for one call, a block otherwise.
fn closure(params: String, mut calls: Vec<Doc>) -> Doc {
    if calls.len() == 1 {
        return arrow(&params, calls.remove(0));
    }
    let statements = calls.into_iter().map(statement).collect();
    Doc::Block { params, statements }
}
