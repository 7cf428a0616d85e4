//! What it costs in Rust that calls complete and items arrive through the mailbox: `cargo bench -p oche`. Futures are polled
//! on the thread that starts or wakes them, so that no scheduler of threads takes part, except where it is said.

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::task::{Context as Polled, Wake, Waker};
use std::thread;

use divan::Bencher;
use divan::counter::ItemsCount;
use futures_util::stream;
use oche::glue::{self, Context};
use oche::{BoxFuture, BoxWork, Executor, set_executor};
use support::Isolate;

/// A future that is polled by whoever wakes it.
struct Task {
    future: Mutex<BoxFuture>,
    is_woken: AtomicBool,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.is_woken.store(true, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(&self));
        // If it is locked, it is polled already, by this very thread, and looks at the flag afterwards.
        while let Ok(mut future) = self.future.try_lock()
            && self.is_woken.swap(false, Ordering::SeqCst)
        {
            let _ = future.as_mut().poll(&mut Polled::from_waker(&waker));
        }
    }
}

/// Futures on the caller's thread, blocking work on two threads in turn.
struct Inline {
    workers: [Sender<BoxWork>; 2],
    next: AtomicUsize,
}

impl Inline {
    fn new() -> Self {
        let worker = || {
            let (sender, work) = channel::<BoxWork>();
            thread::spawn(move || work.iter().for_each(|work| work()));
            sender
        };
        Inline {
            workers: [worker(), worker()],
            next: AtomicUsize::new(0),
        }
    }
}

impl Executor for Inline {
    fn spawn(&self, future: BoxFuture) {
        let task = Task {
            future: Mutex::new(future),
            is_woken: AtomicBool::new(false),
        };
        Arc::new(task).wake();
    }

    fn spawn_blocking(&self, work: BoxWork) {
        let worker = self.next.fetch_add(1, Ordering::Relaxed) % 2;
        self.workers[worker].send(work).expect("the threads run for ever");
    }
}

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

extern "C" fn twice(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let (n,): (u32,) = args.decode(|r| Ok((r.get::<(), _>()?,)))?;
            Ok(glue::reply::<(), _>(n * 2))
        })
    }
}

extern "C" fn thrice(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, w| {
            let n: u32 = r.get::<(), _>()?;
            r.end()?;
            Ok(glue::value::<(), _>(w, n * 3))
        })
    }
}

extern "C" fn count(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::stream::<(), _>(cx, args, len, inbound, id, |args, out| async move {
            let (n,): (u32,) = args.decode(|r| Ok((r.get::<(), _>()?,)))?;
            out.run(stream::iter(0..n)).await
        })
    }
}

static FUNCTIONS: [glue::Entry; 3] = [
    glue::Entry::new(twice as *const ()),
    glue::Entry::new(thrice as *const ()),
    glue::Entry::new(count as *const ()),
];
static TABLE: glue::Table = glue::Table::new(1, &FUNCTIONS);

const TWICE: usize = 0;
const THRICE: usize = 1;
const COUNT: usize = 2;

fn isolate() -> Isolate {
    // The benchmarks of this program share one executor, which the first of them sets.
    let _ = set_executor(Inline::new());
    Isolate::attach(&raw const TABLE, 1)
}

/// Calls that are complete when they have been started, so many before Dart looks.
#[divan::bench(args = [1, 1000])]
fn calls(bencher: Bencher<'_, '_>, calls: usize) {
    let mut dart = isolate();
    bencher.counter(ItemsCount::new(calls)).bench_local(|| {
        for _ in 0..calls {
            dart.start(TWICE, &7_u32.to_le_bytes());
        }
        assert_eq!(dart.take_all().0, calls);
    });
}

/// Calls that two threads complete.
#[divan::bench(args = [1000])]
fn calls_on_two_threads(bencher: Bencher<'_, '_>, calls: usize) {
    let mut dart = isolate();
    bencher.counter(ItemsCount::new(calls)).bench_local(|| {
        for _ in 0..calls {
            dart.start(THRICE, &7_u32.to_le_bytes());
        }
        let mut left = calls;
        while left > 0 {
            left -= dart.take_all().0;
        }
    });
}

/// A stream of numbers under credit, granted in halves of a window.
#[divan::bench(args = [64, 1024])]
fn items(bencher: Bencher<'_, '_>, window: u32) {
    const ITEMS: u32 = 64 * 1024;
    let mut dart = isolate();
    bencher.counter(ItemsCount::new(ITEMS)).bench_local(|| {
        let id = dart.start(COUNT, &ITEMS.to_le_bytes());
        dart.credit(id, window);
        let mut taken = 0;
        while taken < ITEMS {
            let items = dart.take_all().1 as u32;
            taken += items;
            dart.acknowledge(id, items, items);
        }
    });
}

fn main() {
    divan::main();
}
