//! How values are read.

use super::methods::{element_method, int_method};
use super::names::{Types, in_lists, record_of};
use crate::generator::dart::layout::{Doc, arrow, call, text};
use crate::generator::dart::runtime;
use crate::generator::dart::values::{Face, wide_method};
use crate::ir::{Element, ErrorType, Int, Type, Value, Wide};

impl Types<'_> {
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
            Type::Record(labels, fields) => record_of(*labels, fields.iter().map(|field| self.read(field)).collect()),
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

    /// The call of a method of the reader.
    fn on_reader(&self, method: &str, arguments: Vec<Doc>) -> Doc {
        if runtime::extends_reader(method) {
            self.scope.oche_extension();
        }
        call(&format!("{}.{method}", self.reader), arguments)
    }
}
