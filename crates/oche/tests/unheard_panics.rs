//! Panics that Dart never hears of although it was going to be told: they are printed. Each runs in a process of its own, which is
//! this program again.

mod support;

use std::panic::catch_unwind;
use std::process::{Command, exit};
use std::time::{Duration, Instant};
use std::{env, thread};

use oche::glue::{self, Context};
use support::Isolate;

/// What the child is to do.
const CASE: &str = "OCHE_UNHEARD_PANIC";

extern "C" fn catch_and_exit(cx: *mut Context) {
    // SAFETY: only `Isolate` calls it, with a context of its own.
    unsafe {
        glue::direct(cx, || {
            assert!(catch_unwind(|| panic!("caught before the exit")).is_err());
            exit(0)
        })
    }
}

extern "C" fn exit_while_unwinding(cx: *mut Context) {
    struct Exit;
    impl Drop for Exit {
        fn drop(&mut self) {
            exit(0);
        }
    }
    // SAFETY: as above.
    unsafe {
        glue::direct(cx, || {
            let _exit = Exit;
            panic!("on its way to the exit")
        })
    }
}

extern "C" fn fail_later(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above, and bytes it has written.
    unsafe {
        glue::future(cx, args, len, inbound, id, |_| async {
            panic!("nobody reads the mailbox");
            #[expect(unreachable_code, reason = "it says what the type is")]
            Ok(glue::reply::<(), u32>(0))
        })
    }
}

extern "C" fn fail_blocking(cx: *mut Context, args: *const u8, len: usize, inbound: u32, id: u64) -> u32 {
    // SAFETY: as above.
    unsafe { glue::blocking(cx, args, len, inbound, id, |_, _| panic!("nobody reads that either")) }
}

static FUNCTIONS: [glue::Entry; 4] = [
    glue::Entry::new(catch_and_exit as *const ()),
    glue::Entry::new(exit_while_unwinding as *const ()),
    glue::Entry::new(fail_later as *const ()),
    glue::Entry::new(fail_blocking as *const ()),
];
static TABLE: glue::Table = glue::Table::new(1, &FUNCTIONS);

/// Starts calls, waits until they have ended, and ends the isolate without looking at what they have come to.
fn leave_unread(calls: &[usize]) {
    let mut dart = Isolate::attach(&raw const TABLE, 1);
    for index in calls {
        dart.start(*index, &[]);
    }
    let start = Instant::now();
    // The context is one of them.
    while oche::live_objects() > 1 {
        assert!(start.elapsed() < Duration::from_secs(20), "they do not end");
        thread::sleep(Duration::from_millis(1));
    }
    // Between that and the entry.
    thread::sleep(Duration::from_millis(100));
    drop(dart);
}

/// Makes a call that does not return.
fn call(index: usize) {
    let status = Isolate::attach(&raw const TABLE, 1).call_unit(index);
    unreachable!("it has returned {status}");
}

/// A case's name, what is done, and what is printed of it, once.
type Case = (&'static str, fn(), &'static [&'static str]);

const CASES: [Case; 5] = [
    ("catch_and_exit", || call(0), &["caught before the exit"]),
    ("exit_while_unwinding", || call(1), &["on its way to the exit"]),
    ("unread", || leave_unread(&[2]), &["nobody reads the mailbox"]),
    ("unread_blocking", || leave_unread(&[3]), &["nobody reads that either"]),
    (
        "several_unread",
        || leave_unread(&[2, 3]),
        &["nobody reads the mailbox", "nobody reads that either"],
    ),
];

#[test]
fn what_dart_does_not_hear_is_printed() {
    if let Ok(case) = env::var(CASE) {
        let (_, run, _) = CASES.iter().find(|(name, ..)| *name == case).expect("there is one");
        return run();
    }
    for (name, _, printed) in CASES {
        let mut child = Command::new(env::current_exe().expect("it is running"));
        child.args(["--exact", "what_dart_does_not_hear_is_printed", "--nocapture"]);
        let output = child.env(CASE, name).output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {text}");
        for message in printed {
            assert_eq!(text.matches(message).count(), 1, "{name}: {message} in: {text}");
            assert!(text.contains("panicked at "), "{name}: {text}");
        }
    }
}
