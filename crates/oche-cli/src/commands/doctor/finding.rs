//! What the doctor has found.

use crate::exit::Failure;

/// How it is with something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is there, and as it should be.
    Fine,
    /// It is not there, or not as it should be.
    Missing,
    /// It cannot be looked at here, or does not matter.
    Open,
}

/// One thing.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) state: State,
    what: String,
    /// What to do.
    help: Option<String>,
}

impl Finding {
    pub(super) fn fine(what: impl Into<String>) -> Self {
        Self::new(State::Fine, what, None)
    }

    pub(super) fn open(what: impl Into<String>) -> Self {
        Self::new(State::Open, what, None)
    }

    pub(super) fn missing(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(State::Missing, what, Some(help.into()))
    }

    fn new(state: State, what: impl Into<String>, help: Option<String>) -> Self {
        let what = what.into();
        Self { state, what, help }
    }

    /// The lines that say it.
    pub(super) fn lines(&self) -> String {
        let mark = match self.state {
            State::Fine => "ok",
            State::Missing => "missing",
            State::Open => "-",
        };
        let indented = |text: &str| text.replace('\n', "\n           ");
        let help = self
            .help
            .as_deref()
            .map(|help| format!("\n           help: {}", indented(help)));
        format!("  {mark:<8} {}{}", indented(&self.what), help.unwrap_or_default())
    }
}

/// What would end another command.
impl From<Failure> for Finding {
    fn from(failure: Failure) -> Self {
        Self::new(State::Missing, failure.message, failure.help)
    }
}
