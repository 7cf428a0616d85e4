//! Types with their names resolved and their aliases expanded: what lowering works on.

use super::source::Site;
use super::tree::ItemId;

/// A type as written, resolved.
#[derive(Clone, Debug)]
pub(crate) struct Ty {
    pub(crate) kind: TyKind,
    pub(crate) site: Site,
    /// The lifetime of a reference, or those among the arguments of a path, as far as they are written: `'static`.
    pub(crate) lifetimes: Vec<String>,
    /// If it stands in a type alias: where the alias is used.
    pub(crate) used_at: Option<Site>,
}

#[derive(Clone, Debug)]
pub(crate) enum TyKind {
    /// A built-in type with a name: `u8`, `bool`, `str`.
    Primitive(Primitive),
    /// `()` has no elements.
    Tuple(Vec<Ty>),
    Slice(Box<Ty>),
    Array(Box<Ty>, Length),
    Reference {
        mutable: bool,
        is_static: bool,
        inner: Box<Ty>,
    },
    Pointer,
    FunctionPointer,
    Impl(Vec<Bound>),
    Dyn(Vec<Bound>),
    Never,
    Infer,
    Macro,
    /// An item of the crate, with its type arguments, defaults included.
    Item(ItemId, Vec<Ty>),
    /// A canonical path into another crate, with its type arguments.
    External(String, Vec<Ty>),
    /// A type parameter of the item or function around it, by its name.
    Parameter(String),
    /// `T::Item`, `<T as Trait>::Item`.
    Associated,
    /// What it is could not be found out; that is already reported, or part of a file that could not be read.
    Unknown,
}

/// The length of an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    Known(usize),
    /// A constant parameter of the item around it.
    Parameter,
    /// A problem, which is already reported.
    Unknown,
}

/// A bound of an `impl` or `dyn`; lifetimes and `?Sized` are left out.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) target: BoundTarget,
    /// `Item = T`.
    pub(crate) bindings: Vec<(String, Ty)>,
    /// Whether it has arguments of any kind.
    pub(crate) is_generic: bool,
    /// `(A, B) -> C` of a function trait.
    pub(crate) signature: Option<Box<FnSignature>>,
}

/// What a function trait says of its function.
#[derive(Clone, Debug)]
pub(crate) struct FnSignature {
    pub(crate) inputs: Vec<Ty>,
    pub(crate) output: Ty,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BoundTarget {
    Item(ItemId),
    External(String),
    Unknown,
}

impl BoundTarget {
    pub(crate) fn is(&self, path: &str) -> bool {
        matches!(self, BoundTarget::External(found) if found == path)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Primitive {
    Bool,
    Char,
    Str,
    I8,
    I16,
    I32,
    I64,
    I128,
    Isize,
    U8,
    U16,
    U32,
    U64,
    U128,
    Usize,
    F16,
    F32,
    F64,
    F128,
}

const PRIMITIVES: [(&str, Primitive); 19] = [
    ("bool", Primitive::Bool),
    ("char", Primitive::Char),
    ("str", Primitive::Str),
    ("i8", Primitive::I8),
    ("i16", Primitive::I16),
    ("i32", Primitive::I32),
    ("i64", Primitive::I64),
    ("i128", Primitive::I128),
    ("isize", Primitive::Isize),
    ("u8", Primitive::U8),
    ("u16", Primitive::U16),
    ("u32", Primitive::U32),
    ("u64", Primitive::U64),
    ("u128", Primitive::U128),
    ("usize", Primitive::Usize),
    ("f16", Primitive::F16),
    ("f32", Primitive::F32),
    ("f64", Primitive::F64),
    ("f128", Primitive::F128),
];

impl Primitive {
    pub(crate) fn named(name: &str) -> Option<Self> {
        PRIMITIVES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, primitive)| *primitive)
    }

    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        PRIMITIVES.iter().map(|(name, _)| *name)
    }

    pub(crate) fn name(self) -> &'static str {
        PRIMITIVES
            .iter()
            .find(|(_, known)| *known == self)
            .map_or("", |(name, _)| name)
    }
}

impl Ty {
    pub(crate) fn new(kind: TyKind, site: Site) -> Self {
        Self {
            kind,
            site,
            lifetimes: Vec::new(),
            used_at: None,
        }
    }

    pub(crate) fn is_unit(&self) -> bool {
        matches!(&self.kind, TyKind::Tuple(elements) if elements.is_empty())
    }

    /// Whether it is a reference or a type of another crate. What is a number to the wire need not be one to Rust:
    /// `Box<u8>`.
    pub(crate) fn is_wrapped(&self) -> bool {
        matches!(self.kind, TyKind::External(..) | TyKind::Reference { .. })
    }

    /// The arguments, if it is the type of another crate with this path.
    pub(crate) fn external(&self, path: &str) -> Option<&[Ty]> {
        match &self.kind {
            TyKind::External(found, args) if found == path => Some(args),
            _ => None,
        }
    }
}
