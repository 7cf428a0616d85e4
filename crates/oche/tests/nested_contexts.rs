//! Calls within calls, where the outer one is in a context of its own: what they run is in the executor's context nevertheless. One
//! test, because the live-object counter is one for the process.

mod support;

use std::cell::{Cell, RefCell};
use std::sync::Mutex;

use oche::glue::protocol::{CallStatus, RemoteKind};
use oche::glue::{self, Context};
use support::{Isolate, Object, expect_live_objects};
use tokio::runtime::{Builder, Handle, RuntimeFlavor};

const FUNCTION: u32 = RemoteKind::Callback.code();
const READY: u32 = CallStatus::Ready.code();

/// Where values were dropped.
static DROPPED: Mutex<Vec<RuntimeFlavor>> = Mutex::new(Vec::new());

struct Probe;

impl Drop for Probe {
    fn drop(&mut self) {
        DROPPED
            .lock()
            .expect("no panic")
            .push(Handle::current().runtime_flavor());
    }
}

/// What the next function of Dart does.
#[derive(Clone, Copy)]
enum Act {
    Dispose,
    /// Makes a call that an object goes with, which disposes of it meanwhile.
    Call,
    /// Makes a call that has a runtime of its own.
    CallFromAnother,
    /// Attaches again, and makes a call there.
    Attach,
    /// Nothing.
    Answer,
}

thread_local! {
    static HERE: Cell<*const Isolate> = const { Cell::new(std::ptr::null()) };
    static ACTS: RefCell<Vec<Act>> = const { RefCell::new(Vec::new()) };
    static OBJECT: RefCell<Option<Object>> = const { RefCell::new(None) };
}

extern "C" fn make(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: only `Isolate` calls it, with a context of its own and bytes it has written.
    unsafe {
        glue::sync(cx, args, len, inbound, |_, w| {
            glue::encode_object(Probe, 0, w);
            Ok(glue::Status::Ok)
        })
    }
}

/// Calls Dart from a runtime of its own.
extern "C" fn call_from_another(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: as above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let callback = r.callback()?;
            let runtime = Builder::new_current_thread().build().expect("it can be had");
            let answer = runtime.block_on(async { callback.call::<(), u32>(0, |_| ()) });
            Ok(glue::value::<(), _>(w, answer.expect("it answers")))
        })
    }
}

/// Calls Dart, and does not look at what else goes with the call.
extern "C" fn call(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: as above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let callback = r.callback()?;
            let answer = callback.call::<(), u32>(0, |_| ());
            Ok(glue::value::<(), _>(w, answer.expect("it answers")))
        })
    }
}

/// Calls Dart in its first poll.
extern "C" fn call_eagerly(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe {
        glue::eager(cx, args, len, inbound, id, |args| async move {
            let callback = args.decode(|r| r.callback())?;
            let answer = callback.call::<(), u32>(0, |_| ());
            Ok(glue::reply::<(), _>(answer.expect("it answers")))
        })
    }
}

/// Ready at once.
extern "C" fn flavor(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe {
        glue::eager(cx, args, len, inbound, id, |_| async {
            Ok(glue::reply::<(), _>(
                Handle::current().runtime_flavor() == RuntimeFlavor::MultiThread,
            ))
        })
    }
}

static FUNCTIONS: [glue::Entry; 5] = [
    glue::Entry::new(make as *const ()),
    glue::Entry::new(call_from_another as *const ()),
    glue::Entry::new(call as *const ()),
    glue::Entry::new(call_eagerly as *const ()),
    glue::Entry::new(flavor as *const ()),
];
static TABLE: glue::Table = glue::Table::new(1, &FUNCTIONS);

const MAKE: usize = 0;
const CALL_FROM_ANOTHER: usize = 1;
const CALL: usize = 2;
const CALL_EAGERLY: usize = 3;
const FLAVOR: usize = 4;

extern "C" fn trampoline(level: u32, _version: u32, _length: u32, _slot: u32, _mark: u32, _method: u32) -> i32 {
    // SAFETY: the test's isolate outlives its calls.
    let dart = unsafe { &*HERE.get() };
    let act = ACTS.with_borrow_mut(|acts| acts.remove(0));
    match act {
        Act::Dispose => dart.dispose(OBJECT.take().expect("there is one")),
        Act::Call => {
            dart.push_remote(FUNCTION);
            OBJECT.with_borrow(|object| dart.push_object(object.as_ref().expect("there is one")));
            let (status, _) = dart.call_pushed(CALL, &0_u32.to_le_bytes(), 2);
            assert_eq!(status, 0);
        }
        Act::CallFromAnother => {
            let (_, status, out) = dart.call_with_remotes(CALL_FROM_ANOTHER, &0_u32.to_le_bytes(), &[FUNCTION]);
            assert_eq!((status, out), (0, vec![1, 0, 0, 0]));
        }
        Act::Answer => {}
        Act::Attach => {
            let mut again = Isolate::attach(&raw const TABLE, 2);
            let (status, out) = again.try_start(FLAVOR, &[]);
            assert_eq!((status, out), (READY, vec![1]));
        }
    }
    dart.answer(level, 0, &1_u32.to_le_bytes())
}

#[test]
fn what_runs_within_another_call_is_in_the_executors_context() {
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    dart.open(trampoline);
    HERE.set(&raw const dart);
    for acts in [vec![Act::Dispose], vec![Act::Call, Act::Dispose]] {
        assert_eq!(dart.call(MAKE, &[]).0, 0);
        OBJECT.set(Some(dart.claim(0)));
        ACTS.set(acts);
        let (_, status, out) = dart.call_with_remotes(CALL_FROM_ANOTHER, &0_u32.to_le_bytes(), &[FUNCTION]);
        assert_eq!((status, out), (0, vec![1, 0, 0, 0]));
        let dropped = std::mem::take(&mut *DROPPED.lock().expect("no panic"));
        assert_eq!(dropped, [RuntimeFlavor::MultiThread]);
    }
    // The isolate was detached in the middle of a call, and attached again.
    ACTS.set(vec![Act::Attach, Act::Attach]);
    let (_, status, out) = dart.call_with_remotes(CALL_FROM_ANOTHER, &0_u32.to_le_bytes(), &[FUNCTION]);
    assert_eq!((status, out), (0, vec![1, 0, 0, 0]));
    dart.push_remote(FUNCTION);
    let (status, out) = dart.try_start_pushed(CALL_EAGERLY, &0_u32.to_le_bytes(), 1);
    assert_eq!((status, out), (READY, vec![1, 0, 0, 0]));
    // Whoever calls back may have a runtime of its own, as in any synchronous call, and so may what that calls.
    ACTS.set(vec![Act::CallFromAnother, Act::Attach]);
    dart.push_remote(FUNCTION);
    let (status, out) = dart.try_start_pushed(CALL_EAGERLY, &0_u32.to_le_bytes(), 1);
    assert_eq!((status, out), (READY, vec![1, 0, 0, 0]));
    ACTS.set(vec![Act::CallFromAnother, Act::Call, Act::Answer]);
    assert_eq!(dart.call(MAKE, &[]).0, 0);
    OBJECT.set(Some(dart.claim(0)));
    dart.push_remote(FUNCTION);
    let (status, out) = dart.try_start_pushed(CALL_EAGERLY, &0_u32.to_le_bytes(), 1);
    assert_eq!((status, out), (READY, vec![1, 0, 0, 0]));
    dart.dispose(OBJECT.take().expect("it is still there"));
    dart.released(true);
    drop(dart);
    expect_live_objects(0);
}
