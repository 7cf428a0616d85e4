//! From a payload to physical values.

use crate::dbc::{Message, RawKind, Signal};

/// The signals that `payload` carries, with their physical values, in the order of the file.
///
/// Signals that multiplexing leaves out of this frame are left out, and so are those that a payload shorter than its
/// message does not reach.
///
/// ```
/// # use vehicle::{dbc::Database, decode::decode};
/// let text = "BO_ 256 Drive: 2 ECU\n SG_ Speed : 0|16@1+ (0.01,0) [0|655.35] \"km/h\" ECU\n";
/// let database = Database::parse(text)?;
/// let (signal, value) = decode(&database.messages()[0], &[0x10, 0x27]).next().expect("Speed");
/// assert_eq!((signal.name.as_str(), value), ("Speed", 100.0));
/// # Ok::<(), vehicle::dbc::DbcError>(())
/// ```
pub fn decode<'a>(message: &'a Message, payload: &'a [u8]) -> impl Iterator<Item = (&'a Signal, f64)> {
    message
        .signals
        .iter()
        .filter(move |signal| is_selected(message, signal, payload))
        .filter_map(move |signal| Some((signal, signal.physical(signal.field.extract(payload)?))))
}

/// Whether the switches in `payload` are such that it carries `signal`.
pub fn is_selected(message: &Message, signal: &Signal, payload: &[u8]) -> bool {
    let mut signal = signal;
    // The database has checked that the chain of switches ends.
    while let Some(condition) = &signal.condition {
        let switch = &message.signals[condition.switch];
        let selected = switch
            .field
            .extract(payload)
            .is_some_and(|raw| condition.values.iter().any(|values| values.contains(&raw)));
        if !selected {
            return false;
        }
        signal = switch;
    }
    true
}

impl Signal {
    /// The physical value of raw bits, as [`crate::bits::BitField::extract`] gives them. Integers of more than 53 bits
    /// are rounded to the nearest `f64`.
    pub fn physical(&self, raw: u64) -> f64 {
        let number = match self.kind {
            RawKind::Unsigned => raw as f64,
            RawKind::Signed => {
                // The field's sign bit becomes the number's.
                let unused = 64 - self.field.len();
                ((raw << unused) as i64 >> unused) as f64
            }
            RawKind::Float32 => f64::from(f32::from_bits(raw as u32)),
            RawKind::Float64 => f64::from_bits(raw),
        };
        self.scale(number)
    }

    /// The physical value of a raw number.
    pub fn scale(&self, raw: f64) -> f64 {
        raw * self.factor + self.offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dbc::Database;

    /// A database with one message of 8 bytes that has these signals.
    fn one_message(signals: &str) -> Database {
        Database::parse(&format!("BO_ 1 M: 8 E\n{signals}\n")).expect("a valid DBC file")
    }

    fn values(database: &Database, payload: &[u8]) -> Vec<(String, f64)> {
        decode(&database.messages()[0], payload)
            .map(|(signal, value)| (signal.name.clone(), value))
            .collect()
    }

    #[test]
    fn sign_factor_and_offset() {
        let database = one_message(
            " SG_ A : 0|8@1- (0.5,0) [0|0] \"\" E\n SG_ B : 8|8@1+ (1,-40) [0|0] \"\" E\n SG_ C : 23|12@0- (1,0) [0|0] \"\" E",
        );
        let expected = [("A", -1.0), ("B", -40.0), ("C", -2048.0)].map(|(name, value)| (name.to_owned(), value));
        assert_eq!(values(&database, &[0xFE, 0, 0x80, 0, 0, 0, 0, 0]), expected);
    }

    #[test]
    fn sixty_four_signed_bits() {
        let database = one_message(" SG_ A : 0|64@1- (1,0) [0|0] \"\" E");
        assert_eq!(values(&database, &[0xFF; 8]), [("A".to_owned(), -1.0)]);
        let lowest = [0, 0, 0, 0, 0, 0, 0, 0x80];
        assert_eq!(values(&database, &lowest), [("A".to_owned(), i64::MIN as f64)]);
    }

    #[test]
    fn floating_point_signals() {
        let text = "BO_ 1 M: 8 E\n SG_ A : 0|32@1- (2,1) [0|0] \"\" E\n\nSIG_VALTYPE_ 1 A : 1;\n";
        let database = Database::parse(text).expect("a valid DBC file");
        let mut payload = [0; 8];
        payload[..4].copy_from_slice(&1.5_f32.to_le_bytes());
        assert_eq!(values(&database, &payload), [("A".to_owned(), 4.0)]);
    }

    #[test]
    fn a_switch_selects_signals() {
        let database = one_message(
            " SG_ Mode M : 0|8@1+ (1,0) [0|0] \"\" E\n SG_ A m0 : 8|8@1+ (1,0) [0|0] \"\" E\n SG_ B m1 : 8|8@1+ (1,0) [0|0] \"\" E",
        );
        let names = |payload: &[u8]| {
            values(&database, payload)
                .into_iter()
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&[0, 5, 0, 0, 0, 0, 0, 0]), ["Mode", "A"]);
        assert_eq!(names(&[1, 5, 0, 0, 0, 0, 0, 0]), ["Mode", "B"]);
        assert_eq!(names(&[2, 5, 0, 0, 0, 0, 0, 0]), ["Mode"]);
    }

    #[test]
    fn a_switch_can_be_switched_itself() {
        let text = "BO_ 1 M: 8 E
 SG_ Outer M : 0|8@1+ (1,0) [0|0] \"\" E
 SG_ Inner m1M : 8|8@1+ (1,0) [0|0] \"\" E
 SG_ Leaf m3 : 16|8@1+ (1,0) [0|0] \"\" E

SG_MUL_VAL_ 1 Inner Outer 1-1;
SG_MUL_VAL_ 1 Leaf Inner 3-3, 5-7;
";
        let database = Database::parse(text).expect("a valid DBC file");
        let has_leaf = |payload: &[u8]| values(&database, payload).iter().any(|(name, _)| name == "Leaf");
        assert!(has_leaf(&[1, 3, 9, 0, 0, 0, 0, 0]));
        assert!(has_leaf(&[1, 6, 9, 0, 0, 0, 0, 0]));
        assert!(!has_leaf(&[1, 4, 9, 0, 0, 0, 0, 0]));
        assert!(
            !has_leaf(&[2, 3, 9, 0, 0, 0, 0, 0]),
            "the inner switch is not in this frame"
        );
    }

    #[test]
    fn a_short_payload_gives_the_signals_that_it_reaches() {
        let database = one_message(" SG_ A : 0|8@1+ (1,0) [0|0] \"\" E\n SG_ B : 8|8@1+ (1,0) [0|0] \"\" E");
        assert_eq!(values(&database, &[7]), [("A".to_owned(), 7.0)]);
        assert_eq!(values(&database, &[]), []);
    }
}
