//! Types of values, as they stand in signatures and fields.

use serde::Serialize;

use super::ids::TypeId;
use super::number::{Element, Int, Scalar, Wide};
use super::value::Value;

/// A type of value on the wire, with its face in Dart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Type<Id = TypeId> {
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
    List(Box<Type<Id>>),
    /// `[T; N]`: `List<T>`, its length checked.
    Array(Box<Type<Id>>, usize),
    /// `Option<T>`: `T?`. The inner type is never nullable itself; where it would be, it is a `Some`.
    Option(Box<Type<Id>>),
    /// A nullable type inside of an `Option`: `Some<T?>`, an object around it, so that the outer `null` is another one.
    /// The wire does not know it.
    Some(Box<Type<Id>>),
    /// A tuple, or a plain struct of the standard library: a record.
    Record(Labels, Vec<Type<Id>>),
    /// `HashMap<K, V>` and `BTreeMap<K, V>`: `Map<K, V>`.
    Map(Box<Type<Id>>, Box<Type<Id>>),
    /// `HashSet<T>` and `BTreeSet<T>`: `Set<T>`.
    Set(Box<Type<Id>>),
    /// `Signal<T>`: a live value of Rust's, which Dart holds and can pass back.
    Signal(Box<Type<Id>>),
    /// A struct or enum of the API, with what its type parameters are. `Box<T>`, `Rc<T>` and `Arc<T>` of data are lowered
    /// to `T`: the wire and Dart do not know them.
    Data(Id, Vec<Type<Id>>),
    /// An object that Rust does not take over: an `Arc` of it, or a reference inside of an option, a list or a map. Dart has
    /// the object itself; what is written says how it is wanted.
    Lent(Lend, Box<Type<Id>>),
    /// A type parameter of the type around it, by its place among them.
    Param(usize),
    /// A function of Dart that Rust calls; only as a parameter.
    Function(Box<FunctionType<Id>>),
    /// A stream in Dart that Rust pushes into: `StreamSink<T>`; only as a parameter.
    Sink(Box<SinkType<Id>>),
    /// A stream of Dart that Rust reads: `Stream<T>`; only as a parameter.
    Stream(Box<StreamType<Id>>),
}

/// What the fields of a record are called, in the order of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Labels {
    /// By their places: it is a tuple.
    Places,
    /// By names.
    Names(&'static [&'static str]),
}

impl Labels {
    /// The name of the field at a place, if it has one.
    pub fn name(self, at: usize) -> Option<&'static str> {
        match self {
            Labels::Places => None,
            Labels::Names(names) => names.get(at).copied(),
        }
    }
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
pub struct SinkType<Id = TypeId> {
    /// The type of an item.
    pub item: Type<Id>,
    /// The error of an item: `StreamSink<Result<T, E>>`.
    pub item_error: Option<ErrorType<Id>>,
    /// The type of that error as generated Rust writes it, if it can.
    pub error_type: Option<String>,
    /// How many items may be ahead of the listener, if that is said.
    pub window: Option<u32>,
}

/// The type of a stream that Dart has and Rust reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StreamType<Id = TypeId> {
    /// What its items are, if they are no errors.
    pub item: Type<Id>,
    /// What becomes of its errors.
    pub failure: Failure<Id>,
    /// How many items may be under way to Rust.
    pub window: u32,
}

/// The type of a function, or of a method of an interface, that Dart has and Rust calls.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct FunctionType<Id = TypeId> {
    /// What Rust passes.
    pub params: Vec<Type<Id>>,
    /// What Dart gives back.
    pub output: Type<Id>,
    /// What becomes of an exception in Dart.
    pub failure: Failure<Id>,
    /// Whether it gives back a `Future`.
    pub is_async: bool,
}

/// What becomes of a call of a Dart function that fails.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Failure<Id = TypeId> {
    /// The function's type has no room for an error, so the call panics.
    Panics,
    /// `Result<T, CallbackError>`.
    Callback,
    /// `Result<T, E>`: what Dart throws of the class `E` arrives as itself, everything else through
    /// `E: From<CallbackError>`.
    Typed(Id),
}

/// How an error reaches Dart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum ErrorType<Id = TypeId> {
    /// A struct or an enum of the API: its generated class is thrown. It has no parameters.
    Data(Id),
    /// A type that implements `std::error::Error`: a `RustError` with its `Display` text and its chain of sources.
    Display,
    /// A boxed `dyn Error`: likewise (it does not implement the trait itself, so Rust reaches it by `&*e`).
    BoxedDisplay,
    /// `anyhow::Error`: likewise (it does not implement the trait either).
    Anyhow,
    /// `String` or `&'static str`: a `RustError` with that text.
    Message,
}

impl<Id> Type<Id> {
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
}
