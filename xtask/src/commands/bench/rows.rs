//! What is measured, in which units, and what is to be reached.

/// A unit, and how many of what is measured make one of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub name: &'static str,
    pub size: f64,
}

const fn unit(name: &'static str, size: f64) -> Unit {
    Unit { name, size }
}

/// Of figures in nanoseconds.
const NS: Unit = unit("ns", 1.0);
const US: Unit = unit("µs", 1000.0);
/// Of figures that come in this unit already.
pub(super) const MS: Unit = unit("ms", 1.0);
const PLAIN_US: Unit = unit("µs", 1.0);
const MIB: Unit = unit("MiB", 1.0);
pub(super) const KIB: Unit = unit("KiB", 1.0);
/// 1,000 bytes, as users read the sizes of files.
pub(super) const KB: Unit = unit("KB", 1.0);
pub(super) const SECONDS: Unit = unit("s", 1.0);

/// What Oche's figure is to be at most.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal {
    /// That much, in the row's unit.
    AtMost(f64),
    /// So many times the floor.
    Floor(f64),
    /// So much more than the floor, in the row's unit.
    Over(f64),
    /// So many times the usual method.
    Usual(f64),
    /// So many times another row.
    Row(f64, &'static str),
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub name: &'static str,
    pub unit: Unit,
    pub goals: &'static [Goal],
}

pub(super) const fn row(name: &'static str, unit: Unit, goals: &'static [Goal]) -> Row {
    Row { name, unit, goals }
}

/// What kind of process measures some rows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Process {
    /// One for all samples of all three.
    Shared,
    /// The same, on one CPU.
    Pinned,
    /// One that Dart's compiler is sooner ready for: at 1,000 calls a second it would take half a minute to count as many as it
    /// usually wants to see before it optimises what is called.
    Paced,
    /// One for each sample, because it is about the process itself.
    Own,
}

/// Rows that are measured together.
pub(super) struct Group {
    /// What the Dart program calls them.
    pub name: &'static str,
    pub process: Process,
    pub rows: &'static [Row],
}

const fn group(process: Process, rows: &'static [Row]) -> Group {
    Group {
        name: rows[0].name,
        process,
        rows,
    }
}

use Goal::{AtMost, Floor, Usual};
use Process::{Own, Paced, Pinned, Shared};

/// Everything, in the order of the table.
pub(super) const GROUPS: &[Group] = &[
    group(Shared, &[row("sync_add", NS, &[Floor(1.6)])]),
    group(Shared, &[row("sync_echo_11", NS, &[AtMost(200.0)])]),
    group(Shared, &[row("sync_echo_1k_ascii", US, &[AtMost(2.5)])]),
    group(Shared, &[row("sync_echo_1k_utf8", US, &[AtMost(6.0)])]),
    group(Shared, &[row("sync_struct", NS, &[AtMost(350.0)])]),
    group(Shared, &[row("sync_structs_out", US, &[AtMost(150.0)])]),
    group(Shared, &[row("sync_structs_in", US, &[AtMost(180.0)])]),
    group(Shared, &[row("sync_bytes_in", US, &[AtMost(200.0)])]),
    group(Shared, &[row("sync_bytes_out", US, &[Floor(1.3)])]),
    group(Shared, &[row("sync_f64s_out", US, &[Floor(1.3)])]),
    group(Shared, &[row("sync_f64s_in", US, &[AtMost(150.0)])]),
    group(Shared, &[row("sync_err", NS, &[Floor(1.5)])]),
    group(Pinned, &[row("async_add", US, &[Usual(1.0), AtMost(11.0)])]),
    group(Pinned, &[row("async_ready", NS, &[AtMost(1000.0)])]),
    group(Shared, &[row("async_1000", NS, &[AtMost(800.0)])]),
    group(Shared, &[row("stream_i32", NS, &[AtMost(50.0)])]),
    group(Shared, &[row("stream_struct", NS, &[AtMost(130.0)])]),
    group(Shared, &[row("sink_i32", NS, &[])]),
    group(Own, &[row("stream_rss", MIB, &[AtMost(8.0)])]),
    group(Own, &[row("stream_rss_slow", MIB, &[AtMost(8.0)])]),
    group(
        Own,
        &[row("stream_jank", MS, &[AtMost(20.0)]), row("flood_add", PLAIN_US, &[])],
    ),
    Group {
        name: "latency_1khz",
        process: Paced,
        rows: &[
            row("latency_1khz_p50", PLAIN_US, &[Floor(1.25)]),
            row("latency_1khz_p99", PLAIN_US, &[Floor(1.5)]),
        ],
    },
    Group {
        name: "latency_1khz_sink",
        process: Paced,
        rows: &[
            row("latency_1khz_sink_p50", PLAIN_US, &[Floor(1.25)]),
            row("latency_1khz_sink_p99", PLAIN_US, &[Floor(1.5)]),
        ],
    },
    group(Shared, &[row("method_get", NS, &[])]),
    group(Shared, &[row("method_set", NS, &[])]),
    group(Shared, &[row("signal_read", NS, &[Goal::Row(2.0, "floor_leaf_call")])]),
    group(Shared, &[row("callback_sync", NS, &[Floor(2.0)])]),
    group(Shared, &[row("callback_once", NS, &[])]),
    group(Shared, &[row("callback_struct", NS, &[])]),
    // Cost grows in line with the work: the time of one item.
    group(Shared, &[row("structs_out_10", NS, &[])]),
    group(
        Shared,
        &[row("structs_out_1000", NS, &[Goal::Row(1.5, "structs_out_10")])],
    ),
    group(
        Shared,
        &[row("structs_out_100000", NS, &[Goal::Row(1.5, "structs_out_10")])],
    ),
    group(Shared, &[row("open_streams_1", NS, &[])]),
    group(
        Shared,
        &[row("open_streams_100", NS, &[Goal::Row(1.5, "open_streams_1")])],
    ),
    group(
        Shared,
        &[row("open_streams_10000", NS, &[Goal::Row(1.5, "open_streams_1")])],
    ),
    // What else is known of the floor.
    group(Shared, &[row("floor_leaf_call", NS, &[])]),
    group(Shared, &[row("floor_memcpy_fresh", US, &[])]),
    group(Shared, &[row("floor_from_char_codes_1k", NS, &[])]),
    group(Shared, &[row("floor_encode_1k_ascii", US, &[])]),
    group(Shared, &[row("floor_encode_1k_utf8", US, &[])]),
    group(Shared, &[row("floor_batches_of_1024", NS, &[])]),
];
