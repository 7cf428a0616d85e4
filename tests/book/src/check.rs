//! Compiling what pages show: the generator for each page with Rust, then one `cargo check` and one run of Dart's compiler for all.
//!
//! Below `target/oche/pages/…`: a crate for each page, as the generator wants it; `all`, a crate in which each of them is a module;
//! a Dart package, in which what is generated for a page
//! is a folder of its own; what stands in for the crate `geo` and the package `meta`, which pages import; and `oche_hooks`.

mod dart;
mod generated;
mod rust;

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xtask::{Toolchain, Workspace, cache};

use crate::samples::Sample;

/// What the crate of every page is called, and so its Dart package: pages say `package:hello/hello.dart`.
const PACKAGE: &str = "hello";

/// What is wrong with the samples, as `file:line: what` or in a compiler's own words. `name` is a folder's.
///
/// # Errors
/// If a file cannot be written, or a compiler cannot be run.
pub fn faults(workspace: &Workspace, dart: &Toolchain, name: &str, samples: &[Sample]) -> Result<Vec<String>> {
    let folder = Folder {
        root: workspace.root().to_owned(),
        pages: workspace.cache().join("pages").join(name),
        target: workspace.cache().join("pages/target"),
    };
    cache::exclusively(workspace, "pages", || {
        let mut faults = excerpts(&folder, samples);
        let mut bridges = BTreeMap::new();
        for sample in samples.iter().filter(|sample| sample.rust.is_some()) {
            match generated::generate(&folder, sample)? {
                Ok(bridge) => {
                    faults.extend(generated::compare(sample, &bridge));
                    bridges.insert(sample.name.as_str(), bridge);
                }
                Err(messages) => faults.extend(messages),
            }
        }
        faults.extend(rust::check(workspace, &folder, samples, &bridges)?);
        faults.extend(dart::check(&folder, dart, samples, &bridges)?);
        Ok(faults)
    })
}

/// The halves of a page's bridge.
struct Bridge {
    /// The Rust half.
    rust: String,
    /// The files of the Dart half, with their paths below `lib`.
    dart: Vec<(PathBuf, String)>,
}

/// Where it all happens.
struct Folder {
    /// The repository.
    root: PathBuf,
    /// The folder for all of this.
    pages: PathBuf,
    /// Cargo's target folder, which is one for all names: most of it are the crates that pages depend on.
    target: PathBuf,
}

/// Excerpts of files that are not, or no longer, in those files.
fn excerpts(folder: &Folder, samples: &[Sample]) -> Vec<String> {
    let mut faults = Vec::new();
    for sample in samples {
        for (path, block) in &sample.excerpts {
            let text = fs::read_to_string(folder.root.join(path)).unwrap_or_default();
            let mut lines = text.lines().map(str::trim);
            for (at, line) in block.text.lines().enumerate() {
                let wanted = line.trim();
                let is_it = |line: &str| match wanted.split_once('…') {
                    Some((begin, _)) => line.starts_with(begin.trim_end()),
                    None => line == wanted,
                };
                if !wanted.is_empty() && wanted != "…" && !lines.any(is_it) {
                    let (page, line) = (sample.page.display(), block.line + 1 + at);
                    faults.push(format!(
                        "{page}:{line}: {} does not have this line, or not here",
                        path.display()
                    ));
                    break;
                }
            }
        }
    }
    faults
}

/// Writes a file that is not there or not the same, so that cargo compiles only what changed.
fn write(path: &Path, text: &str) -> Result<()> {
    match fs::read(path) {
        Ok(old) if old == text.as_bytes() => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
        }
        _ => {}
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
