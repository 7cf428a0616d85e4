//! The vehicle, as Dart sees it: what signals there are, and how they change.
//!
//! Nothing here speaks of buses, frames or bits. Signals are known by number: a [`Catalog`] says what each number
//! means, and an [`Update`] says what changed.

use std::time::Duration;

use futures_core::Stream;
use futures_util::stream;
use oche::oche;
use tokio::io::BufReader;

use crate::replay::Replay;
use crate::{catalog, inspect};

/// Every signal that a vehicle can send.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    /// What the vehicle's makers say of the whole.
    pub comment: Option<String>,
    /// The messages; [`SignalInfo::message`] is a place in this list.
    pub messages: Vec<MessageInfo>,
    /// The signals; [`SignalInfo::id`] is the place in this list.
    pub signals: Vec<SignalInfo>,
}

/// A group of signals that are sent together.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageInfo {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub comment: Option<String>,
    /// The time from one to the next, if it is sent regularly.
    pub cycle: Option<Duration>,
}

/// What is known of a signal before any value has come.
#[derive(Clone, Debug, PartialEq)]
pub struct SignalInfo {
    /// Its number.
    pub id: u32,
    /// The place of its message in [`Catalog::messages`].
    pub message: u32,
    /// Its name, unique within its message.
    pub name: String,
    /// What it means.
    pub comment: Option<String>,
    /// The unit of its values, if they have one.
    pub unit: Option<String>,
    /// How many decimal places its values have.
    pub decimals: u8,
    /// The range that its values keep to, if that is known.
    pub range: Option<Range>,
    /// The names of values, for a signal whose values are a choice.
    pub choices: Vec<Choice>,
}

/// A range of values, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The lowest value.
    pub min: f64,
    /// The highest value.
    pub max: f64,
}

/// A value with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The value, exactly as updates carry it.
    pub value: f64,
    /// Its name.
    pub label: String,
}

/// What a log holds.
#[derive(Clone, Debug, PartialEq)]
pub struct LogInfo {
    /// How many good frames there are.
    pub frames: u64,
    /// How many lines cannot be read.
    pub bad_lines: u64,
    /// The vehicle time from the first frame to the last.
    pub duration: Duration,
    /// Where the frames were recorded, without repetition, in order of appearance.
    pub interfaces: Vec<String>,
}

/// What to replay, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayOptions {
    /// The path of the DBC file.
    pub dbc: String,
    /// The path of the candump log.
    pub log: String,
    /// Vehicle seconds per second, from 0.01 to 1000; without it, as fast as updates are taken.
    pub speed: Option<f64>,
}

/// The values of one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// Vehicle time since the beginning.
    pub at: Duration,
    /// The place in [`Catalog::messages`] of what has come, if the catalog knows it.
    pub message: Option<u32>,
    /// The signals that it carries.
    pub values: Vec<SignalValue>,
}

/// The value of a signal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignalValue {
    /// The signal's number in the catalog.
    pub id: u32,
    /// The physical value, in the signal's unit.
    pub value: f64,
}

/// Why there is no catalog, or no replay.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum VehicleError {
    /// A file cannot be read.
    #[error("cannot read {path}: {reason}")]
    CannotRead {
        /// The file.
        path: String,
        /// What the operating system says.
        reason: String,
    },
    /// A file is not a DBC file, or describes what cannot be.
    #[error("{path} is not a usable DBC file: {reason}")]
    BadDbc {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The speed is outside the range that [`ReplayOptions::speed`] gives.
    #[error("a replay cannot run at {speed} times the speed of the vehicle: use 0.01 to 1000")]
    BadSpeed {
        /// The speed asked for.
        speed: f64,
    },
}

/// What is wrong with one moment of a replay. The replay goes on, except after [`ReplayError::Unreadable`].
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReplayError {
    /// A line of the log is damaged.
    #[error("line {line}: {reason}: {text}")]
    BadLine {
        /// The line's number, from 1.
        line: u64,
        /// Its beginning.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A line of the log is of a kind that is not supported.
    #[error("line {line}: {kind} frames are not supported")]
    Unsupported {
        /// The line's number, from 1.
        line: u64,
        /// The kind.
        kind: String,
    },
    /// A frame is shorter than its message must be.
    #[error("line {line}: {message} must have {expected} bytes, not {found}")]
    ShortFrame {
        /// The line's number, from 1.
        line: u64,
        /// The message's name.
        message: String,
        /// How many bytes it must have.
        expected: u32,
        /// How many it has.
        found: u32,
    },
    /// The log cannot be read any further.
    #[error("the log cannot be read any further: {reason}")]
    Unreadable {
        /// What the operating system says.
        reason: String,
    },
}

/// Reads what a DBC file says of a vehicle's signals.
///
/// # Errors
/// When the file cannot be read, or is not a DBC file.
pub fn load_catalog(dbc: String) -> Result<Catalog, VehicleError> {
    let database = catalog::database(&dbc, std::fs::read(&dbc))?;
    Ok(Catalog::from(&database))
}

/// Reads a candump log from end to end, without replaying it.
///
/// # Errors
/// When the file cannot be read.
pub async fn inspect_log(log: String) -> Result<LogInfo, VehicleError> {
    let cannot_read = |error| VehicleError::cannot_read(&log, &error);
    let file = tokio::fs::File::open(&log).await.map_err(cannot_read)?;
    inspect::inspect(BufReader::new(file)).await.map_err(cannot_read)
}

/// Replays a candump log at its own pace, or faster or slower.
///
/// There is one item per frame. What is wrong with the log is an error item, and the replay goes on after it. A
/// listener that pauses does not stop the vehicle's clock: it gets what it missed as soon as it goes on.
///
/// # Errors
/// When a file cannot be read, the DBC file is not one, or the speed is out of range.
pub async fn replay(options: ReplayOptions) -> Result<impl Stream<Item = Result<Update, ReplayError>>, VehicleError> {
    let ReplayOptions { dbc, log, speed } = options;
    if let Some(speed) = speed.filter(|speed| !(0.01..=1000.0).contains(speed)) {
        return Err(VehicleError::BadSpeed { speed });
    }
    let database = catalog::database(&dbc, tokio::fs::read(&dbc).await)?;
    let replay = Replay::open(database, &log, speed)
        .await
        .map_err(|error| VehicleError::cannot_read(&log, &error))?;
    Ok(stream::unfold(replay, async |mut replay| {
        let item = replay.next().await?;
        Some((item, replay))
    }))
}

/// Where `value` lies between `min` and `max`: 0 at `min` and below, 1 at `max` and above; 0 where there is nothing to
/// lie between, and for NaN.
#[oche(sync)]
pub fn position(value: f64, min: f64, max: f64) -> f64 {
    let position = (value - min) / (max - min);
    if min < max && !position.is_nan() {
        position.clamp(0.0, 1.0)
    } else {
        0.0
    }
}
