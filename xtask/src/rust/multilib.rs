//! The 32-bit C libraries: the 32-bit VM needs them to start, and the linker needs them for what it loads.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{capture, succeeds};
use crate::progress::Step;
use crate::{Workspace, cache};

/// Starts every 32-bit program.
const LOADER: &str = "/lib/ld-linux.so.2";

/// Whether 32-bit programs can start at all.
pub fn has_loader() -> bool {
    Path::new(LOADER).exists()
}

/// Installs the libraries if they are missing and we may; otherwise says what to install.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    if is_there(workspace)? {
        return Ok(());
    }
    if !is_root() || !Path::new("/usr/bin/apt-get").exists() {
        bail!(
            "without a Dart SDK, a 32-bit Dart VM is used, and that needs 32-bit C libraries. Install them \
             (`sudo apt-get install gcc-multilib`; in Fedora `glibc-devel.i686 libgcc.i686`) or the Dart SDK \
             (https://dart.dev/get-dart), and run this again"
        );
    }
    cache::exclusively(workspace, cache::SET_UP, || {
        let step = Step::start("installing the 32-bit C libraries (gcc-multilib)");
        let mut transcript = String::new();
        for arguments in [
            ["update", "--quiet"].as_slice(),
            ["install", "--quiet", "--yes", "--no-install-recommends", "gcc-multilib"].as_slice(),
        ] {
            let mut apt = Command::new("apt-get");
            apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
            // Whether one index could not be fetched does not matter; the check below tells.
            let output = capture(&mut apt, |_, line| {
                if line.starts_with("Get:") || line.starts_with("Setting up ") {
                    step.news(line);
                }
            })?;
            transcript = output.tail(12);
        }
        if !is_there(workspace)? {
            bail!("`apt-get install gcc-multilib` did not bring the 32-bit C libraries:\n{transcript}");
        }
        step.done();
        Ok(())
    })
}

fn is_there(workspace: &Workspace) -> Result<bool> {
    Ok(has_loader() && can_link(workspace)?)
}

fn can_link(workspace: &Workspace) -> Result<bool> {
    let scratch = cache::scratch(workspace)?;
    let source = scratch.path().join("probe.c");
    // `malloc` needs the C library, and the division the compiler's own.
    fs::write(
        &source,
        "#include <stdlib.h>\nlong long f(long long n) { return n / (long long)(size_t)malloc(9); }\n",
    )?;
    let mut cc = Command::new("cc");
    cc.args(["-m32", "-shared", "-fPIC", "-lgcc_s", "-o"]);
    cc.arg(scratch.path().join("probe.so")).arg(&source);
    Ok(succeeds(&mut cc))
}

fn is_root() -> bool {
    #[cfg(unix)]
    return nix::unistd::geteuid().is_root();
    #[cfg(not(unix))]
    false
}
