//! Everything that is printed goes through here: it knows what the user wants to hear, and whether colours can be seen.
//!
//! What was asked for and the account of what was done go to standard output, the rest to standard error.

use std::fmt::Display;
use std::io::{ErrorKind, Write, stderr};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use oche_codegen::diagnostic::{Diagnostics, Style, about_file};

use crate::cli::{Color, Global, MessageFormat};
use crate::exit::Failure;

/// Where the command talks to its user.
#[derive(Debug)]
pub(crate) struct Terminal {
    quiet: bool,
    verbose: bool,
    format: MessageFormat,
}

impl Terminal {
    /// As the options say, for the whole process.
    pub(crate) fn new(options: &Global) -> Self {
        colours(options.color);
        Self {
            quiet: options.quiet,
            verbose: options.verbose,
            format: MessageFormat::Human,
        }
    }

    /// One that prints diagnostics in that format. JSON has standard output for itself, so that nothing else is said there.
    pub(crate) fn with_format(&self, format: MessageFormat) -> Self {
        Self {
            quiet: self.quiet || format == MessageFormat::Json,
            verbose: self.verbose,
            format,
        }
    }

    /// What was done, on standard output; not with `--quiet`.
    pub(crate) fn say(&self, line: impl Display) {
        if !self.quiet {
            // A reader that has gone away (`oche … | head`) is no reason to panic.
            let _ = writeln!(anstream::stdout().lock(), "{line}");
        }
    }

    /// What was asked for, as it is, on standard output.
    ///
    /// # Errors
    /// If it cannot be written; a reader that has had enough (`oche … | head`) is no error.
    #[expect(
        clippy::unused_self,
        reason = "printing is the terminal's, whatever it has to know for it"
    )]
    pub(crate) fn print(&self, bytes: &[u8]) -> std::io::Result<()> {
        put(std::io::stdout().lock(), bytes)
    }

    /// What was asked for, as text with styles, on standard output: they show where colours can be seen.
    ///
    /// # Errors
    /// As of [`print`](Self::print).
    #[expect(
        clippy::unused_self,
        reason = "printing is the terminal's, whatever it has to know for it"
    )]
    pub(crate) fn page(&self, text: &str) -> std::io::Result<()> {
        put(anstream::stdout().lock(), text.as_bytes())
    }

    /// A line of what was asked for, on standard output, with `--quiet`, too.
    pub(crate) fn answer(&self, line: impl Display) -> std::io::Result<()> {
        self.print(format!("{line}\n").as_bytes())
    }

    /// What is done on the way, on standard error; only with `--verbose`.
    pub(crate) fn detail(&self, line: impl Display) {
        if self.verbose {
            on_stderr(line);
        }
    }

    /// A hint that nobody asked for, on standard error; not with `--quiet`.
    pub(crate) fn note(&self, text: impl Display) {
        if !self.quiet {
            on_stderr(format_args!("note: {text}"));
        }
    }

    /// A part of the answer that is bad news, on standard error.
    pub(crate) fn bad_news(&self, line: impl Display) {
        on_stderr(line);
    }

    /// A file that is not what it should be.
    pub(crate) fn stale(&self, path: &Path, help: &str) {
        match self.format {
            MessageFormat::Human => on_stderr(format_args!("stale: {}", shown(path))),
            MessageFormat::Json => {
                let base = std::env::current_dir().unwrap_or_default();
                let message = format!("`{}` is not up to date", shown(path));
                let _ = self.print(about_file(path, &base, &message, help).as_bytes());
            }
        }
    }

    /// The error that ends the command.
    pub(crate) fn error(&self, failure: &Failure) {
        on_stderr(format_args!("error: {}", failure.message));
        if let Some(help) = &failure.help {
            on_stderr(format_args!("help: {help}"));
        }
    }

    /// Errors, warnings and notes of the generator: on standard error, or as JSON on standard output.
    pub(crate) fn diagnostics(&self, problems: &Diagnostics) {
        let base = std::env::current_dir().unwrap_or_default();
        if self.format == MessageFormat::Json {
            // Whoever does not read has gone away, and is told by the exit code.
            let _ = self.print(problems.to_json_lines(&base).as_bytes());
            return;
        }
        let style = match AutoStream::choice(&stderr()) {
            ColorChoice::Never => Style::Plain,
            _ => Style::Coloured,
        };
        let _ = write!(anstream::stderr().lock(), "{}", problems.render(&base, style));
    }
}

/// Decides on colours for the whole process. Also for clap, which prints by the same crate.
pub(crate) fn colours(color: Color) {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::AlwaysAnsi,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
}

fn put(mut out: impl Write, bytes: &[u8]) -> std::io::Result<()> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// What the user should know while nothing else is said, on standard error.
pub(crate) fn warning(text: impl Display) {
    on_stderr(format_args!("warning: {text}"));
}

fn on_stderr(line: impl Display) {
    // There is nobody left to tell if standard error is closed.
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// A path as seen from here.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(here).unwrap_or(path);
    match path.as_os_str().is_empty() {
        true => ".".to_owned(),
        false => path.display().to_string(),
    }
}

/// A number of things: `1 file`, `2 files`.
pub(crate) fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}
