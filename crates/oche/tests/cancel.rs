//! Blocking calls that are cancelled, driven from the other side of the line, without Dart. One test, because the
//! live-object counter is one for the process.

mod support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context};
use oche::{CallError, CallPanic, Hooks};
use support::{Isolate, expect_live_objects};

static STARTED: AtomicU32 = AtomicU32::new(0);
static ENDED: AtomicU32 = AtomicU32::new(0);
static GO_ON: AtomicBool = AtomicBool::new(false);
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Log;

impl Hooks for Log {
    fn on_panic(&self, panic: &CallPanic<'_>) {
        PANICS.lock().expect("no panic").push(panic.message.to_owned());
    }

    fn on_error(&self, error: &CallError<'_>) {
        panic!("nobody wants to know of {}", error.message);
    }
}

/// What the call does in the end: 0 gives a text, 1 gives an error, 2 panics, 3 waits until it is cancelled first.
extern "C" fn work(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: only `Isolate` calls it, with a context of its own and bytes it has written.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, w| {
            let end: u32 = r.get::<(), _>()?;
            r.end()?;
            STARTED.fetch_add(1, Ordering::SeqCst);
            while !GO_ON.load(Ordering::SeqCst) || end == 3 && !oche::is_cancelled() {
                std::thread::sleep(Duration::from_millis(1));
            }
            ENDED.fetch_add(1, Ordering::SeqCst);
            assert_ne!(end, 2, "in vain");
            let result = match end {
                1 => Err(glue::MessageError("an error")),
                _ => Ok("x".repeat(100_000)),
            };
            Ok(glue::result::<(), _, _>(w, result))
        })
    }
}

extern "C" fn is_cancelled(cx: *mut Context, _a: i32, _b: i32) -> i32 {
    // SAFETY: as above.
    unsafe { glue::direct(cx, || Ok(i32::from(oche::is_cancelled()))) }
}

static FUNCTIONS: [glue::Entry; 2] = [
    glue::Entry::new(work as *const ()),
    glue::Entry::new(is_cancelled as *const ()),
];
static TABLE: glue::Table = glue::Table::new(9, &FUNCTIONS);

const WORK: usize = 0;
const IS_CANCELLED: usize = 1;

const RETURN: u32 = EntryKind::Value.code();
const CANCELLED: u32 = EntryKind::Cancelled.code();

fn wait(what: &str, condition: impl Fn() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn start(dart: &mut Isolate, end: u32) -> u64 {
    let started = STARTED.load(Ordering::SeqCst);
    let id = dart.start(WORK, &end.to_le_bytes());
    wait("it has begun", || STARTED.load(Ordering::SeqCst) > started);
    id
}

#[test]
fn blocking_calls_are_left_to_themselves() {
    oche::set_hooks(Log).expect("they are the first");
    let before = oche::live_objects();
    let mut dart = Isolate::attach(&raw const TABLE, 1);

    // Dart hears of it at once, and only once, whatever the call comes to.
    for end in 0..4 {
        GO_ON.store(false, Ordering::SeqCst);
        let ended = ENDED.load(Ordering::SeqCst);
        let id = start(&mut dart, end);
        dart.cancel(id);
        let entry = dart.next();
        assert_eq!((entry.kind, entry.id), (CANCELLED, id));
        assert_eq!(ENDED.load(Ordering::SeqCst), ended, "it goes on");
        assert!(oche::live_objects() > before + 1, "and is alive");
        dart.cancel(id);
        GO_ON.store(true, Ordering::SeqCst);
        expect_live_objects(before + 1);
        assert_eq!(ENDED.load(Ordering::SeqCst), ended + 1);
        assert_eq!(dart.next_within(Duration::from_millis(20)), None, "Dart knows already");
    }
    assert_eq!(
        PANICS.lock().expect("no panic").len(),
        1,
        "a panic is told, nothing else"
    );
    assert!(PANICS.lock().expect("no panic")[0].contains("in vain"));

    // Too late.
    let id = start(&mut dart, 0);
    let entry = dart.next();
    assert_eq!((entry.kind, entry.id), (RETURN, id));
    dart.cancel(id);
    assert_eq!(dart.next_within(Duration::from_millis(20)), None);

    // A synchronous call is never cancelled.
    assert_eq!(dart.call_direct(IS_CANCELLED, 0, 0), (0, 0));
    assert!(!oche::is_cancelled());

    // An isolate that goes away cancels its calls.
    start(&mut dart, 3);
    drop(dart);
    expect_live_objects(before);
}
