//! Where the bytes of a list of numbers go.

use super::canvas::{Canvas, DART, RUST, SHARED};

pub(super) fn draw() -> String {
    let mut canvas = Canvas::new("Where a list of numbers goes", 880.0, 396.0);
    canvas.heading(150.0, 28.0, "Rust");
    canvas.heading(730.0, 28.0, "Dart");
    row(
        &mut canvas,
        46.0,
        "from Rust, below 4 KiB",
        ["Vec<u8>", "freed at once"],
        "copied into the message",
        ["Uint8List", "copied out of it"],
        true,
    );
    row(
        &mut canvas,
        134.0,
        "from Rust, 4 KiB and more",
        ["Vec<u8>", "its memory is given away"],
        "not copied: only its number crosses",
        ["Uint8List", "that memory, until it is garbage"],
        true,
    );
    row(
        &mut canvas,
        222.0,
        "from Dart, below 4 KiB",
        ["Vec<u8>, &[u8]", "made from it, or lent"],
        "copied into the message",
        ["Uint8List", "stays yours"],
        false,
    );
    row(
        &mut canvas,
        310.0,
        "from Dart, 4 KiB and more",
        ["Vec<u8>", "is that memory"],
        "copied once, into memory of Rust's",
        ["Uint8List", "stays yours"],
        false,
    );
    canvas.finish()
}

/// A way: what it is on both sides, and what becomes of the bytes between them.
fn row(canvas: &mut Canvas, y: f64, title: &str, rust: [&str; 2], way: &str, dart: [&str; 2], is_to_dart: bool) {
    canvas.frame([10.0, y, 860.0, 76.0], "#f6f8fa");
    canvas.text(440.0, y + 18.0, "middle", title);
    canvas.panel([30.0, y + 12.0, 240.0, 52.0], RUST, rust[0], &[rust[1]]);
    canvas.panel([585.0, y + 12.0, 270.0, 52.0], DART, dart[0], &[dart[1]]);
    canvas.frame([296.0, y + 28.0, 264.0, 26.0], SHARED);
    canvas.text(428.0, y + 45.0, "middle", way);
    let middle = y + 41.0;
    let ways = if is_to_dart {
        [[270.0, 295.0], [560.0, 584.0]]
    } else {
        [[585.0, 561.0], [296.0, 271.0]]
    };
    for [from, to] in ways {
        canvas.arrow([from, middle], [to, middle], false);
    }
}
