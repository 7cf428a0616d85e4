//! What a user's own code is told of calls that go wrong.
//!
//! A hook is called when the user's code is over that the call ran, before Dart hears of the failure, and with none of
//! the run time's locks held. A panic of its own goes no further than here.

use std::fmt;

use crate::base::error::WireError;
use crate::base::setting::{Mark, Setting};
use crate::run::executor::context::in_context_here;
use crate::run::panic::catch::{RustPanic, caught};
use crate::wire::codec::Encode;
use crate::wire::writer::Writer;

/// Told of everything that goes wrong in calls: for a log, or a service that collects crashes.
///
/// Dart gets each failure as an exception all the same. A hook runs on the thread of the call, for a synchronous one the
/// isolate's, and the call is not over before it returns: what takes its time belongs on another thread. If a hook
/// panics, the panic is printed, and nothing else happens.
///
/// # Example
///
/// ```
/// use oche::{CallError, CallPanic, Hooks};
///
/// struct Log;
///
/// impl Hooks for Log {
///     fn on_panic(&self, panic: &CallPanic<'_>) {
///         let function = panic.function.unwrap_or("the end of an object");
///         eprintln!("{function}: {} at {}", panic.message, panic.location.unwrap_or("?"));
///     }
///
///     fn on_error(&self, error: &CallError<'_>) {
///         eprintln!("{}: {}", error.function, error.message);
///     }
/// }
///
/// oche::set_hooks(Log)?;
/// # Ok::<(), oche::HooksAlreadySet>(())
/// ```
pub trait Hooks: Send + Sync + 'static {
    /// A panic was caught. Without a hook nothing is printed of one in a call, because Dart gets all of it.
    fn on_panic(&self, panic: &CallPanic<'_>) {
        let _ = panic;
    }

    /// A call gave an error, or an item of a stream is one.
    fn on_error(&self, error: &CallError<'_>) {
        let _ = error;
    }
}

/// A panic that was caught.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallPanic<'a> {
    /// The path of the function that was called, as in `api::shop::open`. `None` outside of calls: where an object was
    /// dropped, or an executor's waker was called.
    pub function: Option<&'a str>,
    /// What it says.
    pub message: &'a str,
    /// `file:line:column`, where it is known.
    pub location: Option<&'a str>,
    /// Where `RUST_BACKTRACE` asks for one.
    pub backtrace: Option<&'a str>,
}

/// An error that a call gave.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallError<'a> {
    /// The path of the function that was called, as in `api::shop::open`.
    pub function: &'a str,
    /// Whose error it is.
    pub kind: CallErrorKind,
    /// The error's text: by `Display`, else by `Debug`, else the name of its type.
    pub message: &'a str,
}

/// Whose error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallErrorKind {
    /// The function's own: it returned an `Err`, or its stream had one.
    Returned,
    /// The bridge's: an argument or the result cannot cross, or an object is in use.
    Refused,
}

static HOOKS: Setting<dyn Hooks> = Setting::new();

/// Says that the hooks are set already.
#[derive(Debug, PartialEq, Eq)]
pub struct HooksAlreadySet;

impl fmt::Display for HooksAlreadySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the hooks are set already: call `set_hooks` once")
    }
}

impl std::error::Error for HooksAlreadySet {}

/// Has `hooks` told of everything that goes wrong in calls from now on: see [`Hooks`].
///
/// They are this library's: each library that a process loads has its own. If `#[oche(init)]` fails, what it has set is forgotten,
/// so that the next try can set it again.
///
/// # Errors
/// If hooks were set before.
pub fn set_hooks(hooks: impl Hooks) -> Result<(), HooksAlreadySet> {
    HOOKS.set(Box::new(hooks)).then_some(()).ok_or(HooksAlreadySet)
}

/// Which hooks are set now.
pub(crate) fn mark() -> Mark<dyn Hooks> {
    HOOKS.mark()
}

/// Forgets the hooks that were set since.
pub(crate) fn forget_later(mark: &Mark<dyn Hooks>) {
    HOOKS.reset(mark);
}

/// Tells the hooks of a panic.
#[cold]
pub(crate) fn tell_panic(function: Option<&str>, panic: &RustPanic) {
    if let Some(hooks) = HOOKS.get() {
        let panic = CallPanic {
            function,
            message: panic.message(),
            location: panic.location(),
            backtrace: panic.backtrace(),
        };
        // Not told of again: a hook that always panics would never come to an end.
        drop(caught(|| in_context_here(|| hooks.on_panic(&panic))));
    }
}

#[cold]
fn tell(function: &str, kind: CallErrorKind, message: &str) {
    if let Some(hooks) = HOOKS.get() {
        let error = CallError {
            function,
            kind,
            message,
        };
        drop(caught(|| in_context_here(|| hooks.on_error(&error))));
    }
}

/// Tells the hooks of a value that could not cross.
#[cold]
pub(crate) fn tell_refusal(function: &str, error: &WireError) {
    tell(function, CallErrorKind::Refused, &error.to_string());
}

/// Tells the hooks of the error that was written to `w`, if there was one.
#[inline]
pub(crate) fn tell_error(function: &str, w: &mut Writer) {
    if let Some(message) = w.error_text.take() {
        tell(function, CallErrorKind::Returned, &message);
    }
}

/// Keeps the text of the error that is being written, if somebody wants to know it.
pub(crate) fn note_error(w: &mut Writer, text: impl FnOnce() -> String) {
    if HOOKS.get().is_some() {
        // What the text is made by is the user's code, and the error counts more than its text.
        let text = caught(text).unwrap_or_else(|_| "an error whose text cannot be made".to_owned());
        w.error_text = Some(text.into());
    }
}

/// An error that is data. Its text is made only if there are hooks.
pub struct DataError<E> {
    error: E,
    text: fn(&E) -> String,
}

impl<E> DataError<E> {
    /// Goes with how the text is made: see [`data_error!`](crate::__data_error).
    pub fn new(error: E, text: fn(&E) -> String) -> Self {
        DataError { error, text }
    }
}

impl<C, E: Encode<C>> Encode<C> for DataError<E> {
    fn encode(self, w: &mut Writer) {
        note_error(w, || (self.text)(&self.error));
        self.error.encode(w);
    }
}

/// Makes a [`DataError`] of an error of a known type. What the type can do decides between the three traits below: method
/// resolution takes the first that holds.
#[doc(hidden)]
#[macro_export]
macro_rules! __data_error {
    ($error:expr) => {
        $crate::glue::DataError::new($error, |error| {
            #[allow(unused_imports, reason = "one of them is what the type can do")]
            use $crate::glue::{ByDebug as _, ByDisplay as _, ByName as _};
            (&&&$crate::glue::Text(error)).text()
        })
    };
}

/// The text of something of a known type, likewise.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    ($value:expr) => {{
        #[allow(unused_imports, reason = "one of them is what the type can do")]
        use $crate::glue::{ByDebug as _, ByDisplay as _, ByName as _};
        (&&&$crate::glue::Text(&$value)).text()
    }};
}

/// Something whose text is wanted.
pub struct Text<'a, T>(pub &'a T);

/// By `Display`.
pub trait ByDisplay {
    /// The text.
    fn text(&self) -> String;
}

impl<T: fmt::Display> ByDisplay for &&Text<'_, T> {
    fn text(&self) -> String {
        self.0.to_string()
    }
}

/// By `Debug`.
pub trait ByDebug {
    /// The text.
    fn text(&self) -> String;
}

impl<T: fmt::Debug> ByDebug for &Text<'_, T> {
    fn text(&self) -> String {
        format!("{:?}", self.0)
    }
}

/// By the name of its type.
pub trait ByName {
    /// The text.
    fn text(&self) -> String;
}

impl<T> ByName for Text<'_, T> {
    fn text(&self) -> String {
        std::any::type_name::<T>().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Shown;

    impl fmt::Display for Shown {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("shown")
        }
    }

    #[derive(Debug)]
    struct Debugged;

    struct Bare;

    #[test]
    fn the_text_is_the_best_there_is() {
        let text = |error: DataError<Shown>| (error.text)(&error.error);
        assert_eq!(text(crate::__data_error!(Shown)), "shown");
        let text = |error: DataError<Debugged>| (error.text)(&error.error);
        assert_eq!(text(crate::__data_error!(Debugged)), "Debugged");
        let text = |error: DataError<Bare>| (error.text)(&error.error);
        assert!(text(crate::__data_error!(Bare)).ends_with("::Bare"));
    }
}
