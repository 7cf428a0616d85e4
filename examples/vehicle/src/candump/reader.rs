//! A log, line by line.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt};

use super::{LineError, Record, is_blank, parse_line};

/// The longest line that is read, in bytes. Lines of classic frames have about fifty; the limit is what keeps a file
/// without line ends from being held in memory as one.
pub const MAX_LINE: usize = 4096;

/// Reads a log of any length; holds one line at a time.
#[derive(Debug)]
pub struct LogReader<R> {
    source: R,
    /// The number of the line in `buffer`, from 1.
    line: u64,
    buffer: Vec<u8>,
    /// Whether the line had more bytes than `buffer` may hold.
    too_long: bool,
    /// Whether `buffer` has been handed out, so that the next line starts afresh.
    complete: bool,
}

/// Why there is no record.
#[derive(Debug)]
pub enum LogError {
    /// This line is bad. Reading can go on.
    Line {
        /// The line's number, from 1.
        line: u64,
        /// Its beginning.
        text: String,
        /// What is wrong with it.
        error: LineError,
    },
    /// The log itself cannot be read any further.
    Read(io::Error),
}

impl<R: AsyncBufRead + Unpin> LogReader<R> {
    /// A reader that stands before the first line.
    pub fn new(source: R) -> Self {
        Self {
            source,
            line: 0,
            buffer: Vec::new(),
            too_long: false,
            complete: false,
        }
    }

    /// The next frame with the number of its line, or what is wrong there; `None` after the last line.
    ///
    /// Cancel safe: a call that is dropped loses nothing.
    pub async fn next(&mut self) -> Option<Result<(u64, Record<'_>), LogError>> {
        loop {
            match self.read_line().await {
                Ok(true) if is_blank(&self.buffer) => {}
                Ok(true) => break,
                Ok(false) => return None,
                Err(error) => return Some(Err(LogError::Read(error))),
            }
        }
        let parsed = if self.too_long {
            Err(LineError::TooLong)
        } else {
            str::from_utf8(&self.buffer)
                .map_err(|_| LineError::Encoding)
                .and_then(parse_line)
        };
        let line = self.line;
        Some(parsed.map(|record| (line, record)).map_err(|error| LogError::Line {
            line,
            text: String::from_utf8_lossy(&self.buffer).trim().chars().take(80).collect(),
            error,
        }))
    }

    /// Fills `buffer` with the next line, as far as it may grow; false at the end of the log.
    async fn read_line(&mut self) -> io::Result<bool> {
        if self.complete {
            self.buffer.clear();
            self.too_long = false;
            self.complete = false;
        }
        while !self.complete {
            let chunk = self.source.fill_buf().await?;
            if chunk.is_empty() {
                if self.buffer.is_empty() {
                    return Ok(false);
                }
                self.complete = true;
                break;
            }
            let line_end = chunk.iter().position(|byte| *byte == b'\n');
            let text = &chunk[..line_end.unwrap_or(chunk.len())];
            let room = MAX_LINE - self.buffer.len();
            self.too_long |= text.len() > room;
            self.buffer.extend_from_slice(&text[..text.len().min(room)]);
            let consumed = text.len() + usize::from(line_end.is_some());
            self.source.consume(consumed);
            self.complete = line_end.is_some();
        }
        self.line += 1;
        Ok(true)
    }
}
