//! From the database to what crosses: everything about bits left out.

use std::io;

use crate::api::{Catalog, Choice, MessageInfo, Range, SignalInfo, VehicleError};
use crate::dbc::{Database, Message, Signal};

/// The database in a file that has been read, or the error that crosses.
pub(crate) fn database(path: &str, bytes: io::Result<Vec<u8>>) -> Result<Database, VehicleError> {
    let bytes = bytes.map_err(|error| VehicleError::cannot_read(path, &error))?;
    Database::parse_bytes(&bytes).map_err(|error| VehicleError::BadDbc {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

impl VehicleError {
    /// The error for a file that cannot be read.
    pub(crate) fn cannot_read(path: &str, error: &io::Error) -> Self {
        Self::CannotRead {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }
}

impl From<&Database> for Catalog {
    fn from(database: &Database) -> Self {
        Self {
            comment: database.comment.clone(),
            messages: database.messages().iter().map(MessageInfo::from).collect(),
            signals: database
                .messages()
                .iter()
                .flat_map(|message| message.signals.iter().map(|signal| signal_info(message, signal)))
                .collect(),
        }
    }
}

impl From<&Message> for MessageInfo {
    fn from(message: &Message) -> Self {
        Self {
            name: message.name.clone(),
            comment: message.comment.clone(),
            cycle: message.cycle,
        }
    }
}

fn signal_info(message: &Message, signal: &Signal) -> SignalInfo {
    let range = signal.range.as_ref().map(|range| Range {
        min: *range.start(),
        max: *range.end(),
    });
    // Physical values, made the way that decoding makes them, so that a listener can compare them for equality.
    let choice = |choice: &crate::dbc::Choice| Choice {
        value: signal.scale(choice.raw as f64),
        label: choice.label.clone(),
    };
    SignalInfo {
        id: signal.id,
        message: message.index,
        name: signal.name.clone(),
        comment: signal.comment.clone(),
        unit: Some(signal.unit.trim().to_owned()).filter(|unit| !unit.is_empty()),
        decimals: signal.decimals(),
        range,
        choices: signal.choices.iter().map(choice).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_places() {
        let database = Database::parse(include_str!("../data/demo.dbc")).expect("the demo's DBC file");
        let catalog = Catalog::from(&database);
        for (place, signal) in catalog.signals.iter().enumerate() {
            assert_eq!(signal.id as usize, place);
            let message = &database.messages()[signal.message as usize];
            assert!(message.signals.iter().any(|known| known.name == signal.name));
        }
        assert!(catalog.signals.len() >= 45, "{} signals", catalog.signals.len());
        assert!(catalog.messages.len() >= 12, "{} messages", catalog.messages.len());
    }

    #[test]
    fn choices_are_physical_values() {
        let text = "BO_ 1 M: 1 E\n SG_ A : 0|8@1+ (0.5,10) [0|0] \"\" E\n\nVAL_ 1 A 1 \"on\" 0 \"off\" ;\n";
        let database = Database::parse(text).expect("a valid DBC file");
        let choices = &Catalog::from(&database).signals[0].choices;
        let expected = [(10.5, "on"), (10.0, "off")].map(|(value, label)| Choice {
            value,
            label: label.to_owned(),
        });
        assert_eq!(choices, &expected);
    }
}
