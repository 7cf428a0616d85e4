//! What the harness in Dart tells; `Protocol` in `dartpackage:oche_harness/protocol.dart` describes it.

use serde_json::Value;

const MARK: &str = "##oche ";

/// One message.
#[derive(Debug)]
pub enum Message {
    /// A test begins.
    Start(String),
    /// A test has ended; `Err` says why it failed.
    Test(String, Result<(), String>),
    /// There is such a test.
    Name(String),
    /// All tests have ended; so many failed.
    Suite { failed: u64 },
}

/// Reads a line of output. `None` if it is the test's own.
///
/// A test that prints without ending its line may stand before the message.
pub fn parse(line: &str) -> Option<Message> {
    let (_, json) = line.split_once(MARK)?;
    let message: Value = serde_json::from_str(json).ok()?;
    let text = |key: &str| message[key].as_str().map(str::to_owned);
    if let Some(name) = text("start") {
        Some(Message::Start(name))
    } else if let Some(name) = text("test") {
        let result = match message["ok"].as_bool()? {
            true => Ok(()),
            false => Err(failure(
                &text("error").unwrap_or_default(),
                &text("stack").unwrap_or_default(),
            )),
        };
        Some(Message::Test(name, result))
    } else if let Some(name) = text("name") {
        Some(Message::Name(name))
    } else {
        let failed = message["failed"].as_u64()?;
        Some(Message::Suite { failed })
    }
}

/// The error, and the part of the stack that is the test's.
fn failure(error: &str, stack: &str) -> String {
    let own = stack.lines().filter(|frame| {
        !frame.contains("package:oche_harness/") && !frame.contains("(dart:") && !frame.contains("<asynchronous")
    });
    let mut text = error.to_owned();
    for frame in own {
        text.push_str("\n  ");
        text.push_str(frame);
    }
    text
}
