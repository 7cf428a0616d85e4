//! Locking objects: several at once, and always in the order of their addresses, so that two calls cannot wait for each
//! other.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;
use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::{Object, ObjectType, PERMITS, Slot, class};
use crate::error::WireError;
use crate::park::block_on;

/// What a call wants of one object.
///
/// # Safety
/// `gate` is that of the object, with as many permits as `check` and `finish` need.
#[doc(hidden)]
pub unsafe trait Request {
    /// What the call gets.
    type Output;

    /// Where the call has to wait.
    #[allow(private_interfaces)] // the run time's own business; generated code only names the functions
    fn gate(&self) -> Gate<'_>;

    /// Whether the object can be had so, now that nobody else can come between.
    ///
    /// # Safety
    /// The gate's permits are held.
    ///
    /// # Errors
    /// If the value was moved, or is shared and must not be.
    unsafe fn check(&self) -> Result<(), WireError>;

    /// Hands it out.
    ///
    /// # Safety
    /// The permits were held since [`Request::check`] allowed it; they are the output's from now on.
    unsafe fn finish(self) -> Self::Output;
}

/// One object's place in the order of locking.
pub(crate) struct Gate<'a> {
    gate: &'a Semaphore,
    permits: u32,
    class: &'static str,
    held: Option<SemaphorePermit<'a>>,
}

impl<'a> Gate<'a> {
    fn new<T>(slot: &'a Slot<T>, permits: u32) -> Self {
        Gate {
            gate: &slot.gate,
            permits,
            class: class::<T>(),
            held: None,
        }
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self.gate).addr()
    }

    fn try_hold(&mut self) -> Result<(), WireError> {
        let held = self.gate.try_acquire_many(self.permits);
        self.held = Some(held.map_err(|_| WireError::object_busy(self.class))?);
        Ok(())
    }

    async fn hold(&mut self) {
        // It is an error only if the semaphore was closed, which nothing does.
        self.held = self.gate.acquire_many(self.permits).await.ok();
    }
}

/// Brings the gates into the order in which they are locked. The first of several readers of one object takes the permits
/// of all, so that they do not wait for each other with a writer between them.
fn arrange(gates: &mut [Gate<'_>]) -> Result<(), WireError> {
    gates.sort_unstable_by_key(Gate::address);
    let mut first = 0;
    for next in 1..gates.len() {
        if gates[next].address() != gates[first].address() {
            first = next;
            continue;
        }
        if gates[first].permits == PERMITS || gates[next].permits == PERMITS {
            return Err(WireError::object_twice(gates[next].class));
        }
        gates[first].permits += gates[next].permits;
        gates[next].permits = 0;
    }
    Ok(())
}

/// Leaves the permits to the outputs.
fn hand_out(gates: &mut [Gate<'_>]) {
    for gate in gates {
        if let Some(permit) = gate.held.take() {
            permit.forget();
        }
    }
}

/// Asks for a `&T`.
pub struct Read<T>(pub(super) Object<T>);

/// Asks for a `&mut T`.
pub struct Write<T>(pub(super) Object<T>);

/// Asks for a `T`.
pub struct Take<T>(pub(super) Object<T>);

/// Asks for an `Arc<T>`.
pub struct Arcs<T>(pub(super) Object<T>);

/// The value, if it is still there.
///
/// # Safety
/// A permit is held for as long as the result is used.
unsafe fn peek<T>(slot: &Slot<T>) -> Result<&Arc<T>, WireError> {
    // SAFETY: by the contract nobody changes it.
    let value = unsafe { &*slot.value.get() };
    value.as_ref().ok_or_else(|| WireError::object_moved(class::<T>()))
}

/// The value, if it is still there and nobody else has a share of it. Nobody can get one meanwhile: there is not even a
/// `Weak` to make it from.
///
/// # Safety
/// All permits are held for as long as the result is used.
unsafe fn peek_mut<T>(slot: &Slot<T>) -> Result<NonNull<T>, WireError> {
    // SAFETY: by the contract nobody else looks at it.
    let value = unsafe { &mut *slot.value.get() };
    let value = value.as_mut().ok_or_else(|| WireError::object_moved(class::<T>()))?;
    Arc::get_mut(value)
        .map(NonNull::from)
        .ok_or_else(|| WireError::object_shared(class::<T>()))
}

/// A `&T`.
pub struct ReadGuard<T> {
    value: NonNull<T>,
    object: Object<T>,
    /// It can be sent and shared as a `&T` can.
    _value: PhantomData<Arc<T>>,
}

// SAFETY: it stands for a `&T` and an `Object<T>`.
unsafe impl<T: Send + Sync> Send for ReadGuard<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for ReadGuard<T> {}

impl<T> Deref for ReadGuard<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the value stays where it is and as it is while the permit is held.
        unsafe { self.value.as_ref() }
    }
}

impl<T> Drop for ReadGuard<T> {
    fn drop(&mut self) {
        self.object.0.gate.add_permits(1);
    }
}

/// A `&mut T`.
pub struct WriteGuard<T> {
    value: NonNull<T>,
    object: Object<T>,
    _value: PhantomData<T>,
}

// SAFETY: it stands for a `&mut T` and an `Object<T>`.
unsafe impl<T: Send + Sync> Send for WriteGuard<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for WriteGuard<T> {}

impl<T> Deref for WriteGuard<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the value stays where it is while the permits are held, and they are all held here.
        unsafe { self.value.as_ref() }
    }
}

impl<T> DerefMut for WriteGuard<T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`, and nobody else has a share of the value.
        unsafe { self.value.as_mut() }
    }
}

impl<T> Drop for WriteGuard<T> {
    fn drop(&mut self) {
        self.object.0.gate.add_permits(PERMITS as usize);
    }
}

// SAFETY: reading needs one permit.
unsafe impl<T: ObjectType> Request for Read<T> {
    type Output = ReadGuard<T>;

    #[allow(private_interfaces)] // as on the trait
    fn gate(&self) -> Gate<'_> {
        Gate::new(&self.0.0, 1)
    }

    unsafe fn check(&self) -> Result<(), WireError> {
        // SAFETY: by the contract.
        unsafe { peek(&self.0.0) }.map(drop)
    }

    unsafe fn finish(self) -> ReadGuard<T> {
        // SAFETY: by the contract.
        let value = unsafe { peek(&self.0.0) }.expect("it was checked");
        let value = NonNull::from(&**value);
        ReadGuard {
            value,
            object: self.0,
            _value: PhantomData,
        }
    }
}

// SAFETY: changing needs all permits.
unsafe impl<T: ObjectType> Request for Write<T> {
    type Output = WriteGuard<T>;

    #[allow(private_interfaces)] // as on the trait
    fn gate(&self) -> Gate<'_> {
        Gate::new(&self.0.0, PERMITS)
    }

    unsafe fn check(&self) -> Result<(), WireError> {
        // SAFETY: by the contract.
        unsafe { peek_mut(&self.0.0) }.map(drop)
    }

    unsafe fn finish(self) -> WriteGuard<T> {
        // SAFETY: by the contract.
        let value = unsafe { peek_mut(&self.0.0) }.expect("it was checked");
        WriteGuard {
            value,
            object: self.0,
            _value: PhantomData,
        }
    }
}

// SAFETY: moving out needs all permits.
unsafe impl<T: ObjectType> Request for Take<T> {
    type Output = T;

    #[allow(private_interfaces)] // as on the trait
    fn gate(&self) -> Gate<'_> {
        Gate::new(&self.0.0, PERMITS)
    }

    unsafe fn check(&self) -> Result<(), WireError> {
        // SAFETY: by the contract.
        unsafe { peek_mut(&self.0.0) }.map(drop)
    }

    unsafe fn finish(self) -> T {
        // SAFETY: by the contract nobody else looks at it.
        let value = unsafe { &mut *self.0.0.value.get() }.take();
        let value = value.and_then(Arc::into_inner).expect("it was checked");
        self.0.0.gate.add_permits(PERMITS as usize);
        value
    }
}

// SAFETY: a share is made of a `&Arc<T>`, which needs one permit.
unsafe impl<T: ObjectType> Request for Arcs<T> {
    type Output = Arc<T>;

    #[allow(private_interfaces)] // as on the trait
    fn gate(&self) -> Gate<'_> {
        Gate::new(&self.0.0, 1)
    }

    unsafe fn check(&self) -> Result<(), WireError> {
        // SAFETY: by the contract.
        unsafe { peek(&self.0.0) }.map(drop)
    }

    unsafe fn finish(self) -> Arc<T> {
        // SAFETY: by the contract.
        let value = Arc::clone(unsafe { peek(&self.0.0) }.expect("it was checked"));
        self.0.0.gate.add_permits(1);
        value
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

    /// Where the call has to wait.
    #[allow(private_interfaces)] // as on `Request`
    fn gates(&self) -> [Gate<'_>; N];

    /// Whether all of them can be had.
    ///
    /// # Safety
    /// As [`Request::check`].
    ///
    /// # Errors
    /// As [`Request::check`].
    unsafe fn check(&self) -> Result<(), WireError>;

    /// Hands them out.
    ///
    /// # Safety
    /// As [`Request::finish`].
    unsafe fn finish(self) -> Self::Outputs;
}

macro_rules! tuples {
    ($($count:literal $($name:ident)+;)*) => {$(
        // SAFETY: each is passed on.
        unsafe impl<$($name: Request),+> Requests<$count> for ($($name,)+) {
            type Outputs = ($($name::Output,)+);

            #[allow(private_interfaces, non_snake_case)] // the type parameters' names serve as the fields' names
            fn gates(&self) -> [Gate<'_>; $count] {
                let ($($name,)+) = self;
                [$($name.gate()),+]
            }

            #[allow(non_snake_case)] // as above
            unsafe fn check(&self) -> Result<(), WireError> {
                let ($($name,)+) = self;
                // SAFETY: by the contract.
                $(unsafe { $name.check() }?;)+
                Ok(())
            }

            #[allow(non_snake_case)] // as above
            unsafe fn finish(self) -> Self::Outputs {
                let ($($name,)+) = self;
                // SAFETY: by the contract.
                ($(unsafe { $name.finish() },)+)
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

/// Locks objects on an isolate's own thread, which never waits.
///
/// # Errors
/// If one is in use, moved, or shared and must not be.
pub fn try_lock<const N: usize, R: Requests<N>>(requests: R) -> Result<R::Outputs, WireError> {
    {
        let mut gates = requests.gates();
        arrange(&mut gates)?;
        for gate in gates.iter_mut().filter(|gate| gate.permits > 0) {
            gate.try_hold()?;
        }
        // SAFETY: all permits are held.
        unsafe { requests.check() }?;
        hand_out(&mut gates);
    }
    // SAFETY: they were held all the time, and are no longer the gates'.
    Ok(unsafe { requests.finish() })
}

/// Locks objects in a task, waiting for its turn. Giving up, by dropping the future, leaves nothing locked.
///
/// # Errors
/// If one is moved, or shared and must not be, or passed twice.
pub async fn lock<const N: usize, R: Requests<N>>(requests: R) -> Result<R::Outputs, WireError> {
    {
        let mut gates = requests.gates();
        arrange(&mut gates)?;
        for gate in gates.iter_mut().filter(|gate| gate.permits > 0) {
            gate.hold().await;
        }
        // SAFETY: all permits are held.
        unsafe { requests.check() }?;
        hand_out(&mut gates);
    }
    // SAFETY: they were held all the time, and are no longer the gates'.
    Ok(unsafe { requests.finish() })
}

/// Locks objects on a thread that may block.
///
/// # Errors
/// As [`lock`].
pub fn wait_lock<const N: usize, R: Requests<N>>(requests: R) -> Result<R::Outputs, WireError> {
    block_on(lock(requests))
}
