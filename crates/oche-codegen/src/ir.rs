//! The intermediate representation: one crate's API with every decision made.
//!
//! Lowering writes it, the generators read it, and nobody else knows it. It is plain data: `oche generate --dump-ir`
//! prints it as JSON. What a generator must know is a field or a variant here (the lane of a call, how a parameter is
//! passed, the name in Dart), so that a generator only prints and two generators cannot disagree.

use serde::Serialize;

/// The API of one crate, ready to print.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Api {
    /// The crate's name with underscores, as in `oche_<crate>()` and in the Dart package's library name.
    pub crate_name: String,
    /// The name of the Dart package that the generated files belong to.
    pub dart_package: String,
    /// 64 bits over full signatures and type layouts (not docs, not places), as 16 lower-case hex digits.
    pub schema_hash: String,
    /// The Dart libraries to write, one per Rust module that has something to export, sorted by `rust_module`.
    pub libraries: Vec<Library>,
    /// Every data type that crosses, sorted by Rust path; a [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
    /// Every function that crosses, sorted by Rust path; the index is the function's place in the exported table.
    pub functions: Vec<Function>,
}

impl Api {
    /// The definition that `id` stands for.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// One Dart library file, which mirrors one Rust module.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Library {
    /// The module's path below the crate: `api`, `api::lights`.
    pub rust_module: String,
    /// The file below `lib/src/` of the Dart package: `api.dart`, `api/lights.dart`.
    pub dart_file: String,
    /// The module's doc comment.
    pub docs: Docs,
    /// The data types it declares, in source order.
    pub types: Vec<TypeId>,
    /// The functions it declares, as indices into [`Api::functions`], in source order.
    pub functions: Vec<usize>,
}

/// A doc comment, one string a line, without the comment marks and without the leading space.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs(pub Vec<String>);

/// The index of a data type in [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct TypeId(pub usize);

/// A struct or an enum that crosses by value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeDef {
    /// A path that is visible from the crate's root: `crate::api::Telemetry`.
    pub rust_path: String,
    /// The class or enum in Dart: `Telemetry`.
    pub dart_name: String,
    /// The index of its library in [`Api::libraries`].
    pub library: usize,
    /// Its doc comment.
    pub docs: Docs,
    /// What it is made of.
    pub kind: TypeKind,
    /// Whether a value can contain a value of the same type: decoders then count the nesting and refuse too much.
    pub recursive: bool,
    /// Whether it is thrown as an error by some function: its Dart class implements `Exception`.
    pub is_error: bool,
    /// Whether some value of it travels from Dart to Rust (its Rust type is decoded, its Dart type encoded).
    pub to_rust: bool,
    /// Whether some value of it travels from Rust to Dart.
    pub to_dart: bool,
}

/// The three shapes of data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum TypeKind {
    /// A struct: a final class in Dart.
    Struct(Fields),
    /// An enum whose variants carry nothing: an `enum` in Dart. On the wire a `u32`, the variant's place.
    PlainEnum(Vec<PlainVariant>),
    /// An enum with data: a sealed class with a final subclass per variant. On the wire a `u32`, the variant's place,
    /// and then its fields.
    DataEnum(Vec<Variant>),
}

/// A variant that carries nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlainVariant {
    /// `Disconnected`.
    pub rust_name: String,
    /// `disconnected`.
    pub dart_name: String,
    /// Its doc comment.
    pub docs: Docs,
}

/// A variant of an enum of which at least one variant carries data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// `Circle`.
    pub rust_name: String,
    /// The subclass in Dart: `ShapeCircle`.
    pub dart_name: String,
    /// Its doc comment.
    pub docs: Docs,
    /// What it carries.
    pub fields: Fields,
}

/// The fields of a struct or variant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Fields {
    /// `struct S;` – a const constructor without parameters.
    Unit,
    /// `struct S { a: i32 }` – named parameters in Dart, `required` unless [`Field::optional`].
    Named(Vec<Field>),
    /// `struct S(i32, i32)` – positional parameters in Dart; the Rust names are `0`, `1`, …; the Dart names are
    /// `value` for a single field, else `field0`, `field1`, ….
    Tuple(Vec<Field>),
}

impl Fields {
    /// The fields in wire order.
    pub fn all(&self) -> &[Field] {
        match self {
            Fields::Unit => &[],
            Fields::Named(fields) | Fields::Tuple(fields) => fields,
        }
    }
}

/// One field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// `battery_level`, or `0` in a tuple struct. A raw identifier keeps its `r#`.
    pub rust_name: String,
    /// `batteryLevel`.
    pub dart_name: String,
    /// Its doc comment.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// Whether the Dart constructor's parameter may be left out (the type is nullable and the fields are named).
    pub optional: bool,
}

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
    /// `std::time::Duration`: `Duration`, in whole microseconds.
    Duration,
    /// A list of numbers that crosses as one block: `Uint8List`, `Float64List`, ….
    Numbers(Element),
    /// `[N]` numbers: the same, with its length checked.
    NumberArray(Element, usize),
    /// `Vec<T>` and `&[T]`: `List<T>`.
    List(Box<Type>),
    /// `[T; N]`: `List<T>`, its length checked.
    Array(Box<Type>, usize),
    /// `Option<T>`: `T?`. The inner type is never nullable itself.
    Option(Box<Type>),
    /// A tuple: a record.
    Tuple(Vec<Type>),
    /// `HashMap<K, V>`: `Map<K, V>`.
    Map(Box<Type>, Box<Type>),
    /// A struct or enum of the API. `Box<T>` is lowered to `T`: the wire and Dart do not know boxes.
    Data(TypeId),
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

/// A function that crosses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Function {
    /// A path that is visible from the crate's root: `crate::api::add`.
    pub rust_path: String,
    /// `add`.
    pub dart_name: String,
    /// The index of its library in [`Api::libraries`].
    pub library: usize,
    /// Its doc comment.
    pub docs: Docs,
    /// Its parameters, in order.
    pub params: Vec<Param>,
    /// What it gives back.
    pub output: Output,
    /// How a call travels.
    pub lane: Lane,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Param {
    /// Its name in Rust.
    pub rust_name: String,
    /// Its name in Dart.
    pub dart_name: String,
    /// Its type, without the reference.
    pub ty: Type,
    /// How Rust wants it.
    pub pass: Pass,
    /// Whether Dart may leave it out (its type is nullable).
    pub optional: bool,
}

/// How a decoded argument is handed to the user's function.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Pass {
    /// `T`: moved in.
    Value,
    /// `&T`: decoded, lent for the call.
    Ref,
    /// `&str`: borrowed from the argument bytes, not copied.
    BorrowStr,
    /// `&[number]`: borrowed from the argument bytes, not copied.
    BorrowNumbers,
}

/// What a function gives back.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Output {
    /// The type of the value, or of a stream's item.
    pub ok: Type,
    /// The error of the call itself: `Result<T, E>`, or `Result<impl Stream, E>`.
    pub error: Option<ErrorType>,
    /// The error of a stream's item: `impl Stream<Item = Result<T, E>>`.
    pub item_error: Option<ErrorType>,
}

/// How an error reaches Dart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ErrorType {
    /// A struct or an enum of the API: its generated class is thrown.
    Data(TypeId),
    /// A type that implements `std::error::Error`: a `RustError` with its `Display` text and its chain of sources.
    Display,
    /// A boxed `dyn Error`: likewise (it does not implement the trait itself, so Rust reaches it by `&*e`).
    BoxedDisplay,
    /// `String` or `&'static str`: a `RustError` with that text.
    Message,
}

/// The way a call travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Lane {
    /// Synchronous, everything a scalar, infallible: a plain C signature. Nothing is encoded.
    Direct,
    /// Synchronous: arguments and result are encoded.
    Sync,
    /// A plain function off the isolate's thread, on the executor's blocking pool: a `Future`.
    Blocking,
    /// An `async fn`, on the executor: a `Future`.
    Async,
    /// A function that returns `impl Stream`: a `Stream`. `async_start` tells an `async fn` that returns a stream.
    Stream {
        /// Whether the function itself is awaited first.
        async_start: bool,
    },
}
