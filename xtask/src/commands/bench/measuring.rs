//! Running the Dart program, and what its figures come to.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::Options;
use super::rows::{GROUPS, Group, Process, Row};
use crate::process::{describe, quietly, succeeds, watch};
use crate::progress::Step;
use crate::rust::Profile;
use crate::{Toolchain, Workspace};

/// How long a process may take, however slow the machine is.
const LIMIT: Duration = Duration::from_secs(600);

/// For how long each side warms up in a process that all samples share: until Dart has compiled what is called often, even
/// if the machine has other things to do.
const WARM_UP: Duration = Duration::from_millis(1000);

const SIDES: [&str; 3] = ["oche", "usual", "floor"];

/// The CPU of what is measured on one.
const CPU: &str = "1";

/// Has Dart compile what was called so often instead of up to 30,000 times, so that a warm-up at 1,000 calls a second is one.
const COMPILE_SOON: &str = "--optimization-counter-threshold=300";

/// The samples of one figure.
#[derive(Clone, Debug, Default)]
pub(super) struct Samples(Vec<f64>);

impl Samples {
    /// Of these figures, in any order.
    pub fn new(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        Samples(figures)
    }

    pub fn median(&self) -> Option<f64> {
        let middle = self.0.len() / 2;
        match self.0.len() {
            0 => None,
            length if length % 2 == 0 => Some(f64::midpoint(self.0[middle - 1], self.0[middle])),
            _ => Some(self.0[middle]),
        }
    }
}

/// A row of the table with its figures, in the row's unit.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    pub row: Row,
    pub oche: Samples,
    pub usual: Samples,
    pub floor: Samples,
}

impl Measured {
    /// The least and the most of Oche's samples, or of the floor's where there is nothing else.
    pub fn range(&self) -> (Option<f64>, Option<f64>) {
        let samples = if self.oche.0.is_empty() {
            &self.floor
        } else {
            &self.oche
        };
        (samples.0.first().copied(), samples.0.last().copied())
    }
}

/// Figures by side and row, as the Dart program prints them.
type Figures = HashMap<String, HashMap<String, Vec<f64>>>;

/// Measures what is asked for; gives it with what is to be said about it.
pub(super) fn measure(workspace: &Workspace, options: &Options) -> Result<(Vec<Measured>, Vec<String>)> {
    let program = Program::prepare(workspace, options)?;
    let is_wanted = |group: &&Group| group.rows.iter().any(|row| options.is_asked_for(row.name));
    let step = Step::start("measuring");
    let mut measured = Vec::new();
    for group in GROUPS.iter().filter(is_wanted) {
        step.news(group.name);
        let figures = program.run(group, options)?;
        for row in group.rows {
            let samples = |side: &str| {
                let samples = figures.get(side).and_then(|rows| rows.get(row.name));
                let samples = samples.into_iter().flatten();
                Samples::new(samples.map(|figure| figure / row.unit.size).collect())
            };
            measured.push(Measured {
                row: *row,
                oche: samples("oche"),
                usual: samples("usual"),
                floor: samples("floor"),
            });
        }
    }
    step.done();
    Ok((measured, program.remarks(options)))
}

/// The compiled Dart program, and the library that it loads.
struct Program {
    toolchain: Toolchain,
    script: PathBuf,
    library: PathBuf,
    can_pin: bool,
}

impl Program {
    fn prepare(workspace: &Workspace, options: &Options) -> Result<Self> {
        let toolchain = Toolchain::newest(workspace)?;
        let benches = workspace.root().join("benches");
        let library = toolchain.build_library(
            &benches.join("Cargo.toml"),
            Profile::Release,
            options.allocator.features(),
        )?;

        // Compiled once, so that the many processes start at once.
        let source = benches.join("dart/bin/bench.dart");
        let folder = workspace.cache().join("bench");
        fs::create_dir_all(&folder)?;
        let script = folder.join("bench.dill");
        let mut snapshot = OsString::from("--snapshot=");
        snapshot.push(&script);
        let mut dart = toolchain.dart_for(&source)?;
        quietly(dart.arg("--snapshot-kind=kernel").arg(snapshot).arg(source))?;

        Ok(Program {
            toolchain,
            script,
            library,
            can_pin: succeeds(Command::new("taskset").args(["-c", CPU, "true"])),
        })
    }

    /// What a reader of the table has to know.
    fn remarks(&self, options: &Options) -> Vec<String> {
        let cpus = std::thread::available_parallelism().map_or(1, usize::from);
        let vm = self.toolchain.vm().version();
        let target = self.toolchain.target();
        let mut remarks = vec![format!(
            "Dart {vm}, Rust for {target}, {cpus} CPUs; the median of {} samples, least–most are Oche's.",
            options.repetitions()
        )];
        remarks.push(if self.can_pin {
            format!("`async_add` and `async_ready` have their whole process on one CPU (`taskset -c {CPU}`), all three of them.")
        } else {
            "`async_add` and `async_ready` are not bound to one CPU: there is no `taskset`, or no second CPU.".to_owned()
        });
        remarks.push(options.allocator.remark().to_owned());
        if options.quick {
            remarks.push("Samples are few and short (`--quick`).".to_owned());
        }
        remarks
    }

    fn run(&self, group: &Group, options: &Options) -> Result<Figures> {
        let repetitions = options.repetitions();
        if group.process != Process::Own {
            return self.start(group, &SIDES.join(","), repetitions, WARM_UP, options);
        }
        let mut all = Figures::new();
        for _ in 0..repetitions {
            for side in SIDES {
                for (side, rows) in self.start(group, side, 1, Duration::ZERO, options)? {
                    let rows_of_side = all.entry(side).or_default();
                    for (row, figures) in rows {
                        rows_of_side.entry(row).or_default().extend(figures);
                    }
                }
            }
        }
        Ok(all)
    }

    fn start(
        &self,
        group: &Group,
        sides: &str,
        repetitions: usize,
        warm_up: Duration,
        options: &Options,
    ) -> Result<Figures> {
        let vm = self.toolchain.vm().executable();
        let mut dart = if group.process == Process::Pinned && self.can_pin {
            let mut taskset = Command::new("taskset");
            taskset.args(["-c", CPU]).arg(vm);
            taskset
        } else {
            Command::new(vm)
        };
        if group.process == Process::Paced {
            dart.arg(COMPILE_SOON);
        }
        dart.arg(&self.script).arg(group.name).args(["--sides", sides]);
        dart.args(["--repetitions", &repetitions.to_string()]);
        dart.args(["--warm-up", &warm_up.as_millis().to_string()]);
        if options.quick {
            dart.args(["--sample", "15", "--share", "0.2"]);
        }
        dart.env("OCHE_LIBRARY_PATH_BENCH", &self.library);
        let output = watch(&mut dart, Some(LIMIT), |_, _| None)?;
        if output.timed_out || !output.status.success() {
            bail!("`{}` failed ({})\n{}", describe(&dart), output.status, output.tail(80));
        }
        let last = output.stdout.lines().last().unwrap_or_default();
        serde_json::from_str(last).with_context(|| format!("{} gives no figures but `{last}`", group.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(Samples::default().median(), None);
        assert_eq!(Samples::new(vec![3.0, 1.0, 2.0]).median(), Some(2.0));
        assert_eq!(Samples::new(vec![4.0, 1.0, 2.0, 3.0]).median(), Some(2.5));
    }

    #[test]
    fn rows_have_names_of_their_own() {
        let mut names: Vec<_> = GROUPS.iter().flat_map(|group| group.rows).map(|row| row.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
