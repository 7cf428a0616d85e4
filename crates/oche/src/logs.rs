//! What the Rust side logs, as streams in Dart. The Dart twin is `logs.dart`.
//!
//! Records come from the crates `log` and `tracing`, behind the features of the same names, once `init` has installed
//! what receives them, or a crate has done so itself with `Logger` or `layer`. In Dart, `logs()` of the library object
//! is a stream of them. Each listener has a queue of its own for 1,024 records; while that is full, the oldest are dropped,
//! and counted in the stream's figures. A record that nobody wants costs one look at a number.

#[cfg(any(feature = "log", feature = "tracing"))]
mod install;
#[cfg(feature = "log")]
mod logger;
#[cfg(feature = "tracing")]
mod subscriber;

use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

#[cfg(any(feature = "log", feature = "tracing"))]
pub use install::{InitError, init};
#[cfg(feature = "log")]
pub use logger::Logger;
#[cfg(feature = "tracing")]
pub use subscriber::layer;

use crate::error::caught;
use crate::isolate::Context;
use crate::sink::{self, Overflow, StreamSink};
use crate::wire::{Encode, Writer};

/// How many records wait for a listener.
const CAPACITY: usize = 1024;

use crate::protocol::LogLevel as Level;

/// One record.
///
/// On the wire, in this order: u8 level; text target; text message; `Option` of the text module; `Option` of the text file;
/// `Option` of the u32 line; text thread; the moment as i64 microseconds; the fields, as a map of texts.
struct Record {
    level: Level,
    target: String,
    message: String,
    module: Option<String>,
    file: Option<String>,
    line: Option<u32>,
    fields: Vec<(String, String)>,
    thread: String,
    time: SystemTime,
}

#[cfg(any(feature = "log", feature = "tracing"))]
impl Record {
    /// A record of this thread and this moment, of which nothing else is known.
    fn new(level: Level, target: &str) -> Self {
        let thread = std::thread::current();
        Record {
            level,
            target: target.to_owned(),
            message: String::new(),
            module: None,
            file: None,
            line: None,
            fields: Vec::new(),
            thread: thread
                .name()
                .map_or_else(|| format!("{:?}", thread.id()), str::to_owned),
            time: SystemTime::now(),
        }
    }
}

/// A record as it is sent: several streams may share it.
struct Shared(Arc<Record>);

impl Encode for Shared {
    fn encode(self, w: &mut Writer) {
        let Record {
            level,
            target,
            message,
            module,
            file,
            line,
            fields,
            thread,
            time,
        } = &*self.0;
        w.raw(&[*level as u8]);
        w.str(target);
        w.str(message);
        Encode::<()>::encode(module.as_deref(), w);
        Encode::<()>::encode(file.as_deref(), w);
        Encode::<()>::encode(*line, w);
        w.str(thread);
        Encode::<()>::encode(*time, w);
        w.count(fields.len());
        for (name, value) in fields {
            w.str(name);
            w.str(value);
        }
    }
}

/// A stream that wants records down to a level.
struct Listener {
    level: Level,
    sink: StreamSink<Shared>,
}

/// The listeners of all isolates. Whoever changes them makes another list.
static LISTENERS: Mutex<Option<Arc<Vec<Listener>>>> = Mutex::new(None);

/// The level down to which some listener wants records; 0 if there is no listener.
static WANTED: AtomicU8 = AtomicU8::new(0);

thread_local! {
    /// Whether this thread is sending a record: what is logged by that is not sent, or it would never come to an end.
    static SENDING: Cell<bool> = const { Cell::new(false) };
}

fn listeners() -> MutexGuard<'static, Option<Arc<Vec<Listener>>>> {
    // Only lists are exchanged under this lock.
    LISTENERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether somebody listens to records of this level.
#[cfg(any(feature = "log", feature = "tracing"))]
fn is_wanted(level: Level) -> bool {
    level as u8 <= WANTED.load(Ordering::Relaxed)
}

/// Sends a record to all who want it.
#[cfg(any(feature = "log", feature = "tracing"))]
fn send(record: Record) {
    if SENDING.replace(true) {
        return;
    }
    let all = listeners().clone().unwrap_or_default();
    let (level, record) = (record.level, Arc::new(record));
    let mut is_one_gone = false;
    for listener in all.iter().filter(|listener| level <= listener.level) {
        let sent = listener.sink.try_send(Shared(Arc::clone(&record)));
        is_one_gone |= sent.is_err();
    }
    drop(all);
    if is_one_gone {
        change(None);
    }
    SENDING.set(false);
}

/// Adds a listener, and forgets those who do not listen any more.
fn change(new: Option<Listener>) {
    let forgotten = {
        let mut listeners = listeners();
        let before = listeners.take().unwrap_or_default();
        let open = before.iter().filter(|listener| !listener.sink.is_closed());
        let open = open.map(|listener| Listener {
            level: listener.level,
            sink: listener.sink.clone(),
        });
        let now: Vec<Listener> = open.chain(new).collect();
        let wanted = now.iter().map(|listener| listener.level as u8).max();
        WANTED.store(wanted.unwrap_or(0), Ordering::Relaxed);
        *listeners = Some(Arc::new(now));
        before
    };
    // With a sink, what waits in it may go.
    drop(forgotten);
}

/// Whether there is anything that could be logged.
const IS_THERE: bool = cfg!(any(feature = "log", feature = "tracing"));

use crate::protocol::LogsStatus as Opened;

/// `logs_open(context, id, level)`: opens a stream of records down to a level; an [`Opened`]. If it fails, the stream is
/// cancelled.
///
/// # Safety
/// `context` is the calling isolate's.
pub(crate) unsafe extern "C" fn open(context: *mut Context, id: u64, level: u32) -> u32 {
    if !IS_THERE {
        return Opened::NoFeature as u32;
    }
    let Some(level) = Level::from_code(level) else {
        return Opened::Failed as u32;
    };
    // SAFETY: by the contract.
    let context = unsafe { &*context };
    // SAFETY: the executor's code, which may run, cannot end the context.
    let _entered = unsafe { context.enter() };
    // A panic is printed: Dart only hears that there is no executor.
    let sink =
        caught(|| sink::open_stream::<(), _, _>(context.shared(), "oche::logs", id, |out, items| out.run(items)));
    match sink {
        Ok(Some(sink)) => {
            let sink = sink.with_overflow(Overflow::DropOldest(CAPACITY));
            change(Some(Listener { level, sink }));
            Opened::Ok as u32
        }
        Ok(None) | Err(_) => Opened::Failed as u32,
    }
}
