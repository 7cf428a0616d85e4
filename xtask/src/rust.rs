//! Compiling Rust for what the Dart VM can load.

mod compiler;
mod debian;
mod library;
pub mod multilib;
mod rustup;

use std::env::consts;
use std::fmt;

pub use library::{Features, Profile, build_libraries, build_library};

use anyhow::Result;

use crate::Workspace;

/// The target of the 32-bit VM.
pub const I686: &str = "i686-unknown-linux-gnu";

/// What a library is compiled for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Target {
    /// The machine that we run on.
    Host,
    /// Another one, by its triple.
    Other(&'static str),
}

/// How Dart calls a platform, how Rust calls its CPU and system, and the target.
const PLATFORMS: [(&str, &str, &str, &str); 9] = [
    ("linux_ia32", "x86", "linux", I686),
    ("linux_x64", "x86_64", "linux", "x86_64-unknown-linux-gnu"),
    ("linux_arm64", "aarch64", "linux", "aarch64-unknown-linux-gnu"),
    ("linux_arm", "arm", "linux", "armv7-unknown-linux-gnueabihf"),
    ("linux_riscv64", "riscv64", "linux", "riscv64gc-unknown-linux-gnu"),
    ("macos_x64", "x86_64", "macos", "x86_64-apple-darwin"),
    ("macos_arm64", "aarch64", "macos", "aarch64-apple-darwin"),
    ("windows_x64", "x86_64", "windows", "x86_64-pc-windows-msvc"),
    ("windows_arm64", "aarch64", "windows", "aarch64-pc-windows-msvc"),
];

/// Sees to it that this Rust can compile for `triple`, by `rustup target add` if it cannot yet.
///
/// # Errors
/// If there is no rustup, or it cannot get the target's standard library.
pub fn standard_library(workspace: &Workspace, triple: &str) -> Result<()> {
    match rustup::is_installed(triple) {
        true => Ok(()),
        false => rustup::add(workspace, triple),
    }
}

/// Sees to it that this machine can compile for `target`, linking included.
///
/// # Errors
/// If something is missing that cannot be got.
pub fn prepare(workspace: &Workspace, target: Target) -> Result<()> {
    compiler::Compiler::prepare(workspace, target).map(drop)
}

impl Target {
    /// The target for a VM whose platform Dart calls so. A platform that we have not heard of is taken for this one.
    pub(crate) fn of_dart_platform(platform: &str) -> Self {
        match PLATFORMS.iter().find(|known| known.0 == platform) {
            // Not compared by triple, so that a Rust for musl or MinGW stays with its own.
            Some((_, arch, os, _)) if (*arch, *os) == (consts::ARCH, consts::OS) => Self::Host,
            Some((_, _, _, triple)) => Self::Other(triple),
            None => Self::Host,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Host => "this machine",
            Self::Other(triple) => triple,
        })
    }
}
