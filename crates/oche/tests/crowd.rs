//! More calls wait for one object than there are threads that block, and the task that has it needs such a thread.

mod support;

use std::time::Duration;

use oche::glue::{self, Context};
use support::{As, Isolate, WRITE, expect_live_objects, u32_at};

struct Counter(u32);

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

type Args = *const u8;

extern "C" fn make(cx: *mut Context, args: Args, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            glue::encode_object(Counter(0), 0, w);
            Ok(glue::Status::Ok)
        })
    }
}

/// Holds the counter in a task, until another thread has done something.
extern "C" fn hold(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::future(cx, args, len, inbound, id, |args| async move {
            let mut counter = args.decode(|r| r.borrow_mut::<Counter>())?;
            tokio::time::sleep(Duration::from_millis(500)).await;
            let done = tokio::task::spawn_blocking(|| 1).await;
            counter.0 += done.expect("it does not panic");
            Ok(glue::reply::<(), _>(counter.0))
        })
    }
}

/// Waits for the counter on a thread that blocks.
extern "C" fn count(cx: *mut Context, args: Args, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::blocking(cx, args, len, inbound, id, |r, w| {
            let mut counter = r.borrow_mut::<Counter>()?;
            r.end()?;
            counter.0 += 1;
            Ok(glue::value::<(), _>(w, counter.0))
        })
    }
}

static FUNCTIONS: [glue::Entry; 3] = [
    glue::Entry::new(make as *const ()),
    glue::Entry::new(hold as *const ()),
    glue::Entry::new(count as *const ()),
];
static TABLE: glue::Table = glue::Table::new(12, &FUNCTIONS);

#[test]
fn a_crowd_waits_for_one_object() {
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    assert_eq!(dart.call(0, &[]).0, 0);
    let counter = dart.claim(0);
    let first = [0; 4];
    dart.start_as(1, &first, &[As(&counter, WRITE)]);
    let crowd = if cfg!(miri) { 4 } else { 700 };
    for _ in 0..crowd {
        dart.start_as(2, &first, &[As(&counter, WRITE)]);
    }
    let mut last = 0;
    for _ in 0..=crowd {
        let entry = dart.next();
        assert_eq!(entry.kind, 1);
        last = last.max(u32_at(&entry.payload, 0));
    }
    assert_eq!(last, crowd + 1);
    dart.dispose(counter);
    expect_live_objects(1);
}
