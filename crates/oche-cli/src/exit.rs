//! How a command ends: its exit code, and the error to tell.

use std::fmt;
use std::process::ExitCode;

/// What `--help` says about the exit codes; the book's chapter on the command says the same.
pub(crate) const HELP: &str = "\
Exit codes:
  0  all is well
  1  something is wrong with what was looked at: a diagnostic, a difference, a change that breaks
  2  the command line is wrong
  3  the work could not be done: a file cannot be read or written, a program cannot be started";

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Fine,
    /// Something is wrong with what was looked at, and has been told.
    Wrong,
    /// The work could not be done. (What is wrong with the command line, code 2, is clap's to say.)
    Undone,
    /// What a program ended with that was run for the user.
    Program(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Wrong => 1,
            Exit::Undone => 3,
            Exit::Program(code) => code,
        })
    }
}

/// An error that ends a command, and is yet to be told.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit code.
    pub(crate) exit: Exit,
    /// What is wrong, and why.
    pub(crate) message: String,
    /// What to do, if that can be said.
    pub(crate) help: Option<String>,
}

impl Failure {
    /// Something is wrong with what was looked at.
    pub(crate) fn wrong(message: impl fmt::Display) -> Self {
        Self {
            exit: Exit::Wrong,
            message: message.to_string(),
            help: None,
        }
    }

    /// The work could not be done.
    pub(crate) fn undone(message: impl fmt::Display) -> Self {
        Self {
            exit: Exit::Undone,
            message: message.to_string(),
            help: None,
        }
    }

    /// The same, with the way out.
    pub(crate) fn with_help(self, help: impl fmt::Display) -> Self {
        Self {
            help: Some(help.to_string()),
            ..self
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::undone(error)
    }
}
