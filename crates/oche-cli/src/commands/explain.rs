//! `oche explain`.

use std::fmt::Write;

use clap::builder::styling::{AnsiColor, Style};
use clap::error::ErrorKind;
use clap::{Args, Command};
use oche_codegen::diagnostic::Code;

use crate::exit::{Exit, Failure};
use crate::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  oche explain OCHE0301   the page of a code, as in `error[OCHE0301]: …`
  oche explain 301        the same
  oche explain --list     all codes, with a line on each
  oche explain pointer    the codes whose pages have that word";

/// Explains the code of a diagnostic: what it means, an example, and how it is mended
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Explain {
    /// The codes, or a word to look for
    #[arg(value_name = "CODE", required_unless_present = "list")]
    codes: Vec<String>,

    /// List all codes
    #[arg(long, conflicts_with = "codes")]
    list: bool,
}

impl Explain {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        if self.list {
            terminal.page(&list(Code::ALL))?;
            return Ok(Exit::Fine);
        }
        let mut pages = Vec::new();
        for text in &self.codes {
            match Code::parse(text) {
                Some(code) => pages.push(page(code.page())),
                None => pages.push(list(&with_word(text).ok_or_else(|| unknown(text))?)),
            }
        }
        terminal.page(&pages.join("\n"))?;
        Ok(Exit::Fine)
    }
}

/// The codes that have to do with a word; `None` if it is meant as a code, or there are none.
fn with_word(word: &str) -> Option<Vec<Code>> {
    let word = word.to_lowercase();
    let is_word = word.len() > 2 && !word.contains(|c: char| c.is_ascii_digit()) && !word.starts_with("oche");
    let found = Code::ALL.iter().copied();
    let found: Vec<Code> = found
        .filter(|code| code.page().to_lowercase().contains(&word))
        .collect();
    (is_word && !found.is_empty()).then_some(found)
}

/// Ends with what is wrong with the command line, and what was meant perhaps.
fn unknown(text: &str) -> Failure {
    let upper = text.to_uppercase();
    let number = upper.strip_prefix('E').filter(|number| number.parse::<u32>().is_ok());
    let meant = if number.is_some() {
        format!("it is one of the compiler: `rustc --explain {upper}`")
    } else if let Some(code) = Code::closest(text) {
        format!("a similar one is {code}: {}", code.title())
    } else {
        "`oche explain --list` has them all".to_owned()
    };
    let message = format!("there is no diagnostic with the code '{text}'\n\n  tip: {meant}");
    let mut command = Explain::augment_args(Command::new("oche explain"));
    command.error(ErrorKind::InvalidValue, message).exit()
}

const HEADING: Style = Style::new().bold();
const CODE: Style = AnsiColor::Cyan.on_default();
const WRONG: Style = AnsiColor::Red.on_default();
const RIGHT: Style = AnsiColor::Green.on_default();

/// Codes with their titles, by what they have to do with.
fn list(codes: &[Code]) -> String {
    let mut text = String::new();
    let mut last = None;
    for code in codes {
        let (_, chapter) = code.chapter();
        if last.replace(chapter) != Some(chapter) {
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{HEADING}{chapter}{HEADING:#}");
        }
        let _ = writeln!(text, "  {CODE}{code}{CODE:#}  {}", code.title());
    }
    text
}

/// A page for the terminal: its headings stand out, and its code is set in.
fn page(markdown: &str) -> String {
    let mut text = String::new();
    let mut fence: Option<Style> = None;
    for line in markdown.lines() {
        let info = line.strip_prefix("```");
        let _ = match (info, fence) {
            (Some(info), None) => {
                let says = |word: &str| info.split(' ').any(|said| said == word);
                fence = Some(match (says("wrong"), says("right")) {
                    (true, _) => WRONG,
                    (_, true) => RIGHT,
                    _ => CODE,
                });
                Ok(())
            }
            (Some(_), Some(_)) => {
                fence = None;
                Ok(())
            }
            (None, Some(_)) if line.is_empty() => writeln!(text),
            (None, Some(style)) => writeln!(text, "    {style}{line}{style:#}"),
            (None, None) => match line.trim_start_matches('#') {
                heading if heading.len() < line.len() => writeln!(text, "{HEADING}{}{HEADING:#}", heading.trim()),
                _ => writeln!(text, "{line}"),
            },
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_set_in_and_fences_are_left_away() {
        let text = page("# Title\n\nText.\n\n```rust wrong\nfn f() {}\n\nfn g() {}\n```\n\nMore.\n");
        let text = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(text, "Title\n\nText.\n\n    fn f() {}\n\n    fn g() {}\n\nMore.\n");
    }
}
