use super::*;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, ReadBuf};

const DBC: &str = "BO_ 256 Drive: 2 E\n SG_ Speed : 0|16@1+ (0.01,0) [0|0] \"km/h\" E\n";

fn database() -> Database {
    Database::parse(DBC).expect("a valid DBC file")
}

fn replay(log: &str, speed: Option<f64>) -> Replay<&[u8]> {
    Replay::new(database(), log.as_bytes(), speed)
}

async fn all<R: AsyncBufRead + Unpin>(mut replay: Replay<R>) -> Vec<Result<Update, ReplayError>> {
    let mut items = Vec::new();
    while let Some(item) = replay.next().await {
        items.push(item);
    }
    items
}

#[tokio::test]
async fn an_update_has_time_message_and_values() {
    let items = all(replay("(7.0) can0 100#1027\n(7.25) can0 100#0000\n", None)).await;
    let update = |at, value| {
        let values = vec![SignalValue { id: 0, value }];
        Ok(Update {
            at: Duration::from_millis(at),
            message: Some(0),
            values,
        })
    };
    assert_eq!(items, [update(0, 100.0), update(250, 0.0)]);
}

#[tokio::test]
async fn frames_that_say_nothing_are_updates_without_values() {
    let log = "(1.0) can0 101#00\n(1.0) can0 100#R\n(1.0) can0 20000004#00\n(1.0) can0 00000100#0000\n";
    for item in all(replay(log, None)).await {
        assert_eq!(
            item,
            Ok(Update {
                at: Duration::ZERO,
                message: None,
                values: Vec::new()
            })
        );
    }
}

#[tokio::test]
async fn what_is_wrong_is_an_item_and_the_replay_goes_on() {
    let log = "(1.0) can0 100#0000\nbroken\n(1.0) can0 100##00000\n(1.0) can0 100#00\n(1.0) can0 100#0000\n";
    let items = all(replay(log, None)).await;
    assert!(items[0].is_ok() && items[4].is_ok());
    let errors: Vec<_> = items[1..4]
        .iter()
        .map(|item| item.clone().expect_err("an error"))
        .collect();
    let expected = [
        ReplayError::BadLine {
            line: 2,
            text: "broken".to_owned(),
            reason: LineError::Timestamp.to_string(),
        },
        ReplayError::Unsupported {
            line: 3,
            kind: "CAN FD".to_owned(),
        },
        ReplayError::ShortFrame {
            line: 4,
            message: "Drive".to_owned(),
            expected: 2,
            found: 1,
        },
    ];
    assert_eq!(errors, expected);
}

/// A log on a disk that fails after its first line.
struct FailingDisk(bool);

impl AsyncRead for FailingDisk {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.0 {
            return Poll::Ready(Err(io::Error::other("the disk is gone")));
        }
        self.0 = true;
        buffer.put_slice(b"(1.0) can0 100#0000\n");
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_log_that_cannot_be_read_further_ends_with_an_error() {
    let items = all(Replay::new(database(), BufReader::new(FailingDisk(false)), None)).await;
    assert_eq!(items.len(), 2);
    assert_eq!(
        items[1],
        Err(ReplayError::Unreadable {
            reason: "the disk is gone".to_owned()
        })
    );
}

#[tokio::test(start_paused = true)]
async fn frames_come_when_they_are_due() {
    let log = "(5.0) can0 100#0000\n(5.5) can0 100#0000\n(15.0) can0 100#0000\n";
    for (speed, expected) in [
        (1.0, [0, 500, 10_000]),
        (4.0, [0, 125, 2_500]),
        (0.5, [0, 1_000, 20_000]),
    ] {
        let mut replay = replay(log, Some(speed));
        let started = Instant::now();
        for millis in expected {
            assert!(replay.next().await.is_some_and(|item| item.is_ok()));
            assert_eq!(started.elapsed().as_millis(), millis);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn lateness_does_not_add_up() {
    let log: String = (0..=1000)
        .map(|n| format!("({}.{:03}) can0 100#0000\n", n / 100, n % 100 * 10))
        .collect();
    let mut replay = replay(&log, Some(1.0));
    let started = Instant::now();
    while replay.next().await.is_some() {
        // A consumer that needs 9 ms for each of the frames that come every 10 ms.
        tokio::time::sleep(Duration::from_millis(9)).await;
    }
    assert_eq!(started.elapsed().as_millis(), 10_009);
}

#[tokio::test(start_paused = true)]
async fn a_late_consumer_gets_what_it_missed_at_once() {
    let log: String = (0..10).map(|n| format!("({n}.0) can0 100#0000\n")).collect();
    let mut replay = replay(&log, Some(1.0));
    let started = Instant::now();
    replay.next().await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    for _ in 0..5 {
        replay.next().await;
    }
    assert_eq!(started.elapsed().as_secs(), 5);
    replay.next().await;
    assert_eq!(started.elapsed().as_secs(), 6);
}

#[tokio::test(start_paused = true)]
async fn timestamps_that_go_back_are_due_at_once() {
    let started = Instant::now();
    let items = all(replay("(9.0) can0 100#0000\n(3.0) can0 100#0000\n", Some(1.0))).await;
    assert_eq!(items[1].as_ref().map(|update| update.at), Ok(Duration::ZERO));
    assert!(started.elapsed().is_zero());
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_while_it_waits_loses_nothing() {
    let mut replay = replay("(0.0) can0 100#0000\n(100.0) can0 100#1027\n", Some(1.0));
    let started = Instant::now();
    replay.next().await;
    for _ in 0..10 {
        let waiting = tokio::time::timeout(Duration::from_secs(1), replay.next()).await;
        assert!(waiting.is_err(), "the frame is not due yet");
    }
    let update = replay.next().await.expect("the second frame").expect("a good one");
    assert_eq!((update.at.as_secs(), update.values[0].value), (100, 100.0));
    assert_eq!(started.elapsed().as_secs(), 100);
}

#[tokio::test(start_paused = true)]
async fn a_frame_that_is_due_in_ages_does_not_overflow() {
    let mut replay = replay("(0.0) can0 100#0000\n(9999999999.0) can0 100#0000\n", Some(0.01));
    replay.next().await;
    let waiting = tokio::time::timeout(Duration::from_secs(60), replay.next()).await;
    assert!(waiting.is_err());
}
