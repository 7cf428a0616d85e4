//! Streams under credit, with random schedules of what the source has, what Dart takes, and when it cancels. One test,
//! because the live-object counter is one for the process.

mod support;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use futures_util::stream;
use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use support::{Isolate, expect_live_objects, figures, u32_at};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The sources of the streams that are going to begin.
static SOURCES: LazyLock<Mutex<HashMap<u32, UnboundedReceiver<u32>>>> = LazyLock::new(Mutex::default);

/// The stream of the source with that number.
extern "C" fn items(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: only `Isolate` calls it, with a context of its own and bytes it has written.
    unsafe {
        glue::stream::<(), _>(cx, args, len, inbound, id, |args, out| async move {
            let (number,): (u32,) = args.decode(|r| Ok((r.get::<(), _>()?,)))?;
            let source = SOURCES.lock().expect("nobody panics").remove(&number);
            let mut source = source.expect("the test has put it there");
            out.run(stream::poll_fn(move |cx| source.poll_recv(cx))).await
        })
    }
}

static FUNCTIONS: [glue::Entry; 1] = [glue::Entry::new(items as *const ())];
static TABLE: glue::Table = glue::Table::new(7, &FUNCTIONS);

const CANCELLED: u32 = EntryKind::Cancelled.code();
const ITEMS: u32 = EntryKind::Items.code();
const END: u32 = EntryKind::End.code();
const STATISTICS: u32 = EntryKind::Statistics.code();

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The source has so many items more.
    Give(u32),
    /// The mailbox is emptied.
    Receive,
    /// The listener takes so many of those that were received.
    Take(u32),
    /// Time passes.
    Wait,
}

/// How a schedule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Close,
    Cancel,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0_u32..40).prop_map(Step::Give),
        3 => Just(Step::Receive),
        4 => (0_u32..40).prop_map(Step::Take),
        1 => Just(Step::Wait),
    ]
}

/// One stream, as Dart sees it.
struct Listener<'a> {
    dart: &'a mut Isolate,
    id: u64,
    window: u64,
    source: Option<UnboundedSender<u32>>,
    given: u64,
    received: u64,
    taken: u64,
    /// The last figures, and the kind of the last entry.
    last: Option<([u64; 6], u32)>,
}

impl Listener<'_> {
    fn give(&mut self, items: u32) {
        let first = self.given as u32;
        for item in first..first + items {
            let source = self.source.as_ref().expect("it is still open");
            source.send(item).expect("the stream is there");
        }
        self.given += u64::from(items);
    }

    fn receive(&mut self, patience: Duration) -> bool {
        let Some(entry) = self.dart.next_within(patience) else {
            return false;
        };
        assert_eq!(entry.id, self.id);
        match entry.kind {
            ITEMS => {
                for i in 0..entry.count as usize {
                    assert_eq!(u64::from(u32_at(&entry.payload, i * 4)), self.received, "in order");
                    self.received += 1;
                }
                assert!(self.received - self.taken <= self.window, "no more than the window");
            }
            STATISTICS => self.last = Some((figures(&entry.payload), 0)),
            kind => self.last.as_mut().expect("the figures came before").1 = kind,
        }
        true
    }

    fn take(&mut self, items: u32) {
        let items = u64::from(items).min(self.received - self.taken);
        self.taken += items;
        self.dart.acknowledge(self.id, items as u32, items as u32);
    }

    /// The figures add up, whatever the stream's task does at the same time.
    fn check(&self) {
        if let Some([produced, delivered, conflated, dropped, pending, high_water]) = self.dart.statistics(self.id) {
            assert_eq!(produced, delivered + conflated + dropped + pending);
            assert_eq!((delivered, conflated, dropped), (self.taken, 0, 0));
            assert!(produced <= self.given && self.received <= produced);
            assert!(
                pending <= high_water && high_water <= self.window,
                "{high_water} of {}",
                self.window
            );
        }
    }

    /// Waits until the stream has given all that it can.
    fn rest(&mut self) {
        let possible = self.given.min(self.taken + self.window);
        let patience = Instant::now() + Duration::from_secs(20);
        while self.received < possible && Instant::now() < patience {
            self.receive(Duration::from_millis(20));
            self.check();
        }
        let pending = possible - self.taken;
        let wanted = [possible, self.taken, 0, 0, pending];
        let at_rest = self.dart.statistics(self.id).expect("it is open");
        assert_eq!(at_rest[..5], wanted);
    }

    fn end(&mut self) -> ([u64; 6], u32) {
        while self.last.is_none_or(|(_, kind)| kind == 0) {
            assert!(self.receive(Duration::from_secs(20)), "it does not end");
        }
        self.last.expect("as just seen")
    }
}

fn run(number: u32, window: u32, steps: &[Step], last: Last) {
    let dart = &mut Isolate::attach(&raw const TABLE, number.into());
    let (sender, receiver) = unbounded_channel();
    SOURCES.lock().expect("nobody panics").insert(number, receiver);
    let id = dart.start(0, &number.to_le_bytes());
    let mut listener = Listener {
        dart,
        id,
        window: window.into(),
        source: Some(sender),
        given: 0,
        received: 0,
        taken: 0,
        last: None,
    };
    listener.dart.credit(id, window);
    for step in steps {
        match *step {
            Step::Give(items) => listener.give(items),
            Step::Receive => while listener.receive(Duration::ZERO) {},
            Step::Take(items) => listener.take(items),
            Step::Wait => std::thread::sleep(Duration::from_micros(200)),
        }
        listener.check();
    }
    match last {
        Last::Cancel => {
            listener.dart.cancel(id);
            let ([produced, delivered, conflated, dropped, pending, _], kind) = listener.end();
            assert_eq!((delivered, conflated, pending), (listener.taken, 0, 0));
            assert_eq!((produced, kind), (delivered + dropped, CANCELLED));
        }
        Last::Close => {
            listener.rest();
            listener.source = None;
            while listener.taken < listener.given {
                listener.receive(Duration::from_millis(20));
                listener.take(u32::MAX);
            }
            let ([produced, delivered, conflated, dropped, pending, _], kind) = listener.end();
            assert_eq!((produced, conflated, dropped, kind), (listener.given, 0, 0, END));
            assert_eq!(delivered + pending, produced);
            listener.dart.acknowledge(id, 0, 0);
        }
    }
    assert_eq!(listener.dart.statistics(id), None, "it is forgotten");
}

#[test]
fn the_figures_are_right_under_every_schedule() {
    let before = oche::live_objects();
    let numbers = AtomicU32::new(1);
    let schedules = (
        prop_oneof![Just(1_u32), Just(2), Just(64), 3_u32..200],
        proptest::collection::vec(step(), 0..40),
        prop_oneof![Just(Last::Close), Just(Last::Cancel)],
    );
    let config = Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&schedules, |(window, steps, last)| {
            run(numbers.fetch_add(1, Ordering::Relaxed), window, &steps, last);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    assert!(oche::open_streams().is_empty());
    expect_live_objects(before);
}
