//! The generated code at work without a Dart VM, for tools that watch the memory of a native program: every lane and every
//! way for things to go along with a call, with good ends and bad ones.
//!
//! A plain `cargo test` runs it as well, and sees what the live-object counter sees. `cargo xtask test --memory` runs it
//! under a tool, and with the feature `planted-faults` in order to see that the tool notices.

mod places;
#[path = "../../../crates/oche/tests/support/mod.rs"]
mod support;

use std::cell::Cell;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use oche::glue::Table;
use oche::glue::protocol::{CallStatus, RemoteKind, SignalStatus};
use places::at;
use pure_dart as _; // for its table
use support::{As, Entry, Isolate, Object, SHARE, TAKE, WRITE, expect_live_objects, u32_at};

unsafe extern "C" {
    safe fn oche_pure_dart() -> *const Table;
}

const OK: u32 = CallStatus::Ok.code();
const ERROR: u32 = CallStatus::Error.code();
const PANIC: u32 = CallStatus::Panic.code();
const INVALID: u32 = CallStatus::Invalid.code();

/// Kinds of mailbox entries.
mod kind {
    use oche::glue::protocol::EntryKind;

    pub const RETURN: u32 = EntryKind::Value.code();
    pub const ERROR: u32 = EntryKind::Error.code();
    pub const PANIC: u32 = EntryKind::Panic.code();
    pub const INVALID: u32 = EntryKind::Invalid.code();
    pub const CANCELLED: u32 = EntryKind::Cancelled.code();
    pub const ITEMS: u32 = EntryKind::Items.code();
    pub const END: u32 = EntryKind::End.code();
    pub const REQUEST: u32 = EntryKind::Request.code();
    pub const RELEASED: u32 = EntryKind::Released.code();
    pub const STATISTICS: u32 = EntryKind::Statistics.code();
    pub const CHANGED: u32 = EntryKind::Changed.code();
}

const FUNCTION: u32 = RemoteKind::Callback.code();
const DART_OBJECT: u32 = RemoteKind::Object.code();
const IMPLEMENTOR: u32 = RemoteKind::Implementor.code();
const F64: u32 = 9;

/// One after the other: the live-object counter is one for all.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn text(text: &str) -> Vec<u8> {
    let header = (text.len() as u32) << 1 | u32::from(text.is_ascii());
    [&header.to_le_bytes(), text.as_bytes()].concat()
}

fn micros(time: Duration) -> Vec<u8> {
    (time.as_micros() as i64).to_le_bytes().to_vec()
}

fn i64_at(bytes: &[u8]) -> i64 {
    i64::from_le_bytes(bytes[..8].try_into().expect("eight bytes"))
}

fn u64_at(bytes: &[u8]) -> u64 {
    i64_at(bytes) as u64
}

/// The next entry that says something else than that functions were released.
fn next(dart: &mut Isolate) -> Entry {
    loop {
        let entry = dart.next();
        match entry.kind {
            kind::RELEASED => drop(dart.released(true)),
            // The last but one of each stream.
            kind::STATISTICS => assert_eq!(entry.payload.len(), 6 * 8),
            _ => return entry,
        }
    }
}

/// How a call ends that was started.
fn end_of(dart: &mut Isolate, id: u64) -> (u32, Vec<u8>) {
    let entry = next(dart);
    assert_eq!(entry.id, id);
    (entry.kind, entry.payload)
}

fn counter(dart: &Isolate, count: i64) -> Object {
    let args = [text("counter"), count.to_le_bytes().to_vec()].concat();
    let (status, out) = dart.call(at("Counter_starting_at"), &args);
    assert_eq!((status, out), (OK, words(&[0])));
    dart.claim(0)
}

fn count_of(dart: &Isolate, counter: &Object) -> i64 {
    let (count, status) = dart.call_direct_object(at("Counter_count"), counter);
    assert_eq!(status, OK);
    count
}

/// Runs `body` with an isolate, and sees that it leaves nothing behind.
fn leaving_nothing(body: impl FnOnce(&mut Isolate)) {
    let _alone = alone();
    let before = oche::live_objects();
    let mut dart = Isolate::attach(oche_pure_dart(), 1);
    dart.open(trampoline);
    HERE.set(&raw const dart);
    body(&mut dart);
    HERE.set(std::ptr::null());
    drop(dart);
    expect_live_objects(before);
}

/// What plays a function of Dart: gets the level of the call, and the arguments; what the trampoline returns.
type Function = fn(&Isolate, u32, &[u8]) -> i32;

thread_local! {
    /// The isolate of this thread, for the functions that Rust calls.
    static HERE: Cell<*const Isolate> = const { Cell::new(std::ptr::null()) };
    /// How they answer.
    static ANSWER: Cell<Function> = const { Cell::new(doubled) };
}

/// Rust calls a function of Dart on the isolate's own thread.
extern "C" fn trampoline(level: u32, _version: u32, length: u32, _slot: u32, _mark: u32, _method: u32) -> i32 {
    // SAFETY: the isolate outlives its calls.
    let dart = unsafe { &*HERE.get() };
    ANSWER.get()(dart, level, &dart.arguments(level, length))
}

fn doubled(dart: &Isolate, level: u32, args: &[u8]) -> i32 {
    dart.answer(level, 0, &words(&[u32_at(args, 0).wrapping_mul(2)]))
}

fn thrown(dart: &Isolate, level: u32, _: &[u8]) -> i32 {
    dart.answer(level, 2, &[text("thrown"), text("main.dart")].concat())
}

/// A `Future`, which is not answered at once.
fn later(dart: &Isolate, level: u32, _: &[u8]) -> i32 {
    dart.answer(level, 5, &[])
}

fn nonsense(dart: &Isolate, level: u32, _: &[u8]) -> i32 {
    dart.answer(level, 99, &[1, 2, 3])
}

fn too_short(dart: &Isolate, level: u32, _: &[u8]) -> i32 {
    dart.answer(level, 0, &[1])
}

/// An answer that takes all of the memory, most of which nobody has written.
fn whole_memory(dart: &Isolate, level: u32, _: &[u8]) -> i32 {
    dart.claim_answer(level, dart.capacity(level))
}

fn more_than_memory(dart: &Isolate, level: u32, _: &[u8]) -> i32 {
    dart.claim_answer(level, dart.capacity(level) + 1)
}

fn the_same_text(dart: &Isolate, level: u32, args: &[u8]) -> i32 {
    let (status, _) = dart.call(at("repeat"), &[text("again"), vec![9, 0]].concat());
    assert_eq!(status, OK);
    dart.answer(level, 0, args)
}

#[test]
fn calls() {
    leaving_nothing(|dart| {
        assert_eq!(dart.call_direct(at("add"), 1, 2), (3, OK));
        assert_eq!(dart.call_direct_with_one(at("panic_direct"), -1).1, PANIC);
        for size in [0, 10, 5000, 100_000] {
            let long = text(&"ä".repeat(size));
            assert_eq!(dart.call(at("echo_string"), &long), (OK, long.clone()));
            let id = dart.start(at("echo_string_later"), &long);
            let (ended, payload) = end_of(dart, id);
            assert_eq!((ended, &payload[..long.len()]), (kind::RETURN, &long[..]));
            let id = dart.start(at("echo_str_async"), &long);
            assert_eq!(end_of(dart, id).0, kind::RETURN);
        }
        assert_eq!(dart.call(at("panic_sync"), &text("oh")).0, PANIC);
        assert_eq!(dart.call(at("parse_number"), &text("x")).0, ERROR);
        for (name, ended) in [
            ("panic_later", kind::PANIC),
            ("panic_async", kind::PANIC),
            ("parse_number_later", kind::ERROR),
            ("parse_number_async", kind::ERROR),
        ] {
            let id = dart.start(at(name), &text("x"));
            assert_eq!(end_of(dart, id).0, ended, "{name}");
        }
        // Bytes that are no arguments.
        for damaged in [&[][..], &[1], &[255; 4], &[255; 40], &[9, 0, 0, 0, 200, 200, 200, 200]] {
            assert_eq!(dart.call(at("echo_string"), damaged).0, INVALID);
            assert_eq!(dart.call(at("echo_strings"), damaged).0, INVALID);
            assert_eq!(dart.call(at("total_count"), damaged).0, INVALID);
            let id = dart.start(at("echo_str_async"), damaged);
            assert_eq!(end_of(dart, id).0, kind::INVALID);
            let id = dart.start(at("relabelled"), damaged);
            assert_eq!(end_of(dart, id).0, kind::INVALID);
        }
        let forever = dart.start(at("never"), &text("memory"));
        let blocked = dart.start(
            at("after_blocking"),
            &[micros(Duration::from_millis(20)), vec![0; 8]].concat(),
        );
        dart.cancel(forever);
        assert_eq!(end_of(dart, forever).0, kind::CANCELLED);
        assert_eq!(end_of(dart, blocked).0, kind::RETURN);
        // Abandoned with the isolate.
        dart.start(at("never"), &text("memory"));
    });
}

#[test]
fn streams() {
    leaving_nothing(|dart| {
        let id = dart.start(at("count_to"), &words(&[100]));
        dart.credit(id, 1000);
        let mut items = 0;
        loop {
            let entry = next(dart);
            match entry.kind {
                kind::ITEMS => items += entry.count,
                ended => break assert_eq!(ended, kind::END),
            }
        }
        assert_eq!(items, 100);

        // Packets that are blocks, and objects: received or not, cancelled, abandoned.
        let flood = [text("memory"), words(&[8192])].concat();
        let counter = counter(dart, 5);
        for credit in [0, 3, 200] {
            let packets = dart.start(at("flood_of_packets"), &flood);
            let objects = dart.start_with(at("Counter_successors"), &words(&[0, 1000]), &[&counter]);
            dart.credit(packets, credit);
            dart.credit(objects, credit);
            if credit > 0 {
                assert_eq!(next(dart).kind, kind::ITEMS);
            }
            dart.cancel(packets);
            dart.cancel(objects);
            let mut open = 2;
            while open > 0 {
                open -= u32::from(next(dart).kind == kind::CANCELLED);
            }
            let abandoned = dart.start(at("flood_of_packets"), &flood);
            dart.credit(abandoned, credit);
            dart.cancel(abandoned);
            while next(dart).id != abandoned {}
            while dart.next_within(Duration::from_millis(20)).is_some() {}
        }
        dart.dispose(counter);
        let bomb = [text("memory"), words(&[3])].concat();
        let id = dart.start(at("count_and_panic"), &bomb);
        dart.credit(id, 10);
        while next(dart).kind != kind::PANIC {}
        let left = dart.start(at("flood_of_packets"), &flood);
        dart.credit(left, 20);
    });
}

#[test]
fn blocks() {
    leaving_nothing(|dart| {
        let bytes: Vec<u8> = (0..1000).flat_map(|n| f64::from(n).to_le_bytes()).collect();
        let list = words(&[1000 << 1 | 1, 0]);
        let sum = 999.0 * 1000.0 / 2.0;
        for name in ["echo_f64s", "copy_f64s", "sum_f64s"] {
            dart.push_block(&bytes, F64);
            let (status, out) = dart.call_pushed(at(name), &list, 1);
            assert_eq!(status, OK);
            if name == "sum_f64s" {
                assert_eq!(f64::from_bits(u64_at(&out)), sum);
            }
        }
        for name in ["echo_f64s_async", "copy_f64s_async"] {
            dart.push_block(&bytes, F64);
            let id = dart.start_pushed(at(name), &list, 1);
            assert_eq!(end_of(dart, id).0, kind::RETURN);
        }
        // Of another size, of another kind, used twice, not used, not sent.
        dart.push_block(&bytes, F64);
        assert_eq!(
            dart.call_pushed(at("sum_f64s"), &words(&[999 << 1 | 1, 0]), 1).0,
            INVALID
        );
        dart.push_block(&bytes, F64 - 1);
        assert_eq!(dart.call_pushed(at("sum_f64s"), &list, 1).0, INVALID);
        dart.push_block(&bytes, F64);
        let twice = words(&[2, 1000 << 1 | 1, 0, 1000 << 1 | 1, 0]);
        assert_eq!(dart.call_pushed(at("echo_rows"), &twice, 1).0, INVALID);
        dart.push_block(&bytes, F64);
        assert_eq!(dart.call_pushed(at("echo_string"), &text("x"), 1).0, OK);
        dart.push_block(&bytes, F64);
        for length in [10_u32, 100_000] {
            let id = dart.start(at("make_bytes_later"), &words(&[length]));
            assert_eq!(end_of(dart, id).0, kind::RETURN);
        }
    });
}

#[test]
fn objects() {
    leaving_nothing(|dart| {
        let (a, b) = (counter(dart, 1), counter(dart, 2));
        assert_eq!(dart.call_direct_objects(at("Counter_drain"), &a, &b), ((), OK));
        assert_eq!((count_of(dart, &a), count_of(dart, &b)), (3, 0));
        assert_eq!(dart.call_direct_objects(at("Counter_drain"), &a, &a), ((), INVALID));
        for wrong in [&[2, 2, 0][..], &[1, u32::MAX], &[2]] {
            let refused = dart.call_as(at("total_count"), &words(wrong), &[As(&a, TAKE), As(&b, TAKE)]);
            assert_eq!(refused.0, INVALID);
        }
        assert_eq!(
            dart.call_as(at("keep_sensor"), &words(&[0]), &[As(&a, SHARE)]).0,
            INVALID
        );
        assert_eq!(dart.call_direct_object::<u32>(at("Sensor_id"), &a).1, INVALID);
        assert_eq!(dart.call_direct_object::<()>(at("Counter_stumble"), &a).1, PANIC);
        assert_eq!(count_of(dart, &a), 4);

        // Held over an await, with others that wait, one of them given up.
        let slowly = [
            words(&[0]),
            1_i64.to_le_bytes().to_vec(),
            micros(Duration::from_millis(30)),
        ];
        let first = dart.start_as(at("Counter_add_slowly"), &slowly.concat(), &[As(&a, WRITE)]);
        assert_eq!(dart.call_direct_object::<i64>(at("Counter_count"), &a).1, INVALID);
        let second = dart.start_as(at("Counter_add_slowly"), &slowly.concat(), &[As(&a, WRITE)]);
        dart.cancel(second);
        dart.dispose(a);
        let mut ends = [next(dart), next(dart)].map(|entry| (entry.id, entry.kind));
        ends.sort_unstable();
        assert_eq!(ends, [(first, kind::RETURN), (second, kind::CANCELLED)]);

        // Moved: by value, in a list, into an error, and half of a list.
        let c = counter(dart, 3);
        let above = dart.call_as(at("Counter_close"), &words(&[0]), &[As(&c, TAKE)]);
        assert_eq!(above, (ERROR, words(&[1, 0])));
        let back = dart.claim(0);
        assert_eq!(
            dart.call_as(at("Counter_finish"), &words(&[0]), &[As(&c, TAKE)]).0,
            INVALID
        );
        let total = dart.call_as(at("total_count"), &words(&[2, 0, 1]), &[As(&back, TAKE), As(&b, TAKE)]);
        assert_eq!((total.0, i64_at(&total.1)), (OK, 3));
        let d = counter(dart, 4);
        assert_eq!(
            dart.call_as(at("total_count"), &words(&[2, 0, 1]), &[As(&d, TAKE), As(&b, TAKE)])
                .0,
            INVALID
        );
        for object in [b, c, back, d] {
            dart.release(object);
        }

        // Claimed by nobody; a message in the middle of which something panics.
        let names = [words(&[3]), text("a"), text("b"), text("c")].concat();
        assert_eq!(dart.call(at("counters"), &names).0, OK);
        assert_eq!(dart.call(at("counters"), &names).0, OK);
        let one = dart.claim(1);
        assert_eq!(dart.call(at("counter_and_panic"), &text("x")).0, PANIC);
        dart.dispose(one);

        // Shared, and ended with a panic.
        assert_eq!(dart.call(at("Sensor_new"), &words(&[7])).0, OK);
        let sensor = dart.claim(0);
        assert_eq!(
            dart.call_as(at("keep_sensor"), &words(&[0]), &[As(&sensor, SHARE)]).0,
            OK
        );
        let refused = dart.call_as(at("take_sensor"), &words(&[0]), &[As(&sensor, TAKE)]);
        assert_eq!(refused.0, INVALID);
        dart.dispose(sensor);
        assert_eq!(dart.call(at("release_sensors"), &[]).0, OK);
        for collected in [false, true] {
            assert_eq!(dart.call(at("Grumpy_new"), &text("bah")).0, OK);
            let grumpy = dart.claim(0);
            match collected {
                true => dart.release(grumpy),
                false => dart.dispose(grumpy),
            }
        }
        let e = counter(dart, 1);
        dart.discard(&[&e]);
        dart.dispose(e);
    });
}

/// A signal that is given back: `speed_for`, which becomes stale.
fn signal(dart: &Isolate, stale_after: Duration) -> Object {
    assert_eq!(dart.call(at("speed_for"), &micros(stale_after)), (OK, words(&[0])));
    dart.claim(0)
}

/// Reads a signal: its status, and its number.
fn read(dart: &Isolate, signal: &Object) -> (u32, f64) {
    let (status, sample) = dart.signal_read(signal);
    assert_eq!(status, OK);
    (u32_at(&sample, 0), f64::from_bits(u64_at(&sample[20..])))
}

#[test]
fn signals() {
    leaving_nothing(|dart| {
        const STALE: u32 = SignalStatus::Stale.code();
        let set = |dart: &Isolate, signal: &Object, value: f64| {
            let args = [words(&[0]), value.to_le_bytes().to_vec()].concat();
            assert_eq!(dart.call_with(at("set_signal"), &args, &[signal]).0, OK);
        };
        let hour = Duration::from_secs(3600);
        let (a, b) = (signal(dart, hour), signal(dart, Duration::from_millis(20)));
        let listening = dart.signal_listen(&b);
        while read(dart, &b).0 != STALE {
            let entry = next(dart);
            assert_eq!((entry.kind, entry.id), (kind::CHANGED, listening));
            assert!(dart.signal_changed(&b, true));
        }
        set(dart, &b, 8.0);
        assert_eq!(read(dart, &b).1, 8.0);

        // What is derived lives on without its sources in Dart, and its closure may panic.
        assert_eq!(dart.call_with(at("sum_of_signals"), &words(&[0, 1]), &[&a, &b]).0, OK);
        let sum = dart.claim(0);
        assert_eq!(dart.call_with(at("root_of_signal"), &words(&[0]), &[&sum]).0, OK);
        let root = dart.claim(0);
        dart.signal_listen(&root);
        dart.dispose(sum);
        set(dart, &a, 1.0);
        assert_eq!(read(dart, &root).1, 3.0);
        set(dart, &a, -100.0);
        assert_eq!(read(dart, &root).1, 3.0);
        dart.release(a);
        dart.dispose(b);
        assert_eq!(read(dart, &root).1, 3.0);
        dart.dispose(root);

        // Shaped, with an alarm that is still set at the end.
        let fast = signal(dart, hour);
        let args = [words(&[0]), micros(hour)].concat();
        assert_eq!(dart.call_with(at("throttled_signal"), &args, &[&fast]).0, OK);
        let slow = dart.claim(0);
        (0..100).for_each(|value| set(dart, &fast, f64::from(value)));
        assert_eq!(read(dart, &slow).1, 0.0);

        // Objects as values; one that is never read, and signals that nobody claims.
        assert_eq!(dart.call(at("counter_signal"), &text("counter")).0, OK);
        let counters = dart.claim(0);
        assert_eq!(dart.signal_read(&counters).0, OK);
        let counter = dart.claim(0);
        assert_eq!(count_of(dart, &counter), 0);
        assert_eq!(dart.call(at("shared_counter_signal"), &text("counter")).0, OK);
        let never_read = dart.claim(0);
        assert_eq!(
            dart.call_with(at("set_signal"), &words(&[0, 0, 0]), &[&counters]).0,
            INVALID
        );
        assert_eq!(
            dart.call_with(at("set_signal"), &words(&[0, 0, 0]), &[&counter]).0,
            INVALID
        );
        assert_eq!(dart.signal_read(&counter).0, INVALID);
        let id = dart.start(at("signals"), &words(&[3]));
        dart.credit(id, 3);
        while next(dart).kind != kind::ITEMS {}
        for object in [fast, slow, counters, counter, never_read] {
            dart.release(object);
        }
    });
}

#[test]
fn callbacks_on_the_isolates_own_thread() {
    leaving_nothing(|dart| {
        let apply = |dart: &Isolate, answer: Function| {
            ANSWER.set(answer);
            dart.call_with_remotes(at("apply"), &words(&[0, 21]), &[FUNCTION]).1
        };
        assert_eq!(apply(dart, doubled), OK);
        assert_eq!(apply(dart, thrown), PANIC);
        assert_eq!(apply(dart, later), PANIC);
        for wrong in [nonsense, too_short, whole_memory, more_than_memory] {
            assert_eq!(apply(dart, wrong), PANIC);
            let args = [words(&[0]), text(&"x".repeat(1000))].concat();
            assert_eq!(dart.call_with_remotes(at("through"), &args, &[FUNCTION]).1, PANIC);
        }
        ANSWER.set(the_same_text);
        for size in [1, 10_000, 200_000] {
            let args = [words(&[0]), text(&"x".repeat(size))].concat();
            let (_, status, _) = dart.call_with_remotes(at("through"), &args, &[FUNCTION]);
            assert_eq!(status, OK);
        }
        // A `Future` that Rust does not wait for.
        ANSWER.set(later);
        assert_eq!(
            dart.call_with_remotes(at("ask_now"), &words(&[0, 1]), &[FUNCTION]).1,
            OK
        );
        // Kept, called in the direct lane, replaced and forgotten.
        ANSWER.set(doubled);
        for _ in 0..2 {
            let (_, status, _) = dart.call_with_remotes(at("keep_function"), &words(&[0]), &[FUNCTION]);
            assert_eq!(status, OK);
            assert_eq!(dart.call_direct_with_one(at("kept_direct"), 4), (8, OK));
        }
        ANSWER.set(thrown);
        assert_eq!(dart.call_direct_with_one(at("kept_direct"), 4).1, PANIC);
        ANSWER.set(doubled);
        let (_, status, _) = dart.call_with_remotes(at("listen"), &words(&[0]), &[FUNCTION]);
        assert_eq!(status, OK);
        for name in ["forget_function", "forget_listeners"] {
            assert_eq!(dart.call_unit(at(name)), OK);
        }
        // Before it is read; as something else; an object that is moved already.
        assert_eq!(
            dart.call_with_remotes(at("apply"), &words(&[7, 1]), &[FUNCTION]).1,
            INVALID
        );
        assert_eq!(
            dart.call_with_remotes(at("apply"), &words(&[0, 1]), &[DART_OBJECT]).1,
            INVALID
        );
        dart.released(true);
    });
}

/// A request of Rust's: its number, and what it asks.
fn request(dart: &mut Isolate) -> (u64, Vec<u8>) {
    let entry = next(dart);
    assert_eq!(entry.kind, kind::REQUEST);
    (entry.id, entry.payload[16..].to_vec())
}

#[test]
fn callbacks_from_other_threads() {
    leaving_nothing(|dart| {
        for name in ["through_thread", "through_task"] {
            for size in [1, 100_000] {
                let args = [words(&[0]), text(&"x".repeat(size))].concat();
                for answer in 0..4 {
                    let (id, _) = dart.start_with_remotes(at(name), &args, &[FUNCTION]);
                    let (number, asked) = request(dart);
                    match answer {
                        0 => dart.reply(number, 0, &asked[..4 + size]),
                        1 => dart.reply(number, 2, &[text("no"), text("")].concat()),
                        2 => dart.reply(number, 0, &[255; 3]),
                        _ => dart.reply(number, 3, &[]),
                    }
                    dart.reply(number, 0, &text("too late"));
                    let ended = if answer == 0 { kind::RETURN } else { kind::PANIC };
                    assert_eq!(end_of(dart, id).0, ended, "{name} {answer}");
                }
            }
        }
        // Given up by Rust, then by Dart.
        let patience = [words(&[0]), micros(Duration::from_millis(10))].concat();
        let (id, _) = dart.start_with_remotes(at("ask_in_vain"), &patience, &[FUNCTION]);
        let (number, _) = request(dart);
        assert_eq!(end_of(dart, id).0, kind::RETURN);
        dart.reply(number, 0, &[]);
        let args = [words(&[0]), text("x")].concat();
        let (id, _) = dart.start_with_remotes(at("through_task"), &args, &[FUNCTION]);
        let (number, _) = request(dart);
        dart.cancel(id);
        assert_eq!(end_of(dart, id).0, kind::CANCELLED);
        dart.reply(number, 0, &text("x"));

        // Detached in the middle of everything: threads, tasks, kept functions, and what was not read.
        for name in ["through_thread", "through_task"] {
            dart.start_with_remotes(at(name), &args, &[FUNCTION]);
            request(dart);
            dart.start_with_remotes(at(name), &args, &[FUNCTION]);
        }
        dart.call_with_remotes(at("ask_alone"), &words(&[0]), &[FUNCTION]);
        dart.next_within(Duration::from_millis(50));
    });
}

#[test]
fn interfaces() {
    leaving_nothing(|dart| {
        // From Rust, used by Dart, back to Rust.
        assert_eq!(dart.call(at("polite_greeter"), &text("Hello")).0, OK);
        let polite = dart.claim(0);
        let greet = [words(&[0]), text("you")].concat();
        assert_eq!(dart.call_with(at("Greeter_greet"), &greet, &[&polite]).0, OK);
        let id = dart.start_with(at("Greeter_greet_later"), &greet, &[&polite]);
        assert_eq!(end_of(dart, id).0, kind::RETURN);
        let rust = [vec![1], words(&[0])].concat();
        let by_rust = [&rust[..], &text("you")].concat();
        assert_eq!(dart.call_with(at("greet_with"), &by_rust, &[&polite]).0, OK);
        assert_eq!(dart.call_with(at("same_greeter"), &rust, &[&polite]).0, OK);
        let same = dart.claim(0);
        dart.dispose(polite);
        assert_eq!(dart.call_with(at("greet_boxed"), &by_rust, &[&same]).0, OK);

        // Dart's own, on this thread, on others, together with Rust's.
        ANSWER.set(the_same_text);
        let by_dart = [&[0][..], &words(&[0]), &text("you")].concat();
        assert_eq!(dart.call_with_remotes(at("greet_with"), &by_dart, &[IMPLEMENTOR]).1, OK);
        ANSWER.set(thrown);
        assert_eq!(
            dart.call_with_remotes(at("greet_with"), &by_dart, &[IMPLEMENTOR]).1,
            PANIC
        );
        dart.push_remote(IMPLEMENTOR);
        dart.push_object(&same);
        let both = [words(&[2]), vec![0], words(&[0]), vec![1], words(&[1]), text("you")];
        let id = dart.start_pushed(at("greet_all"), &both.concat(), 2);
        let (number, asked) = request(dart);
        dart.reply(number, 0, &asked[..7]);
        assert_eq!(end_of(dart, id).0, kind::RETURN);
        let id = dart.start_with_remotes(at("greet_slowly"), &by_dart, &[IMPLEMENTOR]).0;
        request(dart);
        dart.cancel(id);
        assert_eq!(end_of(dart, id).0, kind::CANCELLED);

        // Through a function, which gives back what it got: an object within a request.
        ANSWER.set(|dart, level, _| dart.answer(level, 2, &[text(""), text("")].concat()));
        let exchange = [words(&[0]), text("Hi")].concat();
        assert_eq!(dart.call_with_remotes(at("exchange"), &exchange, &[FUNCTION]).1, PANIC);

        // Kept by Rust while the isolate ends.
        let observe = [vec![1, 0], words(&[0])].concat();
        assert_eq!(dart.call_with_remotes(at("observe"), &observe, &[IMPLEMENTOR]).1, OK);
        dart.start(at("tell_observer_elsewhere"), &text("x"));
        request(dart);
        assert_eq!(dart.call(at("observe"), &[0]).0, OK);
        dart.dispose(same);
    });
}

#[test]
fn objects_of_dart() {
    leaving_nothing(|dart| {
        let keep = |dart: &Isolate| dart.call_with_remotes(at("keep"), &words(&[0]), &[DART_OBJECT]);
        let (ids, status, _) = keep(dart);
        assert_eq!(status, OK);
        for take in [true, false, true] {
            assert_eq!(dart.call(at("kept"), &[]).0, OK);
            assert_eq!(dart.dart_object(0, take), ids[0]);
        }
        keep(dart);
        assert_eq!(dart.released(false), ids);
        assert_eq!(dart.call_with_remotes(at("keep"), &words(&[0]), &[FUNCTION]).1, INVALID);
        // Kept beyond its isolate.
        let mut other = Isolate::attach(oche_pure_dart(), 2);
        keep(&other);
        other.next_within(Duration::from_millis(1));
        drop(other);
        assert_eq!(dart.call(at("kept"), &[]).0, OK);
        assert_eq!(dart.call_unit(at("let_go")), OK);
    });
}

/// What a tool must notice, each in generated code that Dart would have called wrongly.
#[cfg(feature = "planted-faults")]
mod planted {
    use super::*;

    #[test]
    fn leak() {
        let _alone = alone();
        let dart = Isolate::attach(oche_pure_dart(), 3);
        for _ in 0..10 {
            // Claimed, and never given back.
            std::hint::black_box(counter(&dart, 1).external_size);
        }
    }

    #[test]
    fn use_after_free() {
        let _alone = alone();
        let dart = Isolate::attach(oche_pure_dart(), 3);
        let object = counter(&dart, 1);
        let again = object.alias();
        dart.dispose(object);
        std::hint::black_box(count_of(&dart, &again));
    }
}
