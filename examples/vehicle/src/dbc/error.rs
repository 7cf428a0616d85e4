//! Why a DBC file cannot be used.

/// What is wrong with a DBC file. The texts are one line each.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs)] // the texts say it
pub enum DbcError {
    #[error("the file is text neither in UTF-8 nor in Windows-1252")]
    Encoding,
    /// `place` is `line:column`, both from 1.
    #[error("{place}: this is not DBC: `{text}`")]
    Syntax { place: String, text: String },
    #[error("the file describes no message")]
    Empty,
    #[error("{0}")]
    Content(String),
    #[error("message {message} has an identifier that no CAN frame can have")]
    Identifier { message: String },
    #[error("messages {first} and {second} have the same identifier")]
    SameIdentifier { first: String, second: String },
    #[error("signal {message}.{signal} is there twice")]
    SameSignal { message: String, signal: String },
    #[error("signal {message}.{signal} has impossible bits: {len} from bit {start}")]
    Bits {
        message: String,
        signal: String,
        start: u64,
        len: u64,
    },
    #[error("signal {message}.{signal} reaches past the {size} bytes of its message")]
    TooLong {
        message: String,
        signal: String,
        size: usize,
    },
    #[error("signal {message}.{signal} is a floating-point number of {len} bits")]
    FloatWidth { message: String, signal: String, len: u32 },
    #[error("signal {message}.{signal} has the factor {factor}: it must be finite and not 0")]
    Scale {
        message: String,
        signal: String,
        factor: f64,
    },
    #[error("signal {message}.{signal} is multiplexed, but its switch is not there (or switches itself)")]
    Switch { message: String, signal: String },
}
