//! The database that says which bits of which frame mean what: the contents of a DBC file, checked and ready to use.

mod build;
mod error;

pub use error::DbcError;

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::bits::BitField;
use crate::frame::CanId;

/// The messages of one bus.
#[derive(Clone, Debug, PartialEq)]
pub struct Database {
    /// The file's version text, often empty.
    pub version: String,
    /// The comment on the bus as a whole.
    pub comment: Option<String>,
    messages: Vec<Message>,
    places: HashMap<CanId, usize>,
}

/// One kind of frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its place in [`Database::messages`].
    pub index: u32,
    /// The identifier of its frames.
    pub id: CanId,
    /// Its name.
    pub name: String,
    /// Its comment.
    pub comment: Option<String>,
    /// How many bytes its frames carry.
    pub size: usize,
    /// The time between two of its frames, where the file says so (`GenMsgCycleTime`).
    pub cycle: Option<Duration>,
    /// What its frames carry.
    pub signals: Vec<Signal>,
}

/// One value in a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Its place in the whole database: 0, 1, 2, … in the order of the file.
    pub id: u32,
    /// Its name, unique within its message.
    pub name: String,
    /// Its comment.
    pub comment: Option<String>,
    /// The unit of its physical value, empty for none.
    pub unit: String,
    /// The physical range that the file promises, where it gives one.
    pub range: Option<RangeInclusive<f64>>,
    /// The names of raw values.
    pub choices: Vec<Choice>,
    /// Where its raw value is.
    pub field: BitField,
    /// How its raw bits are a number.
    pub kind: RawKind,
    /// Physical value = raw value × factor + offset. Never 0.
    pub factor: f64,
    /// See [`Signal::factor`].
    pub offset: f64,
    /// Set if it is in only some frames of its message.
    pub condition: Option<Condition>,
}

/// The name of one raw value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The raw value.
    pub raw: i64,
    /// Its name.
    pub label: String,
}

/// How raw bits are a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawKind {
    /// An unsigned integer.
    Unsigned,
    /// An integer in two's complement.
    Signed,
    /// An IEEE 754 number of 32 bits.
    Float32,
    /// An IEEE 754 number of 64 bits.
    Float64,
}

/// Multiplexing: a signal is in a frame only while another one, the switch, has certain values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The place of the switch in [`Message::signals`]. Following switches always ends.
    pub switch: usize,
    /// The raw values of the switch that select the signal.
    pub values: Vec<RangeInclusive<u64>>,
}

impl Database {
    /// Reads a DBC file's text.
    ///
    /// # Errors
    /// When it is not a DBC file, or when it describes something that cannot be (a signal of 65 bits, a switch that
    /// does not exist).
    pub fn parse(text: &str) -> Result<Self, DbcError> {
        build::database(text)
    }

    /// Reads a DBC file's bytes: UTF-8, or else Windows-1252, which is what the usual editors write.
    ///
    /// # Errors
    /// As [`Database::parse`], and for bytes that are text in neither encoding.
    pub fn parse_bytes(bytes: &[u8]) -> Result<Self, DbcError> {
        if let Ok(text) = str::from_utf8(bytes) {
            // A byte order mark is no part of the text.
            return Self::parse(text.strip_prefix('\u{FEFF}').unwrap_or(text));
        }
        Self::parse(&can_dbc::decode_cp1252(bytes).ok_or(DbcError::Encoding)?)
    }

    /// All messages, in the order of the file.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The message that frames with this identifier are.
    pub fn message(&self, id: CanId) -> Option<&Message> {
        self.places.get(&id).map(|place| &self.messages[*place])
    }
}

impl Signal {
    /// How many decimal places its steps need, at most six.
    pub fn decimals(&self) -> u8 {
        // 0.1 × 10 is not exactly 1.
        let whole = |value: f64| (value - value.round()).abs() <= value.abs() * 1e-9;
        (0..6)
            .find(|places| {
                let scale = 10_f64.powi(i32::from(*places));
                whole(self.factor * scale) && whole(self.offset * scale)
            })
            .unwrap_or(6)
    }
}

#[cfg(test)]
mod tests;
