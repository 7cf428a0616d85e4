//! How this crate runs what Dart calls: its own threads, and a journal of what went wrong.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use async_executor::Executor;
use oche::{BoxFuture, BoxWork, CallError, CallPanic, Hooks};

/// How many threads poll futures.
const POLLERS: usize = 2;

/// Futures on the threads `second-0` and `second-1`, and blocking work on `second-blocking`, one piece after the other.
struct Threads {
    futures: Arc<Executor<'static>>,
    work: Mutex<Sender<BoxWork>>,
}

impl Threads {
    fn start() -> std::io::Result<Self> {
        let futures = Arc::new(Executor::new());
        for number in 0..POLLERS {
            let futures = Arc::clone(&futures);
            let thread = thread::Builder::new().name(format!("second-{number}"));
            thread.spawn(move || async_io::block_on(futures.run(std::future::pending::<()>())))?;
        }
        let (work, waiting) = channel::<BoxWork>();
        let thread = thread::Builder::new().name("second-blocking".to_owned());
        thread.spawn(move || waiting.into_iter().for_each(|work| work()))?;
        Ok(Self {
            futures,
            work: Mutex::new(work),
        })
    }
}

impl oche::Executor for Threads {
    fn spawn(&self, future: BoxFuture) {
        self.futures.spawn(future).detach();
    }

    fn spawn_blocking(&self, work: BoxWork) {
        let sender = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        // The thread waits for as long as the process lives. Were it gone, the call would end as a cancelled one.
        drop(sender.send(work));
    }
}

static JOURNAL: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Writes down what goes wrong.
struct Journal;

impl Journal {
    fn write(line: String) {
        JOURNAL.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

impl Hooks for Journal {
    fn on_panic(&self, panic: &CallPanic<'_>) {
        // The tests want to know what becomes of a panic in here.
        assert!(!panic.message.contains("a bad day"), "the journal is full");
        let function = panic.function.unwrap_or("no call");
        let file = panic.location.and_then(|location| location.split(':').next());
        Self::write(format!(
            "panic in {function}, {}: {}",
            file.unwrap_or("?"),
            panic.message
        ));
    }

    fn on_error(&self, error: &CallError<'_>) {
        Self::write(format!("{:?} in {}: {}", error.kind, error.function, error.message));
    }
}

/// Has everything run here; says why if that cannot be any more.
pub(crate) fn set_up() -> Result<(), String> {
    let threads = Threads::start().map_err(|error| error.to_string())?;
    oche::set_executor(threads).map_err(|error| error.to_string())?;
    oche::set_hooks(Journal).map_err(|error| error.to_string())
}

/// Gives the journal away, and begins a new one.
pub(crate) fn journal() -> Vec<String> {
    std::mem::take(&mut *JOURNAL.lock().unwrap_or_else(PoisonError::into_inner))
}
