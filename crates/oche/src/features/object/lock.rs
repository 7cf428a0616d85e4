//! Borrowing objects on an isolate's own thread, in a direct call, whose arguments are the handles themselves. There are few
//! of them, and the thread does not wait.

use super::class::{ObjectType, class};
use super::guard::{ReadGuard, WriteGuard};
use super::reference::Object;
use crate::base::error::WireError;
use crate::protocol::Access;
use crate::run::line::queue::{Hold, Holder, NOBODY, Name, Queue};

/// Asks for a `&T`.
pub struct Read<T: ObjectType>(pub(super) Object<T>);

/// Asks for a `&mut T`.
pub struct Write<T: ObjectType>(pub(super) Object<T>);

impl<T: ObjectType> Object<T> {
    /// Asks for the value as a `&T`.
    pub fn read(self) -> Read<T> {
        Read(self)
    }

    /// Asks for the value as a `&mut T`.
    pub fn write(self) -> Write<T> {
        Write(self)
    }
}

/// What a call wants of one object.
///
/// # Safety
/// `gate` is that of the object, and lets in whom `finish` needs.
#[doc(hidden)]
pub unsafe trait Request {
    /// What the call gets.
    type Output;

    /// Where the call stands in line.
    #[allow(private_interfaces)] // the run time's own business; generated code only names the functions
    fn gate(&self, name: Name) -> Gate<'_>;

    /// Hands it out.
    ///
    /// # Safety
    /// The hold is that of the gate.
    ///
    /// # Errors
    /// If the value was moved, or is shared and must not be.
    #[allow(private_interfaces)] // as above
    unsafe fn finish(self, hold: Hold) -> Result<Self::Output, WireError>;
}

/// One object's place in the order of locking.
#[derive(Clone, Copy)]
pub(crate) struct Gate<'a> {
    queue: &'a Queue,
    holder: Holder,
    /// What its type is called, for a message.
    class: fn() -> &'static str,
}

impl<'a> Gate<'a> {
    fn new<T: ObjectType>(object: &'a Object<T>, name: Name, access: Access) -> Self {
        Gate {
            queue: object.queue(),
            holder: Holder::new(name, object.is_exclusive(access)),
            class: class::<T>,
        }
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self.queue).addr()
    }
}

// SAFETY: the object says who reads it alone.
unsafe impl<T: ObjectType> Request for Read<T> {
    type Output = ReadGuard<T>;

    #[allow(private_interfaces)] // as on the trait
    #[inline]
    fn gate(&self, name: Name) -> Gate<'_> {
        Gate::new(&self.0, name, Access::Read)
    }

    #[allow(private_interfaces)] // as on the trait
    #[inline]
    unsafe fn finish(self, hold: Hold) -> Result<ReadGuard<T>, WireError> {
        // SAFETY: by the contract.
        unsafe { ReadGuard::new(self.0, hold) }
    }
}

// SAFETY: the gate is an exclusive one.
unsafe impl<T: ObjectType> Request for Write<T> {
    type Output = WriteGuard<T>;

    #[allow(private_interfaces)] // as on the trait
    #[inline]
    fn gate(&self, name: Name) -> Gate<'_> {
        Gate::new(&self.0, name, Access::Write)
    }

    #[allow(private_interfaces)] // as on the trait
    #[inline]
    unsafe fn finish(self, hold: Hold) -> Result<WriteGuard<T>, WireError> {
        // SAFETY: by the contract.
        unsafe { WriteGuard::new(self.0, hold) }
    }
}

/// What a call wants of its objects: a tuple of [`Request`]s.
///
/// # Safety
/// As for a single one, of each.
#[doc(hidden)]
pub unsafe trait Requests<const N: usize> {
    /// What the call gets.
    type Outputs;

    /// Where the call stands in line.
    #[allow(private_interfaces)] // as on `Request`
    fn gates(&self, name: Name) -> [Gate<'_>; N];

    /// Hands them out.
    ///
    /// # Safety
    /// As [`Request::finish`].
    ///
    /// # Errors
    /// As [`Request::finish`].
    #[allow(private_interfaces)] // as on `Request`
    unsafe fn finish(self, holds: [Hold; N]) -> Result<Self::Outputs, WireError>;
}

macro_rules! tuples {
    ($($count:literal $($name:ident)+;)*) => {$(
        // SAFETY: each is passed on.
        unsafe impl<$($name: Request),+> Requests<$count> for ($($name,)+) {
            type Outputs = ($($name::Output,)+);

            #[allow(private_interfaces, non_snake_case)] // the type parameters' names serve as the fields' names
            #[inline]
            fn gates(&self, name: Name) -> [Gate<'_>; $count] {
                let ($($name,)+) = self;
                [$($name.gate(name)),+]
            }

            #[allow(private_interfaces, non_snake_case)] // as above
            #[inline]
            unsafe fn finish(self, holds: [Hold; $count]) -> Result<Self::Outputs, WireError> {
                let ($($name,)+) = self;
                // After the objects: those that are left when one fails are given back while all objects are there.
                let mut holds = holds.into_iter();
                let mut next = || holds.next().expect("there are as many as objects");
                // SAFETY: by the contract.
                Ok(($(unsafe { $name.finish(next()) }?,)+))
            }
        }
    )*};
}

tuples! {
    1 A;
    2 A B;
    3 A B C;
    4 A B C D;
    5 A B C D E;
    6 A B C D E F;
    7 A B C D E F G;
    8 A B C D E F G H;
    9 A B C D E F G H I;
    10 A B C D E F G H I J;
    11 A B C D E F G H I J K;
    12 A B C D E F G H I J K L;
}

/// Borrows objects for the call of `name`, all or none.
///
/// # Errors
/// If one is in use, passed twice, moved, or shared and must not be.
#[inline]
pub fn borrow<const N: usize, R: Requests<N>>(name: Name, requests: R) -> Result<R::Outputs, WireError> {
    hold(&mut requests.gates(name))?;
    // SAFETY: all of them have been let in, and the requests keep the objects.
    let holds = requests
        .gates(name)
        .map(|gate| unsafe { Hold::new(gate.queue, gate.holder) });
    // SAFETY: these are the gates' holds.
    unsafe { requests.finish(holds) }
}

/// The same for nobody in particular, and for so short a time that nobody hears of it.
///
/// # Errors
/// As [`borrow`].
#[inline]
pub fn try_lock<const N: usize, R: Requests<N>>(requests: R) -> Result<R::Outputs, WireError> {
    borrow(NOBODY, requests)
}

#[inline]
fn hold(gates: &mut [Gate<'_>]) -> Result<(), WireError> {
    match gates {
        [gate] => {
            let held = gate.queue.try_hold(gate.holder, 1);
            held.map_err(|ahead| WireError::object_busy((gate.class)(), ahead))
        }
        gates => hold_all(gates),
    }
}

fn hold_all(gates: &mut [Gate<'_>]) -> Result<(), WireError> {
    gates.sort_unstable_by_key(Gate::address);
    let is_same = |a: &Gate<'_>, b: &Gate<'_>| a.address() == b.address();
    for same in gates.chunk_by(is_same) {
        if let [first, second, ..] = same
            && same.iter().any(|gate| gate.holder.is_exclusive())
        {
            return Err(WireError::object_twice([(first.class)(), (second.class)()]));
        }
    }
    let mut held = 0;
    for same in gates.chunk_by(is_same) {
        if let Err(ahead) = same[0].queue.try_hold(same[0].holder, same.len()) {
            gates[..held].iter().for_each(|gate| gate.queue.release(gate.holder));
            return Err(WireError::object_busy((same[0].class)(), ahead));
        }
        held += same.len();
    }
    Ok(())
}
