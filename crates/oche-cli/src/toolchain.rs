//! The tools of the user's machine: Dart, and Rust for the platform that this Dart is of.

pub(crate) mod android;
mod answer;
pub(crate) mod dart;
pub(crate) mod library;
pub(crate) mod place;
pub(crate) mod rust;

pub(crate) use answer::answer;

use std::env;
use std::path::PathBuf;

/// The first program of that name on the `PATH`.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let ends: &[&str] = if cfg!(windows) { &[".exe", ".bat"] } else { &[""] };
    env::split_paths(&env::var_os("PATH")?)
        .flat_map(|folder| ends.iter().map(move |end| folder.join(format!("{name}{end}"))))
        .find(|candidate| candidate.is_file())
}
