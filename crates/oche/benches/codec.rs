//! What it costs in Rust to read arguments and to write results, by calls of the encoded lane: `cargo bench -p oche`.

#[path = "../tests/support/mod.rs"]
mod support;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use oche::glue::{self, Context, Decode, Encode, Reader, WireError, Writer};
use support::Isolate;

struct Point {
    x: f64,
    y: f64,
}

impl Encode for Point {
    fn encode(self, w: &mut Writer) {
        Encode::<()>::encode(self.x, w);
        Encode::<()>::encode(self.y, w);
    }
}

impl Decode for Point {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Point {
            x: r.get::<(), _>()?,
            y: r.get::<(), _>()?,
        })
    }
}

/// A bit of everything, with a codec as it is generated.
struct Telemetry {
    timestamp: i64,
    speed: f64,
    heading: f64,
    battery_level: i32,
    name: String,
    raw: Vec<u8>,
    position: Option<Point>,
}

impl Encode for Telemetry {
    fn encode(self, w: &mut Writer) {
        Encode::<()>::encode(self.timestamp, w);
        Encode::<()>::encode(self.speed, w);
        Encode::<()>::encode(self.heading, w);
        Encode::<()>::encode(self.battery_level, w);
        Encode::<()>::encode(self.name, w);
        Encode::<()>::encode(self.raw, w);
        Encode::<()>::encode(self.position, w);
    }
}

impl Decode for Telemetry {
    fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Telemetry {
            timestamp: r.get::<(), _>()?,
            speed: r.get::<(), _>()?,
            heading: r.get::<(), _>()?,
            battery_level: r.get::<(), _>()?,
            name: r.get::<(), _>()?,
            raw: r.get::<(), _>()?,
            position: r.get::<(), _>()?,
        })
    }
}

fn telemetry(index: u32) -> Telemetry {
    Telemetry {
        timestamp: 1_700_000_000_000 + i64::from(index),
        speed: 13.9,
        heading: 270.0,
        battery_level: 87,
        name: "vehicle 7".to_owned(),
        raw: vec![7; 16],
        position: Some(Point { x: 48.1, y: 11.6 }),
    }
}

// SAFETY of all functions below: only `Isolate` calls them, with a context of its own and bytes it has written.

/// So much telemetry.
extern "C" fn make(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let count: u32 = r.get::<(), _>()?;
            r.end()?;
            let values: Vec<Telemetry> = (0..count).map(telemetry).collect();
            Ok(glue::value::<(), _>(w, values))
        })
    }
}

/// Reads telemetry: how much it is.
extern "C" fn take(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let values: Vec<Telemetry> = r.get::<(), _>()?;
            r.end()?;
            Ok(glue::value::<(), _>(w, black_box(values).len() as u32))
        })
    }
}

/// Reads text: how long it is.
extern "C" fn measure(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let text: String = r.get::<(), _>()?;
            r.end()?;
            Ok(glue::value::<(), _>(w, black_box(text).len() as u32))
        })
    }
}

/// Gives text back.
extern "C" fn echo(cx: *mut Context, args: *const u8, len: usize, inbound: u32) -> u32 {
    // SAFETY: see above.
    unsafe {
        glue::sync(cx, args, len, inbound, |r, w| {
            let text: String = r.get::<(), _>()?;
            r.end()?;
            Ok(glue::value::<(), _>(w, text))
        })
    }
}

static FUNCTIONS: [glue::Entry; 4] = [
    glue::Entry::new(make as *const ()),
    glue::Entry::new(take as *const ()),
    glue::Entry::new(measure as *const ()),
    glue::Entry::new(echo as *const ()),
];
static TABLE: glue::Table = glue::Table::new(1, &FUNCTIONS);

const MAKE: usize = 0;
const TAKE: usize = 1;
const MEASURE: usize = 2;
const ECHO: usize = 3;

fn isolate() -> Isolate {
    Isolate::attach(&raw const TABLE, 1)
}

/// Text as it lies in a message.
fn text(text: &str) -> Vec<u8> {
    let header = (text.len() as u32) << 1 | u32::from(text.is_ascii());
    [&header.to_le_bytes(), text.as_bytes()].concat()
}

fn made(dart: &Isolate, count: u32) -> Vec<u8> {
    let (status, bytes) = dart.call(MAKE, &count.to_le_bytes());
    assert_eq!(status, 0);
    bytes
}

#[divan::bench(args = [1, 1000])]
fn write_structs(bencher: Bencher<'_, '_>, count: u32) {
    let dart = isolate();
    bencher
        .counter(ItemsCount::new(count))
        .bench_local(|| dart.call(MAKE, &count.to_le_bytes()));
}

#[divan::bench(args = [1, 1000])]
fn read_structs(bencher: Bencher<'_, '_>, count: u32) {
    let dart = isolate();
    let bytes = made(&dart, count);
    assert_eq!(dart.call(TAKE, &bytes), (0, count.to_le_bytes().to_vec()));
    bencher
        .counter(ItemsCount::new(count))
        .bench_local(|| dart.call(TAKE, &bytes));
}

#[divan::bench(args = ["hello world", "lines and lines ", "Zeile für Zeile "])]
fn read_text(bencher: Bencher<'_, '_>, line: &str) {
    let dart = isolate();
    let text = text(&line.repeat(64));
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| dart.call(MEASURE, &text));
}

#[divan::bench]
fn echo_of_11_characters(bencher: Bencher<'_, '_>) {
    let dart = isolate();
    let text = text("hello world");
    assert_eq!(dart.call(ECHO, &text), (0, text.clone()));
    bencher.bench_local(|| dart.call(ECHO, &text));
}

fn main() {
    divan::main();
}
