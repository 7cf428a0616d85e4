//! From physical values to a payload: what a simulator or a gateway needs.

use crate::dbc::{Message, RawKind, Signal};
use crate::decode::is_selected;

/// The payload of a frame of `message`, with the values that `value_of` gives.
///
/// Values are rounded to the signal's steps; those that it cannot represent become the nearest that it can. Signals
/// that multiplexing leaves out of this frame (switches are signals: `value_of` decides) are not asked for, and bits
/// of no signal are 0.
pub fn encode(message: &Message, mut value_of: impl FnMut(&Signal) -> f64) -> Vec<u8> {
    let mut payload = vec![0; message.size];
    let mut waiting: Vec<&Signal> = message.signals.iter().collect();
    // Switches must be in the payload before the signals that they select, whatever the order of the file is; the
    // database has checked that following them ends, so every round places at least one signal.
    while !waiting.is_empty() {
        let (later, now): (Vec<_>, Vec<_>) = waiting.iter().copied().partition(|signal| {
            signal.condition.as_ref().is_some_and(|condition| {
                let switch = &message.signals[condition.switch];
                waiting.iter().any(|other| other.id == switch.id)
            })
        });
        for signal in now {
            if is_selected(message, signal, &payload) {
                signal
                    .field
                    .insert(&mut payload, signal.raw(value_of(signal)))
                    .expect("the database has checked that signals fit into their message");
            }
        }
        waiting = later;
    }
    payload
}

impl Signal {
    /// The raw bits whose physical value is nearest to `physical`; 0 for NaN in a signal of integers.
    pub fn raw(&self, physical: f64) -> u64 {
        let number = (physical - self.offset) / self.factor;
        let len = self.field.len();
        // Float to integer conversions saturate, and NaN becomes 0.
        match self.kind {
            RawKind::Unsigned => (number.round() as u64).min(u64::MAX >> (64 - len)),
            RawKind::Signed => {
                let (min, max) = (i64::MIN >> (64 - len), i64::MAX >> (64 - len));
                (number.round() as i64).clamp(min, max) as u64 & (u64::MAX >> (64 - len))
            }
            RawKind::Float32 => u64::from((number as f32).to_bits()),
            RawKind::Float64 => number.to_bits(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bits::{BitField, ByteOrder};
    use crate::dbc::Database;
    use crate::decode::decode;
    use proptest::prelude::*;

    fn demo() -> Database {
        Database::parse(include_str!("../data/demo.dbc")).expect("the demo's DBC file")
    }

    fn signal(start: u64, len: u64, order: ByteOrder, kind: RawKind, factor: f64, offset: f64) -> Signal {
        Signal {
            id: 0,
            name: "A".to_owned(),
            comment: None,
            unit: String::new(),
            range: None,
            choices: Vec::new(),
            field: BitField::new(start, len, order).expect("a valid field"),
            kind,
            factor,
            offset,
            condition: None,
        }
    }

    #[test]
    fn values_out_of_range_become_the_nearest() {
        let unsigned = signal(0, 8, ByteOrder::Intel, RawKind::Unsigned, 0.5, -10.0);
        assert_eq!(unsigned.raw(-11.0), 0);
        assert_eq!(unsigned.raw(1e9), 255);
        assert_eq!(unsigned.raw(f64::NAN), 0);
        let signed = signal(0, 4, ByteOrder::Intel, RawKind::Signed, 1.0, 0.0);
        assert_eq!(signed.raw(-100.0), 0b1000);
        assert_eq!(signed.raw(100.0), 0b0111);
        assert_eq!(signed.raw(-1.0), 0b1111);
    }

    #[test]
    fn switches_are_written_before_what_they_select() {
        let text = "BO_ 1 M: 2 E\n SG_ A m7 : 8|8@1+ (1,0) [0|0] \"\" E\n SG_ Mode M : 0|8@1+ (1,0) [0|0] \"\" E\n";
        let database = Database::parse(text).expect("a valid DBC file");
        let value = |signal: &Signal| if signal.name == "Mode" { 7.0 } else { 9.0 };
        assert_eq!(encode(&database.messages()[0], value), [7, 9]);
    }

    #[test]
    fn every_signal_of_the_demo_survives_at_both_ends_of_its_range() {
        for message in demo().messages() {
            for pick_max in [false, true] {
                let end = |signal: &Signal| {
                    let range = signal.range.clone().expect("every signal of the demo has a range");
                    // Every switch value of the demo is a choice, so both ends select something.
                    if pick_max { *range.end() } else { *range.start() }
                };
                let payload = encode(message, end);
                for (signal, value) in decode(message, &payload) {
                    let error = (value - end(signal)).abs();
                    assert!(
                        error <= signal.factor.abs() / 2.0 + 1e-9,
                        "{}: {value}, off by {error}",
                        signal.name
                    );
                }
            }
        }
    }

    proptest! {
        #[test]
        fn integers_make_the_round_trip(
            (start, len) in (0_u64..64, 1_u64..=52), intel: bool, signed: bool, raw: u64,
            factor in prop_oneof![Just(1.0), Just(0.1), Just(0.01), Just(-0.5), Just(0.0625)],
            offset in prop_oneof![Just(0.0), Just(-40.0), Just(1000.0)],
        ) {
            let order = if intel { ByteOrder::Intel } else { ByteOrder::Motorola };
            let kind = if signed { RawKind::Signed } else { RawKind::Unsigned };
            let signal = signal(start, len, order, kind, factor, offset);
            // At 52 bits and a factor, the last bit is within reach of rounding; the physical value is what counts.
            let raw = raw & (u64::MAX >> (64 - len.min(44)));
            let mut payload = [0; 24];
            signal.field.insert(&mut payload, signal.raw(signal.physical(raw)));
            prop_assert_eq!(signal.field.extract(&payload), Some(raw));
        }

        #[test]
        fn any_number_can_be_encoded(physical: f64, len in 1_u64..=64, signed: bool) {
            let kind = if signed { RawKind::Signed } else { RawKind::Unsigned };
            let signal = signal(0, len, ByteOrder::Intel, kind, 0.1, 5.0);
            prop_assert!(signal.raw(physical) <= u64::MAX >> (64 - len));
        }

        #[test]
        fn any_frame_of_the_demo_can_be_decoded_and_encoded_again(place in 0_usize..18, payload: [u8; 8]) {
            let database = demo();
            let message = &database.messages()[place];
            let payload = &payload[..message.size];
            let values: Vec<_> = decode(message, payload).collect();
            let again = encode(message, |signal| {
                values.iter().find(|(other, _)| other.id == signal.id).map_or(0.0, |(_, value)| *value)
            });
            prop_assert_eq!(decode(message, &again).collect::<Vec<_>>(), values);
        }
    }
}
