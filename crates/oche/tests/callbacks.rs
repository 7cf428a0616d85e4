//! Dart functions that Rust calls, and objects of Dart that it keeps, driven from the other side of the line, without
//! Dart. One test, because the live-object counter is one for the process.

mod support;

use std::cell::Cell;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::task::{Poll, Waker};
use std::time::Duration;

use oche::glue::protocol::{EntryKind, RemoteKind};
use oche::glue::{self, Callback, Context, Decode, Encode, Reader, WireError};
use oche::{CallbackError, CallbackErrorKind, DartObject};
use support::{Entry, Isolate, expect_live_objects, u32_at};

/// A function that Rust keeps.
static KEPT: Mutex<Option<Callback>> = Mutex::new(None);
/// An object that Rust keeps.
static KEPT_OBJECT: Mutex<Option<DartObject>> = Mutex::new(None);

/// An error that Dart functions throw.
#[derive(Debug, PartialEq)]
enum Refusal {
    Code(u32),
    Callback(CallbackErrorKind),
}

impl From<CallbackError> for Refusal {
    fn from(error: CallbackError) -> Self {
        Refusal::Callback(error.kind())
    }
}

impl Decode for Refusal {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        r.get::<(), u32>().map(Refusal::Code)
    }
}

fn ask(callback: &Callback, n: u32) -> Result<u32, CallbackError> {
    callback.call::<(), u32>(0, |w| Encode::<()>::encode(n, w))
}

/// What a call came to, as text.
fn told(result: Result<u32, CallbackError>) -> String {
    match result {
        Ok(n) => n.to_string(),
        Err(error) => format!("{:?} {} at {:?}", error.kind(), error.message(), error.stack_trace()),
    }
}

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

type Args = *const u8;

extern "C" fn call(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let (callback, n) = (r.callback()?, r.get::<(), u32>()?);
            r.end()?;
            Ok(glue::value::<(), _>(w, told(ask(&callback, n))))
        })
    }
}

extern "C" fn keep(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, _| {
            let callback = r.callback()?;
            r.end()?;
            *KEPT.lock().expect("no panic") = Some(callback);
            Ok(glue::Status::Ok)
        })
    }
}

extern "C" fn call_kept(cx: *mut Context, a: i32, _b: i32) -> i32 {
    // SAFETY: see above.
    unsafe {
        glue::direct(cx, || {
            let kept = KEPT.lock().expect("no panic").clone().expect("one is kept");
            Ok(glue::expect_callback(ask(&kept, a as u32)) as i32)
        })
    }
}

extern "C" fn call_async(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let (callback, n) = args.decode(|r| Ok((r.callback()?, r.get::<(), u32>()?)))?;
            let answer = callback.call_async::<(), u32>(0, |w| Encode::<()>::encode(n, w));
            Ok(glue::reply::<(), _>(told(answer.await)))
        })
    }
}

extern "C" fn call_thread(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, w| {
            let (callback, n) = (r.callback()?, r.get::<(), u32>()?);
            r.end()?;
            let answer = callback.call_result::<(), u32, Refusal>(7, |w| Encode::<()>::encode(n, w));
            Ok(glue::value::<(), _>(w, format!("{answer:?}")))
        })
    }
}

extern "C" fn keep_object(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, _| {
            let object = r.get::<(), DartObject>()?;
            r.end()?;
            *KEPT_OBJECT.lock().expect("no panic") = Some(object);
            Ok(glue::Status::Ok)
        })
    }
}

extern "C" fn kept_object(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            let object = KEPT_OBJECT.lock().expect("no panic").clone();
            Ok(glue::value::<(), _>(w, object))
        })
    }
}

/// Asks, then gives up before the answer.
extern "C" fn abandon(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let callback = args.decode(|r| r.callback())?;
            let answer = callback.call_async::<(), u32>(0, |_| ());
            let answer = tokio::time::timeout(Duration::from_millis(20), answer).await;
            Ok(glue::reply::<(), _>(answer.is_err()))
        })
    }
}

type Asking = Pin<Box<dyn Future<Output = String> + Send>>;

/// A future that has no result yet.
static ASKING: Mutex<Option<Asking>> = Mutex::new(None);

/// What a single poll gives; what has no result is kept.
fn poll(mut asking: Asking) -> Option<String> {
    match asking.as_mut().poll(&mut std::task::Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => Some(answer),
        Poll::Pending => {
            *ASKING.lock().expect("no panic") = Some(asking);
            None
        }
    }
}

/// Polls a call as a task would, but on the isolate's own thread.
extern "C" fn call_polled(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let (callback, n) = (r.callback()?, r.get::<(), u32>()?);
            r.end()?;
            let answer = callback.call_async::<(), u32>(0, |w| Encode::<()>::encode(n, w));
            let answer = poll(Box::pin(async { told(answer.await) }));
            Ok(glue::value::<(), _>(w, answer.unwrap_or_else(|| "pending".to_owned())))
        })
    }
}

static FUNCTIONS: [glue::Entry; 9] = [
    glue::Entry::new(call as *const ()),
    glue::Entry::new(keep as *const ()),
    glue::Entry::new(call_kept as *const ()),
    glue::Entry::new(call_async as *const ()),
    glue::Entry::new(call_thread as *const ()),
    glue::Entry::new(keep_object as *const ()),
    glue::Entry::new(kept_object as *const ()),
    glue::Entry::new(abandon as *const ()),
    glue::Entry::new(call_polled as *const ()),
];
static TABLE: glue::Table = glue::Table::new(7, &FUNCTIONS);

const CALL: usize = 0;
const KEEP: usize = 1;
const CALL_KEPT: usize = 2;
const CALL_ASYNC: usize = 3;
const CALL_THREAD: usize = 4;
const KEEP_OBJECT: usize = 5;
const KEPT_ONE: usize = 6;
const ABANDON: usize = 7;
const CALL_POLLED: usize = 8;

const RETURN: u32 = EntryKind::Value.code();
const REQUEST: u32 = EntryKind::Request.code();
const RELEASED: u32 = EntryKind::Released.code();

const FUNCTION: u32 = RemoteKind::Callback.code();
const OBJECT: u32 = RemoteKind::Object.code();

thread_local! {
    /// The isolate of this thread, for the function that Rust calls.
    static HERE: Cell<*const Isolate> = const { Cell::new(std::ptr::null()) };
    /// How many more times the function calls Rust itself.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// The number of the latest request of a call on this thread.
    static REQUEST_NUMBER: Cell<u64> = const { Cell::new(0) };
}

/// Text on the wire.
fn text(text: &str) -> Vec<u8> {
    let header = (text.len() as u32) << 1 | u32::from(text.is_ascii());
    [&header.to_le_bytes(), text.as_bytes()].concat()
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

/// Plays the functions of Dart, by the argument: doubles it, but throws at 13, returns a `Future` at 14, and does what Dart
/// never does from 15 to 19. It calls Rust first as long as `DEPTH` says so.
extern "C" fn trampoline(level: u32, _version: u32, length: u32, slot: u32, mark: u32, method: u32) -> i32 {
    // SAFETY: the test's isolate outlives its calls.
    let dart = unsafe { &*HERE.get() };
    assert_eq!(dart.in_slot(slot) as u32 & 0x3fff_ffff, mark);
    assert_eq!(method, 0);
    REQUEST_NUMBER.set(dart.request(level));
    let n = u32_at(&dart.arguments(level, length), 0);
    if DEPTH.get() > 0 {
        DEPTH.set(DEPTH.get() - 1);
        let (_, status, out) = dart.call_with_remotes(CALL, &words(&[0, n + 1]), &[FUNCTION]);
        assert_eq!((status, out), (0, text(&((n + 1) * 2).to_string())));
    }
    // Nobody waits for these.
    dart.reply(0, 0, &words(&[99]));
    dart.reply(u64::MAX, 0, &[]);
    match n {
        13 => dart.answer(level, 2, &[text("unlucky"), text("main.dart")].concat()),
        14 => dart.answer(level, 5, &[]),
        15 => dart.answer(level, 77, &[]),
        16 => dart.answer(level, 0, &[1, 2]),
        17 => -1,
        18 => i32::MAX,
        19 => dart.claim_answer(level, usize::MAX),
        _ => dart.answer(level, 0, &words(&[n * 2])),
    }
}

fn own_thread(dart: &Isolate) {
    let ask = |n: u32| {
        let (ids, status, out) = dart.call_with_remotes(CALL, &words(&[0, n]), &[FUNCTION]);
        assert_eq!(dart.released(false), ids, "released as soon as it is dropped");
        (status, out)
    };
    assert_eq!(
        ask(21).1,
        text(r#"Gone its isolate has ended or was detached at None"#),
        "not open"
    );
    dart.open(trampoline);
    assert_eq!(ask(21), (0, text("42")));
    assert_eq!(ask(13).1, text(r#"Threw unlucky at Some("main.dart")"#));
    assert!(String::from_utf8_lossy(&ask(14).1).contains("Invalid it returned a Future"));
    assert!(String::from_utf8_lossy(&ask(15).1).contains("Invalid an answer has the status 77"));
    assert!(String::from_utf8_lossy(&ask(16).1).contains("Invalid the bytes end"));
    assert!(String::from_utf8_lossy(&ask(17).1).contains("Invalid Dart was not able to run it"));
    for too_long in [18, 19] {
        assert!(String::from_utf8_lossy(&ask(too_long).1).contains("longer than its memory"));
    }
    assert_eq!(ask(21), (0, text("42")), "none of that is left");
    assert_eq!(REQUEST_NUMBER.get(), 0, "nobody waits for a later answer");
    DEPTH.set(20);
    let (ids, status, out) = dart.call_with_remotes(CALL, &words(&[0, 100]), &[FUNCTION]);
    assert_eq!((ids.len(), status, out), (1, 0, text("200")));
    assert_eq!(DEPTH.get(), 0);
    assert_eq!(dart.released(false).len(), 21);
    for wrong in [1, u32::MAX] {
        assert_eq!(dart.call_with_remotes(CALL, &words(&[wrong, 1]), &[FUNCTION]).1, 3);
    }
    assert_eq!(
        dart.call_with_remotes(CALL, &words(&[0, 1]), &[OBJECT]).1,
        3,
        "no function"
    );
    dart.released(false);

    let (ids, status, _) = dart.call_with_remotes(KEEP, &words(&[0]), &[FUNCTION]);
    assert_eq!(status, 0);
    assert_eq!(dart.call_direct(CALL_KEPT, 4, 0), (8, 0));
    assert_eq!(
        dart.call_direct(CALL_KEPT, 13, 0).1,
        2,
        "the panic of `expect_callback`"
    );
    assert!(dart.released(false).is_empty());
    *KEPT.lock().expect("no panic") = None;
    assert_eq!(dart.released(false), ids);
}

/// A task's call that is polled on the isolate's thread is made there, and its `Future` may complete later.
fn polled_on_its_thread(dart: &Isolate) {
    let ask = |n: u32| dart.call_with_remotes(CALL_POLLED, &words(&[0, n]), &[FUNCTION]).2;
    assert_eq!(ask(21), text("42"));
    assert_eq!(ask(13), text(r#"Threw unlucky at Some("main.dart")"#));
    assert!(String::from_utf8_lossy(&ask(17)).contains("Invalid Dart was not able to run it"));
    assert_eq!(ask(14), text("pending"));
    let number = REQUEST_NUMBER.get();
    assert_ne!(number, 0);
    assert_eq!(ask(22), text("44"));
    let asking = || ASKING.lock().expect("no panic").take().expect("one waits");
    assert_eq!(poll(asking()), None);
    dart.reply(number, 0, &words(&[28]));
    assert_eq!(poll(asking()), Some("28".to_owned()));
    dart.released(false);
}

/// The next entry that is not about what was released.
fn next(dart: &mut Isolate) -> Entry {
    loop {
        let entry = dart.next();
        if entry.kind != RELEASED {
            return entry;
        }
        dart.released(true);
    }
}

fn request(dart: &mut Isolate, callback: u64, method: u32, n: Option<u32>) -> u64 {
    let entry = next(dart);
    assert_eq!((entry.kind, dart.in_slot(entry.count)), (REQUEST, callback));
    assert_eq!(u64_at(&entry.payload, 0), callback);
    assert_eq!(u32_at(&entry.payload, 8), method);
    if let Some(n) = n {
        assert_eq!(u32_at(&entry.payload, 16), n);
    }
    entry.id
}

fn result(dart: &mut Isolate, id: u64) -> String {
    let entry = next(dart);
    assert_eq!((entry.kind, entry.id), (RETURN, id));
    let len = (u32_at(&entry.payload, 0) >> 1) as usize;
    String::from_utf8_lossy(&entry.payload[4..4 + len]).into_owned()
}

fn other_threads(dart: &mut Isolate) {
    for (index, method) in [(CALL_ASYNC, 0), (CALL_THREAD, 7)] {
        let typed = index == CALL_THREAD;
        let mut ask = |status: u32, answer: &[u8]| {
            let (id, callbacks) = dart.start_with_remotes(index, &words(&[0, 5]), &[FUNCTION]);
            let request = request(dart, callbacks[0], method, Some(5));
            dart.reply(request, status, answer);
            dart.reply(request, status, answer);
            result(dart, id)
        };
        assert_eq!(ask(0, &words(&[10])), if typed { "Ok(10)" } else { "10" });
        assert_eq!(
            ask(1, &words(&[3])),
            if typed {
                "Err(Code(3))"
            } else {
                "Invalid an answer has the status 1 at None"
            }
        );
        assert_eq!(
            ask(2, &[text("oh"), text("")].concat()),
            if typed {
                "Err(Callback(Threw))"
            } else {
                "Threw oh at None"
            }
        );
        assert!(ask(3, &[]).contains("Gone"));
        assert!(ask(4, &text("no")).contains("Invalid"));
        for damaged in [&[][..], &[1, 2, 3], &[0; 9]] {
            assert!(ask(0, damaged).contains("Invalid"));
            assert!(ask(2, damaged).contains("Invalid"));
        }
    }
    let (id, callbacks) = dart.start_with_remotes(ABANDON, &words(&[0]), &[FUNCTION]);
    let request = request(dart, callbacks[0], 0, None);
    let entry = next(dart);
    assert_eq!((entry.kind, entry.id, entry.payload[0]), (RETURN, id, 1));
    dart.reply(request, 0, &words(&[1]));
}

fn objects(dart: &Isolate) {
    let (ids, status, _) = dart.call_with_remotes(KEEP_OBJECT, &words(&[0]), &[OBJECT]);
    assert_eq!(status, 0);
    assert_eq!(
        dart.call_with_remotes(KEEP_OBJECT, &words(&[0]), &[FUNCTION]).1,
        3,
        "no object"
    );
    dart.released(false);
    for take in [true, false, true] {
        assert_eq!(dart.call(KEPT_ONE, &[]), (0, [&[1][..], &words(&[0])].concat()));
        assert_eq!(dart.dart_object(0, take), ids[0]);
    }
    assert!(dart.released(false).is_empty());
    // The message has its own hold on the object until it is taken out.
    assert_eq!(dart.call(KEPT_ONE, &[]).0, 0);
    *KEPT_OBJECT.lock().expect("no panic") = None;
    assert!(dart.released(false).is_empty());
    assert_eq!(dart.dart_object(0, true), ids[0]);
    assert_eq!(dart.released(false), ids);
}

/// What was released is announced once, until somebody looks.
fn announcements(dart: &mut Isolate) {
    while dart.next_within(Duration::from_millis(20)).is_some() {}
    dart.released(true);
    let woken = dart.wake_ups;
    for _ in 0..100 {
        dart.call_with_remotes(CALL, &words(&[0, 1]), &[FUNCTION]);
    }
    let entry = dart.next();
    assert_eq!((entry.kind, entry.id, dart.wake_ups), (RELEASED, 0, woken + 1));
    assert_eq!(dart.next_within(Duration::from_millis(20)), None);
    assert_eq!(dart.released(true).len(), 100);
    dart.call_with_remotes(CALL, &words(&[0, 1]), &[FUNCTION]);
    assert_eq!(dart.next().kind, RELEASED);
    assert_eq!(dart.released(true).len(), 1);
}

/// Whoever waits for an isolate that goes away, with a word or without, is told soon.
fn isolates_that_die() {
    for silent in [false, true] {
        let mut dart = Isolate::attach(&raw const TABLE, 2);
        dart.call_with_remotes(KEEP, &words(&[0]), &[FUNCTION]);
        let kept = KEPT.lock().expect("no panic").take().expect("one is kept");
        let waiting: Vec<Receiver<String>> = (0..5)
            .map(|n| {
                let (sender, receiver) = channel();
                let kept = kept.clone();
                std::thread::spawn(move || sender.send(told(ask(&kept, n))));
                receiver
            })
            .collect();
        for _ in 0..5 {
            assert_eq!(next(&mut dart).kind, REQUEST);
        }
        if silent {
            dart.close_port();
            // The next one finds the port closed, and that ends it for all.
            assert!(
                told(std::thread::scope(|s| s
                    .spawn(|| ask(&kept, 1))
                    .join()
                    .expect("no panic")))
                .contains("Gone")
            );
        } else {
            drop(dart);
        }
        for receiver in waiting {
            let answer = receiver.recv_timeout(Duration::from_secs(10)).expect("an answer");
            assert!(answer.contains("Gone"), "{answer}");
        }
        assert!(told(ask(&kept, 1)).contains("Gone"));
    }
}

#[test]
fn callbacks_from_the_other_side() {
    let before = oche::live_objects();
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    HERE.set(&raw const dart);
    own_thread(&dart);
    polled_on_its_thread(&dart);
    expect_live_objects(before + 1);
    announcements(&mut dart);
    other_threads(&mut dart);
    expect_live_objects(before + 1);
    objects(&dart);
    expect_live_objects(before + 1);
    isolates_that_die();
    expect_live_objects(before + 1);
    drop(dart);
    expect_live_objects(before);
}
