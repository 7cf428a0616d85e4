//! One bash for the whole tour: folders, variables and functions carry over from block to block.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::{Group, Temporary};

/// Ends the output of a block; no program prints this.
const MARK: &str = "\u{1}tour:block-done";

/// A bash that stops at the first command that fails.
pub(super) struct Shell {
    commands: ChildStdin,
    output: BufReader<ChildStdout>,
    script: PathBuf,
    _files: Temporary,
    _bash: Group,
}

impl Shell {
    /// Starts it in `folder`, with further variables of the environment.
    pub fn start(folder: &Path, variables: &[(&str, OsString)]) -> Result<Self> {
        let files = Temporary::new_in(&std::env::temp_dir())?;
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-e", "-o", "pipefail"])
            .current_dir(folder)
            // `pwd` in the tour shows the folder as the reader knows it.
            .env("PWD", folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .envs(variables.iter().map(|(name, value)| (name, value)));
        let mut bash = Group::spawn(&mut bash).context("the tour needs bash")?;
        let (Some(mut commands), Some(output)) = (bash.stdin.take(), bash.stdout.take()) else {
            bail!("bash has no input or output");
        };
        writeln!(commands, "exec 2>&1")?;
        Ok(Self {
            commands,
            output: BufReader::new(output),
            script: files.path().join("block.sh"),
            _files: files,
            _bash: bash,
        })
    }

    /// Runs commands; gives what they printed.
    pub fn run(&mut self, commands: &str, mut on_line: impl FnMut(&str)) -> Result<String> {
        fs::write(&self.script, commands)?;
        // Not typed directly: a program that reads its input would eat the commands that follow.
        let script = self.script.display();
        writeln!(self.commands, "source '{script}' </dev/null")?;
        writeln!(self.commands, "printf '\\n%s\\n' '{MARK}'")?;
        let mut printed = String::new();
        let mut line = Vec::new();
        while self.output.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            line.clear();
            if text == MARK {
                return Ok(printed.trim_end_matches('\n').to_owned() + "\n");
            }
            if !text.is_empty() {
                on_line(&text);
            }
            printed.push_str(&text);
            printed.push('\n');
        }
        bail!("a command failed:\n\n{commands}\nwhich printed\n\n{printed}")
    }
}
