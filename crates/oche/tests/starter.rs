//! Futures that isolates hand over: one that blocks before its first wait does not keep the others waiting.

mod support;

use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context};
use support::{Isolate, expect_live_objects, u32_at};

/// How many futures block, and whether they may go on.
static BLOCKED: Mutex<(u32, bool)> = Mutex::new((0, false));
static CHANGED: Condvar = Condvar::new();

/// Blocks the thread that polls it.
extern "C" fn block(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: only `Isolate` calls it, with a context of its own and bytes it has written.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            args.decode(|_| Ok(()))?;
            let mut blocked = BLOCKED.lock().expect("nobody panics");
            blocked.0 += 1;
            CHANGED.notify_all();
            let blocked = CHANGED.wait_while(blocked, |(_, released)| !*released);
            drop(blocked.expect("nobody panics"));
            Ok(glue::reply::<(), _>(1_u32))
        })
    }
}

/// Is ready at once, or when it has waited for a timer.
extern "C" fn twice(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let (n,): (u32,) = args.decode(|r| Ok((r.get::<(), _>()?,)))?;
            if n % 2 == 1 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            Ok(glue::reply::<(), _>(n * 2))
        })
    }
}

/// Always finds something to do, and never ends.
async fn spin() -> Result<glue::Reply, glue::WireError> {
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let mut turns = 0_u32;
    while sender.send(turns).is_ok() {
        turns = receiver.recv().await.unwrap_or_default().wrapping_add(1);
    }
    Ok(glue::reply::<(), _>(turns))
}

extern "C" fn spin_later(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe { glue::future(cx, args, len, inbound, id, |_| spin()) }
}

extern "C" fn spin_eagerly(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe { glue::eager(cx, args, len, inbound, id, |_| spin()) }
}

static FUNCTIONS: [glue::Entry; 4] = [
    glue::Entry::new(block as *const ()),
    glue::Entry::new(twice as *const ()),
    glue::Entry::new(spin_later as *const ()),
    glue::Entry::new(spin_eagerly as *const ()),
];
static TABLE: glue::Table = glue::Table::new(1, &FUNCTIONS);

/// Makes so many quick calls and waits for all of them.
fn call(dart: &mut Isolate, calls: u32) {
    let mut wanted: Vec<(u64, u32)> = (0..calls).map(|n| (dart.start(1, &n.to_le_bytes()), n * 2)).collect();
    for _ in 0..calls {
        let entry = dart.next();
        let at = wanted
            .iter()
            .position(|(id, _)| *id == entry.id)
            .expect("a call of these");
        assert_eq!((entry.kind, u32_at(&entry.payload, 0)), (1, wanted.swap_remove(at).1));
    }
}

/// The kind of the entry for a call that was cancelled.
const CANCELLED: u32 = EntryKind::Cancelled.code();

#[test]
fn what_blocks_keeps_nobody_waiting() {
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    call(&mut dart, 1);
    call(&mut dart, 500);

    let blocked = dart.start(0, &[]);
    // In the queue behind it, and then when it is known that it blocks.
    let start = Instant::now();
    call(&mut dart, 20);
    call(&mut dart, 500);
    assert!(start.elapsed() < Duration::from_secs(20));
    let guard = BLOCKED.lock().expect("nobody panics");
    let mut guard = CHANGED
        .wait_while(guard, |(count, _)| *count == 0)
        .expect("nobody panics");
    assert_eq!(*guard, (1, false));
    guard.1 = true;
    drop(guard);
    CHANGED.notify_all();
    let entry = dart.next();
    assert_eq!((entry.kind, entry.id, u32_at(&entry.payload, 0)), (1, blocked, 1));

    call(&mut dart, 500);

    // What always finds something to do is no better than what waits.
    for index in [2, 3] {
        let id = dart.start(index, &[]);
        call(&mut dart, 20);
        dart.cancel(id);
        let entry = dart.next();
        assert_eq!((entry.kind, entry.id), (CANCELLED, id));
    }
    drop(dart);
    expect_live_objects(0);
}
