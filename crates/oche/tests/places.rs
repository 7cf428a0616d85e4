//! Calls at random, of every lane, with several objects at once, the same ones twice, and cancelled in between: what each of them
//! finds is what the calls made before it have left.

mod support;

use std::pin::Pin;
use std::task::{self, Poll};

use oche::glue::protocol::{CallStatus, EntryKind};
use oche::glue::{self, Context, ReadGuard, Reader, WireError, WriteGuard};
use support::{As, Isolate, Object, READ, WRITE, expect_live_objects, u32_at};

const RETURN: u32 = EntryKind::Value.code();
const INVALID: u32 = EntryKind::Invalid.code();
const CANCELLED: u32 = EntryKind::Cancelled.code();

const OBJECTS: usize = 4;

/// The numbers of the calls that have changed it.
struct Log(Vec<u32>);

/// What a call has of one object.
enum Guard {
    Read(ReadGuard<Log>),
    Write(WriteGuard<Log>),
}

/// A call: its number, and its objects.
struct Work(u32, Vec<Guard>);

impl Work {
    fn read(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let number = r.get::<(), u32>()?;
        let count = r.get::<(), u32>()?;
        let mut guards = Vec::new();
        for _ in 0..count {
            guards.push(match r.get::<(), u32>()? {
                WRITE => Guard::Write(r.borrow_mut()?),
                _ => Guard::Read(r.borrow()?),
            });
        }
        r.end()?;
        Ok(Work(number, guards))
    }

    /// Changes what it may change; what it has found.
    fn run(&mut self) -> Vec<Vec<u32>> {
        let number = self.0;
        let run = |guard: &mut Guard| match guard {
            Guard::Read(log) => log.0.clone(),
            Guard::Write(log) => {
                let found = log.0.clone();
                log.0.push(number);
                found
            }
        };
        self.1.iter_mut().map(run).collect()
    }
}

/// Lets others run.
struct Later(u32);

impl Future for Later {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

extern "C" fn make(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            glue::encode_object(Log(Vec::new()), 0, w);
            Ok(glue::Status::Ok)
        })
    }
}

extern "C" fn blocking(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, w| {
            let mut work = Work::read(r)?;
            std::thread::yield_now();
            Ok(glue::value::<(), _>(w, work.run()))
        })
    }
}

async fn work(args: glue::Args) -> Result<glue::Reply, WireError> {
    let mut work = args.decode(Work::read)?;
    Later(work.0 % 3).await;
    let found = work.run();
    Later(work.0 % 2).await;
    Ok(glue::reply::<(), _>(found))
}

extern "C" fn future(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe { glue::future(cx, args, len, inbound, id, work) }
}

extern "C" fn eager(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe { glue::eager(cx, args, len, inbound, id, work) }
}

static FUNCTIONS: [glue::Entry; 4] = [
    glue::Entry::new(make as *const ()),
    glue::Entry::new(blocking as *const ()),
    glue::Entry::new(future as *const ()),
    glue::Entry::new(eager as *const ()),
];
static TABLE: glue::Table = glue::Table::new(1, &FUNCTIONS);

/// Numbers at random, the same ones each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % end
    }
}

/// What a call has found, by its objects.
struct Found {
    number: u32,
    objects: Vec<usize>,
    logs: Vec<Vec<u32>>,
}

fn read_logs(bytes: &[u8]) -> Vec<Vec<u32>> {
    let mut at = 4;
    let mut next = || {
        at += 4;
        u32_at(bytes, at - 4)
    };
    // A short list of numbers is in place, after its count, doubled.
    (0..u32_at(bytes, 0))
        .map(|_| (0..next() >> 1).map(|_| next()).collect())
        .collect()
}

fn round(dart: &mut Isolate, random: &mut Random) {
    const READY: u32 = CallStatus::Ready.code();
    const REFUSED: u32 = CallStatus::Invalid.code();
    let objects: Vec<Object> = (0..OBJECTS)
        .map(|_| {
            assert_eq!(dart.call(0, &[]).0, 0);
            dart.claim(0)
        })
        .collect();
    let (mut started, mut ids, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let mut refused = 0;
    for number in 0..120 {
        let chosen: Vec<usize> = (0..1 + random.below(3)).map(|_| random.below(OBJECTS)).collect();
        let accesses: Vec<u32> = chosen.iter().map(|_| [READ, READ, WRITE][random.below(3)]).collect();
        let is_refused = (0..chosen.len())
            .any(|i| (0..i).any(|j| chosen[i] == chosen[j] && (accesses[i] == WRITE || accesses[j] == WRITE)));
        refused += u32::from(is_refused);
        let mut args = vec![number, chosen.len() as u32];
        for (index, access) in accesses.iter().enumerate() {
            args.extend([*access, index as u32]);
        }
        let args: Vec<u8> = args.iter().flat_map(|word| word.to_le_bytes()).collect();
        let with: Vec<As<'_>> = chosen
            .iter()
            .zip(&accesses)
            .map(|(i, access)| As(&objects[*i], *access))
            .collect();
        for As(object, access) in &with {
            dart.push_object_as(object, *access);
        }
        let lane = 1 + random.below(3);
        let (status, out) = dart.try_start_pushed(lane, &args, with.len() as u32);
        match status {
            READY => found.push(Found {
                number,
                objects: chosen,
                logs: read_logs(&out),
            }),
            REFUSED => assert!(is_refused),
            _ => {
                assert_eq!(status, 0);
                ids.push(dart.last_id());
                started.push((dart.last_id(), number, chosen, is_refused));
            }
        }
        // Somebody in the middle of a line, mostly.
        if random.below(4) == 0 && !ids.is_empty() {
            dart.cancel(ids[random.below(ids.len())]);
        }
    }
    assert!(refused > 0, "some of them pass one twice");
    for _ in 0..started.len() {
        let entry = dart.next();
        let index = started
            .iter()
            .position(|(id, ..)| *id == entry.id)
            .expect("each is told once");
        let (_, number, objects, is_refused) = started.swap_remove(index);
        match entry.kind {
            RETURN => found.push(Found {
                number,
                objects,
                logs: read_logs(&entry.payload),
            }),
            INVALID => assert!(is_refused, "{number}"),
            kind => assert_eq!(kind, CANCELLED, "{number}"),
        }
    }
    // Blocking ones that were cancelled may still run.
    expect_live_objects(1 + OBJECTS as i64);
    let last: Vec<Vec<u32>> = objects
        .iter()
        .map(|object| {
            dart.push_object_as(object, READ);
            let args: Vec<u8> = [u32::MAX, 1, READ, 0]
                .iter()
                .flat_map(|word| word.to_le_bytes())
                .collect();
            let id = dart.start_pushed(2, &args, 1);
            let entry = dart.next();
            assert_eq!((entry.id, entry.kind), (id, RETURN), "nothing is left held");
            read_logs(&entry.payload).remove(0)
        })
        .collect();
    for log in &last {
        assert!(log.is_sorted(), "{log:?}");
    }
    for Found { number, objects, logs } in found {
        for (object, log) in objects.iter().zip(logs) {
            let before: Vec<u32> = last[*object].iter().copied().filter(|other| *other < number).collect();
            assert_eq!(log, before, "what call {number} has found in {object}");
        }
    }
    for object in objects {
        dart.dispose(object);
    }
}

#[test]
fn every_call_finds_what_those_before_it_have_left() {
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    let mut random = Random(1);
    for _ in 0..100 {
        round(&mut dart, &mut random);
    }
    drop(dart);
    expect_live_objects(0);
}
