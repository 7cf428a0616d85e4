//! What generated code is made of: the entry points of a crate's functions, each one line of its table, and what its functions
//! and codecs read and write with.
//!
//! A function of the table is called through a pointer by a lane that is compiled once: all that is compiled for each function
//! is what it reads, calls and writes.
//!
//! # Safety
//! An entry point has no name outside of its table, so that only Oche's Dart library calls it, and keeps the contract of the
//! module `call`. It passes on what it was called with.

/// The type that names the crate, and what reads and writes as this crate does. What one crate does not use, another does.
#[doc(hidden)]
#[macro_export]
macro_rules! __bridge {
    ($bridge:ident) => {
        /// Makes the codecs here this crate's own, whichever crate a type is from.
        pub(crate) enum $bridge {}

        /// Reading arguments and fields.
        trait Reads {
            /// The next value, of whatever type is wanted.
            fn next<T: $crate::glue::Decode<$bridge>>(&mut self) -> $crate::glue::Got<T>;

            /// The last value, after which nothing is left.
            fn last<T: $crate::glue::Decode<$bridge>>(&mut self) -> $crate::glue::Got<T>;
        }

        impl Reads for $crate::glue::Reader<'_> {
            #[inline]
            fn next<T: $crate::glue::Decode<$bridge>>(&mut self) -> $crate::glue::Got<T> {
                T::decode(self)
            }

            #[inline]
            fn last<T: $crate::glue::Decode<$bridge>>(&mut self) -> $crate::glue::Got<T> {
                let value = T::decode(self)?;
                self.end()?;
                ::std::result::Result::Ok(value)
            }
        }

        /// Writing fields and results.
        trait Writes {
            /// Appends a value.
            fn put<T: $crate::glue::Encode<$bridge>>(&mut self, value: T);

            /// Appends a value that is only lent.
            fn put_ref<T: $crate::glue::EncodeRef<$bridge> + ?::std::marker::Sized>(&mut self, value: &T);

            /// Appends the value of a function, while its arguments are still there: it may borrow from them.
            fn value<T: $crate::glue::Encode<$bridge>>(&mut self, value: T) -> $crate::glue::Done;

            /// Appends the value of a function that can fail, or its error as `error` makes it one that can be written.
            fn result<T, E, X>(
                &mut self,
                result: ::std::result::Result<T, E>,
                error: impl ::std::ops::FnOnce(E) -> X,
            ) -> $crate::glue::Done
            where
                T: $crate::glue::Encode<$bridge>,
                X: $crate::glue::Encode<$bridge>;
        }

        impl Writes for $crate::glue::Writer {
            #[inline]
            fn put<T: $crate::glue::Encode<$bridge>>(&mut self, value: T) {
                value.encode(self);
            }

            #[inline]
            fn put_ref<T: $crate::glue::EncodeRef<$bridge> + ?::std::marker::Sized>(&mut self, value: &T) {
                value.encode_ref(self);
            }

            #[inline]
            fn value<T: $crate::glue::Encode<$bridge>>(&mut self, value: T) -> $crate::glue::Done {
                value.encode(self);
                ::std::result::Result::Ok($crate::glue::Status::Ok)
            }

            #[inline]
            fn result<T, E, X>(
                &mut self,
                result: ::std::result::Result<T, E>,
                error: impl ::std::ops::FnOnce(E) -> X,
            ) -> $crate::glue::Done
            where
                T: $crate::glue::Encode<$bridge>,
                X: $crate::glue::Encode<$bridge>,
            {
                match result {
                    ::std::result::Result::Ok(value) => self.value(value),
                    ::std::result::Result::Err(value) => {
                        error(value).encode(self);
                        ::std::result::Result::Ok($crate::glue::Status::Error)
                    }
                }
            }
        }

        /// The value of an async function.
        fn answer<T: $crate::glue::Encode<$bridge>>(value: T) -> $crate::glue::Answer {
            $crate::glue::Reply::write(|w| w.value(value))
        }

        /// The value of an async function that can fail, or its error as `error` makes it one that can be written.
        fn answer_result<T, E, X>(
            result: ::std::result::Result<T, E>,
            error: impl ::std::ops::FnOnce(E) -> X,
        ) -> $crate::glue::Answer
        where
            T: $crate::glue::Encode<$bridge>,
            X: $crate::glue::Encode<$bridge>,
        {
            $crate::glue::Reply::write(|w| w.result(result, error))
        }
    };
}

/// The entry point of a synchronous function: `fn(&mut Reader<'_>, &mut Writer) -> Done`.
#[doc(hidden)]
#[macro_export]
macro_rules! __sync {
    ($body:path, $name:literal) => {{
        extern "C" fn enter(cx: *mut $crate::glue::Context, args: *const u8, len: usize, inbound: u32) -> u32 {
            // SAFETY: see the module `support::entry`.
            unsafe { $crate::glue::sync($crate::glue::caller(cx, &$name), args, len, inbound, $body) }
        }
        $crate::glue::Entry::new(enter as *const ())
    }};
}

/// The entry point of a blocking function, which has the same form.
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    ($body:path, $name:literal) => {
        $crate::__task_entry!(blocking, $body, $name)
    };
}

/// The entry point of an async function: `async fn(Args) -> Answer`.
#[doc(hidden)]
#[macro_export]
macro_rules! __future {
    ($body:path, $name:literal) => {
        $crate::__task_entry!(future, $body, $name)
    };
}

/// The entry point of an async function that is polled at once, which has the same form.
#[doc(hidden)]
#[macro_export]
macro_rules! __eager {
    ($body:path, $name:literal) => {
        $crate::__task_entry!(eager, $body, $name)
    };
}

/// The entry point of a stream: `async fn(Args, StreamOut<_>) -> End`.
#[doc(hidden)]
#[macro_export]
macro_rules! __stream {
    ($body:path, $name:literal) => {
        $crate::__task_entry!(stream, $body, $name)
    };
}

/// The entry point of what completes through the mailbox.
#[doc(hidden)]
#[macro_export]
macro_rules! __task_entry {
    ($lane:ident, $body:path, $name:literal) => {{
        extern "C" fn enter(cx: *mut $crate::glue::Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
            // SAFETY: see the module `support::entry`.
            unsafe { $crate::glue::$lane($crate::glue::caller(cx, &$name), args, len, inbound, id, $body) }
        }
        $crate::glue::Entry::new(enter as *const ())
    }};
}

/// The entry point of a function whose parameters and result are scalars or objects: `fn(…) -> Got<_>`.
#[doc(hidden)]
#[macro_export]
macro_rules! __direct {
    ($body:ident($($param:ident: $type:ty),*) $(-> $output:ty)?, $name:literal) => {{
        extern "C" fn enter(cx: *mut $crate::glue::Context, $($param: $type),*) $(-> $output)? {
            // SAFETY: see the module `support::entry`.
            unsafe { $crate::glue::direct($crate::glue::caller(cx, &$name), || $body($($param),*)) }
        }
        $crate::glue::Entry::new(enter as *const ())
    }};
}

/// The entry point in the place of what completes through the mailbox and is not there: `fn(&mut Reader<'_>, &mut Writer) ->
/// Done`, which says so. Whatever the lane is, that status ends the call at once.
#[doc(hidden)]
#[macro_export]
macro_rules! __missing {
    ($body:path, $name:literal) => {{
        extern "C" fn enter(cx: *mut $crate::glue::Context, args: *const u8, len: usize, inbound: u32, _: u64) -> u32 {
            // SAFETY: see the module `support::entry`.
            unsafe { $crate::glue::sync($crate::glue::caller(cx, &$name), args, len, inbound, $body) }
        }
        $crate::glue::Entry::new(enter as *const ())
    }};
}

/// What sets a crate up: `fn() -> Result<(), String>`.
#[doc(hidden)]
#[macro_export]
macro_rules! __init {
    ($body:path) => {{
        static ONCE: $crate::glue::Init = $crate::glue::Init::new();
        extern "C" fn enter(cx: *mut $crate::glue::Context) -> u32 {
            // SAFETY: see the module `support::entry`.
            unsafe { $crate::glue::init(cx, &ONCE, $body) }
        }
        $crate::glue::Entry::new(enter as *const ())
    }};
}

/// The codecs of a type whose values are objects in Dart, with what they hold in bytes besides their own size, if the type can
/// say it.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    ($bridge:ident, $type:ty $(, $external_size:path)?) => {
        impl $crate::glue::Encode<$bridge> for $type {
            fn encode(self, w: &mut $crate::glue::Writer) {
                let size = ::std::mem::size_of::<$type>() $(+ $external_size(&self))?;
                $crate::glue::encode_object::<$type>(self, size, w);
            }
        }

        impl $crate::glue::Encode<$bridge> for ::std::sync::Arc<$type> {
            fn encode(self, w: &mut $crate::glue::Writer) {
                let size = ::std::mem::size_of::<$type>() $(+ $external_size(&self))?;
                $crate::glue::encode_arc_object::<$type>(self, size, w);
            }
        }

        impl $crate::glue::Decode<$bridge> for $type {
            fn decode(r: &mut $crate::glue::Reader<'_>) -> $crate::glue::Got<Self> {
                $crate::glue::take_object::<$type>(r)
            }

            fn decode_arc(r: &mut $crate::glue::Reader<'_>) -> $crate::glue::Got<::std::sync::Arc<Self>> {
                $crate::glue::arc_object::<$type>(r)
            }
        }
    };
}

/// What is lent of what an `Arc` has: who has a share of it can give Dart another.
#[doc(hidden)]
#[macro_export]
macro_rules! __shared {
    ($bridge:ident, $type:ty) => {
        impl $crate::glue::EncodeRef<$bridge> for ::std::sync::Arc<$type> {
            fn encode_ref(&self, w: &mut $crate::glue::Writer) {
                $crate::glue::Encode::<$bridge>::encode(::std::sync::Arc::clone(self), w);
            }
        }
    };
}
