//! Types of values, as they stand in signatures and fields.

use serde::Serialize;

use super::{ErrorType, TypeId};

/// A type of value on the wire, with its face in Dart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Type {
    /// `()`: `void`; only as the success type of a function.
    Unit,
    /// `bool`: `bool`.
    Bool,
    /// An integer of up to 64 bits: `int`, range checked.
    Int(Int),
    /// `f32`: `double`.
    F32,
    /// `f64`: `double`.
    F64,
    /// `char`: a `String` of one Unicode scalar value.
    Char,
    /// `String` and `&str`: `String`.
    String,
    /// A value that is one thing to Dart, and bytes or text to the wire.
    Value(Value),
    /// A list of numbers that crosses as one block: `Uint8List`, `Float64List`, ….
    Numbers(Element),
    /// `[N]` numbers: the same, with its length checked.
    NumberArray(Element, usize),
    /// 64-bit integers that cross as one block and are `List<BigInt>` in Dart.
    BigNumbers(Wide),
    /// `[N]` of them: the same, with its length checked.
    BigNumberArray(Wide, usize),
    /// `Vec<T>`, `&[T]` and the other sequences: `List<T>`.
    List(Box<Type>),
    /// `[T; N]`: `List<T>`, its length checked.
    Array(Box<Type>, usize),
    /// `Option<T>`: `T?`. The inner type is never nullable itself; where it would be, it is a `Some`.
    Option(Box<Type>),
    /// A nullable type inside of an `Option`: `Some<T?>`, an object around it, so that the outer `null` is another one.
    /// The wire does not know it.
    Some(Box<Type>),
    /// A tuple: a record.
    Tuple(Vec<Type>),
    /// `HashMap<K, V>` and `BTreeMap<K, V>`: `Map<K, V>`.
    Map(Box<Type>, Box<Type>),
    /// `HashSet<T>` and `BTreeSet<T>`: `Set<T>`.
    Set(Box<Type>),
    /// `Signal<T>`: a live value of Rust's, which Dart holds and can pass back.
    Signal(Box<Type>),
    /// A struct or enum of the API, with what its type parameters are. `Box<T>`, `Rc<T>` and `Arc<T>` of data are lowered
    /// to `T`: the wire and Dart do not know them.
    Data(TypeId, Vec<Type>),
    /// An object that Rust does not take over: an `Arc` of it, or a reference inside of an option, a list or a map. Dart has
    /// the object itself; what is written says how it is wanted.
    Lent(Lend, Box<Type>),
    /// A type parameter of the type around it, by its place among them.
    Param(usize),
    /// A function of Dart that Rust calls; only as a parameter.
    Function(Box<FunctionType>),
    /// A stream in Dart that Rust pushes into: `StreamSink<T>`; only as a parameter.
    Sink(Box<SinkType>),
    /// A stream of Dart that Rust reads: `Stream<T>`; only as a parameter.
    Stream(Box<StreamType>),
}

/// How Rust wants an object that it does not take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Lend {
    /// `&T`: for the time of the call.
    Borrow,
    /// `&mut T`: the same, and nobody else has it meanwhile.
    BorrowMut,
    /// `Arc<T>`: for as long as it likes.
    Share,
}

/// The items of a sink.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SinkType {
    /// The type of an item.
    pub item: Type,
    /// The error of an item: `StreamSink<Result<T, E>>`.
    pub item_error: Option<ErrorType>,
    /// The type of that error as generated Rust writes it, if it can.
    pub error_type: Option<String>,
    /// How many items may be ahead of the listener, if that is said.
    pub window: Option<u32>,
}

/// The type of a stream that Dart has and Rust reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StreamType {
    /// What its items are, if they are no errors.
    pub item: Type,
    /// What becomes of its errors.
    pub failure: Failure,
    /// How many items may be under way to Rust.
    pub window: u32,
}

/// The type of a function, or of a method of an interface, that Dart has and Rust calls.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct FunctionType {
    /// What Rust passes.
    pub params: Vec<Type>,
    /// What Dart gives back.
    pub output: Type,
    /// What becomes of an exception in Dart.
    pub failure: Failure,
    /// Whether it gives back a `Future`.
    pub is_async: bool,
}

/// What becomes of a call of a Dart function that fails.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Failure {
    /// The function's type has no room for an error, so the call panics.
    Panics,
    /// `Result<T, CallbackError>`.
    Callback,
    /// `Result<T, E>`: what Dart throws of the class `E` arrives as itself, everything else through
    /// `E: From<CallbackError>`.
    Typed(TypeId),
}

/// Values of the standard library and of well-known crates, each with a type of its own in Dart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Value {
    /// `Duration`, not negative, in whole microseconds.
    Duration,
    /// `Duration` of either sign, in whole microseconds.
    SignedDuration,
    /// `DateTime` in UTC, in whole microseconds.
    DateTime,
    /// `DateTime` in the time zone of the machine.
    LocalDateTime,
    /// `DateTime` of which only the fields count, whatever its time zone. It comes from Rust in UTC.
    NaiveDateTime,
    /// The same at midnight.
    NaiveDate,
    /// `BigInt` within the range of an integer type.
    Big(Wide),
    /// `BigInt` of any size.
    BigInt,
    /// `BigInt` of any size, not negative.
    BigUint,
    /// `Object?`: what JSON can say.
    Json,
    /// `Uri`.
    Uri,
    /// Oche's `Uuid`.
    Uuid,
    /// Any object of Dart.
    DartObject,
}

/// Integers that can be a `BigInt` in Dart. `isize` and `usize` travel as the first two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)] // the variants are the Rust types of the same names
pub enum Wide {
    I64,
    U64,
    I128,
    U128,
}

/// A type that fits into a register: with nothing else in its signature, a call needs no encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the variants are those of `Type`
pub enum Scalar {
    Bool,
    Int(Int),
    F32,
    F64,
    Char,
}

impl Type {
    /// The scalar that it is, if it is one.
    pub fn scalar(&self) -> Option<Scalar> {
        Some(match self {
            Type::Bool => Scalar::Bool,
            Type::Int(int) => Scalar::Int(*int),
            Type::F32 => Scalar::F32,
            Type::F64 => Scalar::F64,
            Type::Char => Scalar::Char,
            _ => return None,
        })
    }

    /// Whether `null` is one of its values in Dart. What a type parameter stands for is not known.
    pub fn is_nullable(&self) -> bool {
        matches!(self, Type::Option(_) | Type::Value(Value::Json))
    }

    /// The types that it is made of, except for the fields of data.
    pub fn children(&self) -> Vec<&Type> {
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
            | Type::Param(_)
            // What a function takes and gives back travels in directions of its own.
            | Type::Function(_)
            // And so do a sink's items.
            | Type::Sink(_) => Vec::new(),
            Type::List(inner)
            | Type::Array(inner, _)
            | Type::Option(inner)
            | Type::Some(inner)
            | Type::Set(inner)
            | Type::Lent(_, inner)
            | Type::Signal(inner) => {
                vec![inner]
            }
            Type::Stream(stream) => vec![&stream.item],
            Type::Map(key, value) => vec![key, value],
            Type::Tuple(elements) | Type::Data(_, elements) => elements.iter().collect(),
        }
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut Type> {
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
            | Type::Param(_)
            // What a function takes and gives back travels in directions of its own.
            | Type::Function(_)
            // And so do a sink's items.
            | Type::Sink(_) => Vec::new(),
            Type::List(inner)
            | Type::Array(inner, _)
            | Type::Option(inner)
            | Type::Some(inner)
            | Type::Set(inner)
            | Type::Lent(_, inner)
            | Type::Signal(inner) => {
                vec![inner]
            }
            Type::Stream(stream) => vec![&mut stream.item],
            Type::Map(key, value) => vec![key, value],
            Type::Tuple(elements) | Type::Data(_, elements) => elements.iter_mut().collect(),
        }
    }

    /// Calls `f` with it and with everything inside of it.
    pub fn walk<'a>(&'a self, f: &mut impl FnMut(&'a Type)) {
        f(self);
        for child in self.children() {
            child.walk(f);
        }
    }
}

/// The integers. `Isize` and `Usize` travel as 64 bits, so that 32-bit and 64-bit libraries speak one wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)] // the variants are the Rust types of the same names
pub enum Int {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    Isize,
    Usize,
}

impl Int {
    /// What Rust calls it.
    pub fn rust_name(self) -> &'static str {
        match self {
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

    /// The element of a block of such integers.
    pub fn element(self) -> Element {
        match self {
            Int::I8 => Element::I8,
            Int::I16 => Element::I16,
            Int::I32 => Element::I32,
            Int::I64 | Int::Isize => Element::I64,
            Int::U8 => Element::U8,
            Int::U16 => Element::U16,
            Int::U32 => Element::U32,
            Int::U64 | Int::Usize => Element::U64,
        }
    }
}

/// The elements of a list that crosses as one block. `Vec<usize>` is a block of `U64`, `Vec<isize>` one of `I64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)] // the variants are the Rust types of the same names
pub enum Element {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F32,
    F64,
}
