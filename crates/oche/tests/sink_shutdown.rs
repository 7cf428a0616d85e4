//! Sinks whose executor shuts down while threads push. A test program of its own, because an executor is set once.

mod support;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context};
use oche::{BoxFuture, BoxWork, Executor, Overflow, SendError, StreamSink, set_executor};
use support::{Isolate, expect_live_objects};

const CANCELLED: u32 = EntryKind::Cancelled.code();
const ITEMS: u32 = EntryKind::Items.code();
const STATISTICS: u32 = EntryKind::Statistics.code();

static RUNTIME: Mutex<Option<tokio::runtime::Runtime>> = Mutex::new(None);

/// A runtime that can be taken away.
struct Mortal;

impl Mortal {
    fn runtime() -> tokio::runtime::Runtime {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build();
        runtime.expect("there are threads")
    }

    fn exchange(runtime: Option<tokio::runtime::Runtime>) -> Option<tokio::runtime::Runtime> {
        std::mem::replace(&mut *RUNTIME.lock().unwrap_or_else(PoisonError::into_inner), runtime)
    }
}

impl Executor for Mortal {
    fn spawn(&self, future: BoxFuture) {
        let runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
        drop(runtime.as_ref().expect("it lives").spawn(future));
    }

    fn spawn_blocking(&self, work: BoxWork) {
        thread::spawn(work);
    }
}

/// How many items there are.
static ALIVE: AtomicI64 = AtomicI64::new(0);

struct Counted(u32);

impl Counted {
    fn new(value: u32) -> Self {
        ALIVE.fetch_add(1, Ordering::SeqCst);
        Counted(value)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::SeqCst);
    }
}

impl glue::Encode for Counted {
    fn encode(self, w: &mut glue::Writer) {
        glue::Encode::<()>::encode(self.0, w);
    }
}

static SINK: Mutex<Option<StreamSink<Counted>>> = Mutex::new(None);

extern "C" fn take(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: only `Isolate` calls it, with a context of its own and bytes it has written.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            *SINK.lock().expect("no test panics while it holds this") = Some(glue::sink::<(), _>(r)?);
            r.end()?;
            Ok(glue::value::<(), _>(w, ()))
        })
    }
}

static FUNCTIONS: [glue::Entry; 1] = [glue::Entry::new(take as *const ())];
static TABLE: glue::Table = glue::Table::new(14, &FUNCTIONS);

#[test]
fn pushing_into_a_sink_whose_executor_shuts_down() {
    assert_eq!(set_executor(Mortal), Ok(()));
    let policies = [
        Overflow::Block(3),
        Overflow::DropOldest(5),
        Overflow::DropNewest(5),
        Overflow::Latest,
    ];
    let rounds = if cfg!(miri) { 4 } else { 100 };
    for round in 0..rounds {
        drop(Mortal::exchange(Some(Mortal::runtime())));
        let mut dart = Isolate::attach(&raw const TABLE, 1);
        let id = dart.push_stream();
        assert_eq!(dart.call_pushed(0, &[0; 4], 1).0, 0);
        let sink = SINK.lock().expect("no panic").take().expect("the call has brought it");
        let sink = sink.with_overflow(policies[round % policies.len()]);
        let pushers: Vec<_> = (0..3)
            .map(|_| {
                let sink = sink.clone();
                thread::spawn(move || {
                    for item in 0.. {
                        // Some wait for room, some do not.
                        let sent = match item % 2 {
                            0 => sink.send_blocking(Counted::new(item)),
                            _ => sink.try_send(Counted::new(item)),
                        };
                        if let Err(SendError::Closed(_)) = sent {
                            return;
                        }
                    }
                })
            })
            .collect();
        dart.credit(id, 20);
        thread::sleep(Duration::from_micros(50 * (round as u64 % 13)));
        let runtime = Mortal::exchange(None).expect("it lives");
        match round % 3 {
            0 => runtime.shutdown_background(),
            1 => runtime.shutdown_timeout(Duration::from_secs(5)),
            _ => drop(runtime),
        }
        // It may be that one of them is the last to have the stream.
        let last = loop {
            let entry = dart.next();
            match entry.kind {
                ITEMS => dart.credit(id, entry.count),
                STATISTICS => {}
                other => break other,
            }
        };
        assert_eq!(last, CANCELLED, "round {round}");
        for pusher in pushers {
            pusher.join().expect("it does not panic");
        }
        assert!(sink.is_closed());
        drop(sink);
        drop(dart);
        expect_live_objects(0);
        assert_eq!(ALIVE.load(Ordering::SeqCst), 0, "round {round}");
    }
}
