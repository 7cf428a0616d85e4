//! The work that crosses, whichever bridge it takes.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use crate::api::{Point, Telemetry};

/// The time between two ticks of a stream of 1 kHz.
pub(crate) const TICK: Duration = Duration::from_millis(1);

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Nanoseconds since the first use of this clock.
pub(crate) fn now() -> i64 {
    i64::try_from(START.elapsed().as_nanos()).unwrap_or(i64::MAX)
}

/// The telemetry number `index`.
pub(crate) fn telemetry(index: u32) -> Telemetry {
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

/// So many bytes. Not zeros: those would cost nothing until they are read.
pub(crate) fn bytes(count: u32) -> Vec<u8> {
    vec![7; count as usize]
}

/// So many numbers.
pub(crate) fn f64s(count: u32) -> Vec<f64> {
    vec![0.5; count as usize]
}

/// Calls `tick` 1,000 times a second on the caller's thread, `count` times or until it gives false.
pub(crate) fn at_1_khz(count: u32, mut tick: impl FnMut() -> bool) {
    let mut next = Instant::now();
    for _ in 0..count {
        next += TICK;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
        if !tick() {
            return;
        }
    }
}
