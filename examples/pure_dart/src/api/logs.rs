//! What the Rust side logs.

use std::thread;

use oche::oche;

/// The name that tests tell their own records by.
const TARGET: &str = "pure_dart::tests";

/// Sends logs to Dart from now on.
#[oche(sync)]
pub fn install_logs() -> Result<(), oche::logs::InitError> {
    oche::logs::init()
}

fn level(number: u32) -> log::Level {
    log::Level::iter().nth(number as usize).unwrap_or(log::Level::Trace)
}

/// Logs a text. The levels count from 0, the most severe.
#[oche(sync)]
pub fn log_text(number: u32, text: &str) {
    log::log!(target: TARGET, level(number), "{text}");
}

/// Logs what has fields, from a thread that is called `name`, and waits for it.
pub fn log_from_thread(name: String, count: i32) {
    let thread = thread::Builder::new().name(name);
    let logging = thread.spawn(move || log::warn!(target: TARGET, count, unit = "metres"; "far"));
    if let Ok(logging) = logging {
        drop(logging.join());
    }
}

/// An event of the other crate.
#[oche(sync)]
pub fn trace_event(text: &str, speed: f64) {
    let _span = tracing::info_span!("drive").entered();
    tracing::error!(target: TARGET, speed, road = "A 1", "too fast: {text}");
    tracing::trace!(target: TARGET, "a detail of {text}");
}

/// Logs numbers as fast as it can; what it logs contains what it logs in doing so.
pub fn log_flood(count: u32) {
    struct Chatty(u32);

    impl std::fmt::Display for Chatty {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            if self.0.is_multiple_of(1000) {
                log::debug!(target: TARGET, "printing {}", self.0);
            }
            self.0.fmt(f)
        }
    }

    for number in 0..count {
        log::info!(target: TARGET, "{}", Chatty(number));
    }
}
