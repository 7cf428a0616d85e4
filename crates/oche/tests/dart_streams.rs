//! Streams of Dart that Rust reads, driven from the other side of the line, without Dart. One test, because the
//! live-object counter is one for the process.

mod support;

use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

use futures_util::StreamExt;
use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context, DartStream, Decode, Reader, WireError};
use oche::{CallbackError, CallbackErrorKind, Stream};
use support::{Entry, Isolate, expect_live_objects, u32_at};

/// An error that the items declare.
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

type Numbers = DartStream<Result<u32, CallbackError>>;

/// A stream that the test polls itself.
static KEPT: Mutex<Option<Numbers>> = Mutex::new(None);

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

type Args = *const u8;

extern "C" fn keep(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, _| {
            let source = r.callback()?;
            r.end()?;
            *KEPT.lock().expect("no panic") = Some(glue::dart_stream_results::<(), u32>(source, 8));
            Ok(glue::Status::Ok)
        })
    }
}

extern "C" fn read_at_once(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let mut numbers = glue::dart_stream_results::<(), u32>(r.callback()?, 8);
            r.end()?;
            let told = [poll(&mut numbers), poll(&mut numbers)].map(|poll| format!("{poll:?}"));
            Ok(glue::value::<(), _>(w, told.join("; ")))
        })
    }
}

extern "C" fn outcomes(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let source = args.decode(|r| r.callback())?;
            let numbers = glue::dart_stream_typed::<(), u32, Refusal>(source, 8);
            let told: Vec<String> = numbers.map(|outcome| format!("{outcome:?}")).collect().await;
            Ok(glue::reply::<(), _>(told.join("; ")))
        })
    }
}

extern "C" fn sum(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let source = args.decode(|r| r.callback())?;
            let sum: u32 = glue::dart_stream::<(), u32>(source, 0)
                .fold(0, async |sum, n| sum + n)
                .await;
            Ok(glue::reply::<(), _>(sum.to_string()))
        })
    }
}

static FUNCTIONS: [glue::Entry; 4] = [
    glue::Entry::new(keep as *const ()),
    glue::Entry::new(read_at_once as *const ()),
    glue::Entry::new(outcomes as *const ()),
    glue::Entry::new(sum as *const ()),
];
static TABLE: glue::Table = glue::Table::new(8, &FUNCTIONS);

const KEEP: usize = 0;
const READ_AT_ONCE: usize = 1;
const OUTCOMES: usize = 2;
const SUM: usize = 3;

const RETURN: u32 = EntryKind::Value.code();
const PANIC: u32 = EntryKind::Panic.code();
const CANCELLED: u32 = EntryKind::Cancelled.code();
const REQUEST: u32 = EntryKind::Request.code();
const RELEASED: u32 = EntryKind::Released.code();

const MORE: &[u8] = &[4];
const DONE: &[u8] = &[5];

fn poll<S: Stream + Unpin>(stream: &mut S) -> Poll<Option<S::Item>> {
    Pin::new(stream).poll_next(&mut TaskContext::from_waker(Waker::noop()))
}

fn item(n: u32) -> Vec<u8> {
    [&[0][..], &n.to_le_bytes()].concat()
}

fn items(numbers: impl IntoIterator<Item = u32>, end: &[u8]) -> Vec<u8> {
    let mut answer: Vec<u8> = numbers.into_iter().flat_map(item).collect();
    answer.extend(end);
    answer
}

fn text(text: &str) -> Vec<u8> {
    let header = (text.len() as u32) << 1 | u32::from(text.is_ascii());
    [&header.to_le_bytes(), text.as_bytes()].concat()
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

/// The number of the next request, which is for so many items.
fn asked(dart: &mut Isolate, source: u64, room: u32) -> u64 {
    let entry = next(dart);
    assert_eq!((entry.kind, dart.in_slot(entry.count)), (REQUEST, source));
    assert_eq!(u64::from(u32_at(&entry.payload, 0)), source);
    assert_eq!(u32_at(&entry.payload, 8), 0, "the method");
    assert_eq!(u32_at(&entry.payload, 16), room);
    entry.id
}

fn keep_one(dart: &mut Isolate) -> (u64, Numbers) {
    let (ids, status, _) = dart.call_with_remotes(KEEP, &[0; 4], &[0]);
    assert_eq!(status, 0);
    let kept = KEPT.lock().expect("no panic").take().expect("one is kept");
    (ids[0], kept)
}

/// The numbers that are there without waiting.
fn take(numbers: &mut Numbers, count: usize) -> Vec<u32> {
    let next = |_| match poll(numbers) {
        Poll::Ready(Some(Ok(n))) => n,
        other => panic!("{other:?}"),
    };
    (0..count).map(next).collect()
}

/// Rust asks when it is polled, and again when there is room for half a window.
fn credit(dart: &mut Isolate) {
    let (source, mut numbers) = keep_one(dart);
    assert_eq!(dart.next_within(Duration::from_millis(20)), None, "nobody polls");
    assert!(poll(&mut numbers).is_pending());
    let request = asked(dart, source, 8);
    assert!(poll(&mut numbers).is_pending());
    assert_eq!(dart.next_within(Duration::from_millis(20)), None, "one at a time");
    dart.reply(request, 0, &items(0..8, MORE));
    assert_eq!(take(&mut numbers, 4), [0, 1, 2, 3]);
    assert_eq!(
        dart.next_within(Duration::from_millis(20)),
        None,
        "half a window is full"
    );
    assert_eq!(take(&mut numbers, 1), [4]);
    let request = asked(dart, source, 4);
    assert_eq!(take(&mut numbers, 3), [5, 6, 7]);
    assert!(poll(&mut numbers).is_pending());
    dart.reply(request, 0, &items([8], MORE));
    assert_eq!(take(&mut numbers, 1), [8]);
    assert!(poll(&mut numbers).is_pending());
    let request = asked(dart, source, 8);
    dart.reply(request, 0, &items([9, 10], DONE));
    assert_eq!(take(&mut numbers, 1), [9]);
    // Dart may forget it at once, although there is an item left.
    assert_eq!(dart.next().kind, RELEASED);
    assert_eq!(dart.released(true), [source]);
    assert_eq!(take(&mut numbers, 1), [10]);
    for _ in 0..2 {
        assert!(matches!(poll(&mut numbers), Poll::Ready(None)));
    }
}

/// What is dropped is released at once, whether it waits or not.
fn dropping(dart: &mut Isolate) {
    for polls in [false, true] {
        let (source, mut numbers) = keep_one(dart);
        if polls {
            assert!(poll(&mut numbers).is_pending());
            asked(dart, source, 8);
        }
        drop(numbers);
        assert_eq!(dart.next().kind, RELEASED);
        assert_eq!(dart.released(true), [source]);
    }
    let (id, sources) = dart.start_with_remotes(SUM, &[0; 4], &[0]);
    asked(dart, sources[0], 1);
    dart.cancel(id);
    assert_eq!(dart.next().kind, RELEASED, "before the call is over");
    assert_eq!(dart.released(true), sources);
    let entry = dart.next();
    assert_eq!((entry.kind, entry.id), (CANCELLED, id));
}

/// Errors come in their places, and those of the run time are the last thing.
fn errors(dart: &mut Isolate) {
    let mut outcomes = |status: u32, answer: &[u8]| {
        let (id, sources) = dart.start_with_remotes(OUTCOMES, &[0; 4], &[0]);
        let request = asked(dart, sources[0], 8);
        dart.reply(request, status, answer);
        let entry = next(dart);
        assert_eq!((entry.kind, entry.id), (RETURN, id));
        let len = (u32_at(&entry.payload, 0) >> 1) as usize;
        String::from_utf8_lossy(&entry.payload[4..4 + len]).into_owned()
    };
    let threw = [&[2][..], &text("oh"), &text("main.dart")].concat();
    let declared = [1, 7, 0, 0, 0];
    let cannot_cross = [&[3][..], &text("too large")].concat();
    let events = [&item(1), &threw, &declared[..], &cannot_cross, &item(2), DONE].concat();
    assert_eq!(
        outcomes(0, &events),
        "Ok(1); Err(Callback(Threw)); Err(Code(7)); Err(Callback(Invalid)); Ok(2)"
    );
    assert_eq!(outcomes(0, DONE), "");
    assert_eq!(
        outcomes(2, &[text("already listened to"), text("")].concat()),
        "Err(Callback(Threw))"
    );
    assert_eq!(outcomes(3, &[]), "Err(Callback(Gone))");
    let damaged = [
        &[][..],
        MORE,
        &[9],
        &[0, 1, 2],
        &[5, 5],
        &[2, 255, 255, 255, 255],
        &[1, 0],
    ];
    for answer in damaged {
        assert_eq!(outcomes(0, answer), "Err(Callback(Invalid))", "{answer:?}");
        let answer = [&item(5), answer].concat();
        if answer != items([5], MORE) {
            assert_eq!(outcomes(0, &answer), "Ok(5); Err(Callback(Invalid))", "{answer:?}");
        }
    }

    let (id, sources) = dart.start_with_remotes(SUM, &[0; 4], &[0]);
    let request = asked(dart, sources[0], 1);
    dart.reply(request, 0, &[&item(1), &threw[..], DONE].concat());
    let entry = next(dart);
    assert_eq!((entry.kind, entry.id), (PANIC, id), "there is no room for an error");
    let (id, sources) = dart.start_with_remotes(SUM, &[0; 4], &[0]);
    let request = asked(dart, sources[0], 1);
    dart.reply(request, 0, &[&declared[..], DONE].concat());
    let entry = next(dart);
    assert_eq!((entry.kind, entry.id), (PANIC, id), "and none was declared");
}

/// A call that its isolate waits for gets an error, and waits for nothing.
fn at_once(dart: &mut Isolate) {
    let (sources, status, out) = dart.call_with_remotes(READ_AT_ONCE, &[0; 4], &[0]);
    let told = String::from_utf8_lossy(&out);
    assert_eq!(status, 0);
    assert!(told.contains("synchronous call"), "{told}");
    assert!(told.contains("Invalid") && told.ends_with("Ready(None)"), "{told}");
    assert_eq!(dart.next().kind, RELEASED);
    assert_eq!(dart.released(true), sources);
}

/// Whoever waits for an isolate that goes away, with a word or without, is told.
fn isolates_that_die() {
    for silent in [false, true] {
        let mut dart = Isolate::attach(&raw const TABLE, 2);
        let (source, mut waiting) = keep_one(&mut dart);
        let (_, mut unread) = keep_one(&mut dart);
        assert!(poll(&mut waiting).is_pending());
        asked(&mut dart, source, 8);
        if silent {
            dart.close_port();
            // The first to look finds the port closed, and that ends it for all.
            while !matches!(poll(&mut unread), Poll::Ready(Some(Err(error))) if error.kind() == CallbackErrorKind::Gone)
            {
            }
        } else {
            drop(dart);
            assert!(matches!(poll(&mut unread), Poll::Ready(Some(Err(_)))));
        }
        match poll(&mut waiting) {
            Poll::Ready(Some(Err(error))) => assert_eq!(error.kind(), CallbackErrorKind::Gone),
            other => panic!("{other:?}"),
        }
        for stream in [&mut waiting, &mut unread] {
            assert!(matches!(poll(stream), Poll::Ready(None)));
        }
    }
}

#[test]
fn streams_from_the_other_side() {
    let before = oche::live_objects();
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    credit(&mut dart);
    dropping(&mut dart);
    errors(&mut dart);
    at_once(&mut dart);
    expect_live_objects(before + 1);
    isolates_that_die();
    expect_live_objects(before + 1);
    drop(dart);
    expect_live_objects(before);
}
