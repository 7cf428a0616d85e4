//! Running one Dart test file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use xtask::process::{self, Output, exit_code};

use crate::filter::Selection;
use crate::protocol::{self, Message};
use crate::vm::Vm;

/// How long a file may take.
const LIMIT: Duration = Duration::from_secs(120);

/// How long the process may live on after its last test: nothing may keep it alive but its own work.
const LIMIT_AFTER_END: Duration = Duration::from_secs(10);

/// What `main` of a test program ends with if a test failed.
const TESTS_FAILED: i32 = 1;

/// A test of the runner, and what became of it.
pub struct Verdict {
    pub name: String,
    pub result: Result<(), String>,
}

/// A Dart test file, to be run on one VM.
pub struct TestFile {
    /// What the names of its tests begin with: `<vm>::<file>::`.
    pub prefix: String,
    script: PathBuf,
}

impl TestFile {
    pub fn new(vm: &str, script: &Path) -> Self {
        let name = script.file_stem().unwrap_or_default().to_string_lossy();
        let name = name.strip_suffix("_test").unwrap_or(&name);
        Self {
            prefix: format!("{vm}::{name}::"),
            script: script.to_owned(),
        }
    }

    /// The program.
    pub fn script(&self) -> &Path {
        &self.script
    }

    /// Runs it, and tells of each of its tests and of its end.
    pub fn run(&self, vm: &Vm, selection: &Selection) -> Vec<Verdict> {
        self.try_run(vm, selection)
            .unwrap_or_else(|error| vec![self.verdict("starts", Err(format!("{error:#}")))])
    }

    fn try_run(&self, vm: &Vm, selection: &Selection) -> Result<Vec<Verdict>> {
        let mut dart = vm.test(&self.script)?;
        selection.hand_to(&mut dart, &self.prefix);
        let mut seen = Seen::default();
        let output = process::watch(&mut dart, Some(LIMIT), |_, line| {
            protocol::parse(line).and_then(|message| seen.take(message))
        })?;
        Ok(self.verdicts(seen, &output, selection))
    }

    fn verdicts(&self, seen: Seen, output: &Output, selection: &Selection) -> Vec<Verdict> {
        let end = seen.end(output, selection);
        let printed = printed(output);
        let mut verdicts: Vec<Verdict> = Vec::new();
        let cut_short = seen
            .running
            .map(|test| (test, Err("the process ended during this test".to_owned())));
        for (test, result) in seen.tests.into_iter().chain(cut_short) {
            let result = result.map_err(|error| match &printed {
                Some(printed) => format!("{error}\n\n{printed}"),
                None => error,
            });
            verdicts.push(self.verdict(&test, result));
        }
        verdicts.push(self.verdict("exits cleanly", end));
        verdicts
    }

    fn verdict(&self, test: &str, result: Result<(), String>) -> Verdict {
        Verdict {
            name: format!("{}{test}", self.prefix),
            result,
        }
    }
}

/// What has been heard from a file.
#[derive(Default)]
struct Seen {
    tests: Vec<(String, Result<(), String>)>,
    running: Option<String>,
    /// The suite has ended, and so many of its tests had failed.
    ended: Option<u64>,
}

impl Seen {
    /// Gives a new time limit, if this message begins one.
    fn take(&mut self, message: Message) -> Option<Duration> {
        match message {
            Message::Start(name) => self.running = Some(name),
            Message::Name(name) => self.tests.push((name, Ok(()))),
            Message::Suite { failed } => {
                self.ended = Some(failed);
                return Some(LIMIT_AFTER_END);
            }
            Message::Test(name, result) => {
                if self.running.as_ref() == Some(&name) {
                    self.running = None;
                }
                self.tests.push((name, result));
            }
        }
        None
    }

    /// Whether the file ended as it should. A test in whose middle it ended otherwise has failed.
    fn end(&self, output: &Output, selection: &Selection) -> Result<(), String> {
        let problem = match (self.ended, output.timed_out) {
            (Some(_), true) => format!(
                "all tests are over, but the process was still there {} s later, so it was ended; something keeps \
                 the isolate alive",
                LIMIT_AFTER_END.as_secs()
            ),
            (None, true) => format!("not done after {} s, so it was ended", LIMIT.as_secs()),
            (None, false) => format!("it ended in the middle ({})", output.status),
            (Some(failed), false) => {
                let expected = if failed > 0 { TESTS_FAILED } else { 0 };
                if exit_code(output.status) != expected {
                    format!("after its tests it ended with {}", output.status)
                } else if self.tests.is_empty() && selection.is_everything() {
                    "it has no tests".to_owned()
                } else {
                    return Ok(());
                }
            }
        };
        let during = match &self.running {
            Some(test) => format!(", during the test \"{test}\""),
            None => String::new(),
        };
        let printed = printed(output).unwrap_or_default();
        Err(format!("{problem}{during}\n\n{printed}"))
    }
}

/// What the test printed itself.
fn printed(output: &Output) -> Option<String> {
    let lines = output.transcript.lines();
    let own: Vec<&str> = lines.filter(|line| protocol::parse(line).is_none()).collect();
    (!own.is_empty()).then(|| format!("the file printed:\n{}", own.join("\n")))
}
