//! The lanes of a call and the streams, driven from the other side of the line, without Dart. One test, because the
//! live-object counter is one for the process.

mod support;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context};
use support::{Entry, Isolate, expect_live_objects, figures, u32_at};

/// How many items the stream has produced, whether or not they were sent.
static PRODUCED: AtomicU32 = AtomicU32::new(0);
/// How many guards were dropped.
static DROPPED: AtomicU32 = AtomicU32::new(0);

struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::SeqCst);
    }
}

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

extern "C" fn divide(cx: *mut Context, a: i32, b: i32) -> i32 {
    // SAFETY: see above.
    unsafe { glue::direct(cx, || Ok(a / b)) }
}

extern "C" fn shout(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let text = r.str()?;
            r.end()?;
            let result = match text {
                "" => Err(glue::MessageError("nothing to say")),
                "panic" => panic!("as you wish"),
                text => Ok(text.to_uppercase()),
            };
            Ok(glue::result::<(), _, _>(w, result))
        })
    }
}

/// The longest word: it borrows from the argument.
extern "C" fn longest(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let text = r.str()?;
            r.end()?;
            let result = text.split(' ').max_by_key(|word| word.len()).unwrap_or_default();
            Ok(glue::value::<(), _>(w, result))
        })
    }
}

/// A value that panics half-way through being encoded.
struct Bomb;

impl glue::Encode for Bomb {
    fn encode(self, w: &mut glue::Writer) {
        w.str("half of it");
        panic!("no more");
    }
}

extern "C" fn bomb(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe { glue::sync(cx, args, len, inbound, |_, w| Ok(glue::value::<(), _>(w, Bomb))) }
}

/// Waits, and then refers to its argument.
extern "C" fn first_word(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let text: String = args.decode(glue::Decode::<()>::decode)?;
            tokio::time::sleep(Duration::from_millis(1)).await;
            let result = match text.split(' ').next() {
                Some("long") => Err(Duration::MAX),
                Some("bomb") => return Ok(glue::reply::<(), _>(Bomb)),
                Some(word) => Ok(word),
                None => Ok(""),
            };
            Ok(glue::reply_result::<(), _, _>(result))
        })
    }
}

extern "C" fn large(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            Ok(glue::value::<(), _>(w, Duration::MAX))
        })
    }
}

extern "C" fn wait(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let (millis,): (u64,) = args.decode(|r| Ok((r.get::<(), _>()?,)))?;
            let _guard = Guard;
            tokio::time::sleep(Duration::from_millis(millis)).await;
            Ok(glue::reply::<(), _>(millis))
        })
    }
}

extern "C" fn block(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, w| {
            let text: String = r.get::<(), _>()?;
            r.end()?;
            Ok(glue::value::<(), _>(w, text.len() as u32))
        })
    }
}

extern "C" fn count(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::stream::<(), _>(cx, args, len, inbound, id, |args, out| async move {
            let (n,): (u32,) = args.decode(|r| Ok((r.get::<(), _>()?,)))?;
            let guard = Guard;
            let items = stream::iter(0..n).map(move |i| {
                let _guard = &guard;
                PRODUCED.fetch_add(1, Ordering::SeqCst);
                assert!(i != 1000, "a thousand is too much");
                i
            });
            out.run(items).await
        })
    }
}

extern "C" fn never(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::stream::<(), _>(cx, args, len, inbound, id, |_, out| async move {
            let _guard = Guard;
            out.run(stream::pending::<u8>()).await
        })
    }
}

static FUNCTIONS: [glue::Entry; 10] = [
    glue::Entry::new(divide as *const ()),
    glue::Entry::new(shout as *const ()),
    glue::Entry::new(large as *const ()),
    glue::Entry::new(wait as *const ()),
    glue::Entry::new(block as *const ()),
    glue::Entry::new(count as *const ()),
    glue::Entry::new(never as *const ()),
    glue::Entry::new(longest as *const ()),
    glue::Entry::new(bomb as *const ()),
    glue::Entry::new(first_word as *const ()),
];
static TABLE: glue::Table = glue::Table::new(7, &FUNCTIONS);

const DIVIDE: usize = 0;
const SHOUT: usize = 1;
const LARGE: usize = 2;
const WAIT: usize = 3;
const BLOCK: usize = 4;
const COUNT: usize = 5;
const NEVER: usize = 6;
const LONGEST: usize = 7;
const BOMB: usize = 8;
const FIRST_WORD: usize = 9;

const RETURN: u32 = EntryKind::Value.code();
const PANIC: u32 = EntryKind::Panic.code();
const INVALID: u32 = EntryKind::Invalid.code();
const CANCELLED: u32 = EntryKind::Cancelled.code();
const ITEMS: u32 = EntryKind::Items.code();
const END: u32 = EntryKind::End.code();
const STATISTICS: u32 = EntryKind::Statistics.code();

/// Text on the wire.
fn text(text: &str) -> Vec<u8> {
    let header = (text.len() as u32) << 1 | u32::from(text.is_ascii());
    [&header.to_le_bytes(), text.as_bytes()].concat()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn synchronous_calls(dart: &Isolate) {
    assert_eq!(dart.call_direct(DIVIDE, 7, 2), (3, 0));
    let (_, status) = dart.call_direct(DIVIDE, 7, 0);
    assert_eq!(status, 2, "a panic, not a crash");
    assert_eq!(dart.call_direct(DIVIDE, 8, 2), (4, 0), "and life goes on");

    assert_eq!(dart.call(SHOUT, &text("hallo")), (0, text("HALLO")));
    let (status, out) = dart.call(SHOUT, &text(""));
    assert_eq!((status, holds(&out, "nothing to say")), (1, true));
    let (status, out) = dart.call(SHOUT, &text("panic"));
    assert_eq!(
        (status, holds(&out, "as you wish"), holds(&out, "lanes.rs:")),
        (2, true, true)
    );
    for damaged in [
        &b""[..],
        &[1, 2],
        &text("abc")[..5],
        &[text("abc"), vec![0]].concat(),
        &[4, 0, 0, 0, 0xff, 0xfe],
    ] {
        assert_eq!(dart.call(SHOUT, damaged).0, 3, "{damaged:?}");
    }
    let (status, out) = dart.call(LARGE, &[]);
    assert_eq!((status, out[0]), (3, 3), "it is out of Dart's range");

    assert_eq!(dart.call(LONGEST, &text("a word")), (0, text("word")));
    let (status, out) = dart.call(BOMB, &[]);
    assert_eq!(
        (status, holds(&out, "no more"), holds(&out, "half")),
        (2, true, false),
        "what was written before the panic is gone"
    );
}

fn calls_through_the_mailbox(dart: &mut Isolate) {
    let id = dart.start(WAIT, &5_u64.to_le_bytes());
    let entry = dart.next();
    assert_eq!((entry.kind, entry.id, u32_at(&entry.payload, 0)), (RETURN, id, 5));

    let id = dart.start(WAIT, &[1, 2, 3]);
    let entry = dart.next();
    assert_eq!((entry.kind, entry.id), (INVALID, id), "arguments that end too early");

    for (argument, kind, payload) in [
        ("some words", RETURN, "some"),
        ("long", INVALID, "longer than"),
        ("bomb", PANIC, "no more"),
    ] {
        let id = dart.start(FIRST_WORD, &text(argument));
        let entry = dart.next();
        assert_eq!((entry.kind, entry.id), (kind, id), "{argument}");
        assert!(holds(&entry.payload, payload) && !holds(&entry.payload, "half"));
    }

    // 100 KiB: the scratch buffer itself goes to the worker.
    dart.start(BLOCK, &text(&"x".repeat(100 * 1024)));
    let entry = dart.next();
    assert_eq!((entry.kind, u32_at(&entry.payload, 0)), (RETURN, 100 * 1024));

    let dropped = DROPPED.load(Ordering::SeqCst);
    let id = dart.start(WAIT, &1_000_000_u64.to_le_bytes());
    std::thread::sleep(Duration::from_millis(20));
    dart.cancel(id);
    let entry = dart.next();
    assert_eq!((entry.kind, entry.id), (CANCELLED, id));
    assert_eq!(
        DROPPED.load(Ordering::SeqCst),
        dropped + 1,
        "dropped before Dart hears of it"
    );
    dart.cancel(id);
    dart.cancel(12345);
}

/// The last figures of a stream, and its last entry.
fn end_of_stream(dart: &mut Isolate) -> ([u64; 6], Entry) {
    let entry = dart.next();
    assert_eq!((entry.kind, entry.payload.len()), (STATISTICS, 48));
    (figures(&entry.payload), dart.next())
}

fn streams_under_credit(dart: &mut Isolate) {
    PRODUCED.store(0, Ordering::SeqCst);
    let id = dart.start(COUNT, &10_u32.to_le_bytes());
    assert_eq!(dart.next_within(Duration::from_millis(50)), None);
    assert_eq!(PRODUCED.load(Ordering::SeqCst), 0, "no credit, no item");
    dart.credit(id, 4);
    let mut received = Vec::new();
    while received.len() < 4 {
        let entry = dart.next();
        assert_eq!((entry.kind, entry.id), (ITEMS, id));
        received.extend((0..entry.count as usize).map(|i| u32_at(&entry.payload, i * 4)));
    }
    assert_eq!(received, [0, 1, 2, 3]);
    assert_eq!(dart.next_within(Duration::from_millis(50)), None);
    assert_eq!(PRODUCED.load(Ordering::SeqCst), 4, "not polled beyond the credit");
    assert_eq!(dart.statistics(id), Some([4, 0, 0, 0, 4, 4]));
    dart.acknowledge(id, 3, 0);
    assert_eq!(dart.statistics(id), Some([4, 3, 0, 0, 1, 4]));
    assert_eq!(oche::open_streams().len(), 1);
    assert_eq!(oche::open_streams()[0].statistics.pending, 1);
    dart.acknowledge(id, 1, 100);
    let entry = dart.next();
    assert_eq!(
        (entry.kind, entry.count),
        (ITEMS, 6),
        "one entry for all that were ready"
    );
    let (last, end) = end_of_stream(dart);
    assert_eq!((last, end.kind), ([10, 4, 0, 0, 6, 6], END));
    dart.acknowledge(id, 5, 5);
    assert_eq!(
        dart.statistics(id),
        Some([10, 9, 0, 0, 1, 6]),
        "known until all is taken"
    );
    dart.acknowledge(id, 1, 0);
    assert_eq!((dart.statistics(id), oche::open_streams().len()), (None, 0));
    dart.acknowledge(id, 1, 1);

    let id = dart.start(COUNT, &2000_u32.to_le_bytes());
    dart.credit(id, 5000);
    let mut items = 0;
    let last = loop {
        let entry = dart.next();
        match entry.kind {
            ITEMS => items += entry.count,
            STATISTICS => assert_eq!(figures(&entry.payload), [1000, 0, 0, 0, 1000, 1000]),
            _ => break entry,
        }
    };
    assert_eq!((items, last.kind), (1000, PANIC), "what came before the panic arrives");
    dart.cancel(id);
    assert_eq!(dart.statistics(id), None, "nobody takes the rest");
    assert!(holds(&last.payload, "a thousand is too much"));

    let dropped = DROPPED.load(Ordering::SeqCst);
    let id = dart.start(NEVER, &[]);
    dart.credit(id, 1);
    dart.cancel(id);
    let (last, end) = end_of_stream(dart);
    assert_eq!((last, end.kind), ([0; 6], CANCELLED));
    assert!(DROPPED.load(Ordering::SeqCst) <= dropped + 1);

    let id = dart.start(COUNT, &900_u32.to_le_bytes());
    dart.credit(id, 8);
    while dart.statistics(id) != Some([8, 0, 0, 0, 8, 8]) {
        std::thread::yield_now();
    }
    dart.acknowledge(id, 5, 0);
    dart.cancel(id);
    let mut entry = dart.next();
    while entry.kind == ITEMS {
        entry = dart.next();
    }
    assert_eq!((entry.kind, figures(&entry.payload)), (STATISTICS, [8, 5, 0, 3, 0, 8]));
    assert_eq!((dart.next().kind, dart.statistics(id)), (CANCELLED, None));
}

/// An isolate that disappears, with a word (detach) or without (its port refuses), takes its tasks along.
fn isolates_that_die(alive: i64) {
    for silent in [false, true] {
        let mut dart = Isolate::attach(&raw const TABLE, 2);
        for _ in 0..50 {
            dart.start(WAIT, &1_000_000_u64.to_le_bytes());
            let id = dart.start(NEVER, &[]);
            dart.credit(id, 1);
        }
        if silent {
            dart.close_port();
            dart.start(WAIT, &1_u64.to_le_bytes());
            expect_live_objects(alive + 1);
            assert_eq!(dart.call_direct(DIVIDE, 9, 3), (3, 0), "synchronous calls need no port");
        }
        drop(dart);
        expect_live_objects(alive);
    }
}

/// An isolate can be killed before its ticket has a context, and its finalizer may find that this is gone.
fn tickets(live: i64) {
    Isolate::never_attached(&raw const TABLE);
    let twice = Isolate::attach(&raw const TABLE, 7);
    twice.detach();
    drop(twice);
    expect_live_objects(live);
}

#[test]
fn every_lane_from_the_other_side() {
    let before = oche::live_objects();
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    synchronous_calls(&dart);
    calls_through_the_mailbox(&mut dart);
    streams_under_credit(&mut dart);
    expect_live_objects(before + 1);
    isolates_that_die(before + 1);
    tickets(before + 1);
    drop(dart);
    expect_live_objects(before);
}
