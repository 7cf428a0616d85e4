//! The API as a Rust program uses it: files in, types and a stream out.

use std::fs;
use std::path::PathBuf;
use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt;
use tempfile::TempDir;
use vehicle::api::{
    LogInfo, ReplayError, ReplayOptions, Update, VehicleError, inspect_log, load_catalog, position, replay,
};

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/demo.dbc");

/// A folder with a file in it.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, contents: &str) -> String {
        fs::write(self.path(name), contents).expect("a file in a temporary folder");
        self.path(name).to_str().expect("a path in UTF-8").to_owned()
    }
}

fn options(log: String) -> ReplayOptions {
    ReplayOptions {
        dbc: DEMO.to_owned(),
        log,
        speed: None,
    }
}

async fn items(options: ReplayOptions) -> Vec<Result<Update, ReplayError>> {
    replay(options).await.expect("a replay").collect().await
}

/// The error of a replay that cannot begin.
async fn refusal(options: ReplayOptions) -> VehicleError {
    match replay(options).await {
        Ok(_) => panic!("this must be refused"),
        Err(error) => error,
    }
}

#[test]
fn the_catalog_says_what_the_numbers_mean() {
    let catalog = load_catalog(DEMO.to_owned()).expect("the demo's catalog");
    let speed = &catalog.signals[0];
    assert_eq!(
        (speed.id, speed.name.as_str(), speed.unit.as_deref()),
        (0, "VehicleSpeed", Some("km/h"))
    );
    assert_eq!(catalog.messages[speed.message as usize].name, "Drive");
    let gear = catalog
        .signals
        .iter()
        .find(|signal| signal.name == "Gear")
        .expect("Gear");
    assert_eq!((gear.unit.as_deref(), gear.choices[3].label.as_str()), (None, "D"));
}

#[test]
fn a_catalog_that_cannot_be_loaded_says_why() {
    let folder = Folder::new();
    let missing = load_catalog("no/such.dbc".to_owned()).expect_err("no such file");
    assert!(
        matches!(&missing, VehicleError::CannotRead { path, .. } if path == "no/such.dbc"),
        "{missing}"
    );
    let bad = load_catalog(folder.file("bad.dbc", "this is no DBC file\n")).expect_err("not DBC");
    assert!(
        matches!(&bad, VehicleError::BadDbc { reason, .. } if reason.starts_with("1:1:")),
        "{bad}"
    );
    assert_eq!(bad.to_string().lines().count(), 1);
}

#[tokio::test]
async fn a_log_can_be_inspected() {
    let log = Folder::new();
    let path = log.file(
        "a.log",
        "(1.0) synth0 0A0#0000000000000000\noops\n(3.5) synth0 0A0#0000000000000000\n",
    );
    let interfaces = vec!["synth0".to_owned()];
    let expected = LogInfo {
        frames: 2,
        bad_lines: 1,
        duration: Duration::from_millis(2500),
        interfaces,
    };
    assert_eq!(inspect_log(path).await, Ok(expected));
    assert!(matches!(
        inspect_log("no/such.log".to_owned()).await,
        Err(VehicleError::CannotRead { .. })
    ));
}

#[tokio::test]
async fn a_replay_gives_values_and_errors_in_order() {
    let folder = Folder::new();
    let log = folder.file("a.log", "(1.0) can0 0A0#1027000000000300\noops\n(1.5) can0 7FF#00\n");
    let items = items(options(log)).await;
    let first = items[0].as_ref().expect("a good frame");
    assert_eq!(
        (first.at, first.message, first.values.len()),
        (Duration::ZERO, Some(0), 4)
    );
    assert_eq!((first.values[0].id, first.values[0].value), (0, 100.0));
    assert!(matches!(&items[1], Err(ReplayError::BadLine { line: 2, text, .. }) if text == "oops"));
    assert_eq!(
        items[2],
        Ok(Update {
            at: Duration::from_millis(500),
            message: None,
            values: Vec::new()
        })
    );
    assert_eq!(items.len(), 3);
}

#[tokio::test]
async fn an_empty_log_ends_at_once() {
    let folder = Folder::new();
    assert_eq!(items(options(folder.file("a.log", ""))).await, []);
}

#[tokio::test]
async fn a_replay_that_cannot_begin_says_why() {
    let folder = Folder::new();
    let log = folder.file("a.log", "");
    let missing = refusal(options("no/such.log".to_owned())).await;
    assert!(
        matches!(&missing, VehicleError::CannotRead { path, .. } if path == "no/such.log"),
        "{missing}"
    );
    let bad = refusal(ReplayOptions {
        dbc: log.clone(),
        ..options(log.clone())
    })
    .await;
    assert!(matches!(bad, VehicleError::BadDbc { .. }), "{bad}");
    for speed in [0.0, -1.0, 1e9, f64::NAN, f64::INFINITY] {
        let refused = refusal(ReplayOptions {
            speed: Some(speed),
            ..options(log.clone())
        })
        .await;
        assert!(matches!(refused, VehicleError::BadSpeed { .. }), "{refused}");
    }
}

#[tokio::test]
async fn a_folder_is_no_log() {
    let folder = Folder::new();
    let path = folder.path("").to_str().expect("a path in UTF-8").to_owned();
    // Some systems open a folder and then fail to read it.
    match replay(options(path)).await {
        Ok(stream) => {
            let items: Vec<_> = stream.collect().await;
            assert!(matches!(items[..], [Err(ReplayError::Unreadable { .. })]), "{items:?}");
        }
        Err(error) => assert!(matches!(error, VehicleError::CannotRead { .. }), "{error}"),
    }
}

#[tokio::test(start_paused = true)]
async fn speed_is_vehicle_seconds_per_second() {
    let folder = Folder::new();
    let log = folder.file("a.log", "(0.0) can0 7FF#00\n(10.0) can0 7FF#00\n");
    let mut stream = pin!(
        replay(ReplayOptions {
            speed: Some(4.0),
            ..options(log)
        })
        .await
        .expect("a replay")
    );
    let started = tokio::time::Instant::now();
    while stream.next().await.is_some() {}
    assert_eq!(started.elapsed(), Duration::from_millis(2500));
}

#[test]
fn positions() {
    assert_eq!(position(5.0, 0.0, 10.0), 0.5);
    assert_eq!((position(-5.0, 0.0, 10.0), position(50.0, 0.0, 10.0)), (0.0, 1.0));
    assert_eq!(
        (
            position(1.0, 2.0, 2.0),
            position(3.0, 2.0, 1.0),
            position(f64::NAN, 0.0, 1.0)
        ),
        (0.0, 0.0, 0.0)
    );
}
