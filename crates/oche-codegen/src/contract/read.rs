//! The text of a contract.

use std::fmt;

use super::model::{Contract, FORMAT};

/// Why a text is no contract that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is not one at all, or was damaged.
    NoContract(String),
    /// It was written by a newer `oche`.
    Newer(u64),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoContract(why) => write!(f, "is no contract of an API: {why}"),
            Self::Newer(format) => write!(
                f,
                "is a contract of format {format}, and this `oche` knows formats up to {FORMAT}: update `oche`"
            ),
        }
    }
}

impl std::error::Error for ReadError {}

impl Contract {
    /// The text: the same API gives the same bytes, with a line end behind it.
    ///
    /// # Panics
    /// Never: everything in it can be written as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("names, texts and numbers can be written as JSON");
        text.push('\n');
        text
    }

    /// Reads the text.
    ///
    /// # Errors
    /// If it is no contract, or one of a newer format.
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        let no_contract = |error: serde_json::Error| ReadError::NoContract(error.to_string());
        let value: serde_json::Value = serde_json::from_str(text).map_err(no_contract)?;
        match value.get("format").and_then(serde_json::Value::as_u64) {
            None => Err(ReadError::NoContract("it has no number `format`".to_owned())),
            Some(format) if format > u64::from(FORMAT) => Err(ReadError::Newer(format)),
            Some(format) if format < u64::from(FORMAT) => {
                Err(ReadError::NoContract(format!("there was never a format {format}")))
            }
            Some(_) => serde_json::from_value(value).map_err(no_contract),
        }
    }
}
