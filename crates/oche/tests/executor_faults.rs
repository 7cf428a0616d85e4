//! Executors that fail: one that panics, one that drops what it is given, one whose wakers panic. None of that may end
//! the process or leave Dart waiting. A test program of its own, because an executor is set once.

mod support;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Poll, Wake, Waker};
use std::time::Duration;

use futures_util::stream;
use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context};
use oche::{BoxFuture, BoxWork, Executor, set_executor};
use support::{Isolate, expect_live_objects};

const PANICS: u32 = 0;
const DROPS: u32 = 1;
const WAKES_BADLY: u32 = 2;

static FAULT: AtomicU32 = AtomicU32::new(PANICS);

/// The futures of the executor whose wakers panic.
static KEPT: Mutex<Vec<BoxFuture>> = Mutex::new(Vec::new());

struct Faulty;

struct ClosedQueue;

impl Wake for ClosedQueue {
    fn wake(self: Arc<Self>) {
        panic!("the queue is closed");
    }
}

impl Executor for Faulty {
    fn spawn(&self, mut future: BoxFuture) {
        match FAULT.load(Ordering::SeqCst) {
            PANICS => panic!("no thread for a future"),
            DROPS => drop(future),
            _ => {
                let waker = Waker::from(Arc::new(ClosedQueue));
                let polled = future.as_mut().poll(&mut TaskContext::from_waker(&waker));
                assert_eq!(polled, Poll::Pending);
                KEPT.lock().expect("nothing panics while it is locked").push(future);
            }
        }
    }

    fn spawn_blocking(&self, work: BoxWork) {
        assert_ne!(FAULT.load(Ordering::SeqCst), PANICS, "no thread for work");
        drop(work);
    }
}

extern "C" fn pending(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: only `Isolate` calls it, with a context of its own and bytes it has written.
    unsafe {
        glue::future(cx, args, len, inbound, id, |_| async move {
            std::future::pending::<()>().await;
            Ok(glue::reply::<(), _>(0_u32))
        })
    }
}

extern "C" fn work(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe { glue::blocking(cx, args, len, inbound, id, |_, w| Ok(glue::value::<(), _>(w, 0_u32))) }
}

extern "C" fn open(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe {
        glue::stream::<(), _>(cx, args, len, inbound, id, |_, out| async move {
            out.run(stream::pending::<u8>()).await
        })
    }
}

/// Needs the executor for its sink alone.
extern "C" fn push(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe {
        glue::eager(cx, args, len, inbound, id, |args| async move {
            let sink = args.decode(glue::sink::<(), u32>)?;
            Ok(glue::reply::<(), _>(u32::from(sink.try_send(1).is_ok())))
        })
    }
}

static FUNCTIONS: [glue::Entry; 4] = [
    glue::Entry::new(pending as *const ()),
    glue::Entry::new(work as *const ()),
    glue::Entry::new(open as *const ()),
    glue::Entry::new(push as *const ()),
];
static TABLE: glue::Table = glue::Table::new(1, &FUNCTIONS);

const RETURN: u32 = EntryKind::Value.code();
const PANIC: u32 = EntryKind::Panic.code();
const CANCELLED: u32 = EntryKind::Cancelled.code();
const STATISTICS: u32 = EntryKind::Statistics.code();

/// The result of a call comes, and after its sink's last word, also if nobody sends what is pushed: its kind.
fn push_in_vain(dart: &mut Isolate) -> (u32, Vec<u8>) {
    let stream = dart.push_stream();
    dart.credit(stream, 10);
    let id = dart.start_pushed(3, &0_u32.to_le_bytes(), 1);
    let entries = [dart.next(), dart.next(), dart.next()];
    assert_eq!(
        entries.each_ref().map(|entry| entry.id),
        [stream, stream, id],
        "{entries:?}"
    );
    let [statistics, end, result] = entries;
    assert_eq!((statistics.kind, end.kind), (STATISTICS, CANCELLED));
    (result.kind, result.payload)
}

#[test]
fn a_faulty_executor_ends_calls_and_nothing_else() {
    assert_eq!(set_executor(Faulty), Ok(()));
    let before = oche::live_objects();
    let mut dart = Isolate::attach(&raw const TABLE, 1);

    for index in 0..3 {
        let (status, out) = dart.try_start(index, &[]);
        let text = String::from_utf8_lossy(&out);
        assert_eq!((status, text.contains("no thread for")), (2, true), "{text}");
    }
    // The calls were never begun for Dart; what is told of them goes to nobody.
    while dart.next_within(Duration::from_millis(10)).is_some() {}
    let (kind, payload) = push_in_vain(&mut dart);
    assert_eq!(kind, PANIC);
    assert!(String::from_utf8_lossy(&payload).contains("no thread for a future"));
    expect_live_objects(before + 1);

    FAULT.store(DROPS, Ordering::SeqCst);
    for index in 0..3 {
        let id = dart.start(index, &[]);
        let mut entry = dart.next();
        if entry.kind == STATISTICS {
            entry = dart.next();
        }
        assert_eq!((entry.kind, entry.id), (CANCELLED, id));
    }
    let (kind, payload) = push_in_vain(&mut dart);
    assert_eq!((kind, payload[0]), (RETURN, 0), "nothing is taken");
    expect_live_objects(before + 1);

    FAULT.store(WAKES_BADLY, Ordering::SeqCst);
    let id = dart.start(2, &[]);
    dart.credit(id, 1);
    dart.cancel(id);
    dart.start(0, &[]);
    dart.start(0, &[]);
    drop(dart);
    KEPT.lock().expect("as above").clear();
    expect_live_objects(before);
}
