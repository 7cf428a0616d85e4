//! Functions of Dart that Rust calls.

use super::names::Types;
use crate::generator::dart::layout::{Doc, arrow, call, list, text};
use crate::ir::{Failure, FunctionType, Type};

impl Types<'_> {
    /// The call that passes a function.
    pub fn write_callback(&self, function: &FunctionType, value: &str) -> Doc {
        let arguments = function.params.iter().map(|ty| self.read(ty)).collect();
        let entry = self.entry(function, call(value, arguments));
        self.on_writer("callback", vec![list("[", vec![entry], "]")])
    }

    /// What Rust finds under one number: how the arguments are read, the call, and how its result is written.
    pub fn entry(&self, function: &FunctionType, body: Doc) -> Doc {
        let mut arguments = vec![
            arrow(&format!("({})", self.reader), body),
            self.result_writer(&function.output),
        ];
        arguments.extend(self.error_writer(&function.failure));
        let class = self.oche(&format!("CallbackMethod<{}>", self.name(&function.output)));
        call(&class, arguments)
    }

    /// The argument that says how errors of a type of the API are written, if there are such.
    pub fn error_writer(&self, failure: &Failure) -> Option<Doc> {
        match failure {
            Failure::Panics | Failure::Callback => None,
            Failure::Typed(id) => {
                let write = self.write_function(*id);
                Some(text(format!("error: {}", self.oche(&format!("errorWriter({write})")))))
            }
        }
    }

    fn result_writer(&self, output: &Type) -> Doc {
        match output {
            Type::Unit => text(format!("({}, _) {{}}", self.writer)),
            ty => self.writer_of(ty),
        }
    }
}
