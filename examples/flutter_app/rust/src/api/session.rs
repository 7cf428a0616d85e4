//! A car at a charging station.

use std::mem;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use oche::{Signal, StreamSink, oche};

use super::Car;
use crate::battery;

/// The time from one sample of the power to the next.
const TICK: Duration = Duration::from_millis(50);

/// How many sessions this process has begun. A static lives as long as the process: a hot restart does not end it.
static STARTED: AtomicU32 = AtomicU32::new(0);
static RUNNING: AtomicU32 = AtomicU32::new(0);

/// How far charging is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ChargingStatus {
    /// The battery is being filled.
    Charging,
    /// It is as full as was asked for.
    Complete,
    /// Somebody has stopped it.
    Stopped,
}

/// What the station measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerSample {
    /// Since charging began.
    pub at: Duration,
    /// In kW.
    pub power: f64,
}

/// How a car is charged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SessionOptions {
    /// How full the battery is when it is plugged in, in per cent.
    pub from: f64,
    /// How full it is to be, in per cent.
    pub limit: f64,
    /// What the station gives at most, in kW.
    pub station: f64,
    /// How much faster than in life everything goes: a demo cannot wait for half an hour.
    pub speed: f64,
}

/// Why a limit was not set.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LimitError {
    /// The battery is fuller than that already.
    #[error("the battery is at {charge:.0} % already")]
    BelowCharge {
        /// How full it is, in per cent.
        charge: f64,
    },
    /// A battery cannot be fuller than full.
    #[error("{limit:.0} % is more than a battery holds")]
    AboveFull {
        /// What was asked for, in per cent.
        limit: f64,
    },
    /// Nothing is charged any more.
    #[error("charging is over")]
    Over,
}

/// A car that is being charged, until the session is stopped or disposed of.
pub struct ChargingSession {
    number: u32,
    charge: Arc<Charge>,
    /// Its end tells the clock's thread to end.
    _clock: Sender<()>,
}

impl ChargingSession {
    /// Plugs a car in.
    #[oche(sync)]
    pub fn start(car: Car, options: SessionOptions) -> Self {
        let charge = Arc::new(Charge {
            state: Mutex::new(State {
                percent: options.from.clamp(0.0, 100.0),
                limit: options.limit.min(100.0),
                at: Duration::ZERO,
                status: ChargingStatus::Charging,
            }),
            state_of_charge: Signal::new(options.from.clamp(0.0, 100.0)),
            status: Signal::new(ChargingStatus::Charging),
            listeners: Mutex::new(Vec::new()),
            car,
            options,
        });
        RUNNING.fetch_add(1, Ordering::SeqCst);
        Self {
            number: STARTED.fetch_add(1, Ordering::SeqCst) + 1,
            _clock: start_clock(charge.clone()),
            charge,
        }
    }

    /// The how-manyth session of this process it is.
    #[oche(getter)]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// How full the battery is, in per cent.
    #[oche(getter)]
    pub fn state_of_charge(&self) -> Signal<f64> {
        self.charge.state_of_charge.clone()
    }

    /// How far charging is.
    #[oche(getter)]
    pub fn status(&self) -> Signal<ChargingStatus> {
        self.charge.status.clone()
    }

    /// What the station measures from now on; ends with the charging.
    #[oche(sync)]
    pub fn power(&self, #[oche(overflow = drop_oldest(256))] sink: StreamSink<PowerSample>) {
        let mut listeners = lock(&self.charge.listeners);
        // Looked at with the list in hand: whoever ends the charging empties it afterwards.
        if lock(&self.charge.state).status == ChargingStatus::Charging {
            listeners.push(sink);
        }
    }

    /// How full the battery is to be, in per cent.
    #[oche(getter)]
    pub fn limit(&self) -> f64 {
        lock(&self.charge.state).limit
    }

    /// Changes how full the battery is to be, in per cent.
    ///
    /// # Errors
    /// When it is fuller already, cannot be so full, or is not charged any more.
    #[oche(sync)]
    pub fn change_limit(&self, limit: f64) -> Result<(), LimitError> {
        let mut state = lock(&self.charge.state);
        if state.status != ChargingStatus::Charging {
            return Err(LimitError::Over);
        }
        if limit > 100.0 {
            return Err(LimitError::AboveFull { limit });
        }
        if limit < state.percent {
            return Err(LimitError::BelowCharge { charge: state.percent });
        }
        state.limit = limit;
        Ok(())
    }

    /// Ends the charging.
    #[oche(sync)]
    pub fn stop(&self) {
        {
            let mut state = lock(&self.charge.state);
            if state.status != ChargingStatus::Charging {
                return;
            }
            state.status = ChargingStatus::Stopped;
        }
        self.charge.status.set(ChargingStatus::Stopped);
        self.charge.end_streams();
    }
}

impl Drop for ChargingSession {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// How many sessions there are in this process that were not disposed of.
#[oche(sync)]
pub fn open_sessions() -> u32 {
    RUNNING.load(Ordering::SeqCst)
}

/// What the session and its clock have in common.
struct Charge {
    car: Car,
    options: SessionOptions,
    state: Mutex<State>,
    state_of_charge: Signal<f64>,
    status: Signal<ChargingStatus>,
    listeners: Mutex<Vec<StreamSink<PowerSample>>>,
}

struct State {
    percent: f64,
    limit: f64,
    at: Duration,
    status: ChargingStatus,
}

impl Charge {
    /// Lets time pass, and says whether there is more to come.
    fn advance(&self, time: Duration) -> bool {
        let (sample, percent, status) = {
            let mut state = lock(&self.state);
            if state.status != ChargingStatus::Charging {
                return false;
            }
            let power = battery::power(&self.car, state.percent, self.options.station);
            let gain = battery::gain(&self.car, power, time.as_secs_f64());
            state.percent = (state.percent + gain).min(state.limit.max(state.percent));
            state.at += time;
            if state.percent >= state.limit {
                state.status = ChargingStatus::Complete;
            }
            (PowerSample { at: state.at, power }, state.percent, state.status)
        };
        // No lock is held from here on: whoever is told may call us.
        self.state_of_charge.set(percent);
        let listeners = lock(&self.listeners).clone();
        for listener in &listeners {
            // One that has gone is taken off the list below, and one that is slow loses its oldest samples.
            _ = listener.try_send(sample);
        }
        lock(&self.listeners).retain(|listener| !listener.is_closed());
        if status == ChargingStatus::Charging {
            return true;
        }
        self.status.set(status);
        self.end_streams();
        false
    }

    /// The last clone of a sink ends its stream.
    fn end_streams(&self) {
        let listeners = mem::take(&mut *lock(&self.listeners));
        drop(listeners);
    }
}

fn start_clock(charge: Arc<Charge>) -> Sender<()> {
    let (clock, end) = channel();
    thread::spawn(move || {
        let step = TICK.mul_f64(charge.options.speed);
        while end.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) && charge.advance(step) {}
    });
    clock
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
