//! The floor: what `dart:ffi` and a port cost without any bridge. Nothing here is safe to use for anything else: no panic is
//! caught, no argument checked.

use std::collections::VecDeque;
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;

use allo_isolate::Isolate;
use allo_isolate::ffi::DartPostCObjectFnType;

use crate::work;

/// Takes `Dart_PostCObject`, by which this module and [`usual`](crate::usual) post.
///
/// # Safety
///
/// It is that function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bench_init(post: DartPostCObjectFnType) {
    // SAFETY: by the contract.
    unsafe { allo_isolate::store_dart_post_cobject(post) };
}

/// Nanoseconds since the first use of this clock.
#[unsafe(no_mangle)]
pub extern "C" fn bench_now() -> i64 {
    work::now()
}

/// Adds two numbers.
#[unsafe(no_mangle)]
pub extern "C" fn floor_add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// Reads a number.
#[unsafe(no_mangle)]
pub extern "C" fn floor_read() -> f64 {
    black_box(13.9)
}

/// A volume, which is never released.
#[unsafe(no_mangle)]
pub extern "C" fn floor_volume() -> *const Mutex<i32> {
    Box::into_raw(Box::default())
}

/// How loud it is.
///
/// # Safety
///
/// `volume` is of this module.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_level(volume: *const Mutex<i32>) -> i32 {
    // SAFETY: by the contract.
    let volume = unsafe { &*volume };
    *volume.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes it so loud.
///
/// # Safety
///
/// As [`floor_level`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_set_level(volume: *const Mutex<i32>, level: i32) {
    // SAFETY: by the contract.
    let volume = unsafe { &*volume };
    *volume.lock().unwrap_or_else(PoisonError::into_inner) = level;
}

/// Memory of so many bytes; `floor_release` takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn floor_reserve(len: usize) -> *mut Vec<u8> {
    Box::into_raw(Box::new(Vec::with_capacity(len)))
}

/// So many bytes, made anew.
#[unsafe(no_mangle)]
pub extern "C" fn floor_bytes(count: u32) -> *mut Vec<u8> {
    Box::into_raw(Box::new(work::bytes(count)))
}

/// Where the bytes are.
///
/// # Safety
///
/// `bytes` is of this module and not released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_bytes_data(bytes: *mut Vec<u8>) -> *mut u8 {
    // SAFETY: by the contract.
    unsafe { (*bytes).as_mut_ptr() }
}

/// Releases bytes; also a finalizer.
///
/// # Safety
///
/// `bytes` is of this module and not released before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_release_bytes(bytes: *mut Vec<u8>) {
    // SAFETY: by the contract.
    drop(unsafe { Box::from_raw(bytes) });
}

/// So many numbers, made anew.
#[unsafe(no_mangle)]
pub extern "C" fn floor_f64s(count: u32) -> *mut Vec<f64> {
    Box::into_raw(Box::new(work::f64s(count)))
}

/// Where the numbers are.
///
/// # Safety
///
/// `numbers` is of this module and not released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_f64s_data(numbers: *mut Vec<f64>) -> *mut f64 {
    // SAFETY: by the contract.
    unsafe { (*numbers).as_mut_ptr() }
}

/// Releases numbers; also a finalizer.
///
/// # Safety
///
/// `numbers` is of this module and not released before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn floor_release_f64s(numbers: *mut Vec<f64>) {
    // SAFETY: by the contract.
    drop(unsafe { Box::from_raw(numbers) });
}

/// Calls `f` with the numbers below `times`; gives the sum of its results.
#[unsafe(no_mangle)]
pub extern "C" fn floor_call_back(f: extern "C" fn(i32) -> i32, times: i32) -> i32 {
    (0..times).map(|number| f(number)).fold(0, i32::wrapping_add)
}

/// A request: whom to answer, what is to be added.
struct Request {
    port: i64,
    id: i32,
    a: i32,
    b: i32,
}

/// What the resident thread has to do.
static REQUESTS: LazyLock<(Mutex<VecDeque<Request>>, Condvar)> = LazyLock::new(|| {
    thread::spawn(serve);
    Default::default()
});

fn lock(queue: &Mutex<VecDeque<Request>>) -> MutexGuard<'_, VecDeque<Request>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve() {
    let (queue, changed) = &*REQUESTS;
    loop {
        let requests = lock(queue);
        let mut requests = changed
            .wait_while(requests, |requests| requests.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        while let Some(Request { port, id, a, b }) = requests.pop_front() {
            drop(requests);
            Isolate::new(port).post(answer(id, a.wrapping_add(b)));
            requests = lock(queue);
        }
    }
}

/// Id and sum in one number.
fn answer(id: i32, sum: i32) -> i64 {
    i64::from(id) << 32 | i64::from(sum as u32)
}

/// Asks the resident thread to add two numbers. The answer is one number: the id and the sum, in the two halves.
#[unsafe(no_mangle)]
pub extern "C" fn floor_request(port: i64, id: i32, a: i32, b: i32) {
    let (queue, changed) = &*REQUESTS;
    let was_empty = {
        let mut requests = lock(queue);
        requests.push_back(Request { port, id, a, b });
        requests.len() == 1
    };
    if was_empty {
        changed.notify_one();
    }
}

/// Adds two numbers, and answers from this thread.
#[unsafe(no_mangle)]
pub extern "C" fn floor_answer(port: i64, id: i32, a: i32, b: i32) {
    Isolate::new(port).post(answer(id, a.wrapping_add(b)));
}

/// Whether the streams that run may go on.
static RUNNING: AtomicBool = AtomicBool::new(false);

/// Ends the streams that run, those of [`usual`](crate::usual) included.
#[unsafe(no_mangle)]
pub extern "C" fn bench_stop() {
    RUNNING.store(false, Ordering::Relaxed);
}

/// Runs `send`, with a number that counts up, on a thread of its own, `count` times or until it gives false or is
/// stopped; then `end`. Below 0 is without end.
pub(crate) fn produce(
    count: i32,
    mut send: impl FnMut(i32) -> bool + Send + 'static,
    end: impl FnOnce() + Send + 'static,
) {
    RUNNING.store(true, Ordering::Relaxed);
    thread::spawn(move || {
        let count = if count < 0 { i32::MAX } else { count };
        for number in 0..count {
            if !RUNNING.load(Ordering::Relaxed) || !send(number) {
                break;
            }
        }
        end();
    });
}

/// Posts the numbers below `count`, each by itself; then null.
#[unsafe(no_mangle)]
pub extern "C" fn floor_numbers(port: i64, count: i32) {
    let port = Isolate::new(port);
    let end = move || {
        port.post(());
    };
    produce(count, move |number| port.post(number), end);
}

/// Posts the numbers below `count`, which 1,024 divides, in batches of so many; then null.
#[unsafe(no_mangle)]
pub extern "C" fn floor_batches(port: i64, count: i32) {
    const BATCH: i32 = 1024;
    let port = Isolate::new(port);
    let end = move || {
        port.post(());
    };
    let send = move |batch| port.post((batch * BATCH..(batch + 1) * BATCH).collect::<Vec<i32>>());
    produce(count / BATCH, send, end);
}

/// Posts 80 bytes `count` times; then null.
#[unsafe(no_mangle)]
pub extern "C" fn floor_packets(port: i64, count: i32) {
    let port = Isolate::new(port);
    let end = move || {
        port.post(());
    };
    produce(count, move |_| port.post(vec![7_u8; 80]), end);
}

/// Posts the time 1,000 times a second, `count` times; then null.
#[unsafe(no_mangle)]
pub extern "C" fn floor_ticks(port: i64, count: u32) {
    let port = Isolate::new(port);
    thread::spawn(move || {
        work::at_1_khz(count, || port.post(work::now()));
        port.post(());
    });
}
