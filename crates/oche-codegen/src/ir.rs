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
    /// Every constant whose value stands in the source, in source order.
    pub constants: Vec<Constant>,
    /// What runs once in the process, before anything else.
    pub init: Option<Init>,
}

/// The function that runs when the library is loaded for the first time in its process.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Init {
    /// `crate::api::init`.
    pub rust_path: String,
    /// Whether it gives back a `Result`, whose error has a text.
    pub fallible: bool,
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
    /// The free functions it declares, as indices into [`Api::functions`], in source order.
    pub functions: Vec<usize>,
}

/// A doc comment, one string a line, without the comment marks and without the leading space.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs(pub Vec<String>);

/// The index of a data type in [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct TypeId(pub usize);

/// A struct or an enum: data, which crosses by value, or an object, which stays in Rust.
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
    /// What stands around its class in Dart.
    pub extras: Extras,
    /// What its class is like.
    pub style: Style,
    /// Its type and constant parameters, in the order of the declaration. Dart's class has the type parameters.
    pub generics: Vec<Generic>,
    /// What it is made of.
    pub kind: TypeKind,
    /// Its methods and other members, as indices into [`Api::functions`], in source order.
    pub members: Vec<usize>,
    /// The type of another crate that crosses in this shape, if it stands for one.
    pub foreign: Option<Foreign>,
    /// Whether a value can contain a value of the same type: decoders then count the nesting and refuse too much.
    pub recursive: bool,
    /// Whether it is thrown as an error by some function: its Dart class implements `Exception`.
    pub is_error: bool,
    /// Whether some value of it travels from Dart to Rust (its Rust type is decoded, its Dart type encoded).
    pub to_rust: bool,
    /// Whether some value of it travels from Rust to Dart.
    pub to_dart: bool,
    /// Whether it stands in an `Arc` somewhere: what is shared must be copied to be sent.
    pub shared: bool,
}

impl TypeDef {
    /// The names of its type parameters; [`Type::Param`] counts them.
    pub fn type_params(&self) -> impl Iterator<Item = &str> {
        self.generics.iter().filter_map(|generic| match generic {
            Generic::Type(param) => Some(param.name.as_str()),
            Generic::Const { .. } => None,
        })
    }
}

/// What the author adds around a declaration in Dart.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Extras {
    /// What stands above it, in order.
    pub annotations: Vec<Annotation>,
    /// What its library imports for it.
    pub imports: Vec<Import>,
}

/// An annotation in Dart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Annotation {
    /// As the author wrote it, without the `@`: `immutable`.
    Written(String),
    /// What Rust's `#[deprecated]` says.
    Deprecated(Option<String>),
}

/// An import of the author's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Import {
    /// `package:meta/meta.dart`.
    pub uri: String,
    /// What stands behind it: `show immutable`, or nothing.
    pub combinators: String,
}

/// What the author wants of a class in Dart.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Style {
    /// Whether its fields can be set.
    pub mutable: bool,
    /// Whether it has `toJson` and `fromJson`.
    pub json: bool,
    /// Members in Dart, line by line, set in as they stand in the class.
    pub members: Vec<String>,
}

/// A parameter of a generic type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Generic {
    /// `T`.
    Type(TypeParam),
    /// `const N: usize`. The wire carries every array's length, so Dart does not know such a parameter.
    Const {
        /// `N`.
        name: String,
        /// `usize`.
        rust_type: String,
    },
}

/// A type parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeParam {
    /// `T`, in both languages.
    pub name: String,
    /// The traits that Rust's declaration asks of it: `::std::clone::Clone`.
    pub bounds: Vec<String>,
    /// What the fields ask of it besides when they are encoded.
    pub encode_needs: Vec<Need>,
    /// What the fields ask of it besides when they are decoded.
    pub decode_needs: Vec<Need>,
    /// Whether lists of it are among the fields. Lists of numbers are laid out in a way of their own, so that codecs must
    /// be told how a list of it is.
    pub in_lists: bool,
}

/// What a type parameter must be able to do, because of a container around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Need {
    /// An `Rc` or `Arc` may have to copy what it leads to.
    Clone,
    /// It stands in an `Arc` itself.
    Shared,
    /// A key of a `HashMap`, or an element of a `HashSet`.
    Hash,
    /// A key of a `BTreeMap`, or an element of a `BTreeSet`.
    Order,
}

/// A type of another crate that a type of this one stands for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Foreign {
    /// Its path from the crate's root: `::semver::Version`.
    pub rust_path: String,
    /// How it is turned into what crosses.
    pub how: ForeignKind,
}

/// How a foreign type crosses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ForeignKind {
    /// It has the very same fields or variants, which the compiler checks.
    Mirror {
        /// Whether it may have more variants than the mirror knows (`#[non_exhaustive]`).
        open: bool,
    },
    /// It is converted to the type of this crate by `Into`, and back by `TryFrom`.
    Convert,
}

/// The shapes of data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum TypeKind {
    /// A struct: a final class in Dart.
    Struct(Fields),
    /// An enum whose variants carry nothing: an `enum` in Dart. On the wire a `u32`, the variant's place.
    PlainEnum(Vec<PlainVariant>),
    /// An enum with data: a sealed class with a final subclass per variant. On the wire a `u32`, the variant's place,
    /// and then its fields.
    DataEnum(Vec<Variant>),
    /// A type that stays in Rust: a class with methods in Dart, which holds a handle to it.
    Object {
        /// The method that tells how many bytes belong to it, for Dart's garbage collector.
        external_size: Option<String>,
    },
    /// A trait that Dart can implement: an interface class. What implements it in Rust arrives as an object.
    Interface(Interface),
}

/// A trait.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Interface {
    /// Its methods, in source order, which is how Rust numbers them.
    pub methods: Vec<Method>,
    /// The pointers by which trait objects of it are named in the API.
    pub forms: Vec<DynForm>,
    /// Whether there can be trait objects of it at all.
    pub is_dyn: bool,
    /// Whether its implementations are written under the macro `async_trait`.
    pub async_trait: Option<String>,
    /// The class in Dart of what implements it in Rust.
    pub object_name: String,
}

/// A method of a trait.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Method {
    /// Its name in Rust.
    pub rust_name: String,
    /// Its name in Dart.
    pub dart_name: String,
    /// Its doc comment.
    pub docs: Docs,
    /// The names of its parameters, in Rust and in Dart.
    pub param_names: Vec<(String, String)>,
    /// The types of its parameters as generated Rust writes them.
    pub rust_params: Vec<String>,
    /// What it gives back as generated Rust writes it.
    pub rust_output: String,
    /// How it is asynchronous in Rust.
    pub style: MethodStyle,
    /// Its type.
    pub function: FunctionType,
}

/// How a trait's method is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum MethodStyle {
    /// `fn f(&self) -> T`.
    Plain,
    /// `async fn f(&self) -> T`.
    Async,
    /// `fn f(&self) -> BoxFuture<'_, T>`.
    Boxed,
}

/// A pointer to a trait object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DynForm {
    /// `Arc` instead of `Box`.
    pub is_arc: bool,
    /// `+ Send`.
    pub send: bool,
    /// `+ Sync`.
    pub sync: bool,
}

impl TypeKind {
    /// Every field, those of all variants included.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let (own, variants) = match self {
            TypeKind::Struct(fields) => (fields.all(), &[][..]),
            TypeKind::PlainEnum(_) | TypeKind::Object { .. } | TypeKind::Interface(_) => (&[][..], &[][..]),
            TypeKind::DataEnum(variants) => (&[][..], &variants[..]),
        };
        let of_variants = variants.iter().flat_map(|variant| variant.fields.all());
        own.iter().chain(of_variants)
    }

    /// The same, to be changed.
    pub fn fields_mut(&mut self) -> Vec<&mut Field> {
        match self {
            TypeKind::Struct(fields) => fields.all_mut().iter_mut().collect(),
            TypeKind::PlainEnum(_) | TypeKind::Object { .. } | TypeKind::Interface(_) => Vec::new(),
            TypeKind::DataEnum(variants) => variants
                .iter_mut()
                .flat_map(|variant| variant.fields.all_mut())
                .collect(),
        }
    }
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
    /// What stands above it in Dart.
    pub annotations: Vec<Annotation>,
    /// Its number, if the enum gives numbers to its variants.
    pub discriminant: Option<i64>,
}

/// A variant of an enum of which at least one variant carries data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// `Circle`.
    pub rust_name: String,
    /// The subclass in Dart: `ShapeCircle`.
    pub dart_name: String,
    /// What a JSON document calls it: `circle`.
    pub json_name: String,
    /// Its doc comment.
    pub docs: Docs,
    /// What stands above its class in Dart.
    pub annotations: Vec<Annotation>,
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
    /// The same, with positional parameters in Dart. Those that may be left out are the last ones.
    Positional(Vec<Field>),
    /// `struct S(i32, i32)` – positional parameters in Dart; the Rust names are `0`, `1`, …; the Dart names are
    /// `value` for a single field, else `field0`, `field1`, ….
    Tuple(Vec<Field>),
}

impl Fields {
    /// The fields in wire order.
    pub fn all(&self) -> &[Field] {
        match self {
            Fields::Unit => &[],
            Fields::Named(fields) | Fields::Positional(fields) | Fields::Tuple(fields) => fields,
        }
    }

    /// The same, to be changed.
    pub fn all_mut(&mut self) -> &mut [Field] {
        match self {
            Fields::Unit => &mut [],
            Fields::Named(fields) | Fields::Positional(fields) | Fields::Tuple(fields) => fields,
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
    /// What stands above it in Dart.
    pub annotations: Vec<Annotation>,
    /// Its type.
    pub ty: Type,
    /// Whether the Dart constructor's parameter may be left out (the type is nullable or there is a default, and the
    /// fields are named).
    pub optional: bool,
    /// What it is if Dart leaves it out.
    pub default: Option<Literal>,
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
    /// A type parameter of the type around it, by its place among them.
    Param(usize),
    /// A function of Dart that Rust calls; only as a parameter.
    Function(Box<FunctionType>),
    /// A stream in Dart that Rust pushes into: `StreamSink<T>`; only as a parameter.
    Sink(Box<SinkType>),
    /// A stream of Dart that Rust reads: `Stream<T>`; only as a parameter.
    Stream(Box<StreamType>),
}

/// The items of a sink.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SinkType {
    /// The type of an item.
    pub item: Type,
    /// The error of an item: `StreamSink<Result<T, E>>`.
    pub item_error: Option<ErrorType>,
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

/// A function that crosses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Function {
    /// A path that is visible from the crate's root: `crate::api::add`.
    pub rust_path: String,
    /// `add`.
    pub dart_name: String,
    /// The index of its library in [`Api::libraries`].
    pub library: usize,
    /// What it is a member of, if it is not free.
    pub member: Option<Member>,
    /// What generated code does with the path.
    pub body: Body,
    /// Its doc comment.
    pub docs: Docs,
    /// What stands around it in Dart.
    pub extras: Extras,
    /// Its parameters, in order.
    pub params: Vec<Param>,
    /// What it gives back.
    pub output: Output,
    /// How a call travels.
    pub lane: Lane,
    /// The parameter that is the stream which the function gives back in Dart: its only sink, and it returns nothing else.
    pub sink: Option<usize>,
    /// How many items a stream may be ahead of its listener, if it says so.
    pub window: Option<u32>,
}

impl Function {
    /// Whether it is an operator of a class, or another member that a trait of Rust's stands behind.
    pub fn is_operator(&self) -> bool {
        self.member.is_some_and(|member| match member.kind {
            MemberKind::ToString
            | MemberKind::Equals
            | MemberKind::HashCode
            | MemberKind::Order
            | MemberKind::Compare => true,
            MemberKind::Method
            | MemberKind::Static
            | MemberKind::Constructor
            | MemberKind::Getter
            | MemberKind::Setter
            | MemberKind::Constant => false,
        })
    }
}

impl Generic {
    /// Its name in Rust.
    pub fn name(&self) -> &str {
        match self {
            Generic::Type(param) => &param.name,
            Generic::Const { name, .. } => name,
        }
    }
}

/// A function's place in a class.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Member {
    /// The class.
    pub of: TypeId,
    /// What it is in the class.
    pub kind: MemberKind,
}

/// What a function is in its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum MemberKind {
    /// A method: its first parameter is `this`.
    Method,
    /// A static method.
    Static,
    /// A factory constructor; the unnamed one if the name is empty.
    Constructor,
    /// A getter: its only parameter is `this`.
    Getter,
    /// A setter: its parameters are `this` and the value.
    Setter,
    /// `toString()`.
    ToString,
    /// `operator ==`, by Rust's.
    Equals,
    /// `hashCode`, by Rust's.
    HashCode,
    /// The operators `<`, `<=`, `>` and `>=`; its result is what Rust's comparison says, or nothing.
    Order,
    /// `compareTo`, and those operators.
    Compare,
    /// A constant whose value Rust computes.
    Constant,
}

/// What generated code does with a function's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Body {
    /// Calls it with the arguments.
    Call,
    /// Takes its value: it is a constant.
    Value,
    /// Makes an object of what it gives back by reference: a part of its receiver.
    Part {
        /// Whether that is a mutable reference.
        mutable: bool,
    },
}

/// A constant whose value stands in the source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Constant {
    /// `crate::api::MAX_SPEED`.
    pub rust_path: String,
    /// `maxSpeed`.
    pub dart_name: String,
    /// Its library, if it is not a member of a class.
    pub library: usize,
    /// The class that it is a static member of.
    pub member: Option<TypeId>,
    /// Its doc comment.
    pub docs: Docs,
    /// What stands above it in Dart.
    pub annotations: Vec<Annotation>,
    /// Its type.
    pub ty: Type,
    /// Its value.
    pub value: Literal,
}

/// A value that both languages can write down.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Literal {
    /// `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// Text.
    Text(String),
    /// A variant that carries nothing, by its place.
    Variant(TypeId, usize),
    /// An empty list.
    EmptyList,
    /// An empty map or set.
    EmptyMap,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Param {
    /// Its name in Rust.
    pub rust_name: String,
    /// Its name in Dart.
    pub dart_name: String,
    /// What stands before it in Dart.
    pub annotations: Vec<Annotation>,
    /// Its type, without the reference.
    pub ty: Type,
    /// How Rust wants it.
    pub pass: Pass,
    /// Whether Dart may leave it out (its type is nullable, or it has a default).
    pub optional: bool,
    /// What it is if Dart leaves it out.
    pub default: Option<Literal>,
    /// Whether it is `self`, which is `this` in Dart.
    pub receiver: bool,
    /// Whether Dart passes it by position. Of those, the ones that may be left out are the last.
    pub positional: bool,
    /// What a sink does with items for which there is no room, if that is said.
    pub overflow: Option<Overflow>,
}

/// What a sink does with items for which there is no room. The numbers are capacities.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Overflow {
    /// The sender waits.
    Block(usize),
    /// The oldest item is dropped.
    DropOldest(usize),
    /// The item itself is dropped.
    DropNewest(usize),
    /// Only the newest item is kept.
    Latest,
    /// Only the newest item of each key is kept.
    LatestBy {
        /// The closure that makes the key.
        key: String,
        /// How many keys there is room for.
        capacity: usize,
        /// The type of an item as generated Rust writes it, if it can.
        item: Option<String>,
    },
    /// The stream fails.
    Error(usize),
}

/// How a decoded argument is handed to the user's function.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Pass {
    /// `T`: moved in.
    Value,
    /// `&T`: decoded, lent for the call.
    Ref,
    /// `&T` where the compiler cannot infer what is decoded: this type.
    RefTo(&'static str),
    /// `&str`: borrowed from the argument bytes, not copied.
    BorrowStr,
    /// `&[number]`: borrowed from the argument bytes, not copied.
    BorrowNumbers,
    /// `&T` of an object: lent for the call, also to others who only read it.
    ObjectRef,
    /// `&mut T` of an object: lent for the call, to nobody else.
    ObjectMut,
    /// A function of Dart, in the form of a closure.
    Closure(Closure),
    /// A stream of Dart.
    Stream(StreamForm),
    /// Whatever implements a trait: `impl Trait`.
    Implementor,
    /// The same, lent: `&dyn Trait`, `&impl Trait`.
    ImplementorRef,
    /// `self` of a trait object that stays in Rust.
    DynRef,
}

/// How Rust wants a function of Dart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Closure {
    /// `impl Fn(A) -> B`, or a type parameter with that bound.
    Value,
    /// `Box<dyn Fn(A) -> B>`.
    Boxed,
    /// `Arc<dyn Fn(A) -> B>`.
    Arc,
    /// `&dyn Fn(A) -> B`, `&impl Fn(A) -> B`.
    Ref,
    /// `&mut dyn FnMut(A) -> B`.
    RefMut,
}

/// How Rust wants a stream of Dart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum StreamForm {
    /// `impl Stream<Item = T>`, or a type parameter with that bound.
    Value,
    /// `Pin<Box<dyn Stream<Item = T> + Send>>`, `BoxStream<'static, T>`.
    Pinned,
    /// `Box<dyn Stream<Item = T> + Send + Unpin>`.
    Boxed,
}

impl Pass {
    /// Whether it borrows an object.
    pub fn is_object(self) -> bool {
        matches!(self, Pass::ObjectRef | Pass::ObjectMut | Pass::DynRef)
    }
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum ErrorType {
    /// A struct or an enum of the API: its generated class is thrown. It has no parameters.
    Data(TypeId),
    /// A type that implements `std::error::Error`: a `RustError` with its `Display` text and its chain of sources.
    Display,
    /// A boxed `dyn Error`: likewise (it does not implement the trait itself, so Rust reaches it by `&*e`).
    BoxedDisplay,
    /// `anyhow::Error`: likewise (it does not implement the trait either).
    Anyhow,
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
