//! Debian's Rust for web browsers, which is kept up to date, and its sources: unpacked, not installed.
//!
//! It conflicts with nothing that way, and needs no rights. Its standard library is for the host alone; cargo builds
//! the one for another target from source.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};

use crate::process::{self, quietly};
use crate::progress::Step;
use crate::{Workspace, cache};

const CACHE: &str = "debian-rust";

/// The compiler, the host's standard library, and the sources; each brings the libraries that it needs.
const PACKAGES: [&str; 3] = ["rustc-web", "libstd-rust-web-dev", "rust-web-src"];

/// Debian's Rust, unpacked.
pub(super) struct Rust {
    root: PathBuf,
}

/// The one that has been fetched before.
pub(super) fn cached(workspace: &Workspace) -> Option<Rust> {
    let root = workspace.cache().join(CACHE);
    root.is_dir().then_some(Rust { root })
}

/// Fetches it, if that has not been done before.
pub(super) fn fetch(workspace: &Workspace) -> Result<Rust> {
    let root = cache::folder(workspace, CACHE, |root| {
        let step = Step::quiet("fetching Debian's Rust and its sources (150 MB)");
        let debs = cache::scratch(workspace)?;
        download(&step, debs.path()).context("Debian's Rust cannot be fetched")?;
        for deb in files(debs.path())? {
            step.news(&format!("unpacking {}", file_name(&deb)));
            quietly(Command::new("dpkg").arg("-x").arg(&deb).arg(root))?;
        }
        let rust = Rust { root: root.into() };
        rust.check().context("Debian's Rust does not work here")?;
        step.done();
        Ok(())
    })?;
    Ok(Rust { root })
}

impl Rust {
    /// Makes a `cargo build --target …` use this compiler and build the standard library.
    pub(super) fn configure(&self, cargo: &mut Command) {
        self.environment(cargo);
        cargo
            .arg("-Zbuild-std=std,panic_unwind")
            .env("RUSTC", self.rustc())
            .env("RUSTC_BOOTSTRAP", "1"); // a stable cargo knows -Zbuild-std, but hides it
    }

    fn environment(&self, command: &mut Command) {
        let mut folders = vec![self.root.join("usr/lib/x86_64-linux-gnu")];
        folders.extend(env::var_os("LD_LIBRARY_PATH").iter().flat_map(env::split_paths));
        let path = env::join_paths(folders).unwrap_or_else(|_| OsString::new());
        command.env("LD_LIBRARY_PATH", path);
    }

    fn rustc(&self) -> PathBuf {
        self.root.join("usr/bin/rustc")
    }

    /// Whether it starts, with all its libraries, and is new enough for us.
    fn check(&self) -> Result<()> {
        let mut rustc = Command::new(self.rustc());
        self.environment(&mut rustc);
        let answer = quietly(rustc.arg("--version"))?;
        let needed = env!("CARGO_PKG_RUST_VERSION");
        let version = answer.stdout.split_whitespace().nth(1).unwrap_or_default();
        if numbers(version) < numbers(needed) {
            bail!("it is Rust {version}, and {needed} is needed");
        }
        Ok(())
    }
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map_while(|part| part.parse().ok()).collect()
}

/// Downloads the packages, and all libraries that they need and this machine has not.
fn download(step: &Step, into: &Path) -> Result<()> {
    let version = match candidate() {
        Some(version) => version,
        None => {
            update_index(step);
            candidate().ok_or_else(|| {
                anyhow!(
                    "apt offers no package `{}`; on Debian 12 or newer, `sudo apt-get update` may help",
                    PACKAGES[0]
                )
            })?
        }
    };
    let mut wanted: Vec<String> = PACKAGES.iter().map(|name| format!("{name}={version}")).collect();
    if apt_download(step, &wanted, into).is_err() {
        // The archive moves on, and an index from yesterday names files that are gone.
        update_index(step);
        let version = candidate().unwrap_or(version);
        wanted = PACKAGES.iter().map(|name| format!("{name}={version}")).collect();
        apt_download(step, &wanted, into)?;
    }
    let mut done = BTreeSet::new();
    loop {
        let mut missing = BTreeSet::new();
        for deb in files(into)? {
            if done.insert(deb.clone()) {
                missing.extend(needed_libraries(&deb)?);
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let missing: Vec<String> = missing.into_iter().collect();
        apt_download(step, &missing, into)?;
    }
}

/// The version that apt would install.
fn candidate() -> Option<String> {
    let answer = quietly(Command::new("apt-cache").args(["policy", PACKAGES[0]])).ok()?;
    let (_, rest) = answer.stdout.split_once("Candidate: ")?;
    let version = rest.lines().next()?.trim();
    (version != "(none)").then(|| version.to_owned())
}

/// Only root may do so. One index that cannot be fetched is no reason to give up: the download will tell.
fn update_index(step: &Step) {
    let _ = process::capture(Command::new("apt-get").arg("update"), |_, line| {
        step.news(line);
    });
}

fn apt_download(step: &Step, packages: &[String], into: &Path) -> Result<()> {
    let mut apt = Command::new("apt-get");
    apt.arg("download").args(packages).current_dir(into);
    let output = process::capture(&mut apt, |_, line| step.news(line))?;
    if !output.status.success() {
        bail!("`apt-get download {}` failed:\n{}", packages.join(" "), output.tail(6));
    }
    Ok(())
}

/// The libraries that `deb` depends on and that are not installed.
fn needed_libraries(deb: &Path) -> Result<Vec<String>> {
    let answer = quietly(Command::new("dpkg-deb").arg("-f").arg(deb).arg("Depends"))?;
    Ok(libraries(&answer.stdout)
        .filter(|name| !is_installed(name))
        .map(str::to_owned)
        .collect())
}

/// The shared libraries in a `Depends` field such as `libc6 (>= 2.34), gcc, libllvm22 | libllvm21`.
fn libraries(depends: &str) -> impl Iterator<Item = &str> {
    depends
        .split(',')
        .filter_map(|entry| entry.split_whitespace().next())
        // Whoever compiles Rust has a C compiler and what belongs to it.
        .filter(|name| name.starts_with("lib") && !name.starts_with("libc-") && *name != "libc6")
}

fn is_installed(package: &str) -> bool {
    let mut ask = Command::new("dpkg-query");
    ask.args(["--show", "--showformat=${db:Status-Status}", package]);
    quietly(&mut ask).is_ok_and(|answer| answer.stdout.trim() == "installed")
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_libraries_are_taken_from_dependencies() {
        let depends = "libc6 (>= 2.34), libgcc-s1 (>= 3.0), libstd-rust-web-dev (= 1.96.0+dfsg1-1), gcc, libc-dev, \
                       binutils (>= 2.26), libllvm22\n";
        let names: Vec<&str> = libraries(depends).collect();
        assert_eq!(names, ["libgcc-s1", "libstd-rust-web-dev", "libllvm22"]);
    }

    #[test]
    fn rust_versions_are_compared_by_number() {
        assert!(numbers("1.96.0") > numbers("1.88"));
        assert!(numbers("1.100.0") > numbers("1.96.0"));
        assert!(numbers("1.85.0") < numbers("1.88"));
    }
}
