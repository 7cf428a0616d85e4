//! Types whose values are objects.

use std::any::type_name;

/// A type whose values Dart can hold as objects.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an object in Dart: it must be `Send`, `Sync` and `'static`",
    label = "not `Send + Sync + 'static`",
    note = "calls from Dart reach an object on several threads, so `Rc` must become `Arc`, `Cell` an atomic, `RefCell` a `Mutex`",
    note = "a type with nothing but plain data in public fields can be copied to Dart instead"
)]
pub trait ObjectType: Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> ObjectType for T {}

/// The name of a type as a message says it, without its path and its parameters.
pub(super) fn class<T>() -> &'static str {
    let name = type_name::<T>();
    let name = name.split_once('<').map_or(name, |(name, _)| name);
    name.rsplit_once("::").map_or(name, |(_, name)| name)
}
