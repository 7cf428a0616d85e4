//! The text log that `candump -l` writes, one frame a line:
//!
//! ```text
//! (1700000000.000000) can0 1A0#DEADBEEF       standard identifier, up to 8 bytes
//! (1700000000.010000) can0 18FEF300#00        extended identifier
//! (1700000000.020000) can0 1A0#R8             a remote frame
//! (1700000000.030000) can0 20000004#0000      the controller reports a bus error
//! (1700000000.040000) can0 1A0##1DEADBEEF     CAN FD: recognised, not supported
//! ```
//!
//! A direction (`T`, `R`) may follow. Blank lines are skipped, and so are lines that begin with `#`, which candump
//! never writes, but people do.

mod reader;

pub use reader::{LogError, LogReader, MAX_LINE};

use std::time::Duration;

use crate::frame::{CanId, Data, Frame, MAX_DATA, Payload};

/// Timestamps have at most ten digits before the point (the year 2286): more is damage, not time.
const MAX_SECONDS: u64 = 9_999_999_999;

/// Set in an identifier of eight digits that is none, but a report of a bus error.
const ERROR_FLAG: u32 = 1 << 29;

/// One line of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// The time since the epoch of the recording clock.
    pub time: Duration,
    /// The interface that saw the frame: `can0`.
    pub interface: &'a str,
    /// The frame.
    pub frame: Frame,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)] // the texts say it
pub enum LineError {
    #[error("not text in UTF-8")]
    Encoding,
    #[error("longer than {MAX_LINE} bytes")]
    TooLong,
    #[error("no timestamp of the form `(seconds.fraction)`")]
    Timestamp,
    #[error("no interface after the timestamp")]
    Interface,
    #[error("no frame of the form `id#data`")]
    Frame,
    #[error("the identifier must be 3 or 8 hexadecimal digits, at most 7FF and 1FFFFFFF")]
    Identifier,
    #[error("the data must be pairs of hexadecimal digits")]
    Data,
    #[error("more than {MAX_DATA} bytes of data")]
    TooMuchData,
    #[error("unexpected text after the frame")]
    Trailing,
    /// Sound, but of a kind that this layer does not read.
    #[error("{0} frames are not supported")]
    Unsupported(&'static str),
}

/// Whether a line has no frame and needs none: it is blank, or a comment.
pub fn is_blank(line: &[u8]) -> bool {
    matches!(line.trim_ascii(), [] | [b'#', ..])
}

/// Reads one line that is not blank.
///
/// # Errors
/// When it is not a frame, or of a kind that this layer does not read.
pub fn parse_line(line: &str) -> Result<Record<'_>, LineError> {
    let (time, rest) = line
        .trim()
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .ok_or(LineError::Timestamp)?;
    let time = timestamp(time)?;
    let mut words = rest.split_ascii_whitespace();
    let interface = words.next().ok_or(LineError::Interface)?;
    let frame = frame(words.next().ok_or(LineError::Frame)?)?;
    match (words.next(), words.next()) {
        (None | Some("T" | "R"), None) => Ok(Record { time, interface, frame }),
        _ => Err(LineError::Trailing),
    }
}

fn timestamp(text: &str) -> Result<Duration, LineError> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let number = |digits: &str| {
        // `parse` would take a sign, too.
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        plain
            .then(|| digits.parse::<u64>().ok())
            .flatten()
            .ok_or(LineError::Timestamp)
    };
    let seconds = number(seconds)?;
    let places = u32::try_from(fraction.len())
        .ok()
        .filter(|places| *places <= 9)
        .ok_or(LineError::Timestamp)?;
    let nanoseconds = number(fraction)? * 10_u64.pow(9 - places);
    if seconds > MAX_SECONDS {
        return Err(LineError::Timestamp);
    }
    Ok(Duration::from_secs(seconds) + Duration::from_nanos(nanoseconds))
}

fn frame(text: &str) -> Result<Frame, LineError> {
    let (id, payload) = text.split_once('#').ok_or(LineError::Frame)?;
    if payload.starts_with('#') {
        return Err(LineError::Unsupported("CAN FD"));
    }
    if payload.contains(':') || payload.contains('#') {
        return Err(LineError::Unsupported("CAN XL"));
    }
    let number = hex(id).ok_or(LineError::Identifier)?;
    if id.len() == 8 && number & ERROR_FLAG != 0 {
        data(payload)?;
        return Ok(Frame {
            id: CanId::Extended(number & (ERROR_FLAG - 1)),
            payload: Payload::BusError,
        });
    }
    let id = match id.len() {
        3 => CanId::standard(number),
        8 => CanId::extended(number),
        _ => None,
    };
    let id = id.ok_or(LineError::Identifier)?;
    let payload = match payload.strip_prefix('R') {
        // The length that is asked for may follow; nothing here wants it.
        Some(length) if length.len() <= 1 && length.bytes().all(|byte| byte.is_ascii_hexdigit()) => Payload::Remote,
        Some(_) => return Err(LineError::Trailing),
        None => Payload::Data(data(payload)?),
    };
    Ok(Frame { id, payload })
}

fn hex(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

fn data(text: &str) -> Result<Data, LineError> {
    // A length code past 8 may be appended to a full frame as `_9` … `_F`; it changes nothing about the data.
    let text = match text.split_once('_') {
        Some((text, code)) if code.len() == 1 && text.len() == 2 * MAX_DATA => text,
        Some(_) => return Err(LineError::Trailing),
        None => text,
    };
    let (pairs, odd) = text.as_bytes().as_chunks::<2>();
    if !odd.is_empty() {
        return Err(LineError::Data);
    }
    let mut bytes = [0; MAX_DATA];
    let bytes = bytes.get_mut(..pairs.len()).ok_or(LineError::TooMuchData)?;
    let digit = |byte: u8| char::from(byte).to_digit(16).ok_or(LineError::Data);
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = (digit(*high)? << 4 | digit(*low)?) as u8;
    }
    Data::new(bytes).ok_or(LineError::TooMuchData)
}

/// The line of a log for a frame, without the line end. `time` is written in whole microseconds, as candump does.
pub fn format_line(record: &Record<'_>) -> String {
    let Record { time, interface, frame } = record;
    format!(
        "({:010}.{:06}) {interface} {frame}",
        time.as_secs(),
        time.subsec_micros()
    )
}

#[cfg(test)]
mod tests;
