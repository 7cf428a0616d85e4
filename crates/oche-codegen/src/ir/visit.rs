//! The types that stand in a type: whoever looks at all of them, or makes a type of another, goes this way, so that a new
//! kind of type has its parts named once.

use super::ty::{ErrorType, Failure, FunctionType, SinkType, StreamType, Type};

/// How a type stands in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As a part of its values, which travels as they do.
    Along,
    /// As what a function takes or gives back, or as an item of a sink: it travels in a direction of its own.
    Apart,
}

impl<Id> Type<Id> {
    /// Calls `f` with each type that stands directly in it. What type parameters of data are is there, and fields are not.
    pub fn each_part<'a>(&'a self, f: &mut impl FnMut(Way, &'a Self)) {
        match self {
            Type::Unit
            | Type::Bool
            | Type::Int(_)
            | Type::F32
            | Type::F64
            | Type::Char
            | Type::String
            | Type::Value(_)
            | Type::Numbers(_)
            | Type::NumberArray(..)
            | Type::BigNumbers(_)
            | Type::BigNumberArray(..)
            | Type::Param(_) => {}
            Type::List(inner)
            | Type::Array(inner, _)
            | Type::Option(inner)
            | Type::Some(inner)
            | Type::Set(inner)
            | Type::Lent(_, inner)
            | Type::Signal(inner) => f(Way::Along, inner),
            Type::Stream(stream) => f(Way::Along, &stream.item),
            Type::Map(key, value) => {
                f(Way::Along, key);
                f(Way::Along, value);
            }
            Type::Record(_, parts) | Type::Data(_, parts) => parts.iter().for_each(|part| f(Way::Along, part)),
            Type::Function(function) => {
                function.params.iter().for_each(|param| f(Way::Apart, param));
                f(Way::Apart, &function.output);
            }
            Type::Sink(sink) => f(Way::Apart, &sink.item),
        }
    }

    /// Calls `f` with it and with everything that its values consist of, except for the fields of data.
    pub fn walk<'a>(&'a self, f: &mut impl FnMut(&'a Self)) {
        f(self);
        self.each_part(&mut |way, part| {
            if way == Way::Along {
                part.walk(f);
            }
        });
    }

    /// The same, and with everything that travels in a direction of its own.
    pub fn walk_all<'a>(&'a self, f: &mut impl FnMut(&'a Self)) {
        f(self);
        self.each_part(&mut |_, part| part.walk_all(f));
    }

    /// The data types that its values consist of, except for those of their fields.
    pub fn data_types(&self) -> Vec<Id>
    where
        Id: Copy,
    {
        let mut ids = Vec::new();
        self.walk(&mut |ty| {
            if let Type::Data(id, _) = ty {
                ids.push(*id);
            }
        });
        ids
    }

    /// It with other names for data types, and with every type in it, from the innermost on, replaced by what `each` makes
    /// of it.
    pub fn rebuild<J>(&self, name: &mut impl FnMut(&Id) -> J, each: &mut impl FnMut(Type<J>) -> Type<J>) -> Type<J> {
        let mut part = |part: &Self| part.rebuild(name, each);
        let rebuilt = match self {
            Type::Unit => Type::Unit,
            Type::Bool => Type::Bool,
            Type::Int(int) => Type::Int(*int),
            Type::F32 => Type::F32,
            Type::F64 => Type::F64,
            Type::Char => Type::Char,
            Type::String => Type::String,
            Type::Value(value) => Type::Value(*value),
            Type::Numbers(element) => Type::Numbers(*element),
            Type::NumberArray(element, length) => Type::NumberArray(*element, *length),
            Type::BigNumbers(wide) => Type::BigNumbers(*wide),
            Type::BigNumberArray(wide, length) => Type::BigNumberArray(*wide, *length),
            Type::Param(at) => Type::Param(*at),
            Type::List(inner) => Type::List(Box::new(part(inner))),
            Type::Array(inner, length) => Type::Array(Box::new(part(inner)), *length),
            Type::Option(inner) => Type::Option(Box::new(part(inner))),
            Type::Some(inner) => Type::Some(Box::new(part(inner))),
            Type::Set(inner) => Type::Set(Box::new(part(inner))),
            Type::Lent(lend, inner) => Type::Lent(*lend, Box::new(part(inner))),
            Type::Signal(inner) => Type::Signal(Box::new(part(inner))),
            Type::Map(key, value) => Type::Map(Box::new(part(key)), Box::new(part(value))),
            Type::Record(labels, parts) => Type::Record(*labels, parts.iter().map(&mut part).collect()),
            Type::Data(id, args) => {
                let args = args.iter().map(&mut part).collect();
                Type::Data(name(id), args)
            }
            Type::Function(function) => Type::Function(Box::new(function.rebuild(name, each))),
            Type::Sink(sink) => Type::Sink(Box::new(SinkType {
                item: part(&sink.item),
                item_error: sink.item_error.as_ref().map(|error| error.rebuild(name)),
                error_type: sink.error_type.clone(),
                window: sink.window,
            })),
            Type::Stream(stream) => Type::Stream(Box::new(StreamType {
                item: part(&stream.item),
                failure: stream.failure.rebuild(name),
                window: stream.window,
            })),
        };
        each(rebuilt)
    }

    /// It with every type in it, from the innermost on, replaced by what `each` makes of it.
    pub fn map(&self, each: &mut impl FnMut(Self) -> Self) -> Self
    where
        Id: Clone,
    {
        self.rebuild(&mut Id::clone, each)
    }
}

impl<Id> FunctionType<Id> {
    /// See [`Type::rebuild`].
    pub fn rebuild<J>(
        &self,
        name: &mut impl FnMut(&Id) -> J,
        each: &mut impl FnMut(Type<J>) -> Type<J>,
    ) -> FunctionType<J> {
        FunctionType {
            params: self.params.iter().map(|param| param.rebuild(name, each)).collect(),
            output: self.output.rebuild(name, each),
            failure: self.failure.rebuild(name),
            is_async: self.is_async,
        }
    }
}

impl<Id> Failure<Id> {
    /// It with another name for the type of its error.
    pub fn rebuild<J>(&self, name: &mut impl FnMut(&Id) -> J) -> Failure<J> {
        match self {
            Failure::Panics => Failure::Panics,
            Failure::Callback => Failure::Callback,
            Failure::Typed(id) => Failure::Typed(name(id)),
        }
    }
}

impl<Id> ErrorType<Id> {
    /// It with another name for its type.
    pub fn rebuild<J>(&self, name: &mut impl FnMut(&Id) -> J) -> ErrorType<J> {
        match self {
            ErrorType::Data(id) => ErrorType::Data(name(id)),
            ErrorType::Display => ErrorType::Display,
            ErrorType::BoxedDisplay => ErrorType::BoxedDisplay,
            ErrorType::Anyhow => ErrorType::Anyhow,
            ErrorType::Message => ErrorType::Message,
        }
    }
}
