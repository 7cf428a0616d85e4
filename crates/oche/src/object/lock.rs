//! Locking objects: several at once, and always in the order of their addresses, so that two calls cannot wait for each
//! other.

use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::ptr::NonNull;
use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::{Object, ObjectType, PERMITS, Place, Slot, class};
use crate::cancel::unless_cancelled;
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
    /// What its type is called, for a message.
    class: fn() -> &'static str,
    held: Option<SemaphorePermit<'a>>,
}

impl<'a> Gate<'a> {
    fn new<T>(object: &'a Object<T>, permits: u32) -> Self {
        Gate {
            gate: object.gate(),
            permits,
            class: class::<T>,
            held: None,
        }
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self.gate).addr()
    }

    #[inline]
    fn try_hold(&mut self) -> Result<(), WireError> {
        let held = self.gate.try_acquire_many(self.permits);
        self.held = Some(held.map_err(|_| WireError::object_busy((self.class)()))?);
        Ok(())
    }

    async fn hold(&mut self) {
        // It is an error only if the semaphore was closed, which nothing does.
        self.held = self.gate.acquire_many(self.permits).await.ok();
    }
}

/// Brings the gates into the order in which they are locked. The first of several readers of one object takes the permits
/// of all, so that they do not wait for each other with a writer between them.
#[inline]
fn arrange(gates: &mut [Gate<'_>]) -> Result<(), WireError> {
    gates.sort_unstable_by_key(Gate::address);
    let mut first = 0;
    for next in 1..gates.len() {
        if gates[next].address() != gates[first].address() {
            first = next;
            continue;
        }
        if gates[first].permits == PERMITS || gates[next].permits == PERMITS {
            return Err(WireError::object_twice((gates[next].class)()));
        }
        gates[first].permits += gates[next].permits;
        gates[next].permits = 0;
    }
    Ok(())
}

/// Leaves the permits to the outputs.
#[inline]
fn hand_out(gates: &mut [Gate<'_>]) {
    for gate in gates {
        if let Some(permit) = gate.held.take() {
            permit.forget();
        }
    }
}

/// A value that was found while it was checked whether it can be had: finding a part runs the user's code, which may panic,
/// and must run only once.
struct Found<T>(Cell<Option<NonNull<T>>>);

// SAFETY: it is an address until `finish`, when a guard takes it, which has bounds of its own.
unsafe impl<T> Send for Found<T> {}

/// Asks for a `&T`.
pub struct Read<T> {
    object: Object<T>,
    found: Found<T>,
}

impl<T> Read<T> {
    pub(super) fn new(object: Object<T>) -> Self {
        let found = Found(Cell::new(None));
        Read { object, found }
    }
}

/// Asks for a `&mut T`.
pub struct Write<T> {
    object: Object<T>,
    found: Found<T>,
}

impl<T> Write<T> {
    pub(super) fn new(object: Object<T>) -> Self {
        let found = Found(Cell::new(None));
        Write { object, found }
    }
}

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

/// Where an object's value is.
///
/// # Safety
/// The permits that reading needs are held for as long as the result is used.
///
/// # Errors
/// If the value was moved.
pub(super) unsafe fn value_of<T>(object: &Object<T>) -> Result<NonNull<T>, WireError> {
    match &object.0 {
        // SAFETY: by the contract.
        Place::Own(slot) => unsafe { peek(slot) }.map(|value| NonNull::from(&**value)),
        // SAFETY: by the contract.
        Place::Part(part) => unsafe { part.get() },
    }
}

/// Where an object's value is, to be changed.
///
/// # Safety
/// All permits are held for as long as the result is used.
///
/// # Errors
/// If the value was moved, is shared, or can only be read.
pub(super) unsafe fn value_of_mut<T>(object: &Object<T>) -> Result<NonNull<T>, WireError> {
    match &object.0 {
        // SAFETY: by the contract.
        Place::Own(slot) => unsafe { peek_mut(slot) },
        // SAFETY: by the contract.
        Place::Part(part) => unsafe { part.get_mut() },
    }
}

/// The slot of an object that is no part of another one.
fn own<T>(object: &Object<T>) -> Result<&Slot<T>, WireError> {
    match &object.0 {
        Place::Own(slot) => Ok(slot),
        Place::Part(_) => Err(WireError::object_part(class::<T>())),
    }
}

/// A `&T`.
pub struct ReadGuard<T> {
    value: NonNull<T>,
    permits: u32,
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
        self.object.gate().add_permits(self.permits as usize);
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
        self.object.gate().add_permits(PERMITS as usize);
    }
}

// SAFETY: the object says how many permits reading needs.
unsafe impl<T: ObjectType> Request for Read<T> {
    type Output = ReadGuard<T>;

    #[allow(private_interfaces)] // as on the trait
    fn gate(&self) -> Gate<'_> {
        Gate::new(&self.object, self.object.reading())
    }

    unsafe fn check(&self) -> Result<(), WireError> {
        // SAFETY: by the contract.
        self.found.0.set(Some(unsafe { value_of(&self.object) }?));
        Ok(())
    }

    unsafe fn finish(self) -> ReadGuard<T> {
        ReadGuard {
            value: self.found.0.get().expect("it was checked"),
            permits: self.object.reading(),
            object: self.object,
            _value: PhantomData,
        }
    }
}

// SAFETY: changing needs all permits.
unsafe impl<T: ObjectType> Request for Write<T> {
    type Output = WriteGuard<T>;

    #[allow(private_interfaces)] // as on the trait
    fn gate(&self) -> Gate<'_> {
        Gate::new(&self.object, PERMITS)
    }

    unsafe fn check(&self) -> Result<(), WireError> {
        // SAFETY: by the contract.
        self.found.0.set(Some(unsafe { value_of_mut(&self.object) }?));
        Ok(())
    }

    unsafe fn finish(self) -> WriteGuard<T> {
        WriteGuard {
            value: self.found.0.get().expect("it was checked"),
            object: self.object,
            _value: PhantomData,
        }
    }
}

// SAFETY: moving out needs all permits.
unsafe impl<T: ObjectType> Request for Take<T> {
    type Output = T;

    #[allow(private_interfaces)] // as on the trait
    fn gate(&self) -> Gate<'_> {
        Gate::new(&self.0, PERMITS)
    }

    unsafe fn check(&self) -> Result<(), WireError> {
        // SAFETY: by the contract.
        unsafe { peek_mut(own(&self.0)?) }.map(drop)
    }

    unsafe fn finish(self) -> T {
        // SAFETY: by the contract nobody else looks at it.
        let value = own(&self.0)
            .ok()
            .and_then(|slot| unsafe { &mut *slot.value.get() }.take());
        let value = value.and_then(Arc::into_inner).expect("it was checked");
        self.0.gate().add_permits(PERMITS as usize);
        value
    }
}

// SAFETY: a share is made of a `&Arc<T>`, which needs one permit.
unsafe impl<T: ObjectType> Request for Arcs<T> {
    type Output = Arc<T>;

    #[allow(private_interfaces)] // as on the trait
    fn gate(&self) -> Gate<'_> {
        Gate::new(&self.0, self.0.reading())
    }

    unsafe fn check(&self) -> Result<(), WireError> {
        // SAFETY: by the contract.
        unsafe { peek(own(&self.0)?) }.map(drop)
    }

    unsafe fn finish(self) -> Arc<T> {
        // SAFETY: by the contract.
        let value = own(&self.0).and_then(|slot| unsafe { peek(slot) }).map(Arc::clone);
        let value = value.expect("it was checked");
        self.0.gate().add_permits(1);
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
#[inline]
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
pub async fn lock<const N: usize, R>(requests: R) -> Result<R::Outputs, WireError>
where
    R: Requests<N> + Send + 'static,
    R::Outputs: Send,
{
    if hold_now(&requests)? {
        // SAFETY: the permits were held while everything was checked, and are no longer the gates'.
        return Ok(unsafe { requests.finish() });
    }
    wait(requests).await
}

/// Takes all permits if nobody has to wait for them; whether it did.
fn hold_now<const N: usize, R: Requests<N>>(requests: &R) -> Result<bool, WireError> {
    let mut gates = requests.gates();
    arrange(&mut gates)?;
    for gate in gates.iter_mut().filter(|gate| gate.permits > 0) {
        // Those that are held already are given back with the gates.
        if gate.try_hold().is_err() {
            return Ok(false);
        }
    }
    // SAFETY: all permits are held.
    unsafe { requests.check() }?;
    hand_out(&mut gates);
    Ok(true)
}

/// Waits for all permits. In a box, because the compiler cannot see through an `async` block that holds references that what
/// is around it is `Send`.
fn wait<const N: usize, R>(requests: R) -> Pin<Box<dyn Future<Output = Result<R::Outputs, WireError>> + Send>>
where
    R: Requests<N> + Send + 'static,
    R::Outputs: Send,
{
    Box::pin(async move {
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
    })
}

/// Locks objects on a thread that may block.
///
/// # Errors
/// As [`lock`].
pub fn wait_lock<const N: usize, R>(requests: R) -> Result<R::Outputs, WireError>
where
    R: Requests<N> + Send + 'static,
    R::Outputs: Send,
{
    // A cancelled call gives its place in the queue away. Nobody hears of the error.
    block_on(unless_cancelled(lock(requests))).unwrap_or_else(|| Err(WireError::cancelled()))
}
