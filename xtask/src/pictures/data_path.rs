//! Calls on their way from an app to Rust, and what comes back.

use super::canvas::{Canvas, DART, RUST, SHARED};

pub(super) fn draw() -> String {
    let mut canvas = Canvas::new("The way of a call, and of what comes back", 860.0, 366.0);
    canvas.heading(120.0, 30.0, "Dart, in an isolate");
    canvas.heading(740.0, 30.0, "Rust, in one library");
    let places = [50.0, 150.0, 260.0];
    canvas.panel(
        [20.0, places[0], 200.0, 64.0],
        DART,
        "your app",
        &["await, listen, value"],
    );
    canvas.panel(
        [20.0, places[1], 200.0, 74.0],
        DART,
        "generated package",
        &["typed functions, classes,", "streams: what you import"],
    );
    canvas.panel(
        [20.0, places[2], 200.0, 96.0],
        DART,
        "package:oche",
        &["futures, streams, objects;", "reads the mailbox"],
    );
    canvas.panel(
        [640.0, places[0], 200.0, 64.0],
        RUST,
        "your src/api.rs",
        &["plain Rust"],
    );
    canvas.panel(
        [640.0, places[1], 200.0, 74.0],
        RUST,
        "oche_generated.rs",
        &["decodes, calls, encodes;", "one exported symbol"],
    );
    canvas.panel(
        [640.0, places[2], 200.0, 96.0],
        RUST,
        "crate oche",
        &["tasks on tokio, cancelling,", "queues, panics"],
    );
    canvas.arrow([120.0, 114.0], [120.0, 149.0], false);
    canvas.arrow([120.0, 224.0], [120.0, 259.0], false);
    canvas.arrow([740.0, 150.0], [740.0, 115.0], false);
    canvas.arrow([740.0, 224.0], [740.0, 259.0], false);
    canvas.arrow([220.0, 165.0], [639.0, 165.0], false);
    canvas.label(430.0, 158.0, "a synchronous call: a plain C call, result at once");
    canvas.arrow([220.0, 205.0], [639.0, 205.0], false);
    canvas.label(430.0, 198.0, "an asynchronous call: starts a task, a Future at once");
    canvas.panel(
        [340.0, 272.0, 180.0, 52.0],
        SHARED,
        "mailbox",
        &["one for each isolate"],
    );
    canvas.arrow([640.0, 290.0], [521.0, 290.0], false);
    canvas.label(581.0, 283.0, "results, items");
    canvas.arrow([340.0, 290.0], [221.0, 290.0], true);
    canvas.label(281.0, 283.0, "one message");
    canvas.arrow([220.0, 348.0], [639.0, 348.0], false);
    canvas.label(430.0, 343.0, "credit: so many more items may come; cancelling");
    canvas.finish()
}
