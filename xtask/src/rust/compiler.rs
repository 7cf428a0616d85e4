//! The ways to compile for a target, in the order in which they are tried.

use std::env;
use std::process::Command;

use anyhow::{Result, anyhow, bail};

use super::{I686, Target, debian, multilib, rustup};
use crate::Workspace;
use crate::workspace::cargo_program;

/// Chooses one of the ways, `rustup` or `debian`. Mostly there to test them.
const VARIABLE: &str = "OCHE_RUST_I686";

/// A Rust that can compile for a target.
pub(super) enum Compiler {
    Host,
    /// The Rust that is there has the standard library for this triple.
    Installed(&'static str),
    /// Debian's Rust, with which cargo builds the standard library for this triple.
    Debian(&'static str, debian::Rust),
}

impl Compiler {
    /// Gets whatever is needed to compile for `target`.
    pub(super) fn prepare(workspace: &Workspace, target: Target) -> Result<Self> {
        let Target::Other(triple) = target else {
            return Ok(Self::Host);
        };
        if triple == I686 {
            multilib::ensure(workspace)?;
        }
        match env::var(VARIABLE).as_deref() {
            Ok("rustup") if rustup::is_installed(triple) => Ok(Self::Installed(triple)),
            Ok("rustup") => rustup::add(workspace, triple).map(|()| Self::Installed(triple)),
            Ok("debian") => debian::fetch(workspace).map(|rust| Self::Debian(triple, rust)),
            Ok(other) if !other.is_empty() => {
                bail!("{VARIABLE} is `{other}`; it can be `rustup` or `debian`")
            }
            _ => Self::choose(workspace, triple),
        }
    }

    fn choose(workspace: &Workspace, triple: &'static str) -> Result<Self> {
        if rustup::is_installed(triple) {
            return Ok(Self::Installed(triple));
        }
        // Before rustup is asked: where it could not download yesterday, it would be waited for again every time.
        if let Some(rust) = debian::cached(workspace) {
            return Ok(Self::Debian(triple, rust));
        }
        let by_rustup = match rustup::add(workspace, triple) {
            Ok(()) => return Ok(Self::Installed(triple)),
            Err(error) => error,
        };
        let by_debian = match debian::fetch(workspace) {
            Ok(rust) => return Ok(Self::Debian(triple, rust)),
            Err(error) => error,
        };
        Err(anyhow!(
            "the Dart VM needs a library for {triple}, and this Rust cannot compile for it. Run `rustup target add \
             {triple}` with a network connection, or install a Dart SDK for this machine \
             (https://dart.dev/get-dart).\n\nTried: {by_rustup:#}\n\nTried: {by_debian:#}"
        ))
    }

    /// `cargo build` for the target.
    pub(super) fn cargo_build(&self) -> Command {
        let mut cargo = Command::new(cargo_program());
        cargo.arg("build");
        match self {
            Self::Host => {}
            Self::Installed(triple) => {
                cargo.args(["--target", triple]);
            }
            Self::Debian(triple, rust) => {
                cargo.args(["--target", triple]);
                rust.configure(&mut cargo);
            }
        }
        cargo
    }
}
