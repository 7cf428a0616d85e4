//! A producer in C: compiled, loaded, and let loose on a sink.

#![cfg(unix)]

mod support;

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use oche::glue::protocol::EntryKind;
use oche::glue::{self, Context};
use oche::{Overflow, PushStatus, RawSink, StreamSink};
use support::{Entry, Isolate, expect_live_objects, u32_at};

const ITEMS: u32 = EntryKind::Items.code();
const END: u32 = EntryKind::End.code();
const STATISTICS: u32 = EntryKind::Statistics.code();

/// The sink that a call has brought.
static SINK: Mutex<Option<StreamSink<u32>>> = Mutex::new(None);

extern "C" fn take(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: only `Isolate` calls it, with a context of its own and bytes it has written.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            *SINK.lock().expect("no test panics while it holds this") = Some(glue::sink::<(), _>(r)?);
            r.end()?;
            Ok(glue::value::<(), _>(w, ()))
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
    static FUNCTIONS: [glue::Entry; 1] = [glue::Entry::new(take as *const ())];
    static TABLE: glue::Table = glue::Table::new(0, &FUNCTIONS);
    &TABLE
}

fn open(dart: &mut Isolate) -> (u64, StreamSink<u32>) {
    let id = dart.push_stream();
    let (status, out) = dart.call_pushed(0, &0_u32.to_le_bytes(), 1);
    assert_eq!(status, 0, "{out:?}");
    (id, SINK.lock().expect("as above").take().expect("a sink"))
}

unsafe extern "C" {
    fn dlopen(path: *const c_char, flags: c_int) -> *mut c_void;
    fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
    fn dlerror() -> *const c_char;
}

/// The program in C.
#[derive(Clone, Copy)]
struct Program {
    produce_all: unsafe extern "C" fn(RawSink, u32, u32) -> u32,
    push_text: unsafe extern "C" fn(&RawSink, *const c_char) -> i32,
    push_nothing: unsafe extern "C" fn(&RawSink) -> i32,
    answer: unsafe extern "C" fn(u32) -> i32,
}

impl Program {
    fn load() -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let library = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("producer.so");
        let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
        let status = Command::new(compiler)
            .args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-O2"])
            .args(["-fPIC", "-shared", "-pthread", "-D_POSIX_C_SOURCE=200809L"])
            .arg("-I")
            .arg(folder.join("include"))
            .arg(folder.join("tests/c/producer.c"))
            .arg("-o")
            .arg(&library)
            .status()
            .expect("there is a compiler for C");
        assert!(status.success());
        let path = CString::new(library.into_os_string().into_encoded_bytes()).expect("no zeros");
        // SAFETY: a path with its end; 2 is to bind at once. Nothing runs when the library is loaded.
        let library = unsafe { dlopen(path.as_ptr(), 2) };
        // SAFETY: it failed, so there is a text.
        assert!(!library.is_null(), "{:?}", unsafe { CStr::from_ptr(dlerror()) });
        let symbol = |name: &CStr| {
            // SAFETY: the library is loaded, and stays so.
            let symbol = unsafe { dlsym(library, name.as_ptr()) };
            assert!(!symbol.is_null(), "{name:?}");
            symbol
        };
        // SAFETY: these are the functions' types.
        unsafe {
            Program {
                produce_all: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(RawSink, u32, u32) -> u32>(
                    symbol(c"produce_all"),
                ),
                push_text: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(&RawSink, *const c_char) -> i32>(
                    symbol(c"push_text"),
                ),
                push_nothing: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(&RawSink) -> i32>(symbol(
                    c"push_nothing",
                )),
                answer: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(u32) -> i32>(symbol(c"answer")),
            }
        }
    }
}

/// Counts how often it is dropped.
struct Guard<'a>(&'a AtomicU32);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn number(bytes: &[u8]) -> Option<u32> {
    bytes.try_into().ok().map(u32::from_le_bytes)
}

/// Four threads in C push into a queue that is much shorter than what they have; nothing is lost, and the sink is dropped
/// once.
fn threads_push(dart: &mut Isolate, program: Program) {
    static DROPS: AtomicU32 = AtomicU32::new(0);
    const EACH: u32 = 5000;
    let (id, sink) = open(dart);
    let guard = Guard(&DROPS);
    let raw = sink.with_overflow(Overflow::Block(16)).into_raw(move |bytes| {
        let _guard = &guard;
        number(bytes)
    });
    // SAFETY: the program keeps to the header.
    let producer = thread::spawn(move || unsafe { (program.produce_all)(raw, 4, EACH) });
    dart.credit(id, 64);
    let mut items: Vec<u32> = Vec::new();
    loop {
        let entry = next(dart);
        if entry.kind != ITEMS {
            assert_eq!(entry.kind, END);
            break;
        }
        dart.credit(id, entry.count);
        let numbers = entry.payload.chunks_exact(4).take(entry.count as usize);
        items.extend(numbers.map(|bytes| u32_at(bytes, 0)));
    }
    assert_eq!(producer.join().expect("it does not panic"), 4 * EACH);
    assert_eq!(DROPS.load(Ordering::SeqCst), 1);
    items.sort_unstable();
    assert!(items.into_iter().eq(0..4 * EACH));
}

fn answers(dart: &mut Isolate, program: Program) {
    use PushStatus::{Accepted, Closed, Conflated, Dropped, Full, Invalid, Panicked};
    for (index, status) in [Accepted, Conflated, Dropped, Full, Closed, Invalid, Panicked]
        .into_iter()
        .enumerate()
    {
        // SAFETY: it only looks into a list.
        assert_eq!(unsafe { (program.answer)(index as u32) }, status as i32);
    }
    let length = |bytes: &[u8]| match bytes {
        b"panic" => panic!("as you wish"),
        b"none" => None,
        bytes => Some(bytes.len() as u32),
    };
    let push = |raw: &RawSink, texts: &[&CStr]| -> Vec<i32> {
        // SAFETY: the program keeps to the header, and the sink is there.
        texts
            .iter()
            .map(|text| unsafe { (program.push_text)(raw, text.as_ptr()) })
            .collect()
    };
    // SAFETY, for all calls of `drop` below: it is called once, and nobody pushes any more.
    let (_, sink) = open(dart);
    let raw = sink.with_overflow(Overflow::Block(1)).into_raw(length);
    let wanted = [Invalid, Panicked, Accepted, Full].map(|status| status as i32);
    assert_eq!(push(&raw, &[c"none", c"panic", c"abc", c"abc"]), wanted);
    // SAFETY: see above.
    unsafe { (raw.drop)(raw.context) };

    let (id, sink) = open(dart);
    let raw = sink.with_overflow(Overflow::Latest).into_raw(length);
    // SAFETY: as for `push`.
    assert_eq!(unsafe { (program.push_nothing)(&raw) }, Accepted as i32);
    assert_eq!(push(&raw, &[c"abc"]), [Conflated as i32]);
    dart.cancel(id);
    while push(&raw, &[c"abc"]) != [Closed as i32] {
        thread::yield_now();
    }
    // SAFETY: see above.
    unsafe { (raw.drop)(raw.context) };

    let (_, sink) = open(dart);
    let raw = sink.with_overflow(Overflow::DropOldest(1)).into_raw(length);
    assert_eq!(push(&raw, &[c"abc", c"abc"]), [Accepted as i32, Dropped as i32]);
    // SAFETY: see above.
    unsafe { (raw.drop)(raw.context) };
}

#[test]
fn a_producer_in_c() {
    let program = Program::load();
    let mut dart = Isolate::attach(table(), 1);
    threads_push(&mut dart, program);
    answers(&mut dart, program);
    drop(dart);
    expect_live_objects(0);
}
