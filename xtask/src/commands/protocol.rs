//! `cargo xtask protocol`

use std::fs;

use anyhow::{Context, Result};
use clap::Args;

use crate::Workspace;
use crate::protocol::{dart_files, golden};

/// Writes what follows from the protocol: Dart's constants and bindings, and the golden description of a new ABI version.
///
/// The protocol is what the two run times have agreed on, in crates/oche/src/protocol. If it has changed, ABI_VERSION in its
/// limits.rs has to be raised first.
#[derive(Args, Default)]
pub struct Options {
    /// Only compare, and fail if something is out of date
    #[arg(long)]
    check: bool,
}

impl Options {
    /// Only compares.
    pub fn check() -> Self {
        Self { check: true }
    }
}

/// Runs the command.
pub fn run(workspace: &Workspace, options: &Options) -> Result<i32> {
    let folder = workspace.root().join(golden::FOLDER);
    let description = golden::describe();
    if options.check {
        golden::check(&folder, golden::VERSION, &description)?;
    } else if let Some(changes) = golden::write_down(&folder, golden::VERSION, &description)? {
        println!("{}/abi-{}.txt is new:\n{changes}", golden::FOLDER, golden::VERSION);
    }
    let mut out_of_date = 0;
    for file in dart_files() {
        let path = workspace.root().join(file.path);
        if fs::read_to_string(&path).is_ok_and(|there| there == file.text) {
            println!("{}: up to date", file.path);
        } else if options.check {
            eprintln!("{}: not up to date: run `cargo xtask protocol`", file.path);
            out_of_date += 1;
        } else {
            let folder = path.parent().unwrap_or(&path);
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
            fs::write(&path, file.text).with_context(|| format!("cannot write {}", path.display()))?;
            println!("{}: written", file.path);
        }
    }
    Ok(i32::from(out_of_date > 0))
}
