//! Producers that go on for as long as somebody listens, one for each way a stream can cope with a slow listener: what
//! `cargo xtask soak` runs.

use std::time::Duration;

use futures_core::Stream;
use futures_util::stream;
use oche::{SendError, Signal, StreamSink, oche};
use tokio::task::JoinHandle;
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::probe::Guard;

/// What a sensor says.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// Counted from 0 within its stream.
    pub number: i64,
    /// Which sensor.
    pub sensor: u32,
    /// What it measures.
    pub value: f64,
    /// Where it is.
    pub place: String,
}

/// How many sensors there are.
const SENSORS: i64 = 16;

impl Measurement {
    fn new(number: i64) -> Self {
        let sensor = (number % SENSORS) as u32;
        Self {
            number,
            sensor,
            value: number as f64 / 2.0,
            place: format!("axle {sensor}"),
        }
    }
}

/// A clock that makes up for the ticks that it missed, so that the rate is kept.
fn clock(period: Duration) -> Interval {
    let mut clock = interval(period);
    clock.set_missed_tick_behavior(MissedTickBehavior::Burst);
    clock
}

/// Sends readings until nobody takes them any more.
async fn push(name: &str, period: Duration, sink: StreamSink<Measurement>) {
    let guard = Guard::new(name);
    let mut clock = clock(period);
    for number in 0.. {
        clock.tick().await;
        guard.produce();
        match sink.send(Measurement::new(number)).await {
            Ok(_) => {}
            // The sink that ends over having no room says so once.
            Err(SendError::Full(_) | SendError::Closed(_)) => return guard.finish(),
        }
    }
}

/// Readings that are polled for; counted under `name`, as those of the other functions are.
pub fn soak_pulled(name: String, period: Duration) -> impl Stream<Item = Measurement> {
    let guard = Guard::new(&name);
    stream::unfold((clock(period), guard, 0), |(mut clock, guard, number)| async move {
        clock.tick().await;
        guard.produce();
        Some((Measurement::new(number), (clock, guard, number + 1)))
    })
}

/// Readings of a sender that waits.
#[oche]
pub async fn soak_block(name: String, period: Duration, #[oche(overflow = block(32))] sink: StreamSink<Measurement>) {
    push(&name, period, sink).await;
}

/// The most recent readings, sent from a thread of their own.
#[oche]
pub fn soak_drop_oldest(
    name: String,
    period: Duration,
    #[oche(overflow = drop_oldest(32))] sink: StreamSink<Measurement>,
) {
    std::thread::spawn(move || {
        let guard = Guard::new(&name);
        for number in 0.. {
            guard.produce();
            if sink.try_send(Measurement::new(number)).is_err() {
                return guard.finish();
            }
            std::thread::sleep(period);
        }
    });
}

/// The first readings of those that wait.
#[oche]
pub async fn soak_drop_newest(
    name: String,
    period: Duration,
    #[oche(overflow = drop_newest(32))] sink: StreamSink<Measurement>,
) {
    push(&name, period, sink).await;
}

/// The latest reading.
#[oche]
pub async fn soak_latest(name: String, period: Duration, #[oche(overflow = latest)] sink: StreamSink<Measurement>) {
    push(&name, period, sink).await;
}

/// The latest reading of each sensor.
#[oche]
pub async fn soak_latest_by(
    name: String,
    period: Duration,
    #[oche(overflow = latest_by(|reading| reading.sensor))] sink: StreamSink<Measurement>,
) {
    push(&name, period, sink).await;
}

/// All readings, or an error.
#[oche]
pub async fn soak_error(name: String, period: Duration, #[oche(overflow = error(32))] sink: StreamSink<Measurement>) {
    push(&name, period, sink).await;
}

/// Signals that change all the time, until this is dropped.
#[oche(opaque)]
pub struct SoakSignals {
    signals: Vec<Signal<i64>>,
    task: JoinHandle<()>,
}

impl SoakSignals {
    /// So many signals, each of which gets the next number once in every `period`.
    pub async fn start(count: u32, period: Duration) -> Self {
        let signals: Vec<_> = (0..count).map(|_| Signal::new(0)).collect();
        let changing = signals.clone();
        let task = tokio::spawn(async move {
            let mut clock = clock(period);
            for number in 1.. {
                clock.tick().await;
                for signal in &changing {
                    signal.set(number);
                }
            }
        });
        Self { signals, task }
    }

    /// The signal with this index.
    #[oche(sync)]
    pub fn signal(&self, index: u32) -> Option<Signal<i64>> {
        self.signals.get(index as usize).cloned()
    }
}

impl Drop for SoakSignals {
    fn drop(&mut self) {
        self.task.abort();
    }
}
