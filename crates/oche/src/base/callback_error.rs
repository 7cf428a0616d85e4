//! What can go wrong with a callback.

use std::fmt;

use super::error::WireError;

/// Why a call of a Dart function has no result.
///
/// ```
/// use oche::CallbackError;
///
/// /// Asks Dart, and makes do with a guess if Dart cannot say.
/// pub fn estimate(ask: impl Fn(u32) -> Result<f64, CallbackError>) -> f64 {
///     ask(7).unwrap_or_else(|error| {
///         eprintln!("{}\n{}", error.message(), error.stack_trace().unwrap_or_default());
///         0.5
///     })
/// }
/// # assert_eq!(estimate(|n| Ok(f64::from(n))), 7.0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackError {
    kind: CallbackErrorKind,
    message: String,
    stack: Option<String>,
}

/// The kinds of a [`CallbackError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackErrorKind {
    /// The Dart function threw, or its `Future` completed with an error.
    Threw,
    /// The isolate of the Dart function ended, or was detached.
    Gone,
    /// An argument or the result could not cross, or the function did not give its result in time.
    Invalid,
}

impl CallbackError {
    pub(crate) fn threw(message: String, stack: String) -> Self {
        CallbackError {
            kind: CallbackErrorKind::Threw,
            message,
            stack: Some(stack).filter(|stack| !stack.is_empty()),
        }
    }

    pub(crate) fn gone() -> Self {
        CallbackError {
            kind: CallbackErrorKind::Gone,
            message: "its isolate has ended or was detached".to_owned(),
            stack: None,
        }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        CallbackError {
            kind: CallbackErrorKind::Invalid,
            message: message.into(),
            stack: None,
        }
    }

    /// What kind of error it is.
    pub fn kind(&self) -> CallbackErrorKind {
        self.kind
    }

    /// The text of what the function threw, or what else happened.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where the function threw, as Dart prints it.
    pub fn stack_trace(&self) -> Option<&str> {
        self.stack.as_deref()
    }
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            CallbackErrorKind::Threw => "the Dart function threw",
            CallbackErrorKind::Gone => "the Dart function is gone",
            CallbackErrorKind::Invalid => "the call of the Dart function has no result",
        };
        write!(f, "{what}: {}", self.message)
    }
}

impl std::error::Error for CallbackError {}

impl From<WireError> for CallbackError {
    fn from(error: WireError) -> Self {
        CallbackError::invalid(error.to_string())
    }
}

/// For functions whose errors are text.
impl From<CallbackError> for String {
    fn from(error: CallbackError) -> Self {
        error.to_string()
    }
}
