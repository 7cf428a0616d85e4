//! Functions and constants: what Dart can use of an API besides its types.

use serde::Serialize;

use super::docs::{Annotation, Docs, Extras};
use super::ids::TypeId;
use super::literal::Literal;
use super::ty::{ErrorType, Type};

/// A function that crosses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Function {
    /// A path that is visible from the crate's root: `crate::api::add`.
    pub rust_path: String,
    /// `add`.
    pub dart_name: String,
    /// The index of its library in [`Api::libraries`](super::Api::libraries).
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
    /// The `cfg` that it is behind, if not every target has it: the place in the table stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
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

/// A function's place in a class.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Member<Id = TypeId> {
    /// The class.
    pub of: Id,
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

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Param<Id = TypeId> {
    /// Its name in Rust.
    pub rust_name: String,
    /// Its name in Dart.
    pub dart_name: String,
    /// What stands before it in Dart.
    pub annotations: Vec<Annotation>,
    /// Its type, without the reference.
    pub ty: Type<Id>,
    /// How Rust wants it.
    pub pass: Pass,
    /// The type that is decoded if objects in it are lent one by one: with a guard in the place of each reference.
    pub guards: Option<String>,
    /// Whether Dart may leave it out (its type is nullable, or it has a default).
    pub optional: bool,
    /// What it is if Dart leaves it out.
    pub default: Option<Literal<Id>>,
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
    /// A list, an option or a map with a reference for each object: the objects are lent for the call.
    Lent(LentForm),
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

/// How Rust wants what references to objects stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LentForm {
    /// `Vec<&T>`.
    Value,
    /// `&[&T]`, `&Option<&T>`.
    Ref,
    /// `&mut [&mut T]`.
    Mut,
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
pub struct Output<Id = TypeId> {
    /// The type of the value, or of a stream's item.
    pub ok: Type<Id>,
    /// The error of the call itself: `Result<T, E>`, or `Result<impl Stream, E>`.
    pub error: Option<ErrorType<Id>>,
    /// The error of a stream's item: `impl Stream<Item = Result<T, E>>`.
    pub item_error: Option<ErrorType<Id>>,
}

/// The way a call travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Lane {
    /// Synchronous, infallible, and everything a scalar or an object that is lent: a plain C signature. Nothing is
    /// encoded.
    Direct,
    /// Synchronous: arguments and result are encoded.
    Sync,
    /// A plain function off the isolate's thread, on the executor's blocking pool: a `Future`.
    Blocking,
    /// An `async fn`, on the executor: a `Future`.
    Async {
        /// Whether it is polled once on the isolate's thread first.
        eager: bool,
    },
    /// A function that returns `impl Stream`: a `Stream`. `async_start` tells an `async fn` that returns a stream.
    Stream {
        /// Whether the function itself is awaited first.
        async_start: bool,
    },
}
