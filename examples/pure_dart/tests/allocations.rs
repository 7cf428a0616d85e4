//! What is borrowed goes to Dart without a copy of it: the generated code allocates nothing but its message. Played without
//! a Dart VM, so that every allocation can be counted.

mod places;
#[path = "../../../crates/oche/tests/support/mod.rs"]
mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use oche::glue::Table;
use oche::glue::protocol::CallStatus;
use places::at;
use pure_dart as _; // for its table
use support::{Isolate, Object};

unsafe extern "C" {
    safe fn oche_pure_dart() -> *const Table;
}

thread_local! {
    /// How often this thread has allocated.
    static ALLOCATIONS: Cell<u32> = const { Cell::new(0) };
}

/// The system's allocator, which counts.
struct Counting;

// SAFETY: the system's allocator does the work, and counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // It is gone when the thread ends.
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: by the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: by the contract.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: by the contract.
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often something allocates on this thread.
fn allocations<R>(work: impl FnOnce() -> R) -> (R, u32) {
    let before = ALLOCATIONS.get();
    let result = work();
    (result, ALLOCATIONS.get() - before)
}

const OK: u32 = CallStatus::Ok.code();

fn harbour(dart: &Isolate, count: u32) -> Object {
    assert_eq!(dart.call(at("Harbour_new"), &count.to_le_bytes()).0, OK);
    dart.claim(0)
}

/// A call: how large its message is, and how often it allocated.
fn call(dart: &Isolate, name: &str, harbour: &Object) -> (usize, u32) {
    let ((status, out), count) = allocations(|| dart.call_with(at(name), &0_u32.to_le_bytes(), &[harbour]));
    assert_eq!(status, OK, "{name}");
    (out.len(), count)
}

#[test]
fn a_thousand_structs_that_are_borrowed_take_a_message_and_nothing_else() {
    let dart = Isolate::attach(oche_pure_dart(), 1);
    let (few, many) = (harbour(&dart, 1), harbour(&dart, 1000));
    for name in ["Harbour_vessels", "Harbour_fleet"] {
        call(&dart, name, &few);
        let (_, own) = call(&dart, name, &few);
        let (size, first) = call(&dart, name, &many);
        assert!(size > 1000 * 80, "{name}: a message of {size} bytes");
        // Memory grows by doubling.
        assert!(
            first - own <= 20,
            "{name}: {first} allocations, of which {own} are the test's own"
        );
        // It is there when the next message is written.
        assert_eq!(call(&dart, name, &many), (size, own), "{name}");
    }
    // Lists and maps of references are the function's own: one allocation, or a node for each eleven entries.
    let (_, own) = call(&dart, "Harbour_moored", &few);
    let (_, first) = call(&dart, "Harbour_moored", &many);
    assert!(first - own <= 20, "{first} allocations for a list of references");
    let (_, map) = call(&dart, "Harbour_numbered", &many);
    assert!(map < 1000 / 3, "{map} allocations for a map of references");
    // And the counter counts.
    let (_, built) = call(&dart, "Harbour_built", &many);
    assert!(built > 1000, "{built} allocations for structs that are built");
    for object in [few, many] {
        dart.dispose(object);
    }
}

#[test]
fn the_value_of_a_signal_is_sent_from_where_it_is() {
    let dart = Isolate::attach(oche_pure_dart(), 2);
    let harbour = harbour(&dart, 1);
    assert_eq!(call(&dart, "Harbour_live", &harbour).0, 4);
    let signal = dart.claim(0);
    let read = || allocations(|| dart.signal_read(&signal));
    let ((status, first), _) = read();
    assert_eq!(status, OK);
    // The test's own copy of the message.
    let ((_, again), count) = read();
    assert_eq!((again.len(), count), (first.len(), 1));
    dart.dispose(signal);
    dart.dispose(harbour);
}

#[test]
fn arguments_of_callbacks_are_sent_from_where_they_are() {
    let dart = Isolate::attach(oche_pure_dart(), 3);
    dart.open(answer_with_count);
    HERE.set(&raw const dart);
    let (few, many) = (harbour(&dart, 1), harbour(&dart, 1000));
    let all = |harbour: &Object| {
        dart.push_object(harbour);
        dart.push_remote(0);
        let args = [0_u32.to_le_bytes(), 1_u32.to_le_bytes()].concat();
        let ((status, out), count) = allocations(|| dart.call_pushed(at("Harbour_all"), &args, 2));
        assert_eq!(status, OK);
        (support::u32_at(&out, 0), count)
    };
    assert_eq!(all(&many).0, 1000);
    // The buffer of this level is as large as it must be now.
    let (_, own) = all(&few);
    assert_eq!(all(&many), (1000, own));
    for object in [few, many] {
        dart.dispose(object);
    }
    HERE.set(std::ptr::null());
}

thread_local! {
    /// The isolate of this thread, for the functions that Rust calls.
    static HERE: Cell<*const Isolate> = const { Cell::new(std::ptr::null()) };
}

/// A function of Dart that gives back the count with which its argument begins.
extern "C" fn answer_with_count(level: u32, _version: u32, length: u32, _slot: u32, _mark: u32, _method: u32) -> i32 {
    // SAFETY: the isolate outlives its calls.
    let dart = unsafe { &*HERE.get() };
    let args = dart.arguments(level, length);
    dart.answer(level, 0, &args[..4])
}
