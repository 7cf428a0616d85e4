//! The entry points of the run time, in the order of the table.

use super::description::{EntryPoint, Lane, Type};

/// Gives all of them to a macro: documentation, name, lane, parameters, result. Whoever binds them brings Rust types of its own
/// for the types that are named here.
#[macro_export]
#[doc(hidden)]
macro_rules! __entry_points {
    ($with:ident) => {
        $with! {
            /// Makes the calling isolate's context. `post` is `NativeApi.postCObject`, `port` the native port that wakes the
            /// isolate's mailbox, `api` is `NativeApi.initializeApiDLData` or null. Null if `post` is null.
            attach: Call(ticket: Size, post: Address, port: I64, api: DartApi) -> Context;
            /// Ends the context that was made with a ticket, if there is one. Also the native finalizer that Dart runs when
            /// the isolate dies.
            detach: Finalizer(ticket: Size) -> Nothing;
            /// Makes the scratch buffer at least that large, keeping its content. False if it cannot be had.
            scratch_reserve: Leaf(context: Context, capacity: Size) -> Bool;
            /// A fresh scratch buffer for a call that begins while another is being written.
            scratch_push: Leaf(context: Context) -> Nothing;
            /// Back to the buffer before; the first one stays.
            scratch_pop: Leaf(context: Context) -> Nothing;
            /// Gives back the memory of a scratch buffer that a large call has grown.
            scratch_trim: Leaf(context: Context) -> Nothing;
            /// A block for a large number list, to be filled and sent with the next call; `element` is an `ElementKind`. Null
            /// if it cannot be had.
            inbound_alloc: Leaf(context: Context, bytes: Size, element: U32) -> Bytes;
            /// Drops the last `count` things that were to go with a call, which could not be written to its end. That may tell
            /// another isolate.
            inbound_discard: Call(context: Context, count: U32) -> Nothing;
            /// Takes the next batch from the mailbox and frees the one before; its length, 0 if nothing waits.
            drain: Call(context: Context) -> Size;
            /// Cancels a running call or an open stream. Waking a task may run an executor's own code.
            cancel: Call(context: Context, id: U64) -> Nothing;
            /// The listener took items of a stream, and more may be sent; those beyond the first grant only while fewer than so
            /// many bytes are ahead.
            credit: Call(context: Context, id: U64, taken: U32, granted: U32, bytes: U32) -> Nothing;
            /// Claims a block, whose memory then lives as long as the object, which views it. False if this Dart cannot do that.
            keep: Call(object: DartHandle, attachment: Attachment) -> Bool;
            /// How many objects of the library are alive.
            live_objects: Leaf() -> I64;
            /// An object goes with the call that is being written, which wants it as the `Access` says.
            inbound_object: Leaf(context: Context, object: Object, access: U32) -> Nothing;
            /// Lets go of an object, whoever holds it besides. The native finalizer of Dart's objects.
            object_release: Finalizer(object: Object) -> Nothing;
            /// Releases an object at once, so that its value is dropped here if nothing else uses it, and its own code runs. The
            /// context is null if the isolate is detached.
            object_dispose: Call(context: Context, object: Object) -> Nothing;
            /// Makes another reference that any isolate can claim by the number this returns, for as long as some isolate has
            /// the anchor; 0 if this Dart cannot do that.
            object_share: Call(object: Object, anchor: DartHandle) -> U64;
            /// Another reference to what was shared under this number, or null if it is no longer there.
            object_claim: Leaf(id: U64) -> Object;
            /// How Rust calls Dart back on the isolate's own thread; null if it must not any more.
            callbacks_open: Leaf(context: Context, trampoline: Trampoline) -> Nothing;
            /// A function or an object goes with the call that is being written; `kind` is a `RemoteKind`. Its number, which no
            /// other one has or had.
            inbound_remote: Leaf(context: Context, kind: U32, slot: U32) -> U64;
            /// A slot whose content Dart may forget, -1 if there is none. `answering` says that this is the first question after
            /// the mailbox's entry.
            next_released: Leaf(context: Context, answering: Bool) -> I64;
            /// Dart has the object that an attachment names, so that Rust's hold on it may end.
            attachment_release: Call(attachment: Attachment) -> Nothing;
            /// The answer to a request that was not answered on the spot; `status` is a `ReplyStatus`.
            reply: Call(context: Context, request: U64, status: U32, args: Bytes, length: Size, inbound: U32) -> Nothing;
            /// Leaves a stream's figures in the out message. False if there is no such stream.
            statistics: Call(context: Context, id: U64) -> Bool;
            /// Whether a signal has changed since it was read.
            signal_changed: Leaf(watch: Watch) -> Bool;
            /// Leaves the latest sample in the out message; a `CallStatus`. The code of a value that is cloned may run.
            signal_read: Call(context: Context, signal: Object) -> U32;
            /// Announces changes from now on, by entries of the mailbox with this id; not any more if it is 0.
            signal_listen: Leaf(context: Context, signal: Object, id: U64) -> Nothing;
            /// Opens a stream, whose sink goes with the call that is being written.
            inbound_stream: Leaf(context: Context, id: U64) -> Nothing;
            /// Ends a stream that has a sink, after what is queued. It wakes a task.
            sink_close: Call(context: Context, id: U64) -> Nothing;
            /// Opens a stream of records down to a `LogLevel`; a `LogsStatus`.
            logs_open: Call(context: Context, id: U64, level: U32) -> U32;
            /// Where the version of a signal is, for as long as that is not released; null if it is no signal.
            signal_watch: Leaf(signal: Object) -> Watch;
            /// The answer to a change that was announced: the next one is announced by another entry.
            signal_answer: Leaf(signal: Object) -> Nothing;
            /// Where the exchange of a level is, which has been used.
            exchange: Leaf(context: Context, level: U32) -> Exchange;
            /// Makes the memory of an answer at least that large, keeping its content. False if it cannot be had.
            exchange_reserve: Leaf(exchange: Exchange, capacity: Size) -> Bool;
            /// Whether an object's value was moved out.
            object_moved: Leaf(object: Object) -> Bool;
            /// What is in a slot under that number goes with another call that is being written. False if nobody holds it any
            /// more.
            inbound_again: Leaf(context: Context, slot: U32, id: U64) -> Bool;
            /// A handle to an implementor of another isolate, by which this one calls it; null if it is none.
            attachment_object: Leaf(attachment: Attachment) -> Object;
            /// A number for an isolate that is about to attach, which its finalizer watches over.
            ticket: Leaf() -> Size;
        }
    };
}

macro_rules! describe {
    ($($(#[doc = $doc:literal])* $name:ident: $lane:ident($($parameter:ident: $type:ident),*) -> $result:ident;)*) => {
        /// All of them.
        pub const ENTRY_POINTS: &[EntryPoint] = &[$(EntryPoint {
            name: stringify!($name),
            docs: &[$($doc),*],
            lane: Lane::$lane,
            parameters: &[$((stringify!($parameter), Type::$type)),*],
            result: Type::$result,
        }),*];
    };
}

__entry_points!(describe);
