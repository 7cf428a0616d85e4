//! What is being done, told on standard error: a spinner on a terminal, plain lines elsewhere.
//!
//! Standard output stays free for results, such as the folder that `cargo xtask build-lib` prints.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Display;
use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// One thing that takes time. It shows itself with its first line of news, so that work which turns out to be done
/// already stays quiet.
pub struct Step {
    title: Cow<'static, str>,
    started: Instant,
    shown: RefCell<Shown>,
}

enum Shown {
    Nothing,
    Spinner(ProgressBar),
    Lines,
}

impl Step {
    /// A step that shows nothing yet.
    pub fn quiet(title: impl Into<Cow<'static, str>>) -> Self {
        Self {
            title: title.into(),
            started: Instant::now(),
            shown: RefCell::new(Shown::Nothing),
        }
    }

    /// A step that shows itself at once.
    pub fn start(title: impl Into<Cow<'static, str>>) -> Self {
        let step = Self::quiet(title);
        step.show();
        step
    }

    /// The latest news, for example a line that cargo printed.
    pub fn news(&self, line: &str) {
        self.show();
        match &*self.shown.borrow() {
            Shown::Spinner(bar) => bar.set_message(line.trim().to_owned()),
            Shown::Lines => eprintln!("    {}", line.trim()),
            Shown::Nothing => {}
        }
    }

    /// The step went well.
    pub fn done(self) {
        if self.clear() {
            eprintln!("  ✓ {} ({})", self.title, short_time(self.started.elapsed()));
        }
    }

    fn show(&self) {
        let mut shown = self.shown.borrow_mut();
        if !matches!(*shown, Shown::Nothing) {
            return;
        }
        *shown = if stderr().is_terminal() {
            let bar = ProgressBar::new_spinner().with_style(spinner_style());
            bar.set_prefix(self.title.clone().into_owned());
            bar.enable_steady_tick(Duration::from_millis(120));
            Shown::Spinner(bar)
        } else {
            eprintln!("  … {}", self.title);
            Shown::Lines
        };
    }

    /// Takes the spinner away; says whether anything was shown.
    fn clear(&self) -> bool {
        match self.shown.replace(Shown::Nothing) {
            Shown::Nothing => false,
            Shown::Lines => true,
            Shown::Spinner(bar) => {
                bar.finish_and_clear();
                true
            }
        }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        // A step that failed: the error message follows, and a spinner must not stand in its way.
        self.clear();
    }
}

fn spinner_style() -> ProgressStyle {
    ProgressStyle::with_template("  {spinner} {prefix} {elapsed:.dim} {wide_msg:.dim}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// A remark, on standard error.
pub fn note(text: impl Display) {
    eprintln!("  {text}");
}

/// `850 ms`, `12.3 s`, `2 min 05 s`.
pub fn short_time(time: Duration) -> String {
    let seconds = time.as_secs();
    if time < Duration::from_secs(1) {
        format!("{} ms", time.as_millis())
    } else if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}
