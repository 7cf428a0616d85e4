//! Signals that Dart holds, driven from the other side of the line, without Dart. One test, because the live-object
//! counter is one for the process.

mod support;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use oche::Signal;
use oche::glue::protocol::{CallStatus, EntryKind};
use oche::glue::{self, Context, EncodeRef, Writer};
use support::{Entry, Isolate, Object, expect_live_objects, u32_at};

static NUMBER: LazyLock<Signal<u32>> = LazyLock::new(|| Signal::new(0));

/// How many difficult values are alive.
static LIVING: AtomicU32 = AtomicU32::new(0);

/// A value that panics where it is wanted least.
struct Difficult {
    in_encode: bool,
    in_drop: bool,
}

impl Difficult {
    fn new(in_encode: bool, in_drop: bool) -> Self {
        LIVING.fetch_add(1, Ordering::SeqCst);
        Difficult { in_encode, in_drop }
    }
}

impl Drop for Difficult {
    fn drop(&mut self) {
        LIVING.fetch_sub(1, Ordering::SeqCst);
        assert!(!self.in_drop, "a value that panics in being dropped");
    }
}

impl<C> EncodeRef<C> for Difficult {
    fn encode_ref(&self, w: &mut Writer) {
        assert!(!self.in_encode, "a value that panics in being encoded");
        w.unit();
    }
}

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

type Args = *const u8;

extern "C" fn number(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            Ok(glue::value::<(), _>(w, NUMBER.clone()))
        })
    }
}

extern "C" fn set(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, _| {
            let (signal, value) = (r.get::<(), Signal<u32>>()?, r.get::<(), u32>()?);
            signal.set(value);
            Ok(glue::Status::Ok)
        })
    }
}

extern "C" fn difficult(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let signal = Signal::new(Difficult::new(r.get::<(), bool>()?, r.get::<(), bool>()?));
            Ok(glue::value::<(), _>(w, signal))
        })
    }
}

struct Other;

extern "C" fn other(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            glue::encode_object(Other, 0, w);
            Ok(glue::Status::Ok)
        })
    }
}

static FUNCTIONS: [glue::Entry; 4] = [
    glue::Entry::new(number as *const ()),
    glue::Entry::new(set as *const ()),
    glue::Entry::new(difficult as *const ()),
    glue::Entry::new(other as *const ()),
];
static TABLE: glue::Table = glue::Table::new(7, &FUNCTIONS);

const NUMBER_SIGNAL: usize = 0;
const SET: usize = 1;
const DIFFICULT: usize = 2;
const OTHER: usize = 3;

const PANIC: u32 = CallStatus::Panic.code();
const INVALID: u32 = CallStatus::Invalid.code();
const CHANGED: u32 = EntryKind::Changed.code();

fn object(dart: &Isolate, function: usize, args: &[u8]) -> Object {
    assert_eq!(dart.call(function, args).0, 0);
    dart.claim(0)
}

/// Reads a number: its value.
fn read(dart: &Isolate, signal: &Object) -> u32 {
    let (status, out) = dart.signal_read(signal);
    assert_eq!((status, out.len()), (0, 24), "status, sequence, age, value");
    assert_eq!(u32_at(&out, 0), 0, "available");
    u32_at(&out, 20)
}

fn changed(id: u64) -> Entry {
    Entry {
        kind: CHANGED,
        id,
        count: 0,
        payload: Vec::new(),
    }
}

fn reading(dart: &Isolate) {
    let signal = object(dart, NUMBER_SIGNAL, &[]);
    assert!(dart.signal_changed(&signal, false), "it was never read");
    assert_eq!(read(dart, &signal), NUMBER.get());
    assert!(!dart.signal_changed(&signal, false));
    NUMBER.set(5);
    assert!(dart.signal_changed(&signal, false));
    assert_eq!(read(dart, &signal), 5);
    let args = [0_u32.to_le_bytes(), 6_u32.to_le_bytes()].concat();
    assert_eq!(dart.call_with(SET, &args, &[&signal]).0, 0);
    assert_eq!(NUMBER.get(), 6);
    dart.dispose(signal);
}

fn one_entry_until_it_is_answered(dart: &mut Isolate) {
    let signal = object(dart, NUMBER_SIGNAL, &[]);
    let id = dart.signal_listen(&signal);
    for value in 0..1000 {
        NUMBER.set(value);
        // Reading is no answer: the entry is still in the mailbox.
        assert_eq!(read(dart, &signal), value);
    }
    assert_eq!(dart.next(), changed(id));
    NUMBER.set(1000);
    assert_eq!(dart.next_within(Duration::from_millis(20)), None);
    assert!(dart.signal_changed(&signal, true));
    assert_eq!(read(dart, &signal), 1000);
    assert!(!dart.signal_changed(&signal, true));
    NUMBER.set(1001);
    assert_eq!(dart.next(), changed(id));
    dart.signal_unlisten(&signal);
    NUMBER.set(1002);
    assert_eq!(dart.next_within(Duration::from_millis(20)), None);
    let again = dart.signal_listen(&signal);
    NUMBER.set(1003);
    assert_eq!(dart.next(), changed(again));
    dart.dispose(signal);
    NUMBER.set(1004);
    assert_eq!(dart.next_within(Duration::from_millis(20)), None);
}

fn values_that_panic(dart: &Isolate) {
    let signal = object(dart, DIFFICULT, &[1, 0]);
    let (status, out) = dart.signal_read(&signal);
    assert_eq!(status, PANIC);
    assert!(String::from_utf8_lossy(&out).contains("in being encoded"));
    assert!(!dart.signal_changed(&signal, false), "it would panic again");
    dart.dispose(signal);
    let signal = object(dart, DIFFICULT, &[0, 1]);
    assert_eq!(dart.signal_read(&signal).0, 0);
    dart.dispose(signal);
    let signal = object(dart, DIFFICULT, &[0, 1]);
    dart.release(signal);
    // Nobody claims this one.
    assert_eq!(dart.call(DIFFICULT, &[0, 1]).0, 0);
}

fn what_is_no_signal(dart: &mut Isolate) {
    let other = object(dart, OTHER, &[]);
    assert!(dart.signal_changed(&other, true));
    assert_eq!(dart.signal_read(&other).0, INVALID);
    dart.signal_listen(&other);
    let args = [0_u32.to_le_bytes(), 6_u32.to_le_bytes()].concat();
    assert_eq!(dart.call_with(SET, &args, &[&other]).0, INVALID);
    assert_eq!(dart.call(SET, &args).0, INVALID);
    let difficult = object(dart, DIFFICULT, &[0, 0]);
    assert_eq!(dart.call_with(SET, &args, &[&difficult]).0, INVALID);
    for object in [other, difficult] {
        dart.dispose(object);
    }
}

fn an_isolate_that_is_gone(dart: &mut Isolate) {
    let mut gone = Isolate::attach(&TABLE, 2);
    let (theirs, ours) = (object(&gone, NUMBER_SIGNAL, &[]), object(dart, NUMBER_SIGNAL, &[]));
    gone.signal_listen(&theirs);
    let id = dart.signal_listen(&ours);
    gone.close_port();
    for value in 0..100 {
        NUMBER.set(value);
    }
    assert_eq!(dart.next(), changed(id));
    drop(gone);
    NUMBER.set(7);
    // Its finalizers run when it is gone.
    dart.release(theirs);
    NUMBER.set(8);
    assert_eq!(read(dart, &ours), 8);
    dart.dispose(ours);
}

#[test]
fn signals_of_dart() {
    {
        let mut dart = Isolate::attach(&TABLE, 1);
        expect_live_objects(1);
        reading(&dart);
        one_entry_until_it_is_answered(&mut dart);
        values_that_panic(&dart);
        what_is_no_signal(&mut dart);
        an_isolate_that_is_gone(&mut dart);
    }
    expect_live_objects(0);
    assert_eq!(LIVING.load(Ordering::SeqCst), 0);
}
