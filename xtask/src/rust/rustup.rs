//! The standard library for another target, by rustup.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::progress::Step;
use crate::{Workspace, cache, process};

/// Whether the Rust that is there, from rustup or not, has the standard library for `triple`.
pub(super) fn is_installed(triple: &str) -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut ask = Command::new(rustc);
    ask.args(["--print", "target-libdir", "--target", triple]);
    process::quietly(&mut ask).is_ok_and(|answer| holds_std(Path::new(answer.stdout.trim())))
}

fn holds_std(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
    })
}

/// `rustup target add`.
pub(super) fn add(workspace: &Workspace, triple: &str) -> Result<()> {
    cache::exclusively(workspace, cache::SET_UP, || {
        let step = Step::quiet(format!("rustup target add {triple}"));
        let mut rustup = Command::new("rustup");
        rustup.args(["target", "add", triple]);
        let output = process::capture(&mut rustup, |_, line| step.news(line))?;
        if !output.status.success() || !is_installed(triple) {
            bail!("`rustup target add {triple}` did not work:\n{}", output.tail(6));
        }
        step.done();
        Ok(())
    })
}
