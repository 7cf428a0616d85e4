//! The crates of this repository whose bridges are checked in.

/// Their folders.
pub const PACKAGES: [&str; 9] = [
    "benches",
    "examples/builds",
    "examples/flutter_app/rust",
    "examples/logbook/rust",
    "examples/multi_file",
    "examples/multi_file/second",
    "examples/pure_dart",
    "examples/vehicle",
    "examples/well_known",
];
