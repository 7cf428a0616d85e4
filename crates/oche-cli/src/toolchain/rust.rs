//! Finding Rust: whether it starts in a folder, where a toolchain file may say which one, and what it compiles for.

use std::env;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::answer;
use crate::exit::Failure;
use crate::terminal::shown;

/// The oldest Rust that Oche builds with: `1.88`.
const OLDEST: &str = env!("CARGO_PKG_RUST_VERSION");

/// A Rust that starts.
pub(crate) struct Rust {
    /// As cargo says it: `cargo 1.95.0 (…)`.
    pub(crate) cargo: String,
    /// As the compiler says it: `rustc 1.95.0 (…)`.
    pub(crate) rustc: String,
}

/// The oldest Rust that is new enough.
pub(crate) fn oldest() -> &'static str {
    OLDEST
}

/// What is called: the program that the environment names, or the one on the `PATH`.
pub(crate) fn program(variable: &str, name: &str) -> OsString {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .unwrap_or_else(|| name.into())
}

/// The Rust that is used in a folder.
///
/// # Errors
/// If there is none, it does not start there, or it is too old.
pub(crate) fn find(folder: &Path) -> Result<Rust, Failure> {
    let rust = Rust {
        cargo: version("CARGO", "cargo", folder)?,
        rustc: version("RUSTC", "rustc", folder)?,
    };
    if is_too_old(&rust.rustc) {
        let help = match toolchain_file(folder) {
            Some(file) => format!("name a newer channel in `{}`", shown(&file)),
            None => "run `rustup update`".to_owned(),
        };
        let needs = format!("this is {}, and Oche needs Rust {OLDEST} or newer", short(&rust.rustc));
        return Err(Failure::undone(needs).with_help(help));
    }
    Ok(rust)
}

fn version(variable: &str, name: &str, folder: &Path) -> Result<String, Failure> {
    let program = program(variable, name);
    let mut question = Command::new(&program);
    question
        .arg("--version")
        .current_dir(folder)
        .env_remove("RUST_BACKTRACE");
    let asked = answer(&mut question);
    let output = match asked {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(Failure::undone(format_args!("there is no {name} on the PATH"))
                .with_help("install Rust (https://rustup.rs), and open a new terminal"));
        }
        Err(error) => return Err(Failure::undone(format_args!("cannot start {name}: {error}"))),
        Ok(output) => output,
    };
    if !output.status.success() {
        return Err(does_not_start(folder, &output));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What a tool of Rust's says is wrong, without blank lines.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let text = lines.join("\n");
    text.strip_prefix("error: ").unwrap_or(&text).to_owned()
}

fn does_not_start(folder: &Path, output: &Output) -> Failure {
    let failure = Failure::undone(format_args!(
        "Rust does not start in `{}`:\n{}",
        folder.display(),
        said(output)
    ));
    match toolchain_file(folder) {
        Some(file) => failure.with_help(format_args!(
            "it is `{}` that says which Rust is used here: mend it, or take it away",
            shown(&file)
        )),
        None => failure.with_help("`rustup show` says which Rust is used here"),
    }
}

/// The file that says which Rust is used in a folder.
fn toolchain_file(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    let names = ["rust-toolchain", "rust-toolchain.toml"];
    let files = folder
        .ancestors()
        .flat_map(|folder| names.map(|name| folder.join(name)));
    files.into_iter().find(|file| file.is_file())
}

/// `rustc 1.95.0`.
pub(crate) fn short(version: &str) -> &str {
    version.split(" (").next().unwrap_or(version)
}

/// What does not say its version in the usual way is trusted.
fn is_too_old(rustc: &str) -> bool {
    let numbers = |text: &str| -> Option<(u32, u32)> {
        let mut numbers = text.split('.');
        Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
    };
    let found = rustc.split(' ').nth(1).and_then(numbers);
    found.zip(numbers(OLDEST)).is_some_and(|(found, oldest)| found < oldest)
}

/// Whether Rust has the standard library for a target, asked before cargo complains that `core` is missing.
///
/// # Errors
/// If it has not, or does not know the target.
pub(crate) fn must_have(target: &str, folder: &Path) -> Result<(), Failure> {
    let mut question = Command::new(program("RUSTC", "rustc"));
    question
        .current_dir(folder)
        .args(["--print", "target-libdir", "--target", target])
        .env_remove("RUST_BACKTRACE");
    let output = answer(&mut question);
    // Whoever has no rustc has heard of that.
    let Ok(output) = output else { return Ok(()) };
    if !output.status.success() {
        return Err(Failure::undone(format_args!(
            "Rust does not know the target {target}:\n{}",
            said(&output)
        )));
    }
    let libraries = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let has_std = libraries.read_dir().is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libstd-")))
    });
    if !has_std {
        return Err(
            Failure::undone(format_args!("Rust has no standard library for {target}"))
                .with_help(format_args!("run `rustup target add {target}`")),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        for (rustc, expected) in [
            ("rustc 1.88.0 (6b00bc388 2025-06-23)", false),
            ("rustc 1.87.0 (17067e9ac 2025-05-09)", true),
            ("rustc 1.9.0 (x)", true),
            ("rustc 1.97.0-nightly (x)", false),
            ("rustc 2.0.0", false),
            ("something else", false),
        ] {
            assert_eq!(is_too_old(rustc), expected, "{rustc}");
        }
    }
}
