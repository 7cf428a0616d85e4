//! Objects of Rust that Dart holds: values that stay where they are while Dart calls their methods. The Dart twin is
//! `object.dart`.
//!
//! A value lives in a [slot], behind a queue that is fair and can be waited for without a thread. Dart has a pointer
//! to a [handle], one reference to the slot. A call takes references of its own along with its arguments, from the moment at
//! which they are written: whatever Dart disposes of meanwhile, the object lives until the call has ended. When the call is
//! made, it takes its places before all its objects at once, as Dart says how each of them is wanted:
//!
//! | a function takes | it is read by | it needs |
//! |---|---|---|
//! | `&T` | `Reader::borrow` | no writer |
//! | `&mut T` | `Reader::borrow_mut` | nobody else, and no other `Arc` of the value |
//! | `T` | `take_object` | the same; whoever comes later finds the value moved |
//! | `Arc<T>` | `arc_object` | no writer |
//!
//! A [part] of a value is an object, too: it is found anew each time it is used, in its owner's queue. What Rust hands
//! out more than once is [one object](identity) for Dart.
//!
//! A panic while a value is being changed leaves it as it is then, and usable: what that means is up to the type.

pub(crate) mod class;
pub(crate) mod codec;
pub(crate) mod guard;
pub(crate) mod handle;
mod identity;
pub(crate) mod lend;
pub(crate) mod lock;
mod part;
pub(crate) mod reference;
mod slot;
pub(crate) mod ways;
