//! Finding a Dart VM, and what a library must be compiled for to be loaded by it.

use std::env::{self, consts};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{answer, on_path};
use crate::exit::Failure;

/// Names a Dart executable, which is then used instead of the one on the `PATH`.
const VARIABLE: &str = "OCHE_DART";

/// The oldest Dart that generated code runs on, as in `dart/oche/pubspec.yaml`.
pub(crate) const OLDEST: (u32, u32) = (3, 4);

/// How Dart calls a platform, how Rust calls its CPU and system, and the target.
const PLATFORMS: [(&str, &str, &str, &str); 9] = [
    ("linux_ia32", "x86", "linux", "i686-unknown-linux-gnu"),
    ("linux_x64", "x86_64", "linux", "x86_64-unknown-linux-gnu"),
    ("linux_arm64", "aarch64", "linux", "aarch64-unknown-linux-gnu"),
    ("linux_arm", "arm", "linux", "armv7-unknown-linux-gnueabihf"),
    ("linux_riscv64", "riscv64", "linux", "riscv64gc-unknown-linux-gnu"),
    ("macos_x64", "x86_64", "macos", "x86_64-apple-darwin"),
    ("macos_arm64", "aarch64", "macos", "aarch64-apple-darwin"),
    ("windows_x64", "x86_64", "windows", "x86_64-pc-windows-msvc"),
    ("windows_arm64", "aarch64", "windows", "aarch64-pc-windows-msvc"),
];

/// A Dart VM that starts on this machine.
pub(crate) struct Dart {
    pub(crate) executable: PathBuf,
    /// `linux_x64`.
    pub(crate) platform: String,
    pub(crate) version: (u32, u32),
}

/// The Dart that `OCHE_DART` names, or else the first one on the `PATH`; `None` if there is none.
///
/// # Errors
/// If what was found does not answer as Dart does, or is too old.
pub(crate) fn find() -> Result<Option<Dart>, Failure> {
    let named = env::var_os(VARIABLE).filter(|value| !value.is_empty());
    let Some(executable) = named.map(PathBuf::from).or_else(|| on_path("dart")) else {
        return Ok(None);
    };
    let shown = executable.display();
    let Some(dart) = probe(&executable) else {
        return Err(
            Failure::undone(format_args!("{shown} does not answer as Dart does")).with_help(format_args!(
                "name the `dart` executable of an SDK in {VARIABLE}, or put it on the PATH"
            )),
        );
    };
    if dart.version < OLDEST {
        let ((major, minor), (at_least, and)) = (dart.version, OLDEST);
        let needs = format!("{shown} is Dart {major}.{minor}, and Oche needs {at_least}.{and} or newer");
        return Err(Failure::undone(needs).with_help(format_args!(
            "install a newer one (https://dart.dev/get-dart), or name another `dart` in {VARIABLE}"
        )));
    }
    Ok(Some(dart))
}

/// There is none.
pub(crate) fn missing() -> Failure {
    Failure::undone("there is no Dart on the PATH").with_help(format_args!(
        "install the SDK (https://dart.dev/get-dart), or name its `dart` in {VARIABLE}"
    ))
}

fn probe(executable: &Path) -> Option<Dart> {
    let output = answer(Command::new(executable).arg("--version")).ok()?;
    // Dart 2 answered on the other output.
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let (version, platform) = parse(&text)?;
    Some(Dart {
        executable: executable.to_owned(),
        platform: platform.to_owned(),
        version,
    })
}

/// Reads `Dart SDK version: 3.7.3 (stable) (…) on "linux_ia32"`, before which Flutter's `dart` likes to say something.
fn parse(text: &str) -> Option<((u32, u32), &str)> {
    let line = text.split_once("Dart SDK version: ")?.1.lines().next()?;
    let mut numbers = line.split('.');
    let version = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    let platform = line.rsplit_once(" on \"")?.1.trim_end().trim_end_matches('"');
    Some((version, platform))
}

impl Dart {
    /// The target that a library for it is compiled for; `None` for this machine's own. A platform that is not known is
    /// taken for that.
    pub(crate) fn target(&self) -> Option<&'static str> {
        let (_, arch, os, triple) = PLATFORMS.iter().find(|known| known.0 == self.platform)?;
        // Not compared by triple, so that a Rust for musl or MinGW stays with its own.
        ((*arch, *os) != (consts::ARCH, consts::OS)).then_some(*triple)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_and_platform_are_read_behind_a_greeting() {
        let text = "Welcome!\nDart SDK version: 3.10.0-12.0.dev (dev) (x) on \"macos_arm64\"\n";
        assert_eq!(parse(text), Some(((3, 10), "macos_arm64")));
        assert_eq!(parse("dart 0.9 (Unified Darts Scorer)"), None);
    }
}
