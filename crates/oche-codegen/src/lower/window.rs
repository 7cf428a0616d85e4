//! Windows: how many items a stream may be ahead of its listener.

use syn::{Expr, ExprLit, Lit};

use crate::diagnostic::Diagnostic;
use crate::parser::attrs::Options;
use crate::parser::source::Site;

use super::Lowering;

/// More would not be what a window is for.
const MAX_WINDOW: u32 = 65_536;

impl Lowering<'_> {
    /// The window that is asked for; a wrong one is reported, and so is one where there is no stream.
    pub(super) fn window(&self, options: &Options, name: &str, is_stream: bool) -> Option<u32> {
        let (value, site) = options.window.as_ref()?;
        if !is_stream {
            self.sink.push(
                Diagnostic::error(
                    "misplaced-option",
                    format!("`{name}` gives no stream, so that it has no window"),
                )
                .at(*site, "asked for here")
                .help("take the word out, or give back `impl Stream<Item = T>`"),
            );
            return None;
        }
        self.window_value(value, *site)
    }

    /// The window of a parameter that is a sink, or that is called `owner` and is none.
    pub(super) fn parameter_window(&self, options: &Options, owner: &str, is_sink: bool) -> Option<u32> {
        let (value, site) = options.window.as_ref()?;
        if is_sink {
            return self.window_value(value, *site);
        }
        self.sink.push(
            Diagnostic::error("misplaced-option", format!("`window` means nothing for {owner}"))
                .at(*site, "this word is for a `StreamSink`")
                .help("take the word out"),
        );
        None
    }

    fn window_value(&self, value: &Expr, site: Site) -> Option<u32> {
        let number = match value {
            Expr::Lit(ExprLit {
                lit: Lit::Int(number), ..
            }) => number.base10_parse().ok(),
            _ => None,
        };
        let window = number.filter(|window| (1..=MAX_WINDOW).contains(window));
        if window.is_none() {
            self.sink.push(
                Diagnostic::error("window", format!("a window is a number from 1 to {MAX_WINDOW}"))
                    .at(site, "expected such a number")
                    .note("so many items may be on their way, or wait for a listener that has paused")
                    .help("write it as in `#[oche(window = 256)]`, or take the word out: the window is 64 then"),
            );
        }
        window
    }
}
