//! A CAN bus at 500 kbit/s: messages fall due by their cycle times, one frame is on the wire at a time, and the lowest
//! identifier goes first.

use std::time::Duration;

use vehicle::dbc::{Database, Message, Signal};
use vehicle::encode::encode;
use vehicle::frame::{CanId, Data, Frame, MAX_DATA, Payload};

use crate::drive::Drive;
use crate::random::Random;

/// For messages of which the DBC file does not say it, in seconds.
const DEFAULT_CYCLE: f64 = 0.1;

/// The longest delay of a sender, in seconds.
const JITTER: f64 = 0.000_3;

/// One bit on the wire, in seconds.
const BIT: f64 = 0.000_002;

/// The frames of a drive, in the order of their times.
pub struct Bus<'a> {
    slots: Vec<Slot<'a>>,
    drive: Drive,
    random: Random,
    /// When the wire is free again, in seconds.
    free: f64,
    seconds: f64,
}

/// A message and its timetable.
struct Slot<'a> {
    message: &'a Message,
    cycle: f64,
    /// When it falls due next by its cycle, in seconds.
    nominal: f64,
    /// When it is really ready: a little later.
    ready: f64,
    /// How many of its frames have been sent.
    sent: usize,
}

impl<'a> Bus<'a> {
    pub fn new(database: &'a Database, seconds: f64, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let classic = |message: &&Message| message.size <= MAX_DATA;
        let slots = database.messages().iter().filter(classic).map(|message| {
            let cycle = message.cycle.map_or(DEFAULT_CYCLE, |cycle| cycle.as_secs_f64());
            // Control units do not start at the same moment.
            let start = random.unit() * cycle;
            Slot {
                message,
                cycle,
                nominal: start,
                ready: start,
                sent: 0,
            }
        });
        let slots = slots.collect();
        Self {
            slots,
            drive: Drive::new(seconds, seed),
            random,
            free: 0.0,
            seconds,
        }
    }
}

impl Iterator for Bus<'_> {
    type Item = (Duration, Frame);

    fn next(&mut self) -> Option<Self::Item> {
        let earliest = self.slots.iter().map(|slot| slot.ready).fold(f64::INFINITY, f64::min);
        let now = self.free.max(earliest);
        if now >= self.seconds {
            return None;
        }
        let slot = self
            .slots
            .iter_mut()
            .filter(|slot| slot.ready <= now)
            .min_by_key(|slot| arbitration(slot.message.id))?;
        self.drive.run_to(now);
        let payload = encode(slot.message, |signal| {
            value(&self.drive, slot.message, signal, slot.sent)
        });
        slot.sent += 1;
        slot.nominal += slot.cycle;
        slot.ready = slot.nominal + self.random.unit() * JITTER;
        self.free = now + wire_time(slot.message);
        let payload = Payload::Data(Data::new(&payload)?);
        Some((
            Duration::from_secs_f64(now),
            Frame {
                id: slot.message.id,
                payload,
            },
        ))
    }
}

/// On the wire, the first eleven bits are compared first; then a standard frame wins.
fn arbitration(id: CanId) -> (u32, bool, u32) {
    match id {
        CanId::Standard(id) => (u32::from(id), false, 0),
        CanId::Extended(id) => (id >> 18, true, id),
    }
}

/// How long a frame takes, with one stuff bit in ten, in seconds.
fn wire_time(message: &Message) -> f64 {
    let header = match message.id {
        CanId::Standard(_) => 47,
        CanId::Extended(_) => 67,
    };
    (header + 8 * message.size) as f64 * 1.1 * BIT
}

/// The value of a signal now. Switches take their named values in turn, one per frame.
fn value(drive: &Drive, message: &Message, signal: &Signal, sent: usize) -> f64 {
    let is_switch = message.signals.iter().any(|other| {
        other
            .condition
            .as_ref()
            .is_some_and(|c| message.signals[c.switch].id == signal.id)
    });
    if is_switch && !signal.choices.is_empty() {
        return signal.scale(signal.choices[sent % signal.choices.len()].raw as f64);
    }
    let value = drive.value(&signal.name).unwrap_or_else(|| {
        let (min, max) = signal
            .range
            .clone()
            .map_or((0.0, 1.0), |range| (*range.start(), *range.end()));
        // One swing takes some seconds, for each signal another number.
        let phase = drive.time() / (5.0 + f64::from(signal.id % 7));
        min + (max - min) * (0.5 - 0.5 * (phase * std::f64::consts::TAU).cos())
    });
    match &signal.range {
        Some(range) => value.clamp(*range.start(), *range.end()),
        None => value,
    }
}
