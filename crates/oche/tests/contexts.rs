//! The context of an executor of the user's own, on an isolate's thread. A test program of its own, because an executor is set once.

mod support;

use std::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context, Encode, Writer};
use oche::{BoxFuture, BoxWork, Executor, StreamSink, set_executor};
use support::Isolate;

/// Futures that were spawned; nobody polls them before the test says so.
static SPAWNED: Mutex<Vec<BoxFuture>> = Mutex::new(Vec::new());
/// How many items were encoded in the executor's context, and how many outside.
static INSIDE: AtomicU32 = AtomicU32::new(0);
static OUTSIDE: AtomicU32 = AtomicU32::new(0);

thread_local! {
    static ENTERED: Cell<bool> = const { Cell::new(false) };
}

struct Idle;

impl Executor for Idle {
    fn spawn(&self, future: BoxFuture) {
        SPAWNED.lock().expect("no panic").push(future);
    }

    fn spawn_blocking(&self, _: BoxWork) {
        unreachable!("nothing blocks here");
    }

    fn enter(&self, code: &mut dyn FnMut()) {
        let before = ENTERED.replace(true);
        code();
        ENTERED.set(before);
    }
}

fn note_where() {
    let counter = if ENTERED.get() { &INSIDE } else { &OUTSIDE };
    counter.fetch_add(1, Ordering::SeqCst);
}

/// An item that notes where it is encoded, and where it is dropped.
struct Probe;

impl Encode for Probe {
    fn encode(self, w: &mut Writer) {
        note_where();
        Encode::<()>::encode(7_u32, w);
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        note_where();
    }
}

extern "C" fn push(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: only `Isolate` calls it, with a context of its own and bytes it has written.
    unsafe {
        glue::eager(cx, args, len, inbound, id, |args| async move {
            let sink: StreamSink<Probe> = args.decode(glue::sink::<(), _>)?;
            let sent = (0..10).filter(|_| sink.try_send(Probe).is_ok()).count() as u32;
            Ok(glue::reply::<(), _>(sent))
        })
    }
}

static FUNCTIONS: [glue::Entry; 1] = [glue::Entry::new(push as *const ())];
static TABLE: glue::Table = glue::Table::new(1, &FUNCTIONS);

#[test]
fn items_that_are_sent_before_a_result_are_encoded_in_the_executors_context() {
    const RETURN: u32 = EntryKind::Value.code();
    const ITEMS: u32 = EntryKind::Items.code();
    const END: u32 = EntryKind::End.code();
    const STATISTICS: u32 = EntryKind::Statistics.code();
    assert_eq!(set_executor(Idle), Ok(()));
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    let stream = dart.push_stream();
    dart.credit(stream, 100);
    let call = dart.start_pushed(0, &0_u32.to_le_bytes(), 1);
    let entries: Vec<_> = std::iter::from_fn(|| Some(dart.next())).take(4).collect();
    let found: Vec<_> = entries
        .iter()
        .map(|entry| (entry.kind, entry.id, entry.count))
        .collect();
    let wanted = [
        (ITEMS, stream, 10),
        (STATISTICS, stream, 0),
        (END, stream, 0),
        (RETURN, call, 0),
    ];
    assert_eq!(found, wanted);
    let places = (INSIDE.load(Ordering::SeqCst), OUTSIDE.load(Ordering::SeqCst));
    assert_eq!(places, (20, 0));
    drop(dart);
    SPAWNED.lock().expect("no panic").clear();
}
