//! A log, played at its own pace.

use std::path::Path;
use std::time::Duration;

use tokio::fs::File;
use tokio::io::{AsyncBufRead, BufReader};
use tokio::time::{Instant, sleep_until};

use crate::api::{ReplayError, SignalValue, Update};
use crate::candump::{LineError, LogError, LogReader, Record};
use crate::dbc::{Database, Signal};
use crate::decode::decode;
use crate::frame::{Frame, Payload};

/// How much of the file is read at once, in bytes: a second or so of a busy bus.
const CHUNK: usize = 64 * 1024;

/// A replay in progress. Dropping it ends it; nothing runs on behind it.
#[derive(Debug)]
pub struct Replay<R> {
    database: Database,
    log: LogReader<R>,
    clock: Clock,
    /// What has been read and is not due yet.
    waiting: Option<Waiting>,
    /// Whether the log could not be read any further.
    ended: bool,
}

/// An item, and the timestamp of its frame.
type Waiting = (Option<Duration>, Result<Update, ReplayError>);

/// Ties the log's time to the wall clock.
#[derive(Debug)]
struct Clock {
    /// Vehicle seconds per second; `None` for no waiting at all.
    speed: Option<f64>,
    /// The timestamp of the first frame, and when it was played.
    origin: Option<(Duration, Instant)>,
}

impl Clock {
    /// Waits until a frame with this timestamp is due. Gives the vehicle time: 0 for the first frame.
    async fn wait(&mut self, time: Duration) -> Duration {
        let (first, started) = *self.origin.get_or_insert_with(|| (time, Instant::now()));
        // A timestamp before the first one happens where logs were merged; it is due at once.
        let elapsed = time.saturating_sub(first);
        if let Some(speed) = self.speed {
            // Reckoned from the origin every time, so that lateness never adds up.
            let due = Duration::try_from_secs_f64(elapsed.as_secs_f64() / speed)
                .ok()
                .and_then(|wall| started.checked_add(wall));
            match due {
                Some(due) if due > Instant::now() => sleep_until(due).await,
                Some(_) => {}
                None => std::future::pending().await,
            }
        }
        elapsed
    }
}

impl Replay<BufReader<File>> {
    /// Opens the log at `path`. `speed` is vehicle seconds per second, `None` for as fast as the consumer takes it.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub async fn open(database: Database, path: impl AsRef<Path>, speed: Option<f64>) -> std::io::Result<Self> {
        Ok(Self::new(
            database,
            BufReader::with_capacity(CHUNK, File::open(path).await?),
            speed,
        ))
    }
}

impl<R: AsyncBufRead + Unpin> Replay<R> {
    /// A replay of the log that `source` holds; see [`Replay::open`].
    pub fn new(database: Database, source: R, speed: Option<f64>) -> Self {
        let clock = Clock { speed, origin: None };
        Self {
            database,
            log: LogReader::new(source),
            clock,
            waiting: None,
            ended: false,
        }
    }

    /// The next frame, once it is due; `None` after the last one. A bad line is an error, and the replay goes on.
    ///
    /// A consumer that comes late gets what it missed at once: vehicle time does not wait for it. Cancel safe: a call
    /// that is dropped loses nothing.
    pub async fn next(&mut self) -> Option<Result<Update, ReplayError>> {
        if self.waiting.is_none() {
            self.waiting = self.read().await;
        }
        let (time, _) = self.waiting.as_ref()?;
        let at = match *time {
            Some(time) => self.clock.wait(time).await,
            None => Duration::ZERO,
        };
        let (_, item) = self.waiting.take()?;
        Some(item.map(|update| Update { at, ..update }))
    }

    /// The next item and when it is due, if it waits at all.
    async fn read(&mut self) -> Option<Waiting> {
        if self.ended {
            return None;
        }
        match self.log.next().await? {
            Ok((line, Record { time, frame, .. })) => Some((Some(time), update(&self.database, line, frame))),
            Err(error) => {
                self.ended = matches!(error, LogError::Read(_));
                Some((None, Err(error.into())))
            }
        }
    }
}

/// What a frame says; its time is not known here.
fn update(database: &Database, line: u64, frame: Frame) -> Result<Update, ReplayError> {
    let at = Duration::ZERO;
    let (Some(message), Payload::Data(data)) = (database.message(frame.id), frame.payload) else {
        return Ok(Update {
            at,
            message: None,
            values: Vec::new(),
        });
    };
    let payload = data.as_slice();
    if payload.len() < message.size {
        return Err(ReplayError::ShortFrame {
            line,
            message: message.name.clone(),
            expected: u32::try_from(message.size).unwrap_or(u32::MAX),
            found: payload.len() as u32,
        });
    }
    let value = |(signal, value): (&Signal, f64)| SignalValue { id: signal.id, value };
    Ok(Update {
        at,
        message: Some(message.index),
        values: decode(message, payload).map(value).collect(),
    })
}

impl From<LogError> for ReplayError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Line {
                line,
                error: LineError::Unsupported(kind),
                ..
            } => Self::Unsupported {
                line,
                kind: kind.to_owned(),
            },
            LogError::Line { line, text, error } => Self::BadLine {
                line,
                text,
                reason: error.to_string(),
            },
            LogError::Read(error) => Self::Unreadable {
                reason: error.to_string(),
            },
        }
    }
}

#[cfg(test)]
mod tests;
