//! An executor of the user's own instead of tokio. A test program of its own, because an executor is set once.

mod support;

use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use std::thread;

use oche::glue::protocol::CallStatus;
use oche::glue::{self, Context};
use oche::{BoxFuture, BoxWork, Executor, ExecutorAlreadySet, set_executor};
use support::{Isolate, expect_live_objects, u32_at};

static SPAWNED: AtomicU32 = AtomicU32::new(0);
static ENTERED: AtomicU32 = AtomicU32::new(0);

/// What becomes of the next future that is entered: [`POLLED`] and so on.
static ENTERING: AtomicU32 = AtomicU32::new(POLLED);
const POLLED: u32 = 0;
const POLLED_TWICE: u32 = 1;
const NOT_POLLED: u32 = 2;
const PANICS_BEFORE: u32 = 3;
const PANICS_AFTER: u32 = 4;

/// A thread per future.
struct Threads;

impl Executor for Threads {
    fn spawn(&self, future: BoxFuture) {
        SPAWNED.fetch_add(1, Ordering::SeqCst);
        thread::spawn(move || futures_util::FutureExt::now_or_never(future).expect("it is ready at once"));
    }

    fn spawn_blocking(&self, work: BoxWork) {
        SPAWNED.fetch_add(1, Ordering::SeqCst);
        thread::spawn(work);
    }

    fn enter(&self, poll: &mut dyn FnMut()) {
        ENTERED.fetch_add(1, Ordering::SeqCst);
        let how = ENTERING.swap(POLLED, Ordering::SeqCst);
        assert_ne!(how, PANICS_BEFORE, "no way in");
        if how != NOT_POLLED {
            poll();
        }
        if how == POLLED_TWICE {
            poll();
        }
        assert_ne!(how, PANICS_AFTER, "no way out");
    }
}

extern "C" fn twice(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: only `Isolate` calls it, with a context of its own and bytes it has written.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let (n,): (u32,) = args.decode(|r| Ok((r.get::<(), _>()?,)))?;
            Ok(glue::reply::<(), _>(n * 2))
        })
    }
}

extern "C" fn thrice(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, w| {
            let n: u32 = r.get::<(), _>()?;
            r.end()?;
            Ok(glue::value::<(), _>(w, n * 3))
        })
    }
}

/// Ready at the second poll.
extern "C" fn eager(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe {
        glue::eager(cx, args, len, inbound, id, |args| async move {
            let (polls,): (u32,) = args.decode(|r| Ok((r.get::<(), _>()?,)))?;
            let mut left = polls;
            std::future::poll_fn(|_| {
                left -= 1;
                match left {
                    0 => Poll::Ready(()),
                    _ => Poll::Pending,
                }
            })
            .await;
            Ok(glue::reply::<(), _>(ENTERED.load(Ordering::SeqCst)))
        })
    }
}

/// How often `enter` was called, this call included, and how often this ran.
extern "C" fn entered(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    // SAFETY: as above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            let runs = RUNS.fetch_add(1, Ordering::SeqCst) + 1;
            Ok(glue::value::<(), _>(w, (ENTERED.load(Ordering::SeqCst), runs)))
        })
    }
}

static FUNCTIONS: [glue::Entry; 4] = [
    glue::Entry::new(twice as *const ()),
    glue::Entry::new(thrice as *const ()),
    glue::Entry::new(eager as *const ()),
    glue::Entry::new(entered as *const ()),
];
static TABLE: glue::Table = glue::Table::new(1, &FUNCTIONS);

/// The status of an asynchronous call that has ended already.
const READY: u32 = CallStatus::Ready.code();

#[test]
fn futures_and_work_run_where_the_user_wants() {
    assert_eq!(set_executor(Threads), Ok(()));
    assert_eq!(set_executor(Threads), Err(ExecutorAlreadySet));
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    for (index, wanted) in [(0, 42), (1, 63)] {
        dart.start(index, &21_u32.to_le_bytes());
        let entry = dart.next();
        assert_eq!((entry.kind, u32_at(&entry.payload, 0)), (1, wanted));
    }
    assert_eq!(SPAWNED.load(Ordering::SeqCst), 2);
    assert_eq!(ENTERED.load(Ordering::SeqCst), 1, "the work is in its context");

    let (status, out) = dart.try_start(2, &1_u32.to_le_bytes());
    assert_eq!((status, u32_at(&out, 0)), (READY, 2), "it comes back with the call");
    assert_eq!(SPAWNED.load(Ordering::SeqCst), 2);
    dart.start(2, &2_u32.to_le_bytes());
    let entry = dart.next();
    assert_eq!((entry.kind, u32_at(&entry.payload, 0)), (1, 3));
    assert_eq!(SPAWNED.load(Ordering::SeqCst), 3);

    synchronous_calls_are_entered(&dart);

    misbehaves_in_entering(&mut dart);
    drop(dart);
    expect_live_objects(0);
}

/// A synchronous call runs in the executor's context, and once, whatever the executor does there.
fn synchronous_calls_are_entered(dart: &Isolate) {
    const OK: u32 = CallStatus::Ok.code();
    const PANIC: u32 = CallStatus::Panic.code();
    let before = ENTERED.load(Ordering::SeqCst);
    let mut runs = 0;
    for (calls, how) in (1..).zip([POLLED, POLLED_TWICE, NOT_POLLED, PANICS_BEFORE, PANICS_AFTER, POLLED]) {
        ENTERING.store(how, Ordering::SeqCst);
        let (status, out) = dart.call(3, &[]);
        runs += u32::from(how != PANICS_BEFORE);
        match how {
            PANICS_BEFORE | PANICS_AFTER => assert_eq!(status, PANIC, "{how}"),
            _ => assert_eq!(
                (status, u32_at(&out, 0), u32_at(&out, 4)),
                (OK, before + calls, runs),
                "{how}"
            ),
        }
    }
}

/// Whatever an executor does there, a call that is ready has its result, one that is not goes on or fails, and Dart hears of
/// it once.
fn misbehaves_in_entering(dart: &mut Isolate) {
    const PANIC: u32 = CallStatus::Panic.code();
    let spawned = SPAWNED.load(Ordering::SeqCst);
    for (how, polls, wanted) in [
        (POLLED_TWICE, 1, READY),
        (POLLED_TWICE, 2, READY),
        (PANICS_BEFORE, 1, PANIC),
        (PANICS_AFTER, 1, READY),
        (PANICS_AFTER, 2, PANIC),
    ] {
        ENTERING.store(how, Ordering::SeqCst);
        let (status, out) = dart.try_start(2, &u32::to_le_bytes(polls));
        assert_eq!(status, wanted, "{how} {polls}");
        match status {
            READY => assert_eq!(u32_at(&out, 0), ENTERED.load(Ordering::SeqCst)),
            _ => assert!(String::from_utf8_lossy(&out).contains("no way"), "{how} {polls}"),
        }
    }
    assert_eq!(SPAWNED.load(Ordering::SeqCst), spawned);
    for (how, polls) in [(NOT_POLLED, 1), (POLLED_TWICE, 3)] {
        ENTERING.store(how, Ordering::SeqCst);
        let id = dart.start(2, &u32::to_le_bytes(polls));
        let entry = dart.next();
        assert_eq!((entry.kind, entry.id), (1, id), "{how} {polls}");
    }
    expect_live_objects(1);
}
