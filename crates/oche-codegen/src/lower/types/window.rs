//! Windows: how many items a stream, of either side, may be ahead of who reads it.

use syn::{Expr, ExprLit, Lit};

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::base::Lowering;
use crate::parser::attrs::Options;

/// The window of a stream that does not say otherwise.
pub const DEFAULT_WINDOW: u32 = 64;

/// More would not be what a window is for.
const MAX_WINDOW: u32 = 65_536;

/// How a result has a window.
pub const GIVE_A_STREAM: &str = "give back `impl Stream<Item = T>`";

impl Lowering<'_> {
    /// The window that is asked for of a stream; a wrong one is reported.
    pub fn window(&self, options: &Options) -> Option<u32> {
        let (value, site) = options.window.as_ref()?;
        let number = match value {
            Expr::Lit(ExprLit {
                lit: Lit::Int(number), ..
            }) => number.base10_parse().ok(),
            _ => None,
        };
        let window = number.filter(|window| (1..=MAX_WINDOW).contains(window));
        if window.is_none() {
            self.reports.push(
                Diagnostic::error(Code::Window, format!("a window is a number from 1 to {MAX_WINDOW}"))
                    .at(*site, "expected such a number")
                    .note("so many items may be on their way, or wait for a reader that has paused")
                    .help(format!(
                        "write it as in `#[oche(window = 256)]`, or take the word out: the window begins with {DEFAULT_WINDOW} then"
                    )),
            );
        }
        window
    }

    /// Reports a window on something that is no stream and gives none.
    pub fn refuse_window(&self, options: &Options, owner: &str, way_out: &str) {
        if let Some((_, site)) = &options.window {
            self.reports.push(
                Diagnostic::error(
                    Code::MisplacedWord,
                    format!("{owner} is no stream, so that it has no window"),
                )
                .at(*site, "asked for here")
                .help(format!("take the word out, or {way_out}")),
            );
        }
    }
}
