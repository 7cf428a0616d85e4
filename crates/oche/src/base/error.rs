//! Values that cannot cross. The Dart twin is `error.dart`, where each kind becomes an exception of its own type.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt;

use crate::protocol::WireErrorKind;
use crate::protocol::limits::MAX_DEPTH;

/// Why a value could not cross. On the wire: u8 kind, then the message as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireError {
    pub(crate) kind: WireErrorKind,
    pub(crate) message: Cow<'static, str>,
}

/// Why a function cannot be called that the library has not been built with, because the `cfg` of the user's code says so.
#[cold]
pub fn missing(name: &str) -> WireError {
    let system = std::env::consts::OS;
    // WebAssembly has none.
    let target = if system.is_empty() {
        std::env::consts::ARCH
    } else {
        system
    };
    WireError::not_in_build(name, target)
}

/// The same, if it is not only a matter of the operating system.
#[cold]
pub fn missing_on_machine(name: &str) -> WireError {
    WireError::not_in_build(name, &format!("{} on {}", std::env::consts::OS, std::env::consts::ARCH))
}

impl WireError {
    fn new(kind: WireErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        WireError {
            kind,
            message: message.into(),
        }
    }

    pub(crate) fn malformed(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(WireErrorKind::Malformed, message)
    }

    #[cold]
    pub(crate) fn truncated() -> Self {
        Self::malformed("the bytes end in the middle of a value")
    }

    pub(crate) fn wrong_block() -> Self {
        Self::malformed("a list names a block of another type or length, or one that was used already")
    }

    pub(crate) fn invalid_utf8(error: std::str::Utf8Error) -> Self {
        Self::new(WireErrorKind::InvalidUtf8, format!("text is not UTF-8: {error}"))
    }

    pub(crate) fn out_of_range(value: impl fmt::Display, rust_type: &str) -> Self {
        Self::new(
            WireErrorKind::IntegerRange,
            format!("{value} does not fit into Rust's {rust_type}"),
        )
    }

    pub(crate) fn too_large_for_dart(value: u64) -> Self {
        let message = format!(
            "{value} is above {}, the largest int in Dart; `#[oche(bigint)]` makes it a BigInt",
            i64::MAX
        );
        Self::new(WireErrorKind::IntegerRange, message)
    }

    pub(crate) fn negative_duration(micros: i64) -> Self {
        let message = format!("a duration of {micros} µs is negative, and Rust's Duration cannot be");
        Self::new(WireErrorKind::IntegerRange, message)
    }

    pub(crate) fn long_duration(seconds: impl fmt::Display) -> Self {
        let message = format!("a duration of {seconds} s is longer than Dart's Duration can hold");
        Self::new(WireErrorKind::IntegerRange, message)
    }

    /// A value that has the right form and still is none of its type.
    pub(crate) fn invalid_value(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(WireErrorKind::InvalidValue, message)
    }

    pub(crate) fn not_utf8(text: &OsStr) -> Self {
        let message = format!("{text:?} is not UTF-8, and text in Dart is");
        Self::new(WireErrorKind::InvalidUtf8, message)
    }

    pub(crate) fn invalid_char(code: u32) -> Self {
        Self::new(
            WireErrorKind::InvalidChar,
            format!("{code:#x} is not a Unicode scalar value"),
        )
    }

    pub(crate) fn wrong_length(wanted: usize, found: usize) -> Self {
        let message = format!("the Rust array has {wanted} elements, the list has {found}");
        Self::new(WireErrorKind::ListLength, message)
    }

    pub(crate) fn too_long(count: usize) -> Self {
        Self::new(
            WireErrorKind::ListLength,
            format!("{count} elements are more than one message can carry"),
        )
    }

    pub(crate) fn message_too_long(bytes: usize) -> Self {
        Self::new(
            WireErrorKind::ListLength,
            format!("{bytes} bytes are more than one message can carry"),
        )
    }

    pub(crate) fn too_deep() -> Self {
        Self::new(
            WireErrorKind::NestingTooDeep,
            format!("the value is nested more than {MAX_DEPTH} levels deep"),
        )
    }

    /// An enum's variant that does not exist.
    #[doc(hidden)]
    #[cold]
    pub fn unknown_variant(name: &str, tag: u32) -> Self {
        Self::new(
            WireErrorKind::UnknownVariant,
            format!("the enum {name} has no variant number {tag}"),
        )
    }

    /// A variant of an enum of another crate, which the type that stands for it does not have.
    pub(crate) fn unmirrored_variant(name: &str) -> Self {
        let message =
            format!("the value is a variant of the Rust enum that its mirror {name} does not list: add it there");
        Self::new(WireErrorKind::UnknownVariant, message)
    }

    #[cold]
    pub(crate) fn no_object() -> Self {
        Self::malformed("the message names an object that is not there")
    }

    /// Another call is ahead, whose function is called `by` if it is known.
    pub(crate) fn object_busy(class: &str, by: &str) -> Self {
        let by = match by {
            "" => "another call".to_owned(),
            name => format!("a call of `{name}`"),
        };
        let message = format!(
            "the {class} is in use by {by}, and this call does not wait: await that one first, or let an asynchronous \
             function do this"
        );
        Self::new(WireErrorKind::ObjectBusy, message)
    }

    /// Two objects of one call that have one queue.
    pub(crate) fn object_twice(classes: [&str; 2]) -> Self {
        let message = match classes {
            [first, second] if first == second => format!(
                "the same {first} is passed twice in this call, and the function changes it or takes it over: pass \
                 different ones"
            ),
            [first, second] => format!(
                "the {first} and the {second} that are passed in this call are parts of one object, and the function \
                 changes it: pass different ones"
            ),
        };
        Self::new(WireErrorKind::ObjectBusy, message)
    }

    /// Dart has not said that the call wants it so.
    #[cold]
    pub(crate) fn object_access(class: &str) -> Self {
        Self::malformed(format!(
            "the message does not lend the {class} as the function wants it"
        ))
    }

    pub(crate) fn object_moved(class: &str) -> Self {
        let message = format!("the {class} is gone, because an earlier call took it over: make a new one");
        Self::new(WireErrorKind::ObjectMoved, message)
    }

    pub(crate) fn object_shared(class: &str) -> Self {
        let message = format!(
            "Rust holds a shared reference (`Arc`) to the {class} elsewhere, so that it can only be read until that is \
             dropped"
        );
        Self::new(WireErrorKind::ObjectShared, message)
    }

    pub(crate) fn object_part(class: &str) -> Self {
        let message = format!("this {class} is part of another object, which keeps it: it can be borrowed, not taken");
        Self::new(WireErrorKind::ObjectShared, message)
    }

    pub(crate) fn object_read_only(class: &str) -> Self {
        let message = format!(
            "this {class} is part of another object, and was given back as `&{class}`, so that it can only be read"
        );
        Self::new(WireErrorKind::ObjectShared, message)
    }

    pub(crate) fn stream_overflow(capacity: usize) -> Self {
        let message = format!(
            "items came faster than they were taken, and there is room for {capacity} of them: listen without pausing for \
             long, or let the sink have another way to deal with overflow"
        );
        Self::new(WireErrorKind::StreamOverflow, message)
    }

    fn not_in_build(name: &str, target: &str) -> Self {
        let message = format!("`{name}` is not part of this library's build for {target}");
        Self::new(WireErrorKind::NotInBuild, message)
    }

    pub(crate) fn other_signal() -> Self {
        Self::invalid_value("the signal is one of another type in Rust: pass back what came from there as this type")
    }

    pub(crate) fn trailing(left: usize) -> Self {
        Self::new(
            WireErrorKind::TrailingBytes,
            format!("{left} bytes are left after the last value"),
        )
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WireError {}
