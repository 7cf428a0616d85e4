//! What a call tells before its result, driven from the other side of the line, without Dart: items that it pushes into its
//! own sinks, and changes of signals. One test, because the live-object counter is one for the process.

mod support;

use std::pin::Pin;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{self, Poll};
use std::thread;
use std::time::Duration;

use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context, Reader, WireError};
use oche::{Overflow, Signal, StreamSink};
use support::{Entry, Isolate, expect_live_objects, u32_at};

const RETURN: u32 = EntryKind::Value.code();
const ERROR: u32 = EntryKind::Error.code();
const PANIC: u32 = EntryKind::Panic.code();
const CANCELLED: u32 = EntryKind::Cancelled.code();
const ITEMS: u32 = EntryKind::Items.code();
const END: u32 = EntryKind::End.code();
const STATISTICS: u32 = EntryKind::Statistics.code();
const CHANGED: u32 = EntryKind::Changed.code();

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// From here on it is what others push.
const OF_OTHERS: u32 = 1_000_000;

/// How sinks keep their items, by number.
const POLICIES: [fn(StreamSink<u32>) -> StreamSink<u32>; 7] = [
    |sink| sink.with_overflow(Overflow::Block(128)),
    |sink| sink.with_overflow(Overflow::DropOldest(128)),
    |sink| sink.with_overflow(Overflow::DropOldest(2)),
    |sink| sink.with_overflow(Overflow::DropNewest(2)),
    |sink| sink.with_overflow(Overflow::Latest),
    |sink| sink.latest_by(128, |item| item % 16),
    |sink| sink.with_overflow(Overflow::Error(128)),
];

/// Those that lose nothing here.
const LOSSLESS: [u32; 3] = [0, 1, 6];

/// Goes on when another thread has woken it.
struct Elsewhere(bool);

impl Future for Elsewhere {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        let waker = cx.waker().clone();
        thread::spawn(move || waker.wake());
        Poll::Pending
    }
}

/// What a call does: `count` items into each of its sinks, by a clone for odd policies; and others push, too.
struct Work {
    sinks: Vec<StreamSink<u32>>,
    policy: u32,
    count: u32,
    others: u32,
    ending: u32,
}

impl Work {
    /// The sinks are as many as the first number says.
    fn read(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let sinks = r.get::<(), u32>()?;
        let policy = r.get::<(), u32>()?;
        let count = r.get::<(), u32>()?;
        let others = r.get::<(), u32>()?;
        let ending = r.get::<(), u32>()?;
        let keep = POLICIES[policy as usize];
        let sinks = (0..sinks)
            .map(|_| glue::sink::<(), u32>(r).map(keep))
            .collect::<Result<_, _>>()?;
        r.end()?;
        Ok(Work {
            sinks,
            policy,
            count,
            others,
            ending,
        })
    }

    /// How many items were accepted.
    fn push(&mut self) -> u32 {
        let push = |sink: &StreamSink<u32>| (0..self.count).filter(|item| sink.try_send(*item).is_ok()).count() as u32;
        let mut accepted = 0;
        for sink in std::mem::take(&mut self.sinks) {
            let other = sink.clone();
            if self.others > 0 {
                let others = self.others;
                thread::spawn(move || (0..others).for_each(|item| drop(other.try_send(OF_OTHERS + item))));
            } else if self.policy % 2 == 1 {
                drop(sink);
                accepted += push(&other);
                continue;
            }
            accepted += push(&sink);
        }
        accepted
    }

    fn end(&self, accepted: u32) -> Result<u32, glue::MessageError<String>> {
        match self.ending {
            RETURN => Ok(accepted),
            ERROR => Err(glue::MessageError(accepted.to_string())),
            _ => panic!("{accepted}"),
        }
    }
}

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

extern "C" fn push_blocking(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, w| {
            let mut work = Work::read(r)?;
            let accepted = work.push();
            Ok(glue::result::<(), _, _>(w, work.end(accepted)))
        })
    }
}

extern "C" fn push_async(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let mut work = args.decode(Work::read)?;
            let accepted = work.push();
            Ok(glue::reply_result::<(), _, _>(work.end(accepted)))
        })
    }
}

extern "C" fn push_woken(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let mut work = args.decode(Work::read)?;
            Elsewhere(false).await;
            let accepted = work.push();
            Elsewhere(false).await;
            Ok(glue::reply_result::<(), _, _>(work.end(accepted)))
        })
    }
}

extern "C" fn push_eager(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::eager(cx, args, len, inbound, id, |args| async move {
            let mut work = args.decode(Work::read)?;
            let accepted = work.push();
            Ok(glue::reply_result::<(), _, _>(work.end(accepted)))
        })
    }
}

extern "C" fn push_eager_woken(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::eager(cx, args, len, inbound, id, |args| async move {
            let mut work = args.decode(Work::read)?;
            let accepted = work.push();
            Elsewhere(false).await;
            Ok(glue::reply_result::<(), _, _>(work.end(accepted)))
        })
    }
}

/// Pushes, and then waits for ever.
extern "C" fn push_for_ever(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let mut work = args.decode(Work::read)?;
            let kept = work.sinks.clone();
            work.push();
            std::future::pending::<()>().await;
            drop(kept);
            Ok(glue::reply::<(), _>(0_u32))
        })
    }
}

static NUMBER: LazyLock<Signal<u32>> = LazyLock::new(|| Signal::new(0));

extern "C" fn number(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            Ok(glue::value::<(), _>(w, NUMBER.clone()))
        })
    }
}

/// Raises the signal by one: its value then.
fn raise() -> u32 {
    let mut raised = 0;
    NUMBER.update(|value| {
        raised = value + 1;
        raised
    });
    raised
}

extern "C" fn raise_blocking(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe { glue::blocking(cx, args, len, inbound, id, |_, w| Ok(glue::value::<(), _>(w, raise()))) }
}

extern "C" fn raise_async(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |_| async move {
            Ok(glue::reply::<(), _>(raise()))
        })
    }
}

extern "C" fn raise_woken(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |_| async move {
            Elsewhere(false).await;
            let raised = raise();
            Elsewhere(false).await;
            Ok(glue::reply::<(), _>(raised))
        })
    }
}

extern "C" fn raise_eager(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::eager(cx, args, len, inbound, id, |_| async move {
            Ok(glue::reply::<(), _>(raise()))
        })
    }
}

static FUNCTIONS: [glue::Entry; 11] = [
    glue::Entry::new(push_blocking as *const ()),
    glue::Entry::new(push_async as *const ()),
    glue::Entry::new(push_woken as *const ()),
    glue::Entry::new(push_eager as *const ()),
    glue::Entry::new(push_eager_woken as *const ()),
    glue::Entry::new(push_for_ever as *const ()),
    glue::Entry::new(number as *const ()),
    glue::Entry::new(raise_blocking as *const ()),
    glue::Entry::new(raise_async as *const ()),
    glue::Entry::new(raise_woken as *const ()),
    glue::Entry::new(raise_eager as *const ()),
];
static TABLE: glue::Table = glue::Table::new(7, &FUNCTIONS);

const LANES: std::ops::Range<usize> = 0..5;
const PUSH_FOR_EVER: usize = 5;
const NUMBER_SIGNAL: usize = 6;
const RAISE: std::ops::Range<usize> = 7..11;
const RAISE_EAGER: usize = 10;

/// One call.
#[derive(Clone, Copy, Debug)]
struct Call {
    lane: usize,
    sinks: u32,
    policy: u32,
    count: u32,
    others: u32,
    ending: u32,
    window: u32,
}

impl Call {
    /// Starts it, with the windows granted: the ids of its streams, and its own.
    fn start(&self, dart: &mut Isolate) -> (Vec<u64>, u64) {
        let streams: Vec<_> = (0..self.sinks)
            .map(|_| {
                let id = dart.push_stream();
                dart.credit(id, self.window);
                id
            })
            .collect();
        let mut args = Vec::new();
        for number in [self.sinks, self.policy, self.count, self.others, self.ending]
            .into_iter()
            .chain(0..self.sinks)
        {
            args.extend(number.to_le_bytes());
        }
        let id = dart.start_pushed(self.lane, &args, self.sinks);
        (streams, id)
    }

    /// Makes it, takes everything that comes of it, and looks at the order.
    fn check(&self, dart: &mut Isolate) {
        let (streams, id) = self.start(dart);
        let mut items = vec![Vec::new(); streams.len()];
        let mut before = Vec::new();
        let (mut open, mut outcome) = (streams.len(), None);
        while open > 0 || outcome.is_none() {
            let entry = dart.next_within(PATIENCE);
            let entry = entry.unwrap_or_else(|| panic!("{self:?}: {open} open, {outcome:?}, {items:?}"));
            if entry.id == id {
                assert!(outcome.is_none(), "{self:?}: {entry:?}");
                before = items.iter().map(Vec::len).collect();
                outcome = Some(entry);
                // From now on there is room for all.
                streams.iter().for_each(|stream| dart.credit(*stream, 10_000));
                continue;
            }
            let stream = streams.iter().position(|stream| *stream == entry.id);
            let stream = stream.unwrap_or_else(|| panic!("{self:?}: {entry:?}"));
            match entry.kind {
                ITEMS => items[stream].extend((0..entry.count as usize).map(|item| u32_at(&entry.payload, item * 4))),
                END => {
                    // Rust keeps the figures until all is taken.
                    dart.acknowledge(entry.id, items[stream].len() as u32, 0);
                    open -= 1;
                }
                kind => assert_eq!(kind, STATISTICS, "{self:?}"),
            }
        }
        let outcome = outcome.expect("it was awaited");
        assert_eq!(outcome.kind, self.ending, "{self:?}");
        for (items, before) in items.iter().zip(before) {
            let fits = items.len().min(self.window as usize);
            match self.others {
                // As many as fit; which ones is open.
                0 => assert!(before >= fits, "{self:?}: {before} of {items:?}"),
                _ => {
                    // All own ones were accepted when the call returned; what of others came in between takes room as well.
                    let own = items.iter().filter(|item| **item < OF_OTHERS).count();
                    assert!(before >= own.min(fits), "{self:?}: {before} of {items:?}");
                }
            }
            let own = items.iter().copied().filter(|item| *item < OF_OTHERS);
            if LOSSLESS.contains(&self.policy) {
                assert!(own.eq(0..self.count), "{self:?}: {items:?}");
            } else if self.policy != 5 {
                assert!(own.is_sorted(), "{self:?}: {items:?}");
            }
        }
    }
}

/// Lanes, policies, counts around the window, endings, one sink and two; with others that push, too.
fn items_come_before_the_result(dart: &mut Isolate) {
    const WINDOW: u32 = 16;
    for round in 0..6 {
        for lane in LANES {
            for policy in 0..POLICIES.len() as u32 {
                for count in [0, 1, WINDOW - 1, WINDOW, WINDOW + 1, 100] {
                    for ending in [RETURN, ERROR, PANIC] {
                        let call = Call {
                            lane,
                            sinks: 1 + round % 2,
                            policy,
                            count,
                            others: if round < 4 { 0 } else { 10 },
                            ending,
                            window: WINDOW,
                        };
                        call.check(dart);
                    }
                }
            }
        }
    }
}

/// The call that comes with no sink, and the one whose sinks nobody has granted anything.
fn nothing_to_come_before(dart: &mut Isolate) {
    for lane in LANES {
        for sinks in [0, 1] {
            let call = Call {
                lane,
                sinks,
                policy: 0,
                count: 5,
                others: 0,
                ending: RETURN,
                window: 0,
            };
            if sinks == 0 && lane == 3 {
                // That one is ready at once.
                continue;
            }
            call.check(dart);
        }
    }
}

/// A large window is emptied at one go, though a task otherwise has a pause after a thousand items.
fn large_windows(dart: &mut Isolate) {
    for lane in LANES {
        for count in [100, 127, 128] {
            let call = Call {
                lane,
                sinks: 1,
                policy: 1,
                count,
                others: 0,
                ending: RETURN,
                window: 65_536,
            };
            call.check(dart);
        }
    }
}

/// A call that is cancelled when it has pushed.
fn cancelled(dart: &mut Isolate) {
    for count in [1, 5, 40] {
        let call = Call {
            lane: PUSH_FOR_EVER,
            sinks: 1,
            policy: 0,
            count,
            others: 0,
            ending: RETURN,
            window: 16,
        };
        let (streams, id) = call.start(dart);
        let fits = count.min(16);
        let mut items = 0;
        while items < fits {
            let entry = dart.next();
            assert_eq!((entry.kind, entry.id), (ITEMS, streams[0]));
            items += entry.count;
        }
        dart.cancel(id);
        let mut is_told = false;
        let mut is_over = false;
        while !is_told || !is_over {
            let entry = dart.next();
            match entry.kind {
                CANCELLED => {
                    assert_eq!(entry.id, id);
                    is_told = true;
                    dart.credit(streams[0], 1000);
                }
                END => {
                    is_over = true;
                    dart.acknowledge(streams[0], count, 0);
                }
                ITEMS => items += entry.count,
                kind => assert_eq!(kind, STATISTICS),
            }
        }
        assert_eq!(items, count);
    }
}

/// The isolate goes while calls push.
fn the_isolate_goes() {
    for round in 0..50 {
        let mut dart = Isolate::attach(&raw const TABLE, 100 + round);
        for lane in LANES {
            let call = Call {
                lane,
                sinks: 2,
                policy: round as u32 % 2,
                count: 40,
                others: 10,
                ending: RETURN,
                window: 16,
            };
            call.start(&mut dart);
        }
        match round % 2 {
            0 => dart.close_port(),
            _ => drop(dart.next()),
        }
    }
}

/// What the isolate knows of the signal when a result comes.
fn signals(dart: &mut Isolate) {
    assert_eq!(dart.call(NUMBER_SIGNAL, &[]).0, 0);
    let signal = dart.claim(0);
    let listening = dart.signal_listen(&signal);
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for others in [0, 1, 2] {
            for _ in 0..others {
                scope.spawn(|| {
                    while !is_over.load(Ordering::Relaxed) {
                        raise();
                        thread::yield_now();
                    }
                });
            }
            for round in 0..400 {
                let lane = RAISE.start + round % RAISE.len();
                let id = dart.start(lane, &[]);
                let mut known = 0;
                loop {
                    let Entry {
                        kind,
                        id: whose,
                        payload,
                        ..
                    } = dart.next();
                    if kind == CHANGED {
                        assert_eq!(whose, listening);
                        assert!(dart.signal_changed(&signal, true) || others > 0 || known > 0);
                        let (status, out) = dart.signal_read(&signal);
                        assert_eq!(status, 0);
                        known = u32_at(&out, 20);
                        continue;
                    }
                    assert_eq!((kind, whose), (RETURN, id));
                    let raised = u32_at(&payload, 0);
                    // It may be known from before: then there was no entry since.
                    let is_known = known >= raised || !dart.signal_changed(&signal, false);
                    assert!(is_known, "{known} of {raised}, lane {lane}");
                    break;
                }
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    dart.signal_unlisten(&signal);
    while dart.next_within(Duration::from_millis(5)).is_some() {}
    // Nobody listens: an eager result is there at once.
    let (status, out) = dart.try_start(RAISE_EAGER, &[]);
    assert_eq!((status, out.len()), (5, 4));
    dart.release(signal);
}

#[test]
fn what_comes_before_a_result() {
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    nothing_to_come_before(&mut dart);
    items_come_before_the_result(&mut dart);
    large_windows(&mut dart);
    cancelled(&mut dart);
    signals(&mut dart);
    drop(dart);
    the_isolate_goes();
    expect_live_objects(0);
}
