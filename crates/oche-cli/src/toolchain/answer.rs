//! Asking a program something, and not waiting for ever: one that hangs must not have the command hang, too.

use std::io::{self, Read};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::terminal;

/// How long is waited.
#[derive(Clone, Copy, Debug)]
struct Patience {
    /// After that the user hears what is waited for.
    silent: Duration,
    /// After that the program is ended. Some tools download themselves when they are asked for the first time.
    all: Duration,
}

const PATIENCE: Patience = Patience {
    silent: Duration::from_secs(10),
    all: Duration::from_secs(300),
};

/// What a program answers. It gets no input.
///
/// # Errors
/// If it cannot be started, or does not answer.
pub(crate) fn answer(command: &mut Command) -> io::Result<Output> {
    within(command, PATIENCE, &|program| {
        terminal::warning(format_args!(
            "`{program}` does not answer yet; it is waited for, up to {} minutes",
            PATIENCE.all.as_secs() / 60
        ));
    })
}

fn within(command: &mut Command, patience: Patience, still_waiting: &dyn Fn(&str)) -> io::Result<Output> {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // Read while it runs: one that says much would wait for a reader.
    let (out, err) = (read(child.stdout.take()), read(child.stderr.take()));
    let program = command.get_program().to_string_lossy().into_owned();
    let mut is_told = false;
    let mut wait = |from: &Receiver<Vec<u8>>| loop {
        let end = if is_told { patience.all } else { patience.silent };
        match from.recv_timeout(end.saturating_sub(start.elapsed())) {
            Ok(bytes) => return Ok(bytes),
            Err(RecvTimeoutError::Timeout) if !is_told => {
                is_told = true;
                still_waiting(&program);
            }
            Err(_) => {
                let what = format!("`{program}` does not answer");
                return Err(io::Error::new(io::ErrorKind::TimedOut, what));
            }
        }
    };
    let said = wait(&out).and_then(|stdout| Ok((stdout, wait(&err)?)));
    if said.is_err() {
        // It may have ended by itself just now.
        let _ = child.kill();
    }
    let status = child.wait()?;
    said.map(|(stdout, stderr)| Output { status, stdout, stderr })
}

/// All that comes out of a pipe, once it is closed.
fn read(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut pipe = pipe;
        // What was read before a mistake is what there is.
        let _ = pipe.as_mut().map(|pipe| pipe.read_to_end(&mut bytes));
        // Who asked may have gone.
        let _ = tell.send(bytes);
    });
    told
}

#[cfg(all(test, unix))]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn programs_that_hang_are_told_of_and_ended() {
        const MILLIS: fn(u64) -> Duration = Duration::from_millis;
        for (script, silent, all, told, answer) in [
            ("echo yes; echo no >&2", 10_000, 10_000, 0, Some("yes\n")),
            ("sleep 0.3; echo yes", 20, 10_000, 1, Some("yes\n")),
            ("exec sleep 1000", 20, 200, 1, None),
            // Its input is empty, and what it says more than fits into a pipe.
            (
                "cat; head -c 300000 /dev/zero >&2; echo yes",
                10_000,
                10_000,
                0,
                Some("yes\n"),
            ),
            // One that it started has its outputs.
            ("sleep 5 & echo yes", 20, 200, 1, None),
        ] {
            let (start, count) = (Instant::now(), Cell::new(0));
            let patience = Patience {
                silent: MILLIS(silent),
                all: MILLIS(all),
            };
            let output = within(Command::new("sh").args(["-c", script]), patience, &|program| {
                assert_eq!(program, "sh");
                count.set(count.get() + 1);
            });
            assert_eq!(count.get(), told, "{script}");
            match (output, answer) {
                (Ok(output), Some(answer)) => assert_eq!(output.stdout, answer.as_bytes(), "{script}"),
                (Err(error), None) => assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{script}"),
                (output, _) => panic!("{script}: {output:?}"),
            }
            assert!(start.elapsed() < MILLIS(4_000), "{script}: {:?}", start.elapsed());
        }
    }
}
