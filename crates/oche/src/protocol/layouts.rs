//! The layouts: memory that both sides read, and the headers in the bytes of messages.

use std::ffi::c_void;

use super::description::{Field, Header, Layout, Type};

/// The Rust type of a field.
macro_rules! field {
    (U32) => { u32 };
    (U64) => { u64 };
    (Size) => { usize };
    (Bytes) => { *mut u8 };
    (Address) => { *mut c_void };
    (Attachment) => { *mut AttachmentMemory };
    (Message) => { MessageMemory };
    (Functions) => { *const *const c_void };
    (Init) => { *const c_void };
}

macro_rules! layouts {
    ($($(#[doc = $doc:literal])* $name:ident {
        $($(#[doc = $field_doc:literal])* $field:ident: $type:ident,)*
    })*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Debug)]
            #[repr(C)]
            pub struct $name {
                $(
                    $(#[doc = $field_doc])*
                    #[allow(missing_docs, reason = "most names say it")]
                    pub $field: field!($type),
                )*
            }
        )*

        /// All of them.
        pub const LAYOUTS: &[Layout] = &[$(Layout {
            name: stringify!($name),
            docs: &[$($doc),*],
            fields: &[$(Field {
                name: stringify!($field),
                docs: &[$($field_doc),*],
                kind: Type::$type,
            }),*],
        }),*];
    };
}

layouts! {
    /// What a library exports.
    TableMemory {
        /// The limit `TABLE_MAGIC`.
        magic: U32,
        abi_version: U32,
        /// Two halves: the web has no 64-bit integers, and the hash is only compared.
        hash_low: U32,
        hash_high: U32,
        runtime_count: U32,
        function_count: U32,
        /// The run time's entry points.
        runtime: Functions,
        /// The crate's functions.
        functions: Functions,
        /// What sets the crate up.
        init: Init,
    }

    /// The part of a context that both sides read.
    ContextMemory {
        /// The status of the latest direct call that failed. Dart resets it to 0.
        status: U32,
        /// The buffer for encoded arguments.
        scratch_data: Bytes,
        scratch_capacity: Size,
        /// The latest result.
        out: Message,
        /// The mailbox's current batch.
        batch: Message,
    }

    /// A message from Rust.
    MessageMemory {
        data: Bytes,
        length: Size,
        capacity: Size,
        attachments: Attachment,
        attachment_count: Size,
    }

    /// Something that goes with a message from Rust and is not bytes. Whoever reads the message claims it; what is not claimed
    /// is dropped with the message.
    AttachmentMemory {
        data: Bytes,
        bytes: Size,
        owner: Address,
        /// 1 says that somebody has it.
        claimed: U32,
        /// An `AttachmentKind`.
        kind: U32,
        /// Rust's own: what drops the owner.
        discard: Address,
    }

    /// The memory for the calls from Rust of one level of nesting, one after the other. Dart writes the answer to the data of
    /// the message, and, unless it is only a value, the length and what follows the request.
    ExchangeMemory {
        message: Message,
        /// The number of the request; 0 if nobody would wait for a later answer.
        request: U64,
        /// A `ReplyStatus`.
        status: U32,
        /// How many things go with the answer.
        attached: U32,
    }

    /// What stands for an object in Rust's memory.
    ObjectMemory {
        /// The object's number: that of no other one, ever.
        id: U64,
    }

    /// What stands for the version of a signal in Rust's memory.
    WatchMemory {}
}

macro_rules! headers {
    ($($(#[doc = $doc:literal])* $constant:ident = $name:ident {
        $($(#[doc = $field_doc:literal])* $field:ident: $type:ident,)*
    })*) => {
        $(
            $(#[doc = $doc])*
            pub const $constant: Header = Header {
                name: stringify!($name),
                docs: &[$($doc),*],
                fields: &[$(Field {
                    name: stringify!($field),
                    docs: &[$($field_doc),*],
                    kind: Type::$type,
                }),*],
            };
        )*

        /// All of them.
        pub const HEADERS: &[Header] = &[$($constant),*];
    };
}

headers! {
    /// How an entry of the mailbox begins. Entries are at multiples of 8 bytes.
    ENTRY_HEADER = EntryHeader {
        /// How many bytes the entry has, this header included; a multiple of 8.
        size: U32,
        /// An `EntryKind`.
        kind: U32,
        /// Of the call, the stream or the function that it is for.
        id: U64,
        /// Index of its first attachment in the batch's table of them.
        first_attachment: U32,
        /// How many items there are, for kinds that have items.
        count: U32,
    }

    /// How a request of Rust's for a Dart function begins that comes by the mailbox.
    REQUEST_HEADER = RequestHeader {
        /// The function's number.
        number: U64,
        /// Which of the methods.
        method: U32,
        /// Nothing, so that the arguments are at a multiple of 8 bytes.
        padding: U32,
    }
}

/// Checks that a struct of the run time begins as a layout says: `same_layout!(View as MessageMemory { data = data, length = len
/// })`; with `and no more`, that it also ends there, as it must where Dart has several of them, or one within another.
#[macro_export]
#[doc(hidden)]
macro_rules! __same_layout {
    ($own:ident as $described:ident { $($field:ident = $own_field:ident),* $(,)? }) => {
        const _: () = {
            use $crate::protocol::layouts::$described;
            // All of them, or this does not compile.
            const fn every_field(described: &$described) {
                let $described { $($field: _),* } = described;
            }
            let _ = every_field;
            $(assert!(
                std::mem::offset_of!($own, $own_field) == std::mem::offset_of!($described, $field),
                "a field is not where the protocol says"
            );)*
        };
    };
    ($own:ident as $described:ident { $($fields:tt)* } and no more) => {
        $crate::__same_layout!($own as $described { $($fields)* });
        const _: () = assert!(
            size_of::<$own>() == size_of::<$crate::protocol::layouts::$described>(),
            "it has more than the protocol says"
        );
    };
}
