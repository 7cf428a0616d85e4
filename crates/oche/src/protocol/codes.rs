//! The codes: small numbers that both sides give the same meaning.

use super::description::{Code, Codes};

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident: $repr:ident {
        $($(#[doc = $code_doc:literal])* $code:ident = $value:literal,)*
    })*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
            #[repr($repr)]
            pub enum $name {
                $($(#[doc = $code_doc])* $code = $value,)*
            }

            impl $name {
                /// All of them, in the order of their codes.
                #[doc(hidden)]
                pub const ALL: &[Self] = &[$(Self::$code),*];

                /// The one with this code.
                #[doc(hidden)]
                #[inline]
                pub const fn from_code(code: u32) -> Option<Self> {
                    match code {
                        $($value => Some(Self::$code),)*
                        _ => None,
                    }
                }

                /// Its code.
                #[doc(hidden)]
                #[inline]
                pub const fn code(self) -> $repr {
                    self as $repr
                }
            }
        )*

        /// All sets of them.
        pub const CODES: &[Codes] = &[$(Codes {
            name: stringify!($name),
            docs: &[$($doc),*],
            bits: $repr::BITS,
            codes: &[$(Code {
                name: stringify!($code),
                docs: &[$($code_doc),*],
                code: $value,
            }),*],
        }),*];
    };
}

codes! {
    /// The elements of number lists.
    ElementKind: u32 {
        /// `i8`
        I8 = 0,
        /// `u8`
        U8 = 1,
        /// `i16`
        I16 = 2,
        /// `u16`
        U16 = 3,
        /// `i32`
        I32 = 4,
        /// `u32`
        U32 = 5,
        /// `i64`
        I64 = 6,
        /// `u64`
        U64 = 7,
        /// `f32`
        F32 = 8,
        /// `f64`
        F64 = 9,
    }

    /// What a call has come to when it returns. One that has begun and completes through the mailbox is `Ok`.
    CallStatus: u32 {
        /// The out message has the value.
        Ok = 0,
        /// The out message has the user's error.
        Error = 1,
        /// The out message has a panic.
        Panic = 2,
        /// The out message says why a value could not cross, or that there was nothing to call.
        Invalid = 3,
        /// The context is detached: nothing was done.
        Detached = 4,
        /// The out message has the value of an asynchronous call, which has ended already.
        Ready = 5,
    }

    /// Why a value could not cross, or why there is nothing to call. Each is a type of exception in Dart.
    WireErrorKind: u8 {
        /// The bytes are no such value.
        Malformed = 1,
        /// Text that is no UTF-8.
        InvalidUtf8 = 2,
        /// A number that does not fit.
        IntegerRange = 3,
        /// A number that is no character.
        InvalidChar = 4,
        /// A list that is too long, or has another length than an array.
        ListLength = 5,
        /// A value with more levels than the stack may be enough for.
        NestingTooDeep = 6,
        /// A tag that no variant has.
        UnknownVariant = 7,
        /// More bytes than the value has.
        TrailingBytes = 8,
        /// A value of the right form that is none of its type.
        InvalidValue = 9,
        /// An object that another call has.
        ObjectBusy = 10,
        /// An object whose value was moved out.
        ObjectMoved = 11,
        /// An object that can only be read.
        ObjectShared = 12,
        /// A stream whose items came faster than they were taken.
        StreamOverflow = 13,
        /// A function that the library was not built with.
        NotInBuild = 14,
    }

    /// What an entry of the mailbox says, of a call, a stream or a signal. Of the first two, all but items and statistics are
    /// the last.
    EntryKind: u32 {
        /// A call's value.
        Value = 1,
        /// The user's error: of a call, or of a stream that could not start.
        Error = 2,
        /// A panic.
        Panic = 3,
        /// A value could not cross.
        Invalid = 4,
        /// It was cancelled, and everything it held is dropped.
        Cancelled = 5,
        /// Items of a stream, as many as the header says.
        Items = 6,
        /// The stream is over.
        End = 7,
        /// A Dart function is called; the id is the request's, the count the function's slot.
        Request = 8,
        /// Dart may forget functions and objects. There is no id.
        Released = 9,
        /// The last figures of a stream. Its last entry is next.
        Statistics = 10,
        /// A signal has changed; the id is the subscription's.
        Changed = 11,
    }

    /// What an attachment of a message to Dart is.
    AttachmentKind: u32 {
        /// The memory of a number list, which data and bytes are.
        Block = 0,
        /// An object of Rust. Bytes is how large it is for Dart's garbage collector.
        Object = 1,
        /// An object of Dart's own, on its way back. Data is its number, a u64, and bytes its slot.
        DartObject = 2,
        /// An object of Dart's own that implements an interface. Data and bytes as of an object of Dart.
        Implementor = 3,
    }

    /// How a call wants an object that goes with it.
    Access: u32 {
        /// As `&T`.
        Read = 0,
        /// As `&mut T`.
        Write = 1,
        /// As `T`.
        Take = 2,
        /// As `Arc<T>`.
        Share = 3,
    }

    /// What a number stands for that Rust gave to something of Dart's.
    RemoteKind: u32 {
        /// A function.
        Callback = 0,
        /// An object.
        Object = 1,
        /// An object that implements an interface: its methods.
        Implementor = 2,
    }

    /// What a call of a Dart function came to.
    ReplyStatus: u32 {
        /// The bytes are the value.
        Value = 0,
        /// The bytes are the user's error, where the function declares one.
        Error = 1,
        /// It threw: text of the exception, text of the stack.
        Threw = 2,
        /// The function is gone; no bytes.
        Gone = 3,
        /// A value could not cross: text.
        Invalid = 4,
        /// It has returned a `Future`, whose result comes by `reply`.
        Later = 5,
        /// It could not be called.
        NotRun = 6,
    }

    /// What an event is of which an answer consists with which a stream of Dart's goes to Rust. The first kind beyond those of
    /// items is the last event.
    StreamEvent: u8 {
        /// An item: the value.
        Item = 0,
        /// An error of the type that the stream's items declare: the error.
        Error = 1,
        /// Any other error: text of the error, text of the stack.
        Threw = 2,
        /// An item that cannot cross: text.
        Invalid = 3,
        /// That is all for now; there was at least one item or error.
        More = 4,
        /// The stream is done.
        Done = 5,
    }

    /// What a JSON value is.
    JsonKind: u8 {
        /// `null`
        Nothing = 0,
        /// `false`
        No = 1,
        /// `true`
        Yes = 2,
        /// A whole number.
        I64 = 3,
        /// One that no `i64` can hold.
        U64 = 4,
        /// Any other number.
        F64 = 5,
        /// A text.
        Text = 6,
        /// A list of values.
        List = 7,
        /// Texts, each with a value.
        Map = 8,
    }

    /// What the value of a signal is worth. Dart's enum has the same order.
    SignalStatus: u32 {
        /// It is as new as it is expected to be.
        Available = 0,
        /// No sample came for longer than [`Signal::with_staleness`](crate::Signal::with_staleness) allows.
        Stale = 1,
        /// There is no value: the one at hand is a placeholder, or from before the source was lost.
        Unavailable = 2,
    }

    /// How severe a record of the log is. Dart's enum has the same order.
    LogLevel: u8 {
        /// Something failed.
        Error = 1,
        /// Something is not as it should be.
        Warn = 2,
        /// Something worth knowing happened.
        Info = 3,
        /// For those who look for a mistake.
        Debug = 4,
        /// Every step.
        Trace = 5,
    }

    /// What asking for the log has come to.
    LogsStatus: u32 {
        /// The stream is open.
        Ok = 0,
        /// Neither the feature `log` nor `tracing` is enabled.
        NoFeature = 1,
        /// There is no executor for it, or no such level.
        Failed = 2,
    }
}
