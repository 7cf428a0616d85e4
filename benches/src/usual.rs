//! A bridge as today's tools make them, written by hand: arguments are written field by field into a buffer that is allocated
//! for the call, the result comes in another one, which Dart frees; an asynchronous call has a port of its own; each item
//! of a stream is one post of bytes. Lists of numbers are copied as a whole.

use std::sync::{Arc, LazyLock, RwLock};

use allo_isolate::Isolate;
use tokio::runtime::Runtime;

use crate::api::{self, Point, Refusal, Telemetry, Volume};
use crate::floor::produce;
use crate::work;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("threads can be started"));

/// How a call went: the first byte of its result.
const OK: u8 = 0;
const ERROR: u8 = 1;

/// A message that is being read.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (bytes, rest) = self.0.split_at(count);
        self.0 = rest;
        bytes
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        let (bytes, rest) = self.0.split_first_chunk().expect("the message is whole");
        self.0 = rest;
        *bytes
    }

    fn u8(&mut self) -> u8 {
        let [byte] = self.array();
        byte
    }

    fn i32(&mut self) -> i32 {
        i32::from_le_bytes(self.array())
    }

    fn i64(&mut self) -> i64 {
        i64::from_le_bytes(self.array())
    }

    fn f64(&mut self) -> f64 {
        f64::from_le_bytes(self.array())
    }

    fn count(&mut self) -> usize {
        self.i32() as usize
    }

    fn blob(&mut self) -> Vec<u8> {
        let count = self.count();
        self.bytes(count).to_vec()
    }

    fn text(&mut self) -> String {
        String::from_utf8(self.blob()).expect("Dart writes UTF-8")
    }

    fn f64s(&mut self) -> Vec<f64> {
        let count = self.count();
        let (numbers, _) = self.bytes(count * 8).as_chunks();
        numbers.iter().copied().map(f64::from_le_bytes).collect()
    }

    fn telemetry(&mut self) -> Telemetry {
        Telemetry {
            timestamp: self.i64(),
            speed: self.f64(),
            heading: self.f64(),
            battery_level: self.i32(),
            name: self.text(),
            raw: self.blob(),
            position: (self.u8() != 0).then(|| Point {
                x: self.f64(),
                y: self.f64(),
            }),
        }
    }

    /// # Safety
    ///
    /// The next 8 bytes are the address of a volume of [`usual_volume`].
    unsafe fn volume(&mut self) -> Arc<RwLock<Volume>> {
        let volume = self.i64() as usize as *const RwLock<Volume>;
        // SAFETY: by the contract it came from `Arc::into_raw` and was not released.
        unsafe {
            Arc::increment_strong_count(volume);
            Arc::from_raw(volume)
        }
    }

    fn telemetries(&mut self) -> Vec<Telemetry> {
        let count = self.count();
        (0..count).map(|_| self.telemetry()).collect()
    }
}

/// A message that is being written.
struct Output(Vec<u8>);

impl Output {
    fn new(status: u8) -> Self {
        Output(vec![status])
    }

    fn i32(mut self, value: i32) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn i64(mut self, value: i64) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn f64(mut self, value: f64) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn blob(self, bytes: &[u8]) -> Self {
        let mut out = self.i32(bytes.len() as i32);
        out.0.extend(bytes);
        out
    }

    fn f64s(self, numbers: &[f64]) -> Self {
        let mut out = self.i32(numbers.len() as i32);
        out.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        out
    }

    fn telemetry(self, value: &Telemetry) -> Self {
        let mut out = self
            .i64(value.timestamp)
            .f64(value.speed)
            .f64(value.heading)
            .i32(value.battery_level)
            .blob(value.name.as_bytes())
            .blob(&value.raw);
        out.0.push(u8::from(value.position.is_some()));
        match &value.position {
            Some(point) => out.f64(point.x).f64(point.y),
            None => out,
        }
    }

    fn telemetries(self, values: &[Telemetry]) -> Self {
        values
            .iter()
            .fold(self.i32(values.len() as i32), |out, value| out.telemetry(value))
    }
}

/// Calls the function number `function`; the numbers are those of `usual.dart`.
///
/// # Safety
///
/// `input` holds what the function expects.
unsafe fn call(function: i32, mut input: Input<'_>) -> Output {
    let ok = Output::new(OK);
    match function {
        0 => ok.i32(api::add(input.i32(), input.i32())),
        1 => ok.blob(api::echo(input.text()).as_bytes()),
        2 => ok.telemetry(&api::echo_telemetry(input.telemetry())),
        3 => ok.telemetries(&api::telemetries(input.i32() as u32)),
        4 => ok.i32(api::count_telemetries(input.telemetries()) as i32),
        5 => ok.blob(&api::bytes(input.i32() as u32)),
        6 => ok.i32(api::count_bytes(input.blob()) as i32),
        7 => ok.f64s(&api::f64s(input.i32() as u32)),
        8 => ok.i32(api::count_f64s(input.f64s()) as i32),
        9 => match api::refuse(input.i32()) {
            Ok(value) => ok.i32(value),
            Err(Refusal::AsAsked { code }) => Output::new(ERROR).i32(0).i32(code),
            Err(Refusal::Nothing) => Output::new(ERROR).i32(1),
        },
        10 => {
            // SAFETY: by the contract.
            let volume = unsafe { input.volume() };
            let volume = volume.read().expect("nothing panics that holds it");
            ok.i32(volume.level())
        }
        11 => {
            // SAFETY: by the contract.
            let volume = unsafe { input.volume() };
            let mut volume = volume.write().expect("nothing panics that holds it");
            volume.set_level(input.i32());
            ok
        }
        other => panic!("there is no function {other}"),
    }
}

/// A volume, which is never released.
#[unsafe(no_mangle)]
pub extern "C" fn usual_volume() -> *const RwLock<Volume> {
    Arc::into_raw(Arc::new(RwLock::new(Volume::new())))
}

/// A buffer of so many bytes, for arguments.
#[unsafe(no_mangle)]
pub extern "C" fn usual_allocate(len: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; len].into_boxed_slice()).cast()
}

/// Takes back a buffer.
///
/// # Safety
///
/// It is one of [`usual_allocate`], or a result, and has that length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usual_free(data: *mut u8, len: usize) {
    // SAFETY: by the contract.
    drop(unsafe { take(data, len) });
}

/// # Safety
///
/// It is a boxed slice of that length.
unsafe fn take(data: *mut u8, len: usize) -> Box<[u8]> {
    // SAFETY: by the contract.
    unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(data, len)) }
}

/// A result: a buffer and its length.
#[repr(C)]
pub struct Wire {
    data: *mut u8,
    len: usize,
}

/// Calls a function with arguments in a buffer, which it takes.
///
/// # Safety
///
/// `data` is a buffer of [`usual_allocate`] of that length, and holds what the function expects.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usual_call(function: i32, data: *mut u8, len: usize) -> Wire {
    // SAFETY: by the contract.
    let arguments = unsafe { take(data, len) };
    // SAFETY: by the contract.
    let result = unsafe { call(function, Input(&arguments)) }.0.into_boxed_slice();
    let len = result.len();
    Wire {
        data: Box::into_raw(result).cast(),
        len,
    }
}

/// Calls a function on tokio, with arguments in a buffer, which it takes, and posts the result to `port`.
///
/// # Safety
///
/// As for [`usual_call`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn usual_start(function: i32, port: i64, data: *mut u8, len: usize) {
    // SAFETY: by the contract.
    let arguments = unsafe { take(data, len) };
    RUNTIME.spawn(async move {
        // SAFETY: by the contract.
        let result = unsafe { call(function, Input(&arguments)) };
        Isolate::new(port).post(result.0);
    });
}

/// Posts the numbers below `count`, each as a message of its own; then one that says that it was all. Below 0 is without
/// end.
#[unsafe(no_mangle)]
pub extern "C" fn usual_numbers(port: i64, count: i32) {
    let port = Isolate::new(port);
    let end = move || {
        port.post(Output::new(ERROR).0);
    };
    produce(count, move |number| port.post(Output::new(OK).i32(number).0), end);
}

/// The same with telemetry.
#[unsafe(no_mangle)]
pub extern "C" fn usual_telemetry(port: i64, count: i32) {
    let port = Isolate::new(port);
    let end = move || {
        port.post(Output::new(ERROR).0);
    };
    let send = move |number| port.post(Output::new(OK).telemetry(&work::telemetry(number as u32)).0);
    produce(count, send, end);
}

/// The same with the time, 1,000 times a second.
#[unsafe(no_mangle)]
pub extern "C" fn usual_ticks(port: i64, count: u32) {
    let port = Isolate::new(port);
    std::thread::spawn(move || {
        work::at_1_khz(count, || port.post(Output::new(OK).i64(work::now()).0));
        port.post(Output::new(ERROR).0);
    });
}
