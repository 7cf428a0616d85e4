//! Types of values: what they are on the wire, and why some cannot be.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Element, Int, Labels, Lend, Value, Wide};
use crate::lower::base::draft::Type;
use crate::lower::base::{Context, Lowering, Position};
use crate::parser::source::Site;
use crate::parser::tree::ItemKind;
use crate::parser::ty::{Length, Primitive, Ty, TyKind};

use super::capabilities::{Builtin, Pointer};
use super::{capabilities, refusals};

/// Tuples of more elements implement no traits in Rust.
pub const MAX_TUPLE: usize = 12;

impl Lowering<'_> {
    /// The type of a value that is owned: a parameter by value, a result, a field, or a part of one.
    pub fn value(&self, ty: &Ty, context: Context<'_>) -> Option<Type> {
        let inside = context.inside(ty);
        match &ty.kind {
            TyKind::Primitive(primitive) => self.primitive(ty, *primitive, context),
            TyKind::Tuple(elements) => self.tuple(ty, elements, context),
            TyKind::Array(element, length) => {
                let lowered = self.element(element, inside)?;
                match length {
                    Length::Known(length) => Some(array(element, lowered, *length)),
                    // Every instance has a length of its own, which the wire carries and Rust checks.
                    Length::Parameter => Some(list(element, lowered)),
                    Length::Unknown => None,
                }
            }
            TyKind::External(path, args) => self.external(ty, path, args, context),
            TyKind::Item(item, args) => match &self.krate.item(*item).kind {
                ItemKind::Struct(_) | ItemKind::Enum(_) => self.data(*item, args, ty, context),
                ItemKind::Union => {
                    let problem = Diagnostic::error(Code::Union, "a union cannot cross to Dart")
                        .note("nothing says which of its fields is the valid one")
                        .help("use an enum with data");
                    self.refuse(ty, context, problem, "a union");
                    None
                }
                _ => None,
            },
            TyKind::Parameter(name) => context.generics.iter().position(|known| known == name).map(Type::Param),
            // Reported where it was resolved.
            TyKind::Unknown => None,
            // A result is written while what it borrows from is still there.
            TyKind::Reference {
                mutable: false, inner, ..
            } if context.position == Position::Result => self.borrowed(ty, inner, context),
            TyKind::Slice(_)
            | TyKind::Reference { .. }
            | TyKind::Pointer
            | TyKind::FunctionPointer
            | TyKind::Impl(_)
            | TyKind::Dyn(_)
            | TyKind::Never
            | TyKind::Infer
            | TyKind::Macro
            | TyKind::Associated => {
                self.refuse_shape(ty, context);
                None
            }
        }
    }

    /// What a reference in a result leads to.
    fn borrowed(&self, ty: &Ty, inner: &Ty, context: Context<'_>) -> Option<Type> {
        let inside = context.inside(ty);
        if let TyKind::Item(id, _) = &inner.kind
            && self.object(*id, inner, inside).is_some()
        {
            self.refuse_shape(ty, context);
            return None;
        }
        let lowered = match self.unsized_value(inner, inside) {
            Some(lowered) => lowered?,
            None => self.value(inner, inside)?,
        };
        self.lend(ty, inner, &lowered, context);
        Some(lowered)
    }

    /// A type that needs a reference or a pointer around it, which is here; `None` if it is something else.
    fn unsized_value(&self, ty: &Ty, context: Context<'_>) -> Option<Option<Type>> {
        match &ty.kind {
            TyKind::Primitive(Primitive::Str) => Some(Some(Type::String)),
            TyKind::External(path, _) if matches!(path.as_str(), "std::path::Path" | "std::ffi::OsStr") => {
                Some(Some(Type::String))
            }
            TyKind::Slice(element) => Some(self.element(element, context).map(|lowered| list(element, lowered))),
            _ => None,
        }
    }

    fn primitive(&self, ty: &Ty, primitive: Primitive, context: Context<'_>) -> Option<Type> {
        if context.bigint
            && let Some(wide) = wide(primitive)
        {
            return Some(Type::Value(Value::Big(wide)));
        }
        Some(match primitive {
            Primitive::I128 => Type::Value(Value::Big(Wide::I128)),
            Primitive::U128 => Type::Value(Value::Big(Wide::U128)),
            Primitive::Bool => Type::Bool,
            Primitive::Char => Type::Char,
            Primitive::I8 => Type::Int(Int::I8),
            Primitive::I16 => Type::Int(Int::I16),
            Primitive::I32 => Type::Int(Int::I32),
            Primitive::I64 => Type::Int(Int::I64),
            Primitive::Isize => Type::Int(Int::Isize),
            Primitive::U8 => Type::Int(Int::U8),
            Primitive::U16 => Type::Int(Int::U16),
            Primitive::U32 => Type::Int(Int::U32),
            Primitive::U64 => Type::Int(Int::U64),
            Primitive::Usize => Type::Int(Int::Usize),
            Primitive::F32 => Type::F32,
            Primitive::F64 => Type::F64,
            Primitive::F16 | Primitive::F128 => {
                let name = primitive.name();
                let problem = Diagnostic::error(Code::UnsupportedType, format!("`{name}` cannot cross to Dart"))
                    .note("Dart's `double` has 64 bits, and stable Rust does not have this type")
                    .help("use `f32` or `f64`");
                self.refuse(ty, context, problem, "no such number in Dart");
                return None;
            }
            Primitive::Str => {
                let problem = Diagnostic::error(Code::UnsizedType, "a `str` needs a reference around it").help(
                    match context.position {
                        Position::Parameter => "write `&str` or `String`",
                        Position::Result | Position::Field => "write `String`",
                    },
                );
                self.refuse(ty, context, problem, "its size is not known");
                return None;
            }
        })
    }

    fn tuple(&self, ty: &Ty, elements: &[Ty], context: Context<'_>) -> Option<Type> {
        if elements.is_empty() {
            let problem = Diagnostic::error(Code::UnitValue, format!("`()` cannot be {}", refusals::part(context)))
                .note("`()` is no value in Dart: only a function can give it back, as `void`")
                .help(match context.position {
                    Position::Result => "leave the value out, or use `bool` where it says something",
                    Position::Parameter | Position::Field => "take it out",
                });
            self.refuse(ty, context, problem, "carries nothing");
            return None;
        }
        if elements.len() > MAX_TUPLE {
            let problem = Diagnostic::error(
                Code::TupleTooLong,
                format!("this tuple has more than {MAX_TUPLE} elements"),
            )
            .note("Rust implements traits only for shorter ones")
            .help("use a struct, whose fields have names");
            self.refuse(ty, context, problem, format!("{} elements", elements.len()));
            return None;
        }
        let inside = context.inside(ty);
        let lowered: Vec<Option<Type>> = elements.iter().map(|element| self.value(element, inside)).collect();
        let fields = lowered.into_iter().collect::<Option<Vec<Type>>>()?;
        Some(Type::Record(Labels::Places, fields))
    }

    fn external(&self, ty: &Ty, path: &str, args: &[Ty], context: Context<'_>) -> Option<Type> {
        let inside = context.inside(ty);
        let Some((builtin, row)) = capabilities::find(path) else {
            return match (path, args) {
                ("chrono::DateTime", [zone]) => self.chrono_date(ty, zone, context),
                ("std::num::NonZero", [number]) => self.value(number, inside),
                _ => self.foreign(ty, path, args, context),
            };
        };
        self.needs_feature(ty, row, context);
        if builtin == Builtin::Sink {
            self.refuse_sink(ty, context);
            return None;
        }
        match (builtin, args) {
            (Builtin::Text, []) => Some(Type::String),
            (Builtin::Value(Value::DartObject), []) if context.json.is_some() => {
                let problem = Diagnostic::error(Code::Json, "an object of Dart has no JSON")
                    .note("Rust does not know what it is made of")
                    .help("leave it out, or take `json` away");
                self.refuse(ty, context, problem, "no JSON");
                None
            }
            (Builtin::Value(value), []) => Some(Type::Value(value)),
            (Builtin::Bytes, []) => Some(Type::Numbers(Element::U8)),
            (Builtin::Int(int), []) => Some(match wide_int(int).filter(|_| context.bigint) {
                Some(wide) => Type::Value(Value::Big(wide)),
                None => Type::Int(int),
            }),
            (Builtin::List, [element]) => self.element(element, inside).map(|lowered| list(element, lowered)),
            (Builtin::Option, [inner]) => self.value(inner, inside).map(optional),
            (Builtin::Record(names), [field]) => {
                let lowered = self.value(field, inside)?;
                Some(Type::Record(Labels::Names(names), vec![lowered; names.len()]))
            }
            (Builtin::Set, [element]) => {
                let lowered = self.value(element, inside)?;
                self.key(element, &lowered, "in a set", inside)?;
                self.ordered(path, element, inside)?;
                Some(Type::Set(Box::new(lowered)))
            }
            (Builtin::Map, [key, value]) => {
                let lowered = (self.value(key, inside), self.value(value, inside));
                let (lowered_key, value) = (lowered.0?, lowered.1?);
                self.key(key, &lowered_key, "the key of a map", inside)?;
                self.ordered(path, key, inside)?;
                Some(Type::Map(Box::new(lowered_key), Box::new(value)))
            }
            (Builtin::Set, [_, hasher]) | (Builtin::Map, [_, _, hasher]) => {
                let what = if builtin == Builtin::Set { "set" } else { "map" };
                let short = if builtin == Builtin::Set {
                    "HashSet<T>"
                } else {
                    "HashMap<K, V>"
                };
                let title = format!("a {what} with its own hasher cannot cross to Dart");
                let problem = Diagnostic::error(Code::OwnHasher, title)
                    .note("only what is in it travels, and Rust builds a new one of that")
                    .help(format!("use `{short}`"));
                self.refuse(hasher, inside, problem, "another hasher");
                None
            }
            (Builtin::Pointer(pointer), [inner]) => {
                let lowered = self.pointed(pointer, inner, inside)?;
                if pointer != Pointer::Box && !matches!(inner.kind, TyKind::Dyn(_)) {
                    // An `Arc` may hold an object; what it holds else is lent.
                    let lent = if pointer == Pointer::Arc { ty } else { inner };
                    self.lend(ty, lent, &lowered, context);
                }
                Some(lowered)
            }
            (Builtin::Signal, args) => self.signal(ty, args, context),
            _ => {
                self.refuse_external(ty, path, args, context);
                None
            }
        }
    }

    /// The type of the elements of a list.
    fn element(&self, element: &Ty, context: Context<'_>) -> Option<Type> {
        let lowered = self.value(element, context)?;
        if matches!(lowered, Type::Param(_)) && !matches!(element.kind, TyKind::Parameter(_)) {
            let problem = Diagnostic::error(Code::BoxedNumber, "a list of boxed type parameters cannot cross")
                .note("a list of numbers crosses as one block, and a list of boxes cannot")
                .help("use a list of the parameter itself: `Vec<T>`");
            self.refuse(element, context, problem, "a box around a type parameter");
            return None;
        }
        Some(lowered)
    }

    /// What a box or another pointer leads to.
    fn pointed(&self, pointer: Pointer, inner: &Ty, inside: Context<'_>) -> Option<Type> {
        if let Some(lowered) = self.unsized_value(inner, inside) {
            return lowered;
        }
        match &inner.kind {
            TyKind::Dyn(bounds) if matches!(pointer, Pointer::Box | Pointer::Arc) => {
                let object = self.trait_object(bounds, pointer == Pointer::Arc, inner, inside);
                object.unwrap_or_else(|| {
                    self.refuse_shape(inner, inside);
                    None
                })
            }
            TyKind::Dyn(_) => {
                self.refuse_shape(inner, inside);
                None
            }
            _ => {
                let lowered = self.value(inner, inside)?;
                if matches!(pointer, Pointer::Rc | Pointer::Cow) && self.is_object_type(inner) {
                    let problem = Diagnostic::error(Code::SharedByRc, "an object is shared by an `Arc`")
                        .note("a handle may be used and dropped on any thread")
                        .help("use `Arc<T>`");
                    self.refuse(inner, inside, problem, "an object");
                    return None;
                }
                if pointer == Pointer::Arc && self.is_object_type(inner) {
                    return Some(Type::Lent(Lend::Share, Box::new(lowered)));
                }
                Some(lowered)
            }
        }
    }

    /// A live value.
    fn signal(&self, ty: &Ty, args: &[Ty], context: Context<'_>) -> Option<Type> {
        let [value] = args else {
            let problem = Diagnostic::error(Code::TypeArguments, "`Signal` takes one type, the value's")
                .help("write `Signal<T>`");
            self.refuse(ty, context, problem, "not one");
            return None;
        };
        if matches!(value.kind, TyKind::Reference { .. }) {
            let problem = Diagnostic::error(Code::BorrowedSignal, "the values of a signal cannot be borrowed")
                .note("Dart reads them whenever it likes")
                .help("use a type that owns what it has: `String`, `Vec<T>`, `Arc<T>`");
            self.refuse(value, context.inside(ty), problem, "a reference");
            return None;
        }
        if context.json.is_some() {
            let problem = Diagnostic::error(Code::Json, "a signal has no JSON")
                .note("it is a live value in Rust: there is no data to write")
                .help("leave it out, or take `json` away");
            self.refuse(ty, context, problem, "no JSON");
            return None;
        }
        self.moves(value);
        let inside = context.inside(ty);
        let lowered = self.value(value, inside)?;
        let mut is_generic = false;
        lowered.walk(&mut |ty| is_generic |= matches!(ty, Type::Param(_)));
        if is_generic {
            let problem = Diagnostic::error(Code::SignalType, "the type of a signal's value must be known")
                .note("Rust encodes its values whenever Dart reads them, long after the call that passed the signal")
                .help("write a type of its own for what it is used with here");
            self.refuse(value, inside, problem, "a type parameter");
            return None;
        }
        // Each value stands in an `Arc`, which is the object's if it is one.
        let is_object = self.is_object_type(value);
        self.lend(ty, if is_object { ty } else { value }, &lowered, context);
        Some(Type::Signal(Box::new(lowered)))
    }

    fn chrono_date(&self, ty: &Ty, zone: &Ty, context: Context<'_>) -> Option<Type> {
        if let Some((_, row)) = capabilities::find("chrono::NaiveDateTime") {
            self.needs_feature(ty, row, context);
        }
        let zone_path = match &zone.kind {
            TyKind::External(path, _) => path.as_str(),
            _ => "",
        };
        match zone_path.rsplit("::").next() {
            Some("Utc" | "FixedOffset") => Some(Type::Value(Value::DateTime)),
            Some("Local") => Some(Type::Value(Value::LocalDateTime)),
            _ => {
                let problem = Diagnostic::error(Code::TimeZone, "Dart knows no such time zone")
                    .note("a `DateTime` in Dart is in UTC, or in the time zone of the machine")
                    .help("use `DateTime<Utc>` or `DateTime<Local>`");
                self.refuse(zone, context.inside(ty), problem, "another time zone");
                None
            }
        }
    }

    /// Checks that Dart will find a key again.
    pub fn key(&self, key: &Ty, lowered: &Type, what: &str, context: Context<'_>) -> Option<()> {
        let objection = match self.is_object_type(key) {
            true => Some("objects that are equal in Rust are others in Dart, which compares them by identity"),
            false if has_trait_object(key) => Some("Rust cannot compare trait objects, nor hash them"),
            false => key_objection(lowered),
        };
        let Some(objection) = objection else {
            return Some(());
        };
        let code = self.code(key);
        let problem = Diagnostic::error(Code::MapKey, format!("`{code}` cannot be {what} in Dart"))
            .note(objection)
            .help("use text, an integer, an enum or a struct of those; or a list of pairs");
        self.refuse(key, context, problem, "the key");
        None
    }
}

impl Lowering<'_> {
    /// Checks that Rust can order the elements or keys of what is sorted.
    fn ordered(&self, path: &str, key: &Ty, context: Context<'_>) -> Option<()> {
        let sorted = path.rsplit("::").next().filter(|name| name.starts_with("BTree"));
        let (Some(sorted), Some(unordered)) = (sorted, without_order(key)) else {
            return Some(());
        };
        let title = format!("`{}` cannot be sorted", self.code(unordered));
        let problem = Diagnostic::error(Code::MapKey, title)
            .note(format!("a `{sorted}` needs `Ord`, which the type does not have"))
            .help(format!("use a `{}`", sorted.replace("BTree", "Hash")));
        self.refuse(unordered, context, problem, "has no order");
        None
    }

    /// Warns about `#[oche(bigint)]` where it changes none of the types.
    pub fn check_bigint<'t>(&self, site: Site, types: impl IntoIterator<Item = &'t Type>) {
        if !types.into_iter().any(has_big) {
            self.reports.push(
                Diagnostic::warning(Code::NoEffect, "`bigint` has no effect here")
                    .at(site, "there is no 64-bit integer that would cross as an `int`")
                    .note("it is about `i64`, `u64`, `isize` and `usize`; those of a struct or an enum are a matter of its own fields")
                    .help("take the word out, or write it above the field"),
            );
        }
    }
}

/// Whether there is an integer that is a `BigInt` in Dart.
fn has_big(ty: &Type) -> bool {
    let mut found = false;
    ty.walk_all(&mut |ty| {
        found |= matches!(
            ty,
            Type::Value(Value::Big(Wide::I64 | Wide::U64)) | Type::BigNumbers(_) | Type::BigNumberArray(..)
        );
    });
    found
}

/// The integers that `#[oche(bigint)]` is about.
fn wide(primitive: Primitive) -> Option<Wide> {
    match primitive {
        Primitive::I64 | Primitive::Isize => Some(Wide::I64),
        Primitive::U64 | Primitive::Usize => Some(Wide::U64),
        _ => None,
    }
}

fn wide_int(int: Int) -> Option<Wide> {
    match int {
        Int::I64 | Int::Isize => Some(Wide::I64),
        Int::U64 | Int::Usize => Some(Wide::U64),
        _ => None,
    }
}

/// A list of `element`, which was lowered to `lowered`.
pub fn list(element: &Ty, lowered: Type) -> Type {
    match block(element, &lowered) {
        Some(Block::Numbers(number)) => Type::Numbers(number),
        Some(Block::Big(wide)) => Type::BigNumbers(wide),
        None => Type::List(Box::new(lowered)),
    }
}

pub fn array(element: &Ty, lowered: Type, length: usize) -> Type {
    match block(element, &lowered) {
        Some(Block::Numbers(number)) => Type::NumberArray(number, length),
        Some(Block::Big(wide)) => Type::BigNumberArray(wide, length),
        None => Type::Array(Box::new(lowered), length),
    }
}

/// An option of a type.
pub fn optional(inner: Type) -> Type {
    let inner = if inner.is_nullable() {
        Type::Some(Box::new(inner))
    } else {
        inner
    };
    Type::Option(Box::new(inner))
}

/// A list that crosses as one block of numbers.
enum Block {
    Numbers(Element),
    Big(Wide),
}

/// The block that a list of `element`, which was lowered to `ty`, crosses as: the element must be such a number itself,
/// because Rust knows it by its type.
fn block(element: &Ty, ty: &Type) -> Option<Block> {
    // A number that is not zero is a number to the wire.
    let is_non_zero = matches!(&element.kind, TyKind::External(path, _) if path.starts_with("std::num::NonZero"));
    if is_non_zero && let Type::Int(int) = ty {
        return Some(Block::Numbers(int.element()));
    }
    if !matches!(element.kind, TyKind::Primitive(_)) {
        return None;
    }
    match ty {
        Type::Value(Value::Big(wide @ (Wide::I64 | Wide::U64))) => Some(Block::Big(*wide)),
        _ => block_element(element, ty).map(Block::Numbers),
    }
}

/// The number that is the element of a block: `element`, which was lowered to `ty`, is such a number itself.
pub fn block_element(element: &Ty, ty: &Type) -> Option<Element> {
    if !matches!(element.kind, TyKind::Primitive(_)) {
        return None;
    }
    match ty {
        Type::Int(int) => Some(int.element()),
        Type::F32 => Some(Element::F32),
        Type::F64 => Some(Element::F64),
        _ => None,
    }
}

fn has_trait_object(ty: &Ty) -> bool {
    matches!(ty.kind, TyKind::Dyn(_)) || super::loans::parts(ty).into_iter().any(has_trait_object)
}

/// The part of a type without an order of its own in Rust. Those of types of the user's are the compiler's business.
fn without_order(ty: &Ty) -> Option<&Ty> {
    match &ty.kind {
        TyKind::External(path, _) if matches!(capabilities::find(path), Some((Builtin::Record(_), _))) => Some(ty),
        TyKind::Item(..) => None,
        _ => super::loans::parts(ty).into_iter().find_map(without_order),
    }
}

/// Why a type cannot be a key: Dart would not find an equal one again.
pub fn key_objection(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Bool | Type::Int(_) | Type::Char | Type::String | Type::Data(..) | Type::Param(_) => None,
        Type::Function(_) => Some("a function equals only itself"),
        Type::Signal(_) => Some("a signal has no order and no equality in Rust"),
        Type::Stream(_) | Type::Sink(_) => Some("a stream equals only itself"),
        Type::Value(Value::DartObject) => Some("Rust cannot compare objects of Dart, nor hash them"),
        Type::Value(Value::Json) => Some("a JSON value may be a list or a map, and Dart compares those by identity"),
        Type::Value(_) => None,
        Type::Option(inner) | Type::Some(inner) | Type::Lent(_, inner) => key_objection(inner),
        Type::Record(_, elements) => elements.iter().find_map(key_objection),
        Type::F32 | Type::F64 => Some("two floating-point numbers are rarely equal, and NaN never equals itself"),
        Type::Unit
        | Type::Numbers(_)
        | Type::NumberArray(..)
        | Type::BigNumbers(_)
        | Type::BigNumberArray(..)
        | Type::List(_)
        | Type::Array(..)
        | Type::Map(..)
        | Type::Set(_) => Some("Dart compares lists, sets and maps by identity, so no key would be found again"),
    }
}
