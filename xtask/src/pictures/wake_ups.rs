//! Who wakes whom: an isolate, its mailbox, and the threads of the executor, from top to bottom in time.

use super::canvas::{Canvas, DART, RUST, SHARED};

/// Where the three lines are.
const LANES: [f64; 3] = [130.0, 440.0, 740.0];

pub(super) fn draw() -> String {
    let mut canvas = Canvas::new("Who wakes whom", 880.0, 452.0);
    let titles = [
        (DART, "the isolate's event loop", "your Dart code runs here"),
        (SHARED, "the mailbox", "memory of Rust's"),
        (RUST, "threads of the executor", "your Rust code runs here"),
    ];
    for (x, (colour, title, what)) in LANES.into_iter().zip(titles) {
        canvas.upright(x, 74.0, 406.0);
        canvas.panel([x - 110.0, 20.0, 220.0, 54.0], colour, title, &[what]);
    }
    let [dart, mailbox, rust] = LANES;
    step(
        &mut canvas,
        112.0,
        [dart, rust],
        "a call: load(), a second one: sum(). Each returns a Future",
    );
    step(
        &mut canvas,
        162.0,
        [rust, mailbox],
        "load() is done: its result is put there",
    );
    step(
        &mut canvas,
        202.0,
        [mailbox, dart],
        "it was empty: one message to the port",
    );
    step(
        &mut canvas,
        242.0,
        [rust, mailbox],
        "sum() is done: its result is put there",
    );
    canvas.label(dart + 155.0, 242.0, "no message: one is on its way");
    step(
        &mut canvas,
        296.0,
        [dart, mailbox],
        "it wakes, and takes all entries, in order",
    );
    canvas.panel(
        [dart - 110.0, 312.0, 220.0, 48.0],
        DART,
        "both futures complete,",
        &["streams get their items"],
    );
    step(
        &mut canvas,
        392.0,
        [dart, rust],
        "credit for streams whose items were taken; Rust polls them again",
    );
    canvas.text(
        dart - 110.0,
        432.0,
        "start",
        "After 4 ms the rest of the items waits for the next turn, so that frames and timers get theirs.",
    );
    canvas.finish()
}

fn step(canvas: &mut Canvas, y: f64, [from, to]: [f64; 2], what: &str) {
    canvas.arrow([from, y], [to + if to > from { -1.0 } else { 1.0 }, y], false);
    canvas.label((from + to) / 2.0, y - 8.0, what);
}
