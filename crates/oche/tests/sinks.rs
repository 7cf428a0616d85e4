//! Sinks, driven from the other side of the line, without Dart. One test, because the live-object counter is one for the
//! process.

mod support;

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{self, Wake, Waker};
use std::thread;
use std::time::Duration;

use futures_util::FutureExt;
use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context};
use oche::{Overflow, SendError, Sent, StreamSink};
use support::{Entry, Isolate, expect_live_objects, u32_at};

const END: u32 = EntryKind::End.code();
const STATISTICS: u32 = EntryKind::Statistics.code();
const ITEMS: u32 = EntryKind::Items.code();
const CANCELLED: u32 = EntryKind::Cancelled.code();
const INVALID: u32 = EntryKind::Invalid.code();
const PANIC: u32 = EntryKind::Panic.code();
const ERROR: u32 = EntryKind::Error.code();

/// The sink that a call has brought.
static SINK: Mutex<Option<StreamSink<u32>>> = Mutex::new(None);
static RESULTS: Mutex<Option<StreamSink<Result<u32, String>>>> = Mutex::new(None);
static COUNTED: Mutex<Option<StreamSink<Counted>>> = Mutex::new(None);
static KEYED: Mutex<Option<StreamSink<(Odd, u32)>>> = Mutex::new(None);

/// How many of them there are.
static ALIVE: AtomicI32 = AtomicI32::new(0);

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
        assert_ne!(self.0, 13, "an unlucky number");
        glue::Encode::<()>::encode(self.0, w);
    }
}

/// A key whose comparison sends to the sink that compares it.
#[derive(Clone)]
struct Odd {
    name: u32,
    sink: Arc<OnceLock<StreamSink<(Odd, u32)>>>,
}

impl PartialEq for Odd {
    fn eq(&self, other: &Self) -> bool {
        if let Some(sink) = self.sink.get()
            && self.name == 0
        {
            let other = Odd {
                name: 99,
                sink: Arc::default(),
            };
            let sent = sink.try_send((other, 1000));
            assert!(sent.is_ok(), "{sent:?}");
        }
        self.name == other.name
    }
}

impl Eq for Odd {}

impl Hash for Odd {
    /// All but the last have the same hash.
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.name == 99).hash(state);
    }
}

impl glue::Encode for Odd {
    fn encode(self, w: &mut glue::Writer) {
        glue::Encode::<()>::encode(self.name, w);
    }
}

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

macro_rules! takes {
    ($name:ident, $place:ident, |$r:ident| $read:expr) => {
        extern "C" fn $name(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
            // SAFETY: see above.
            unsafe {
                glue::sync(glue::caller(cx, &"api::take"), args, len, inbound, |$r, w| {
                    *$place.lock().expect("no test panics while it holds this") = Some($read?);
                    $r.end()?;
                    Ok(glue::value::<(), _>(w, ()))
                })
            }
        }
    };
}

takes!(take, SINK, |r| glue::sink::<(), _>(r));
takes!(take_results, RESULTS, |r| glue::sink_results::<(), _, _, _>(
    r,
    glue::MessageError
));
takes!(take_counted, COUNTED, |r| glue::sink::<(), _>(r));
takes!(take_keyed, KEYED, |r| glue::sink::<(), _>(r));

/// Fills a sink on the isolate's own thread.
extern "C" fn fill(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let sink = glue::sink::<(), u32>(r)?.with_overflow(Overflow::Block(3));
            r.end()?;
            let sent = (0..5).filter(|item| sink.send_blocking(*item).is_ok()).count();
            Ok(glue::value::<(), _>(w, sent as u32))
        })
    }
}

/// The next entry that is not the last figures of a stream.
fn next(dart: &mut Isolate) -> Entry {
    loop {
        let entry = dart.next();
        if entry.kind != STATISTICS {
            return entry;
        }
    }
}

fn table() -> *const glue::Table {
    static FUNCTIONS: [glue::Entry; 5] = [
        glue::Entry::new(take as *const ()),
        glue::Entry::new(take_results as *const ()),
        glue::Entry::new(take_counted as *const ()),
        glue::Entry::new(take_keyed as *const ()),
        glue::Entry::new(fill as *const ()),
    ];
    static TABLE: glue::Table = glue::Table::new(0, &FUNCTIONS);
    &TABLE
}

/// Has a sink made by the function `index`: the stream's id.
fn open<T>(dart: &mut Isolate, index: usize, place: &Mutex<Option<T>>) -> (u64, T) {
    let id = dart.push_stream();
    let (status, out) = dart.call_pushed(index, &0_u32.to_le_bytes(), 1);
    assert_eq!(status, 0, "{out:?}");
    (id, place.lock().expect("as above").take().expect("a sink"))
}

fn numbers(entry: &Entry, size: usize) -> Vec<u32> {
    let chunks = entry.payload.chunks_exact(size).take(entry.count as usize);
    chunks.map(|chunk| u32_at(chunk, size - 4)).collect()
}

/// Everything up to the end, whose kind comes, too.
fn collect(dart: &mut Isolate, id: u64) -> (Vec<u32>, Entry) {
    let mut items = Vec::new();
    loop {
        let entry = next(dart);
        assert_eq!(entry.id, id);
        match entry.kind {
            ITEMS => items.extend(numbers(&entry, 4)),
            _ => return (items, entry),
        }
    }
}

fn block(dart: &mut Isolate) {
    let (id, sink) = open(dart, 0, &SINK);
    let sink = sink.with_overflow(Overflow::Block(2));
    assert_eq!(sink.try_send(0), Ok(Sent::Accepted));
    assert_eq!(sink.send(1).now_or_never(), Some(Ok(Sent::Accepted)));
    assert_eq!(sink.try_send(2), Err(SendError::Full(2)));
    // One that gave up waiting takes no room.
    assert!(sink.send(2).now_or_never().is_none());
    let waiting = {
        let sink = sink.clone();
        thread::spawn(move || {
            (2..200)
                .map(|item| sink.send_blocking(item))
                .all(|sent| sent == Ok(Sent::Accepted))
        })
    };
    dart.credit(id, 1000);
    assert!(waiting.join().expect("it does not panic"));
    assert!(!sink.is_closed());
    drop(sink);
    let (items, end) = collect(dart, id);
    assert_eq!(items, (0..200).collect::<Vec<_>>());
    assert_eq!(end.kind, END);
}

fn block_is_fair_and_lossless(dart: &mut Isolate) {
    const EACH: u32 = 2000;
    let (id, sink) = open(dart, 0, &SINK);
    let sink = sink.with_overflow(Overflow::Block(8));
    let threads: Vec<_> = (0..4)
        .map(|number| {
            let sink = sink.clone();
            thread::spawn(move || {
                for item in 0..EACH {
                    sink.send_blocking(number * EACH + item).expect("it is open");
                }
            })
        })
        .collect();
    drop(sink);
    let mut items = Vec::new();
    dart.credit(id, 64);
    loop {
        let entry = next(dart);
        if entry.kind != ITEMS {
            assert_eq!(entry.kind, END);
            break;
        }
        dart.credit(id, entry.count);
        items.extend(numbers(&entry, 4));
    }
    for number in 0..4 {
        let own = items.iter().copied().filter(|item| item / EACH == number);
        assert!(
            own.eq(number * EACH..(number + 1) * EACH),
            "in the order of each thread"
        );
    }
    threads
        .into_iter()
        .for_each(|thread| thread.join().expect("it does not panic"));
}

/// While Dart is at rest no other thread is needed on an item's way: it is there when the push returns.
fn pushed_while_dart_is_at_rest(dart: &mut Isolate) {
    let (id, sink) = open(dart, 0, &SINK);
    dart.credit(id, 1000);
    let mut at_once = 0;
    for item in 0..100 {
        assert_eq!(sink.try_send(item), Ok(Sent::Accepted));
        let entry = dart.next_within(Duration::ZERO);
        at_once += usize::from(entry.is_some());
        // Before the stream's task has run for the first time, it is the one that sends.
        let entry = entry.unwrap_or_else(|| next(dart));
        assert_eq!((entry.kind, numbers(&entry, 4)), (ITEMS, vec![item]));
    }
    assert!(at_once > 50, "{at_once}");
    drop(sink);
    let (items, end) = collect(dart, id);
    assert_eq!((items, end.kind), (Vec::new(), END));
}

/// Nor while Dart is at work on little: the items after the first one are there, too.
fn pushed_while_dart_has_little_to_do(dart: &mut Isolate) {
    let (id, sink) = open(dart, 0, &SINK);
    dart.credit(id, 1000);
    let mut at_once = 0;
    for item in 0..100 {
        for part in 0..3 {
            assert_eq!(sink.try_send(item * 3 + part), Ok(Sent::Accepted));
        }
        let entries: Vec<_> = (0..3).map_while(|_| dart.next_within(Duration::ZERO)).collect();
        at_once += usize::from(entries.len() == 3);
        let mut items: Vec<_> = entries.iter().flat_map(|entry| numbers(entry, 4)).collect();
        while items.len() < 3 {
            items.extend(numbers(&next(dart), 4));
        }
        assert_eq!(items, [0, 1, 2].map(|part| item * 3 + part));
    }
    assert!(at_once > 50, "{at_once}");
    drop(sink);
    let (items, end) = collect(dart, id);
    assert_eq!((items, end.kind), (Vec::new(), END));
}

fn dropping(dart: &mut Isolate) {
    let send = |overflow: Overflow, dart: &mut Isolate| {
        let (id, sink) = open(dart, 0, &SINK);
        let sink = sink.with_overflow(overflow);
        let sent: Vec<_> = (0..5).map(|item| sink.try_send(item)).collect();
        sink.close();
        assert_eq!(sink.try_send(9), Err(SendError::Closed(9)));
        dart.credit(id, 10);
        let (items, end) = collect(dart, id);
        (sent, items, end.kind)
    };
    use Sent::{Accepted, Conflated, Dropped};
    let (sent, items, end) = send(Overflow::DropOldest(3), dart);
    assert_eq!(sent, [Accepted, Accepted, Accepted, Dropped, Dropped].map(Ok));
    assert_eq!((items, end), (vec![2, 3, 4], END));
    let (sent, items, end) = send(Overflow::DropNewest(3), dart);
    assert_eq!(sent, [Accepted, Accepted, Accepted, Dropped, Dropped].map(Ok));
    assert_eq!((items, end), (vec![0, 1, 2], END));
    let (sent, items, end) = send(Overflow::Latest, dart);
    assert_eq!(sent, [Accepted, Conflated, Conflated, Conflated, Conflated].map(Ok));
    assert_eq!((items, end), (vec![4], END));
    let (sent, items, end) = send(Overflow::Error(3), dart);
    let refused = [Err(SendError::Full(3)), Err(SendError::Closed(4))];
    let (first, last) = sent.split_at(3);
    assert_eq!(
        (first, last),
        (&[Accepted, Accepted, Accepted].map(Ok)[..], &refused[..])
    );
    assert_eq!((items, end), (vec![0, 1, 2], INVALID));
}

fn latest_by(dart: &mut Isolate) {
    let (id, sink) = open(dart, 0, &SINK);
    let sink = sink.latest_by(3, |item| item % 10);
    let sent = [10, 11, 20, 12, 21, 13, 22, 23, 30].map(|item| sink.try_send(item).expect("it is open"));
    use Sent::{Accepted, Conflated, Dropped};
    let wanted = [
        Accepted, Accepted, Conflated, Accepted, Conflated, Dropped, Conflated, Conflated, Dropped,
    ];
    assert_eq!(sent, wanted);
    drop(sink);
    dart.credit(id, 10);
    let (items, end) = collect(dart, id);
    // 20 went for 13, and 21 for 30; 22 has the place of 12.
    assert_eq!((items, end.kind), (vec![22, 23, 30], END));
}

fn keys_of_the_users_own(dart: &mut Isolate) {
    let (id, sink) = open(dart, 3, &KEYED);
    let sink = sink.latest_by(8, |item| item.0.clone());
    let hole = Arc::new(OnceLock::new());
    let key = |name| Odd {
        name,
        sink: Arc::clone(&hole),
    };
    assert_eq!(sink.try_send((key(0), 1)), Ok(Sent::Accepted));
    assert_eq!(sink.try_send((key(1), 2)), Ok(Sent::Accepted));
    hole.set(sink.clone()).expect("once");
    // Compared with both, and the comparison sends.
    assert_eq!(sink.try_send((key(0), 3)), Ok(Sent::Conflated));
    assert_eq!(sink.try_send((key(1), 4)), Ok(Sent::Conflated));
    sink.close();
    dart.credit(id, 10);
    let mut items = Vec::new();
    loop {
        let entry = next(dart);
        match entry.kind {
            ITEMS => items.extend(numbers(&entry, 8)),
            END => break,
            other => panic!("{other}"),
        }
    }
    assert_eq!(items, [3, 4, 1000]);
}

fn many_keys_from_many_threads(dart: &mut Isolate) {
    let (id, sink) = open(dart, 0, &SINK);
    let sink = sink.latest_by(600, |item| item % 500);
    thread::scope(|scope| {
        for part in 0..4 {
            let sink = sink.clone();
            scope.spawn(move || {
                for item in (0..20_000).filter(|item| item % 4 == part) {
                    sink.try_send(item).expect("it is open");
                }
            });
        }
    });
    drop(sink);
    dart.credit(id, 1000);
    let (items, end) = collect(dart, id);
    assert_eq!(end.kind, END);
    assert_eq!(items.len(), 500);
    let newest: HashSet<u32> = items.into_iter().collect();
    assert_eq!(newest, (19_500..20_000).collect());
}

fn errors(dart: &mut Isolate) {
    let (id, sink) = open(dart, 0, &SINK);
    sink.try_send(1).expect("there is room");
    sink.close_with("the cable is loose");
    sink.close_with("too late");
    drop(sink);
    dart.credit(id, 10);
    let (items, end) = collect(dart, id);
    assert_eq!((items, end.kind), (vec![1], ERROR));
    let text = String::from_utf8_lossy(&end.payload).into_owned();
    assert!(text.contains("the cable is loose"), "{text}");

    let (id, sink) = open(dart, 1, &RESULTS);
    let sink = sink.with_overflow(Overflow::Block(2));
    sink.try_send(Ok(7)).expect("there is room");
    sink.try_send(Err("a bad one".to_owned())).expect("there is room");
    sink.fail("the last one".to_owned());
    assert!(sink.try_send(Ok(8)).is_err_and(|error| error.is_closed()));
    dart.credit(id, 10);
    let mut count = 0;
    let mut bytes = Vec::new();
    let end = loop {
        let entry = next(dart);
        if entry.kind != ITEMS {
            break entry.kind;
        }
        count += entry.count;
        bytes.extend(entry.payload);
    };
    assert_eq!((count, end), (3, END));
    assert_eq!(bytes[..5], [0, 7, 0, 0, 0]);
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("a bad one") && text.contains("the last one"), "{text}");
}

fn who_listens_no_more(dart: &mut Isolate) {
    let (id, sink) = open(dart, 2, &COUNTED);
    let sink = sink.with_overflow(Overflow::Block(2));
    sink.try_send(Counted::new(1)).expect("there is room");
    sink.try_send(Counted::new(2)).expect("there is room");
    let waiting = {
        let sink = sink.clone();
        thread::spawn(move || sink.send_blocking(Counted::new(3)).map_err(SendError::into_inner))
    };
    assert!(sink.closed().now_or_never().is_none());
    while ALIVE.load(Ordering::SeqCst) < 3 {
        thread::yield_now();
    }
    thread::sleep(Duration::from_millis(5));
    dart.cancel(id);
    assert_eq!(next(dart).kind, CANCELLED);
    let returned = waiting.join().expect("it does not panic").expect_err("nobody listens");
    assert_eq!(returned.0, 3);
    drop(returned);
    assert_eq!(ALIVE.load(Ordering::SeqCst), 0, "what was queued is dropped");
    assert!(sink.is_closed());
    assert!(sink.closed().now_or_never().is_some());
    assert!(sink.try_send(Counted::new(4)).is_err_and(|error| error.is_closed()));

    // A panic while an item is encoded ends the stream, and drops the rest.
    let (id, sink) = open(dart, 2, &COUNTED);
    for item in 12..16 {
        sink.try_send(Counted::new(item)).expect("there is room");
    }
    dart.credit(id, 10);
    let entry = next(dart);
    assert_eq!((entry.kind, numbers(&entry, 4)), (ITEMS, vec![12]));
    assert_eq!(next(dart).kind, PANIC);
    assert!(sink.is_closed());
    assert_eq!(ALIVE.load(Ordering::SeqCst), 0);
}

fn how_calls_end(dart: &mut Isolate) {
    // The call is not made.
    let id = dart.push_stream();
    dart.discard_pushed(1);
    assert_eq!((next(dart).kind, expect_live_objects(1)), (CANCELLED, ()));
    // The arguments are wrong: the sink was made, and is dropped.
    let id_of_wrong = dart.push_stream();
    let (status, _) = dart.call_pushed(0, &[0, 0, 0, 0, 1], 1);
    assert_eq!(status, 3);
    drop(SINK.lock().expect("as above").take());
    dart.credit(id_of_wrong, 1);
    let end = next(dart);
    assert_eq!((end.kind, end.id), (END, id_of_wrong));
    assert_ne!(id, id_of_wrong);
    // There is no such stream, or it has its sink already.
    dart.push_stream();
    let (status, _) = dart.call_pushed(0, &1_u32.to_le_bytes(), 1);
    assert_eq!(status, 3);
    assert_eq!(next(dart).kind, CANCELLED);
    // On the isolate's own thread nobody waits.
    let id = dart.push_stream();
    let (status, out) = dart.call_pushed(4, &0_u32.to_le_bytes(), 1);
    assert_eq!((status, u32_at(&out, 0)), (0, 3));
    dart.credit(id, 10);
    let (items, end) = collect(dart, id);
    assert_eq!((items, end.kind), (vec![0, 1, 2], END));
    // Dart ends it.
    let (id, sink) = open(dart, 0, &SINK);
    sink.try_send(5).expect("there is room");
    dart.close_sink(id);
    assert!(sink.is_closed());
    dart.close_sink(id);
    dart.credit(id, 10);
    let (items, end) = collect(dart, id);
    assert_eq!((items, end.kind), (vec![5], END));
    dart.close_sink(id);
}

fn policies_come_first() {
    let mut dart = Isolate::attach(table(), 2);
    let refused = |sink: StreamSink<u32>, what: fn(StreamSink<u32>) -> StreamSink<u32>| {
        let outcome = catch_unwind(AssertUnwindSafe(|| drop(what(sink))));
        assert!(outcome.is_err());
    };
    let (_, sink) = open(&mut dart, 0, &SINK);
    sink.try_send(1).expect("there is room");
    refused(sink, |sink| sink.with_overflow(Overflow::Latest));
    let (_, sink) = open(&mut dart, 0, &SINK);
    let _clone = sink.clone();
    refused(sink, |sink| sink.latest_by(1, |item| *item));
    let (_, sink) = open(&mut dart, 0, &SINK);
    refused(sink, |sink| sink.with_overflow(Overflow::DropOldest(0)));
    let (_, sink) = open(&mut dart, 0, &SINK);
    let sink = sink.with_overflow(Overflow::Latest).with_overflow(Overflow::Block(100));
    assert_eq!((0..200).filter(|item| sink.try_send(*item).is_ok()).count(), 100);
    // The isolate goes, and everything with it.
    drop(dart);
    while !sink.is_closed() {
        thread::yield_now();
    }
    assert_eq!(sink.try_send(1), Err(SendError::Closed(1)));
}

/// Keys and items of the users' own may panic: the sender gets it, the sink goes on, and the figures are right.
fn panics_of_the_users_own(dart: &mut Isolate) {
    struct Loud(u32);
    impl Drop for Loud {
        fn drop(&mut self) {
            assert!(self.0 < 100 || thread::panicking(), "it is dropped");
        }
    }
    impl glue::Encode for Loud {
        fn encode(mut self, w: &mut glue::Writer) {
            glue::Encode::<()>::encode(std::mem::take(&mut self.0), w);
        }
    }
    static LOUD: Mutex<Option<StreamSink<Loud>>> = Mutex::new(None);
    takes!(take_loud, LOUD, |r| glue::sink::<(), _>(r));
    static FUNCTIONS: [glue::Entry; 1] = [glue::Entry::new(take_loud as *const ())];
    static TABLE: glue::Table = glue::Table::new(0, &FUNCTIONS);
    let mut other = Isolate::attach(&raw const TABLE, 3);
    for (overflow, items) in [
        (Overflow::DropOldest(1), [100, 101, 102, 1]),
        (Overflow::Latest, [100, 101, 102, 1]),
        (Overflow::DropNewest(1), [1, 100, 101, 102]),
    ] {
        let (id, sink) = open(&mut other, 0, &LOUD);
        let sink = sink.with_overflow(overflow);
        let sent = items.map(|item| catch_unwind(AssertUnwindSafe(|| sink.try_send(Loud(item)).is_ok())).ok());
        assert_eq!(sent, [Some(true), None, None, None], "{overflow:?}");
        sink.close();
        other.credit(id, 10);
        assert_eq!(collect(&mut other, id).0, [1], "{overflow:?}");
        let figures = sink.statistics();
        assert_eq!((figures.produced, figures.pending), (4, 1), "{overflow:?}");
        assert_eq!(figures.conflated + figures.dropped, 3, "{overflow:?}");
    }
    // A key that cannot be made.
    let (id, sink) = open(dart, 0, &SINK);
    let sink = sink.latest_by(4, |item| {
        assert_ne!(item % 10, 9, "no key");
        item % 10
    });
    assert_eq!(sink.try_send(1), Ok(Sent::Accepted));
    assert!(catch_unwind(AssertUnwindSafe(|| sink.try_send(19))).is_err());
    assert_eq!(sink.try_send(11), Ok(Sent::Conflated));
    assert_eq!(sink.statistics().produced, 2);
    sink.close();
    dart.credit(id, 10);
    assert_eq!(collect(dart, id).0, [11]);
}

/// Dart cancels before the sink's user says how items are kept.
fn cancelled_before_the_policy(dart: &mut Isolate) {
    for overflow in [Overflow::Block(1), Overflow::Block(100), Overflow::Latest] {
        let (id, sink) = open(dart, 0, &SINK);
        dart.cancel(id);
        assert_eq!(next(dart).kind, CANCELLED);
        let sink = sink.with_overflow(overflow);
        for item in 0..3 {
            assert!(sink.is_closed());
            assert_eq!(sink.try_send(item), Err(SendError::Closed(item)));
            assert_eq!(sink.send(item).now_or_never(), Some(Err(SendError::Closed(item))));
        }
    }
}

/// A task that is thrown away when it is woken, as by an executor that has shut down.
struct ThrownAway(Mutex<Option<Pin<Box<dyn Future<Output = ()> + Send>>>>);

impl Wake for ThrownAway {
    fn wake(self: Arc<Self>) {
        let task = self.0.lock().expect("nothing panics while it is held").take();
        drop(task);
    }
}

/// Whoever is woken by the end may drop what waits, and look at the sink.
fn wakers_that_drop_what_waits(dart: &mut Isolate) {
    let (_, sink) = open(dart, 0, &SINK);
    let sink = sink.with_overflow(Overflow::Block(1));
    assert_eq!(sink.try_send(0), Ok(Sent::Accepted));
    let tasks: Vec<_> = (0..100)
        .map(|number| {
            let sink = sink.clone();
            let task = async move {
                match number % 2 {
                    0 => drop(sink.send(number).await),
                    _ => sink.closed().await,
                }
            };
            let task = Arc::new(ThrownAway(Mutex::new(Some(Box::pin(task)))));
            let waker = Waker::from(Arc::clone(&task));
            let mut future = task.0.lock().expect("as above");
            let polled = future
                .as_mut()
                .map(|future| future.as_mut().poll(&mut task::Context::from_waker(&waker)));
            assert!(polled.is_some_and(|polled| polled.is_pending()));
            drop(future);
            task
        })
        .collect();
    let (done, is_done) = channel();
    thread::spawn(move || {
        sink.close();
        done.send(sink.is_closed())
    });
    assert_eq!(is_done.recv_timeout(Duration::from_secs(20)), Ok(true), "it hangs");
    for task in tasks {
        assert!(task.0.lock().expect("as above").is_none(), "it was woken");
    }
}

fn is_shared_by_threads<T: Send + Sync>() {}

#[test]
fn sinks() {
    is_shared_by_threads::<StreamSink<std::cell::Cell<u8>>>();
    let mut dart = Isolate::attach(table(), 1);
    block(&mut dart);
    block_is_fair_and_lossless(&mut dart);
    pushed_while_dart_is_at_rest(&mut dart);
    pushed_while_dart_has_little_to_do(&mut dart);
    dropping(&mut dart);
    latest_by(&mut dart);
    keys_of_the_users_own(&mut dart);
    many_keys_from_many_threads(&mut dart);
    errors(&mut dart);
    who_listens_no_more(&mut dart);
    how_calls_end(&mut dart);
    policies_come_first();
    panics_of_the_users_own(&mut dart);
    cancelled_before_the_policy(&mut dart);
    wakers_that_drop_what_waits(&mut dart);
    drop(dart);
    expect_live_objects(0);
}
