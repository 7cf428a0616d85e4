//! Types that cannot cross, with the reason and the way out.

/// A type that cannot cross, and never will.
pub struct Never {
    pub path: &'static str,
    pub why: &'static str,
    pub instead: &'static str,
    /// Whether it is of use to Dart if it stays in an object of Rust.
    pub lives: bool,
}

const fn never(path: &'static str, why: &'static str, instead: &'static str) -> Never {
    Never {
        path,
        why,
        instead,
        lives: false,
    }
}

const fn lives(path: &'static str, why: &'static str, instead: &'static str) -> Never {
    Never {
        lives: true,
        ..never(path, why, instead)
    }
}

/// All of them, with the reason and the way out.
pub const NEVER: &[Never] = &[
    never(
        "std::any::Any",
        "Dart must know what a value is made of",
        "use an enum that lists the possible types",
    ),
    never("std::collections::BinaryHeap", ORDER, "use `Vec<T>`"),
    never("std::collections::LinkedList", ORDER, "use `Vec<T>` or `VecDeque<T>`"),
    lives("std::cell::Cell", SHARED, COPY),
    lives("std::cell::OnceCell", SHARED, COPY),
    lives("std::cell::RefCell", SHARED, COPY),
    never("std::ffi::CStr", TEXT, STRING),
    never("std::ffi::CString", TEXT, STRING),
    lives(
        "std::fs::File",
        "an open file belongs to the process that opened it",
        "send its path or its contents",
    ),
    never(
        "std::marker::PhantomData",
        "it carries nothing",
        "take the field out of the type that Dart sees",
    ),
    lives("std::net::TcpListener", SOCKET, ADDRESS),
    lives("std::net::TcpStream", SOCKET, ADDRESS),
    lives("std::net::UdpSocket", SOCKET, ADDRESS),
    never(
        "std::path::Path",
        "its size is not known",
        "write `&Path` in a parameter or a result, `PathBuf` elsewhere",
    ),
    lives(
        "std::process::Child",
        "a process belongs to the one that has started it",
        "send its id, or what it has printed",
    ),
    lives("std::rc::Weak", SHARED, COPY),
    lives("std::sync::Barrier", THREADS, ASYNC),
    lives("std::sync::Condvar", THREADS, ASYNC),
    lives("std::sync::LazyLock", SHARED, COPY),
    lives("std::sync::Mutex", SHARED, COPY),
    lives("std::sync::MutexGuard", SHARED, COPY),
    lives("std::sync::OnceLock", SHARED, COPY),
    lives("std::sync::RwLock", SHARED, COPY),
    lives("std::sync::Weak", SHARED, COPY),
    lives("std::sync::mpsc::Receiver", CHANNEL, STREAM),
    lives("std::sync::mpsc::Sender", CHANNEL, SINK),
    lives("std::sync::mpsc::SyncSender", CHANNEL, SINK),
    lives("std::thread::JoinHandle", THREADS, ASYNC),
    lives("std::thread::Thread", THREADS, ASYNC),
    lives(
        "std::time::Instant",
        "an instant means nothing outside of this process",
        "send a `Duration`",
    ),
    lives("tokio::sync::mpsc::Receiver", CHANNEL, STREAM),
    lives("tokio::sync::mpsc::UnboundedReceiver", CHANNEL, STREAM),
    lives("tokio::sync::mpsc::Sender", CHANNEL, SINK),
    lives("tokio::sync::mpsc::UnboundedSender", CHANNEL, SINK),
    lives("futures::channel::mpsc::Receiver", CHANNEL, STREAM),
    lives("futures::channel::mpsc::UnboundedReceiver", CHANNEL, STREAM),
    lives("futures::channel::mpsc::Sender", CHANNEL, SINK),
    lives("futures::channel::mpsc::UnboundedSender", CHANNEL, SINK),
    lives("futures_channel::mpsc::Receiver", CHANNEL, STREAM),
    lives("futures_channel::mpsc::UnboundedReceiver", CHANNEL, STREAM),
    lives("futures_channel::mpsc::Sender", CHANNEL, SINK),
    lives("futures_channel::mpsc::UnboundedSender", CHANNEL, SINK),
    lives("crossbeam_channel::Receiver", CHANNEL, STREAM),
    lives("crossbeam_channel::Sender", CHANNEL, SINK),
    lives("flume::Receiver", CHANNEL, STREAM),
    lives("flume::Sender", CHANNEL, SINK),
    lives("async_channel::Receiver", CHANNEL, STREAM),
    lives("async_channel::Sender", CHANNEL, SINK),
    lives("tokio::sync::broadcast::Receiver", CHANNEL, STREAM),
    lives("tokio::sync::broadcast::Sender", CHANNEL, SINK),
    lives("tokio::sync::watch::Receiver", CHANNEL, SIGNAL),
    lives("tokio::sync::watch::Sender", CHANNEL, SIGNAL),
    lives("tokio::sync::oneshot::Receiver", CHANNEL, ASYNC_FN),
    lives("tokio::sync::oneshot::Sender", CHANNEL, CALLBACK),
    lives("tokio::task::JoinHandle", THREADS, ASYNC_FN),
    lives("tokio::runtime::Runtime", THREADS, EXECUTOR),
    lives("tokio_util::sync::CancellationToken", CANCEL, CANCELLED),
    lives("tokio::sync::Mutex", SHARED, COPY),
    lives("tokio::sync::RwLock", SHARED, COPY),
    lives("parking_lot::Mutex", SHARED, COPY),
    lives("parking_lot::RwLock", SHARED, COPY),
    lives("once_cell::sync::OnceCell", SHARED, COPY),
    lives("once_cell::sync::Lazy", SHARED, COPY),
];

pub const SHARED: &str = "it guards a value that stays in Rust, and Dart gets copies";
pub const COPY: &str = "send the value that is in it";
const TEXT: &str = "its text need not be valid Unicode, which text in Dart is";
const STRING: &str = "send it as a `String`";
const ORDER: &str = "Dart has no such list, and would get a plain one";
const SOCKET: &str = "an open connection belongs to the process that opened it";
const ADDRESS: &str = "send its address, or what was read from it";
const CHANNEL: &str = "a channel has its other end in Rust";
const SINK: &str = "take an `oche::StreamSink<T>`, or give back `impl Stream<Item = T>`";
const THREADS: &str = "Dart has no threads to wait for";
const ASYNC: &str = "let a function that is no `sync` one wait for it: in Dart it is a `Future`";

const STREAM: &str = "give back `impl Stream<Item = T>`";
const SIGNAL: &str = "give back an `oche::Signal<T>`, whose value Dart reads and listens to";
const ASYNC_FN: &str = "write an `async fn` that waits for it: it is a `Future` in Dart";
const CALLBACK: &str = "take a closure: `impl FnOnce(T)`, or give the value back";
const EXECUTOR: &str = "Oche has an executor for async functions; the book's chapter on it says how to set another one";
const CANCEL: &str = "a call is cancelled from Dart, and its future is dropped then";
const CANCELLED: &str = "leave it out: in Dart `cancel()` of the call does it";
