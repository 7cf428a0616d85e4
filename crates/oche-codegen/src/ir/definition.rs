//! Types that the API declares: structs, enums, objects, interfaces.

use std::collections::BTreeSet;

use serde::Serialize;

use super::docs::{Annotation, Docs, Extras};
use super::function::Pass;
use super::ids::TypeId;
use super::literal::Literal;
use super::ty::{FunctionType, Type};

/// A struct or an enum: data, which crosses by value, or an object, which stays in Rust.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeDef {
    /// A path that is visible from the crate's root: `crate::api::Telemetry`.
    pub rust_path: String,
    /// The class or enum in Dart: `Telemetry`.
    pub dart_name: String,
    /// The index of its library in [`Api::libraries`](super::Api::libraries).
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
    /// Its methods and other members, as indices into [`Api::functions`](super::Api::functions), in source order.
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
    /// The `cfg` that it is behind, if not every target has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Whether values of it are sent while they are only lent: through a reference, or a pointer that others may have.
    pub by_ref: bool,
    /// Whether something in it changes hands when a value is consumed: a list of numbers, an object. What a type parameter
    /// stands for may.
    pub hands_over: bool,
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

/// What the author wants of a class in Dart.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Style {
    /// Whether its fields can be set.
    pub mutable: bool,
    /// Whether it has `toJson` and `fromJson`.
    pub json: bool,
    /// Whether its values are equal only to themselves in Dart: there is no `==` that compares the fields.
    pub no_eq: bool,
    /// Members in Dart, line by line, set in as they stand in the class.
    pub members: Vec<String>,
    /// What those members are called: they take the place of generated ones. An operator's name is the operator.
    pub declares: BTreeSet<String>,
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

impl Generic {
    /// Its name in Rust.
    pub fn name(&self) -> &str {
        match self {
            Generic::Type(param) => &param.name,
            Generic::Const { name, .. } => name,
        }
    }
}

/// A type parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeParam {
    /// `T`, in both languages.
    pub name: String,
    /// The traits that Rust's declaration asks of it: `::std::clone::Clone`.
    pub bounds: Vec<String>,
    /// What the fields ask of it besides when they are consumed by being encoded.
    pub encode_needs: Vec<Need>,
    /// What they ask of it when they are encoded by reference.
    pub lend_needs: Vec<Need>,
    /// What the fields ask of it besides when they are decoded.
    pub decode_needs: Vec<Need>,
    /// Whether lists of it are among the fields. Lists of numbers are laid out in a way of their own, so that codecs must
    /// be told how a list of it is.
    pub in_lists: bool,
}

/// What a type parameter must be able to do, because of a container around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Need {
    /// It is encoded by reference: others may have what a pointer leads to.
    Lent,
    /// It stands in an `Arc` itself, where it may be an object.
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
    Convert {
        /// Whether it can be converted while it is only lent: there is an `impl From<&Theirs> for Ours`.
        lent: bool,
    },
}

impl ForeignKind {
    /// Whether values are converted.
    pub fn is_conversion(self) -> bool {
        matches!(self, ForeignKind::Convert { .. })
    }
}

/// The shapes of data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum TypeKind<Id = TypeId> {
    /// A struct: a final class in Dart.
    Struct(Fields<Id>),
    /// An enum whose variants carry nothing: an `enum` in Dart. On the wire a `u32`, the variant's place.
    PlainEnum(Vec<PlainVariant>),
    /// An enum with data: a sealed class with a final subclass per variant. On the wire a `u32`, the variant's place,
    /// and then its fields.
    DataEnum(Vec<Variant<Id>>),
    /// A type that stays in Rust: a class with methods in Dart, which holds a handle to it.
    Object {
        /// The method that tells how many bytes belong to it, for Dart's garbage collector.
        external_size: Option<String>,
    },
    /// A trait that Dart can implement: an interface class. What implements it in Rust arrives as an object.
    Interface(Interface<Id>),
}

/// A trait.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Interface<Id = TypeId> {
    /// Its methods, in source order, which is how Rust numbers them.
    pub methods: Vec<Method<Id>>,
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
pub struct Method<Id = TypeId> {
    /// Its name in Rust.
    pub rust_name: String,
    /// Its name in Dart.
    pub dart_name: String,
    /// Its doc comment.
    pub docs: Docs,
    /// The names of its parameters, in Rust and in Dart.
    pub param_names: Vec<(String, String)>,
    /// Its lifetimes as generated Rust writes them, if it has any: `<'a, 'b: 'a>`.
    pub rust_lifetimes: String,
    /// How it takes `self`: `&'a self`.
    pub rust_self: String,
    /// What it asks of its lifetimes: `where 'b: 'a`.
    pub rust_where: String,
    /// The types of its parameters as generated Rust writes them.
    pub rust_params: Vec<String>,
    /// How it takes them.
    pub passes: Vec<Pass>,
    /// What it gives back as generated Rust writes it.
    pub rust_output: String,
    /// How it is asynchronous in Rust.
    pub style: MethodStyle,
    /// Its type.
    pub function: FunctionType<Id>,
    /// The `cfg` that it is behind, if not every target has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
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
    /// Whether it is `Send + Sync`, which the trait may say as well: only then can Dart have what Rust has.
    pub shared: bool,
}

impl<Id> TypeKind<Id> {
    /// Every field, those of all variants included.
    pub fn fields(&self) -> impl Iterator<Item = &Field<Id>> {
        let (own, variants) = match self {
            TypeKind::Struct(fields) => (fields.all(), &[][..]),
            TypeKind::PlainEnum(_) | TypeKind::Object { .. } | TypeKind::Interface(_) => (&[][..], &[][..]),
            TypeKind::DataEnum(variants) => (&[][..], &variants[..]),
        };
        let of_variants = variants.iter().flat_map(|variant| variant.fields.all());
        own.iter().chain(of_variants)
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
pub struct Variant<Id = TypeId> {
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
    pub fields: Fields<Id>,
}

/// The fields of a struct or variant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Fields<Id = TypeId> {
    /// `struct S;` – a const constructor without parameters.
    Unit,
    /// `struct S { a: i32 }` – named parameters in Dart, `required` unless [`Field::optional`].
    Named(Vec<Field<Id>>),
    /// The same, with positional parameters in Dart. Those that may be left out are the last ones.
    Positional(Vec<Field<Id>>),
    /// `struct S(i32, i32)` – positional parameters in Dart; the Rust names are `0`, `1`, …; the Dart names are
    /// `value` for a single field, else `field0`, `field1`, ….
    Tuple(Vec<Field<Id>>),
}

impl<Id> Fields<Id> {
    /// The fields in wire order.
    pub fn all(&self) -> &[Field<Id>] {
        match self {
            Fields::Unit => &[],
            Fields::Named(fields) | Fields::Positional(fields) | Fields::Tuple(fields) => fields,
        }
    }
}

/// One field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field<Id = TypeId> {
    /// `battery_level`, or `0` in a tuple struct. A raw identifier keeps its `r#`.
    pub rust_name: String,
    /// `batteryLevel`.
    pub dart_name: String,
    /// Its doc comment.
    pub docs: Docs,
    /// What stands above it in Dart.
    pub annotations: Vec<Annotation>,
    /// Its type.
    pub ty: Type<Id>,
    /// Whether the Dart constructor's parameter may be left out (the type is nullable or there is a default, and the
    /// fields are named).
    pub optional: bool,
    /// What it is if Dart leaves it out.
    pub default: Option<Literal<Id>>,
}
