//! What a log holds, without replaying it.

use std::io;
use std::time::Duration;

use tokio::io::AsyncBufRead;

use crate::api::LogInfo;
use crate::candump::{LogError, LogReader};

/// How many interfaces are named at most; a log has one or a few, and damage must not make a list without end.
const MAX_INTERFACES: usize = 16;

/// Reads `source` to its end.
pub(crate) async fn inspect(source: impl AsyncBufRead + Unpin) -> io::Result<LogInfo> {
    let mut log = LogReader::new(source);
    let mut info = LogInfo {
        frames: 0,
        bad_lines: 0,
        duration: Duration::ZERO,
        interfaces: Vec::new(),
    };
    let mut first = None;
    while let Some(item) = log.next().await {
        let record = match item {
            Ok((_, record)) => record,
            Err(LogError::Line { .. }) => {
                info.bad_lines += 1;
                continue;
            }
            Err(LogError::Read(error)) => return Err(error),
        };
        info.frames += 1;
        // Reckoned as the replay reckons it: nothing is before the first frame.
        let elapsed = record.time.saturating_sub(*first.get_or_insert(record.time));
        info.duration = info.duration.max(elapsed);
        let is_new = !info.interfaces.iter().any(|known| known == record.interface);
        if is_new && info.interfaces.len() < MAX_INTERFACES {
            info.interfaces.push(record.interface.to_owned());
        }
    }
    Ok(info)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn counts_and_spans() {
        let log = b"(5.0) can0 100#00\nbroken\n(5.5) can1 100#00\n(4.0) can0 100#00\n";
        let info = inspect(&log[..]).await.expect("a slice cannot fail");
        let interfaces = ["can0", "can1"].map(str::to_owned).to_vec();
        assert_eq!(
            info,
            LogInfo {
                frames: 3,
                bad_lines: 1,
                duration: Duration::from_millis(500),
                interfaces
            }
        );
    }

    #[tokio::test]
    async fn an_empty_log() {
        let info = inspect(&b""[..]).await.expect("a slice cannot fail");
        assert_eq!((info.frames, info.duration), (0, Duration::ZERO));
    }
}
