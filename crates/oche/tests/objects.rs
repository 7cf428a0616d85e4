//! Objects that Dart holds, driven from the other side of the line, without Dart. One test, because the live-object
//! counter is one for the process.

mod support;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use oche::glue::protocol::{CallStatus, EntryKind};
use oche::glue::{self, Context};
use support::{As, Isolate, Object, READ, SHARE, TAKE as TO_TAKE, WRITE, expect_live_objects, u32_at};

/// How many counters were dropped.
static DROPPED: AtomicU32 = AtomicU32::new(0);
/// A share of a counter that Rust keeps.
static KEPT: Mutex<Option<Arc<Counter>>> = Mutex::new(None);

struct Counter {
    value: u32,
    explodes: bool,
    _me: Weak<Counter>,
}

impl Counter {
    fn new(value: u32) -> Self {
        Counter {
            value,
            explodes: false,
            _me: Weak::new(),
        }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::SeqCst);
        assert!(!self.explodes, "a counter that panics in being dropped");
    }
}

struct Other;

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

type Args = *const u8;

extern "C" fn make(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let value: u32 = r.get::<(), _>()?;
            r.end()?;
            glue::encode_object(Counter::new(value), 1000, w);
            Ok(glue::Status::Ok)
        })
    }
}

/// Two readers and a writer: the sum goes into the third.
extern "C" fn add(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let (a, b) = (r.borrow::<Counter>()?, r.borrow::<Counter>()?);
            let mut c = r.borrow_mut::<Counter>()?;
            r.end()?;
            c.value = a.value + b.value;
            Ok(glue::value::<(), _>(w, c.value))
        })
    }
}

extern "C" fn sum(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let (a, b) = (r.borrow::<Counter>()?, r.borrow::<Counter>()?);
            r.end()?;
            Ok(glue::value::<(), _>(w, a.value + b.value))
        })
    }
}

extern "C" fn take(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let counter: Counter = glue::take_object(r)?;
            Ok(glue::value::<(), _>(w, counter.value))
        })
    }
}

extern "C" fn take_later(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let counter: Counter = args.decode(glue::take_object)?;
            Ok(glue::reply::<(), _>(counter.value))
        })
    }
}

extern "C" fn keep(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, _| {
            let counter: Arc<Counter> = glue::arc_object(r)?;
            *KEPT.lock().expect("no panic") = Some(counter);
            Ok(glue::Status::Ok)
        })
    }
}

extern "C" fn kept(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            let kept = KEPT.lock().expect("no panic").clone().expect("something");
            glue::encode_arc_object(kept, 0, w);
            Ok(glue::Status::Ok)
        })
    }
}

extern "C" fn other(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            r.borrow::<Other>()?;
            glue::encode_object(Other, 0, w);
            Ok(glue::Status::Ok)
        })
    }
}

extern "C" fn make_other(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            glue::encode_object(Other, 0, w);
            Ok(glue::Status::Ok)
        })
    }
}

/// Holds a counter for some milliseconds, for writing, in a task.
extern "C" fn hold(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(glue::caller(cx, &"hold"), args, len, inbound, id, |args| async move {
            let (mut counter, millis) = args.decode(|r| Ok((r.borrow_mut::<Counter>()?, r.get::<(), u64>()?)))?;
            tokio::time::sleep(Duration::from_millis(millis)).await;
            counter.value += 1;
            Ok(glue::reply::<(), _>(counter.value))
        })
    }
}

/// The same on a blocking thread.
extern "C" fn hold_thread(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, w| {
            let (mut counter, millis) = (r.borrow_mut::<Counter>()?, r.get::<(), u64>()?);
            r.end()?;
            std::thread::sleep(Duration::from_millis(millis));
            counter.value += 1;
            Ok(glue::value::<(), _>(w, counter.value))
        })
    }
}

/// Locks two counters for writing, in the order in which they come.
extern "C" fn swap(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, _| {
            let (mut a, mut b) = (r.borrow_mut::<Counter>()?, r.borrow_mut::<Counter>()?);
            r.end()?;
            std::mem::swap(&mut a.value, &mut b.value);
            Ok(glue::Status::Ok)
        })
    }
}

extern "C" fn arm(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, _| {
            let mut counter = r.borrow_mut::<Counter>()?;
            counter.explodes = true;
            Ok(glue::Status::Ok)
        })
    }
}

/// Encodes two objects, then fails.
extern "C" fn fail(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            glue::encode_object(Counter::new(1), 0, w);
            glue::encode_object(Counter::new(2), 0, w);
            panic!("too bad")
        })
    }
}

thread_local! {
    /// What happens in the middle of the next [`count_on`].
    static MEANWHILE: Cell<Option<Box<dyn FnOnce()>>> = const { Cell::new(None) };
}

/// Counts on; panics if there is nothing to add.
extern "C" fn count_on(cx: *mut Context, counter: *const glue::Handle, by: u32) -> u32 {
    // SAFETY: see above; the handle is not released.
    unsafe {
        glue::direct(cx, || {
            let counter = glue::object_arg::<Counter>(counter)?;
            let (mut counter,) = glue::borrow(&"count_on", (counter.write(),))?;
            if let Some(meanwhile) = MEANWHILE.take() {
                meanwhile();
            }
            counter.value += by;
            assert!(by > 0, "nothing to add");
            Ok(counter.value)
        })
    }
}

/// Takes over what another one has come to.
extern "C" fn copy(cx: *mut Context, from: *const glue::Handle, to: *const glue::Handle) -> u32 {
    // SAFETY: as above.
    unsafe {
        glue::direct(cx, || {
            let (from, to) = (glue::object_arg::<Counter>(from)?, glue::object_arg::<Counter>(to)?);
            let (from, mut to) = glue::borrow(&"copy", (from.read(), to.write()))?;
            to.value = from.value;
            Ok(to.value)
        })
    }
}

static FUNCTIONS: [glue::Entry; 16] = [
    glue::Entry::new(make as *const ()),
    glue::Entry::new(add as *const ()),
    glue::Entry::new(sum as *const ()),
    glue::Entry::new(take as *const ()),
    glue::Entry::new(keep as *const ()),
    glue::Entry::new(kept as *const ()),
    glue::Entry::new(other as *const ()),
    glue::Entry::new(hold as *const ()),
    glue::Entry::new(hold_thread as *const ()),
    glue::Entry::new(swap as *const ()),
    glue::Entry::new(arm as *const ()),
    glue::Entry::new(fail as *const ()),
    glue::Entry::new(count_on as *const ()),
    glue::Entry::new(copy as *const ()),
    glue::Entry::new(make_other as *const ()),
    glue::Entry::new(take_later as *const ()),
];
static TABLE: glue::Table = glue::Table::new(7, &FUNCTIONS);

const MAKE: usize = 0;
const ADD: usize = 1;
const SUM: usize = 2;
const TAKE: usize = 3;
const KEEP: usize = 4;
const KEPT_ONE: usize = 5;
const OTHER: usize = 6;
const HOLD: usize = 7;
const HOLD_THREAD: usize = 8;
const SWAP: usize = 9;
const ARM: usize = 10;
const FAIL: usize = 11;
const COUNT_ON: usize = 12;
const COPY: usize = 13;
const MAKE_OTHER: usize = 14;
const TAKE_LATER: usize = 15;

const RETURN: u32 = EntryKind::Value.code();
const PANIC: u32 = CallStatus::Panic.code();
const INVALID: u32 = CallStatus::Invalid.code();
/// Of the mailbox's entries.
const INVALID_ENTRY: u32 = EntryKind::Invalid.code();
const CANCELLED: u32 = EntryKind::Cancelled.code();
const MALFORMED: u8 = 1;
const BUSY: u8 = 10;
const MOVED: u8 = 11;
const SHARED: u8 = 12;

fn indices(indices: &[u32]) -> Vec<u8> {
    indices.iter().flat_map(|index| index.to_le_bytes()).collect()
}

fn new(dart: &Isolate, value: u32) -> Object {
    let (status, out) = dart.call(MAKE, &value.to_le_bytes());
    assert_eq!((status, out), (0, indices(&[0])));
    dart.claim(0)
}

fn value(dart: &Isolate, counter: &Object) -> u32 {
    let (status, out) = dart.call_with(SUM, &indices(&[0, 1]), &[counter, counter]);
    assert_eq!(status, 0);
    u32_at(&out, 0) / 2
}

/// What the message of an error begins with, up to its first comma.
fn message(error: &[u8]) -> String {
    let text = String::from_utf8_lossy(&error[5..]);
    text.split(',').next().unwrap_or_default().to_owned()
}

/// The kind of the error that a call must end with.
fn refusal((status, out): (u32, Vec<u8>)) -> u8 {
    assert_eq!(status, INVALID);
    out[0]
}

fn borrowing(dart: &Isolate) {
    let (a, b, c) = (new(dart, 1), new(dart, 2), new(dart, 0));
    assert_eq!(a.external_size, 1000);
    let all = [As(&a, READ), As(&b, READ), As(&c, WRITE)];
    assert_eq!(dart.call_as(ADD, &indices(&[0, 1, 2]), &all), (0, indices(&[3])));
    let twice = [As(&a, READ), As(&a, READ), As(&c, WRITE)];
    assert_eq!(
        dart.call_as(ADD, &indices(&[0, 1, 2]), &twice),
        (0, indices(&[2])),
        "readers share"
    );
    for twice in [
        [As(&a, READ), As(&c, READ), As(&c, WRITE)],
        [As(&c, WRITE), As(&a, READ), As(&c, WRITE)],
        [As(&c, TO_TAKE), As(&c, SHARE), As(&a, READ)],
    ] {
        let (status, out) = dart.call_as(ADD, &indices(&[0, 1, 2]), &twice);
        assert_eq!(message(&out), "the same Counter is passed twice in this call");
        assert_eq!(refusal((status, out)), BUSY);
    }
    assert_eq!(value(dart, &c), 2, "nothing stays locked");
    // What Dart says is not trusted: the function gets no more than its places, and each of them once.
    for wrong in [
        &[3_u32, 0, 0][..],
        &[u32::MAX, 0, 0],
        &[0, 1],
        &[0, 0, 2],
        &[0, 2, 2],
        &[2, 1, 0],
    ] {
        assert_eq!(refusal(dart.call_as(ADD, &indices(wrong), &all)), MALFORMED);
    }
    for access in [READ, SHARE, 4, u32::MAX] {
        let lent = [As(&a, READ), As(&b, READ), As(&c, access)];
        assert_eq!(refusal(dart.call_as(ADD, &indices(&[0, 1, 2]), &lent)), MALFORMED);
        assert_eq!(
            refusal(dart.call_as(TAKE, &indices(&[0]), &[As(&c, access)])),
            MALFORMED
        );
    }
    assert_eq!(value(dart, &c), 2, "nothing stays locked, nothing was taken");
    assert_eq!(refusal(dart.call_with(OTHER, &indices(&[0]), &[&a])), MALFORMED);
    assert_eq!(refusal(dart.call(OTHER, &indices(&[0]))), MALFORMED);
    dart.discard(&[&a, &b]);
    for counter in [a, b, c] {
        dart.dispose(counter);
    }
}

fn moving_and_sharing(dart: &Isolate) {
    let dropped = DROPPED.load(Ordering::SeqCst);
    let a = new(dart, 5);
    assert_eq!(
        dart.call_as(TAKE, &indices(&[0]), &[As(&a, TO_TAKE)]),
        (0, indices(&[5]))
    );
    assert_eq!(DROPPED.load(Ordering::SeqCst), dropped + 1);
    assert_eq!(refusal(dart.call_as(TAKE, &indices(&[0]), &[As(&a, TO_TAKE)])), MOVED);
    assert_eq!(refusal(dart.call_with(SUM, &indices(&[0, 1]), &[&a, &a])), MOVED);
    dart.dispose(a);

    let a = new(dart, 6);
    assert_eq!(dart.call_as(KEEP, &indices(&[0]), &[As(&a, SHARE)]).0, 0);
    assert_eq!(value(dart, &a), 6);
    assert_eq!(refusal(dart.call_as(TAKE, &indices(&[0]), &[As(&a, TO_TAKE)])), SHARED);
    assert_eq!(refusal(dart.call_as(ARM, &indices(&[0]), &[As(&a, WRITE)])), SHARED);
    assert_eq!(dart.call(KEPT_ONE, &[]).0, 0);
    let b = dart.claim(0);
    assert_eq!(value(dart, &b), 6);
    dart.dispose(a);
    *KEPT.lock().expect("no panic") = None;
    assert_eq!(
        dart.call_as(TAKE, &indices(&[0]), &[As(&b, TO_TAKE)]),
        (0, indices(&[6])),
        "b has it alone now"
    );
    dart.dispose(b);

    // An Arc that knows itself can be read, but never be changed.
    let me = Arc::new_cyclic(|me| Counter {
        value: 7,
        explodes: false,
        _me: me.clone(),
    });
    *KEPT.lock().expect("no panic") = Some(me);
    assert_eq!(dart.call(KEPT_ONE, &[]).0, 0);
    let me = dart.claim(0);
    *KEPT.lock().expect("no panic") = None;
    assert_eq!(value(dart, &me), 7);
    assert_eq!(refusal(dart.call_as(ARM, &indices(&[0]), &[As(&me, WRITE)])), SHARED);
    dart.dispose(me);
}

/// How a direct call must have failed: by an error of this kind.
fn direct_refusal(dart: &Isolate, (_, status): (i32, u32)) -> u8 {
    refusal((status, dart.out()))
}

/// The direct lane, where an object is a pointer.
fn pointing(dart: &Rc<Isolate>) {
    let (a, b) = (new(dart, 1), new(dart, 0));
    assert_eq!(dart.call_direct_method(COUNT_ON, &a, 4), (5, 0));
    assert_eq!(dart.call_direct_objects(COPY, &a, &b), (5, 0));
    assert_eq!((value(dart, &a), value(dart, &b)), (5, 5));
    assert_eq!(direct_refusal(dart, dart.call_direct_objects(COPY, &a, &a)), BUSY);

    assert_eq!(dart.call_direct_method(COUNT_ON, &a, 0).1, PANIC);
    assert_eq!(dart.call_direct_method(COUNT_ON, &a, 1), (6, 0), "nothing stays locked");

    // Another call that comes in between.
    let inner = Rc::clone(dart);
    let again = a.alias();
    MEANWHILE.set(Some(Box::new(move || {
        assert_eq!(
            direct_refusal(&inner, inner.call_direct_method(COUNT_ON, &again, 1)),
            BUSY
        );
        assert_eq!(
            refusal(inner.call_with(SUM, &indices(&[0, 1]), &[&again, &again])),
            BUSY
        );
    })));
    assert_eq!(dart.call_direct_method(COUNT_ON, &a, 1), (7, 0));

    // An object of another type is no memory to be misunderstood.
    assert_eq!(dart.call(MAKE_OTHER, &[]).0, 0);
    let other = dart.claim(0);
    assert_eq!(
        direct_refusal(dart, dart.call_direct_method(COUNT_ON, &other, 1)),
        MALFORMED
    );
    assert_eq!(
        direct_refusal(dart, dart.call_direct_objects(COPY, &a, &other)),
        MALFORMED
    );
    dart.dispose(other);

    assert_eq!(dart.call_as(KEEP, &indices(&[0]), &[As(&a, SHARE)]).0, 0);
    assert_eq!(direct_refusal(dart, dart.call_direct_method(COUNT_ON, &a, 1)), SHARED);
    *KEPT.lock().expect("no panic") = None;
    assert_eq!(dart.call_as(TAKE, &indices(&[0]), &[As(&b, TO_TAKE)]).0, 0);
    assert_eq!(direct_refusal(dart, dart.call_direct_method(COUNT_ON, &b, 1)), MOVED);
    dart.dispose(b);

    // The call has a reference of its own: what Dart disposes of meanwhile is dropped when it ends, however it ends.
    for (a, by) in [(a, 1), (new(dart, 7), 0)] {
        let dropped = DROPPED.load(Ordering::SeqCst);
        let (inner, same) = (Rc::clone(dart), a.alias());
        MEANWHILE.set(Some(Box::new(move || {
            inner.dispose(same);
            assert_eq!(DROPPED.load(Ordering::SeqCst), dropped);
        })));
        let ended = dart.call_direct_method(COUNT_ON, &a, by);
        assert_eq!(ended, if by == 1 { (8, 0) } else { (0, PANIC) });
        assert_eq!(DROPPED.load(Ordering::SeqCst), dropped + 1);
    }

    // A value that panics in being dropped, at the end of the call.
    let a = new(dart, 1);
    assert_eq!(dart.call_as(ARM, &indices(&[0]), &[As(&a, WRITE)]).0, 0);
    let (inner, same) = (Rc::clone(dart), a.alias());
    MEANWHILE.set(Some(Box::new(move || inner.dispose(same))));
    assert_eq!(dart.call_direct_method(COUNT_ON, &a, 1), (2, 0));
}

fn waiting(dart: &mut Isolate) {
    let counter = new(dart, 0);
    let args = [indices(&[0]), 50_u64.to_le_bytes().to_vec()].concat();
    let ids = [
        dart.start_as(HOLD, &args, &[As(&counter, WRITE)]),
        dart.start_as(HOLD_THREAD, &args, &[As(&counter, WRITE)]),
        dart.start_as(HOLD, &args, &[As(&counter, WRITE)]),
    ];
    // The places are taken at once, wherever the calls begin.
    let (status, out) = dart.call_with(SUM, &indices(&[0, 1]), &[&counter, &counter]);
    assert_eq!(message(&out), "the Counter is in use by a call of `hold`");
    assert_eq!(refusal((status, out)), BUSY);
    // What runs keeps its objects, whatever Dart does meanwhile.
    let dropped = DROPPED.load(Ordering::SeqCst);
    dart.dispose(counter);
    let results = ids.map(|id| {
        let entry = dart.next();
        assert_eq!((entry.kind, entry.id), (RETURN, id), "in the order of the calls");
        u32_at(&entry.payload, 0)
    });
    assert_eq!(results, [1, 2, 3]);
    for _ in 0..1000 {
        if DROPPED.load(Ordering::SeqCst) == dropped + 1 {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(DROPPED.load(Ordering::SeqCst), dropped + 1);

    // A task that is cancelled while it waits leaves nothing locked.
    let counter = new(dart, 0);
    let long = [indices(&[0]), 200_u64.to_le_bytes().to_vec()].concat();
    let first = dart.start_as(HOLD, &long, &[As(&counter, WRITE)]);
    std::thread::sleep(Duration::from_millis(20));
    let second = dart.start_as(HOLD, &long, &[As(&counter, WRITE)]);
    dart.cancel(second);
    assert_eq!(dart.next().id, second);
    dart.cancel(first);
    assert_eq!(dart.next().id, first);
    assert_eq!(value(dart, &counter), 0);
    dart.dispose(counter);

    // In the order of their addresses, so that nobody waits for ever.
    let (a, b) = (new(dart, 1), new(dart, 2));
    for _ in 0..500 {
        dart.start_as(SWAP, &indices(&[0, 1]), &[As(&a, WRITE), As(&b, WRITE)]);
        dart.start_as(SWAP, &indices(&[1, 0]), &[As(&a, WRITE), As(&b, WRITE)]);
    }
    for _ in 0..1000 {
        assert_eq!(dart.next().kind, RETURN);
    }
    assert_eq!((value(dart, &a), value(dart, &b)), (1, 2));
    dart.dispose(a);
    dart.dispose(b);
}

/// Calls of every kind get their objects in the order in which they were made.
fn in_order(dart: &mut Isolate) {
    let rounds: u32 = if cfg!(miri) { 3 } else { 300 };
    let args = [indices(&[0]), 0_u64.to_le_bytes().to_vec()].concat();
    for round in 0..rounds {
        let (a, b) = (new(dart, 0), new(dart, 100));
        let mut ids = Vec::new();
        for step in 0..6 {
            ids.push(match (round + step) % 3 {
                0 => dart.start_as(HOLD, &args, &[As(&a, WRITE)]),
                1 => dart.start_as(HOLD_THREAD, &args, &[As(&a, WRITE)]),
                // There and back.
                _ => {
                    dart.start_as(SWAP, &indices(&[0, 1]), &[As(&a, WRITE), As(&b, WRITE)]);
                    dart.start_as(SWAP, &indices(&[1, 0]), &[As(&a, WRITE), As(&b, WRITE)])
                }
            });
        }
        let taking = dart.start_as(TAKE_LATER, &indices(&[0]), &[As(&a, TO_TAKE)]);
        let late = dart.start_as(HOLD, &args, &[As(&a, WRITE)]);
        // Other calls' entries may overtake each other on their way; what each of them saw counts.
        let mut seen = std::collections::HashMap::new();
        for _ in 0..10 {
            let entry = dart.next();
            seen.insert(entry.id, entry);
        }
        let mut count = 0;
        for id in ids {
            let entry = &seen[&id];
            assert_eq!(entry.kind, RETURN);
            if !entry.payload.is_empty() {
                count += 1;
                assert_eq!(u32_at(&entry.payload, 0), count);
            }
        }
        assert_eq!((count, u32_at(&seen[&taking].payload, 0)), (4, 4));
        assert_eq!((seen[&late].kind, seen[&late].payload[0]), (INVALID_ENTRY, MOVED));
        assert!(dart.is_moved(&a) && !dart.is_moved(&b));
        dart.dispose(a);
        dart.dispose(b);
    }
}

/// A call that is cancelled while it waits never begins, and whoever is behind it goes on.
fn cancelled_in_line(dart: &mut Isolate) {
    let counter = new(dart, 0);
    let args = |millis: u64| [indices(&[0]), millis.to_le_bytes().to_vec()].concat();
    let first = dart.start_as(HOLD, &args(60), &[As(&counter, WRITE)]);
    let cancelled = [HOLD, HOLD_THREAD].map(|lane| dart.start_as(lane, &args(10_000), &[As(&counter, WRITE)]));
    let last = dart.start_as(HOLD_THREAD, &args(0), &[As(&counter, WRITE)]);
    for id in cancelled {
        dart.cancel(id);
    }
    let ends: Vec<_> = (0..4).map(|_| dart.next()).collect();
    let end = |id: u64| ends.iter().find(|entry| entry.id == id).expect("it has ended");
    for id in cancelled {
        assert_eq!(end(id).kind, CANCELLED);
    }
    assert_eq!((u32_at(&end(first).payload, 0), u32_at(&end(last).payload, 0)), (1, 2));
    dart.dispose(counter);
}

/// All or nothing: what can be had stays where it is if something else cannot.
fn all_or_nothing(dart: &Isolate) {
    let (a, gone, shared) = (new(dart, 1), new(dart, 2), new(dart, 3));
    assert_eq!(dart.call_as(TAKE, &indices(&[0]), &[As(&gone, TO_TAKE)]).0, 0);
    assert_eq!(dart.call_as(KEEP, &indices(&[0]), &[As(&shared, SHARE)]).0, 0);
    for (other, access, why) in [
        (&gone, TO_TAKE, MOVED),
        (&gone, READ, MOVED),
        (&shared, WRITE, SHARED),
        (&a, READ, BUSY),
    ] {
        let objects = [As(&a, TO_TAKE), As(other, access)];
        assert_eq!(refusal(dart.call_as(TAKE, &indices(&[0]), &objects)), why);
        assert!(!dart.is_moved(&a));
        assert_eq!(value(dart, &a), 1);
    }
    *KEPT.lock().expect("no panic") = None;
    for object in [a, gone, shared] {
        dart.dispose(object);
    }
}

/// Handles of one object have one identity and one queue, wherever they come from.
fn the_same_object(dart: &mut Isolate) {
    let (a, stranger) = (new(dart, 1), new(dart, 1));
    assert_ne!(dart.identity(&a), dart.identity(&stranger));
    assert_eq!(dart.call_as(KEEP, &indices(&[0]), &[As(&a, SHARE)]).0, 0);
    assert_eq!(dart.call(KEPT_ONE, &[]).0, 0);
    let b = dart.claim(0);
    assert_eq!(dart.identity(&a), dart.identity(&b));
    // The one that comes from Rust first, of an `Arc` that Dart never had.
    *KEPT.lock().expect("no panic") = Some(Arc::new(Counter::new(5)));
    let others = [0; 2].map(|_| {
        assert_eq!(dart.call(KEPT_ONE, &[]).0, 0);
        dart.claim(0)
    });
    assert_eq!(dart.identity(&others[0]), dart.identity(&others[1]));
    assert_ne!(dart.identity(&a), dart.identity(&others[0]));
    *KEPT.lock().expect("no panic") = None;
    // One queue: the second handle finds the first one's call ahead, and both in one call are passed twice.
    let args = [indices(&[0]), 60_u64.to_le_bytes().to_vec()].concat();
    let holding = dart.start_as(HOLD, &args, &[As(&a, WRITE)]);
    let (status, out) = dart.call_with(SUM, &indices(&[0, 1]), &[&b, &b]);
    assert_eq!(message(&out), "the Counter is in use by a call of `hold`");
    assert_eq!(refusal((status, out)), BUSY);
    assert_eq!(dart.next().id, holding);
    let both = [As(&a, WRITE), As(&b, WRITE)];
    let swap = dart.start_as(SWAP, &indices(&[0, 1]), &both);
    let refused = dart.next();
    assert_eq!(
        (refused.id, refused.kind, refused.payload[0]),
        (swap, INVALID_ENTRY, BUSY)
    );
    assert_eq!(
        message(&refused.payload),
        "the same Counter is passed twice in this call"
    );
    // Moved through one handle, it is moved for all; a new value never is the same, wherever it is put.
    let before = dart.identity(&a);
    assert_eq!(
        dart.call_as(TAKE, &indices(&[0]), &[As(&a, TO_TAKE)]),
        (0, indices(&[2]))
    );
    assert!(dart.is_moved(&a) && dart.is_moved(&b));
    assert_eq!(refusal(dart.call_with(SUM, &indices(&[0, 1]), &[&b, &b])), MOVED);
    for _ in 0..100 {
        *KEPT.lock().expect("no panic") = Some(Arc::new(Counter::new(9)));
        assert_eq!(dart.call(KEPT_ONE, &[]).0, 0);
        let new = dart.claim(0);
        assert!(dart.identity(&new) != before && !dart.is_moved(&new));
        assert_eq!(value(dart, &new), 9);
        *KEPT.lock().expect("no panic") = None;
        dart.dispose(new);
    }
    let [c, d] = others;
    for object in [a, b, c, d, stranger] {
        dart.dispose(object);
    }
}

fn dropping(dart: &Isolate) {
    let dropped = DROPPED.load(Ordering::SeqCst);
    // A panic of a value's own code in the collector's or the isolate's thread would be the end.
    for collected in [false, true] {
        let counter = new(dart, 0);
        assert_eq!(dart.call_as(ARM, &indices(&[0]), &[As(&counter, WRITE)]).0, 0);
        match collected {
            true => dart.release(counter),
            false => dart.dispose(counter),
        }
    }
    assert_eq!(dart.call(FAIL, &[]).0, 2);
    // Claimed by nobody: dropped with its message.
    assert_eq!(dart.call(MAKE, &indices(&[1])).0, 0);
    assert_eq!(dart.call(FAIL, &[]).0, 2);
    for _ in 0..1000 {
        if DROPPED.load(Ordering::SeqCst) == dropped + 7 {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(DROPPED.load(Ordering::SeqCst), dropped + 7);
}

#[test]
fn objects_from_the_other_side() {
    let before = oche::live_objects();
    let dart = Rc::new(Isolate::attach(&raw const TABLE, 1));
    borrowing(&dart);
    expect_live_objects(before + 1);
    moving_and_sharing(&dart);
    expect_live_objects(before + 1);
    pointing(&dart);
    expect_live_objects(before + 1);
    let mut dart = Rc::into_inner(dart).expect("nobody else has it any more");
    waiting(&mut dart);
    expect_live_objects(before + 1);
    in_order(&mut dart);
    cancelled_in_line(&mut dart);
    expect_live_objects(before + 1);
    all_or_nothing(&dart);
    the_same_object(&mut dart);
    expect_live_objects(before + 1);
    dropping(&dart);
    expect_live_objects(before + 1);
    drop(dart);
    expect_live_objects(before);
}
