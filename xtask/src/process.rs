//! Child processes: their output line by line, a time limit, and an end to all of them on Ctrl-C.

mod interrupt;

use std::io::{BufRead, BufReader, Read};
use std::ops::{Deref, DerefMut};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use interrupt::Running;
pub use interrupt::{Temporary, clean_up_on_interrupt, give_way_to_interrupt};

/// How long the outputs of a process that was ended may take to arrive.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Which of its two outputs a process wrote a line to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// What a process left behind.
#[derive(Debug)]
pub struct Output {
    /// How it ended.
    pub status: ExitStatus,
    /// Its standard output.
    pub stdout: String,
    /// Both outputs, in the order in which the lines came.
    pub transcript: String,
    /// It was ended by us, because its time was up.
    pub timed_out: bool,
}

impl Output {
    /// The last lines of the transcript, for an error message.
    pub fn tail(&self, lines: usize) -> String {
        let all: Vec<&str> = self.transcript.lines().collect();
        all[all.len().saturating_sub(lines)..].join("\n")
    }
}

/// Runs a process that shares our terminal.
pub fn run(command: &mut Command) -> Result<ExitStatus> {
    let mut child = spawn(command)?;
    let _running = Running::sharing_terminal(&child);
    Ok(child.wait()?)
}

/// Runs a process without input; its output goes to `on_line` and into the result.
pub fn capture(command: &mut Command, mut on_line: impl FnMut(Source, &str)) -> Result<Output> {
    watch(command, None, |source, line| {
        on_line(source, line);
        None
    })
}

/// Runs a process without input and shows nothing; a failure is an error that quotes its output.
pub fn quietly(command: &mut Command) -> Result<Output> {
    let output = capture(command, |_, _| {})?;
    if !output.status.success() {
        bail!("{} failed ({}):\n{}", describe(command), output.status, output.tail(30));
    }
    Ok(output)
}

/// How much time of the CPU the children of this process have taken that have ended, and theirs; on other systems than Unix, the
/// time itself.
pub fn cpu_seconds_of_children() -> f64 {
    #[cfg(unix)]
    {
        use nix::sys::resource::{UsageWho, getrusage};
        use nix::sys::time::TimeValLike;
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("there is such a figure");
        (usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6
    }
    #[cfg(not(unix))]
    {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.unwrap_or_default().as_secs_f64()
    }
}

/// Runs a process without input, for at most `limit`; `on_line` sees each line, and may give a new limit from then on.
pub fn watch(
    command: &mut Command,
    limit: Option<Duration>,
    mut on_line: impl FnMut(Source, &str) -> Option<Duration>,
) -> Result<Output> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = Group::spawn(command)?;
    let (sender, lines) = mpsc::channel();
    read_lines(child.stdout.take(), Source::Stdout, sender.clone());
    read_lines(child.stderr.take(), Source::Stderr, sender);

    let mut deadline = limit.map(|limit| Instant::now() + limit);
    let (mut stdout, mut transcript, mut timed_out) = (String::new(), String::new(), false);
    loop {
        let next = match deadline {
            None => lines.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(at) => lines.recv_timeout(at.saturating_duration_since(Instant::now())),
        };
        match next {
            Ok((source, line)) => {
                if source == Source::Stdout {
                    stdout.push_str(&line);
                    stdout.push('\n');
                }
                transcript.push_str(&line);
                transcript.push('\n');
                if let Some(limit) = on_line(source, &line).filter(|_| !timed_out) {
                    deadline = Some(Instant::now() + limit);
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
            // Somebody else has its outputs open.
            Err(RecvTimeoutError::Timeout) if timed_out => break,
            Err(RecvTimeoutError::Timeout) => {
                timed_out = true;
                child.kill();
                deadline = Some(Instant::now() + LAST_WORDS);
            }
        }
    }
    // Both outputs are closed, but the process may still be there.
    let status = loop {
        match (child.try_wait()?, deadline) {
            (Some(status), _) => break status,
            (None, None) => break child.wait()?,
            (None, Some(at)) if Instant::now() > at && !timed_out => {
                timed_out = true;
                child.kill();
            }
            (None, Some(_)) => thread::sleep(Duration::from_millis(5)),
        }
    };
    Ok(Output {
        status,
        stdout,
        transcript,
        timed_out,
    })
}

/// A child process with its own children, which does not outlive this value, nor an interrupt.
pub struct Group {
    child: Child,
    _running: Running,
}

impl Group {
    /// Starts it, with the inputs and outputs that `command` says.
    pub fn spawn(command: &mut Command) -> Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = spawn(command)?;
        let running = Running::in_own_group(&child);
        Ok(Self {
            child,
            _running: running,
        })
    }

    /// Ends it, and its children with it.
    fn kill(&mut self) {
        interrupt::kill(&mut self.child);
    }
}

impl Deref for Group {
    type Target = Child;

    fn deref(&self) -> &Child {
        &self.child
    }
}

impl DerefMut for Group {
    fn deref_mut(&mut self) -> &mut Child {
        &mut self.child
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Once it has been waited for, its number may be another process's.
        if matches!(self.child.try_wait(), Ok(None)) {
            self.kill();
            let _ = self.child.wait();
        }
    }
}

/// Whether `command` can be started and succeeds; nothing of it is shown.
pub fn succeeds(command: &mut Command) -> bool {
    quietly(command).is_ok()
}

/// The number that stands for this end in a shell: the exit code, or 128 and the signal.
pub fn exit_code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128 + signal;
    }
    status.code().unwrap_or(1)
}

fn spawn(command: &mut Command) -> Result<Child> {
    give_way_to_interrupt();
    command
        .spawn()
        .with_context(|| format!("cannot start {}", describe(command)))
}

/// `program argument …`, as a person would type it.
pub fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}

fn read_lines(pipe: Option<impl Read + Send + 'static>, source: Source, lines: Sender<(Source, String)>) {
    let Some(pipe) = pipe else { return };
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\r', '\n']).to_owned();
            line.clear();
            if lines.send((source, text)).is_err() {
                break;
            }
        }
    });
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn bash(script: &str) -> Command {
        let mut command = Command::new("bash");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_outputs_are_captured_and_told_apart() {
        let mut seen = Vec::new();
        let output = capture(
            &mut bash("echo out; sleep 0.1; echo err >&2; exit 3"),
            |source, line| {
                seen.push((source, line.to_owned()));
            },
        );
        let output = output.unwrap();
        assert_eq!(output.stdout, "out\n");
        assert_eq!(output.transcript, "out\nerr\n");
        assert_eq!(seen, [(Source::Stdout, "out".into()), (Source::Stderr, "err".into())]);
        assert_eq!(exit_code(output.status), 3);
    }

    #[test]
    fn a_process_whose_time_is_up_is_ended_with_its_children() {
        let started = Instant::now();
        let script = "echo before; sleep 60 & sleep 60";
        let output = watch(&mut bash(script), Some(Duration::from_millis(200)), |_, _| None).unwrap();
        assert!(output.timed_out);
        assert_eq!(output.stdout, "before\n");
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_line_may_change_the_limit() {
        let script = "echo soon; sleep 60";
        let output = watch(&mut bash(script), None, |_, _| Some(Duration::from_millis(100))).unwrap();
        assert!(output.timed_out);
    }

    #[test]
    fn a_signal_has_an_exit_code_as_in_a_shell() {
        let output = capture(&mut bash("kill -9 $$"), |_, _| {}).unwrap();
        assert_eq!(exit_code(output.status), 137);
    }

    #[test]
    fn a_program_that_does_not_exist_is_named() {
        let error = quietly(&mut Command::new("no-such-program")).unwrap_err();
        assert!(error.to_string().contains("cannot start no-such-program"));
    }
}
