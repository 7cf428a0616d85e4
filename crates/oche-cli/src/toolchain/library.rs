//! Building a crate's library by cargo.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::rust;
use crate::exit::Failure;

/// A library that was built.
pub(crate) struct Library {
    pub(crate) file: PathBuf,
    /// The library's name, as in `OCHE_LIBRARY_PATH_<CRATE>`.
    pub(crate) krate: String,
}

/// How a library is built.
#[derive(Debug, Default)]
pub(crate) struct Order<'a> {
    /// The target, by its triple; without one it is this machine's own.
    pub(crate) target: Option<&'a str>,
    /// Whether it is optimized, without assertions.
    pub(crate) release: bool,
    /// What is needed to link it, where it goes into other people's apps.
    pub(crate) linking: Option<&'a Linking>,
}

/// What the linker is told beyond what Rust tells it, and variables of cargo's environment.
#[derive(Debug, Default)]
pub(crate) struct Linking {
    pub(crate) arguments: Vec<String>,
    pub(crate) environment: Vec<(String, String)>,
}

/// Builds the library of the crate in `folder`. Cargo's own output goes to our standard error.
///
/// # Errors
/// If there is no cargo, Rust does not start in that folder or cannot compile for the target, or the crate does not
/// compile.
pub(crate) fn build(folder: &Path, order: &Order<'_>) -> Result<Library, Failure> {
    rust::find(folder)?;
    if let Some(target) = order.target {
        rust::must_have(target, folder)?;
    }
    let mut cargo = Command::new(rust::program("CARGO", "cargo"));
    // In the crate's folder, because that is where a toolchain file and cargo's configuration are looked for.
    cargo
        .current_dir(folder)
        .arg(if order.linking.is_some() { "rustc" } else { "build" })
        .args(["--lib", "--message-format=json-render-diagnostics"]);
    if let Some(target) = order.target {
        cargo.args(["--target", target]);
    }
    if order.release {
        cargo.arg("--release");
    }
    if let Some(linking) = order.linking {
        // Options for the library alone, and not for what it is made of.
        cargo.args(["--crate-type", "cdylib", "--"]);
        let arguments = linking.arguments.iter();
        cargo.args(arguments.map(|argument| format!("-Clink-arg={argument}")));
        cargo.envs(linking.environment.iter().cloned());
    }
    let mut child = cargo
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::undone(format_args!("cannot start cargo: {error}")))?;
    let manifest = folder.join("Cargo.toml").canonicalize()?;
    let mut library = None;
    for line in child
        .stdout
        .take()
        .into_iter()
        .flat_map(|output| BufReader::new(output).lines())
    {
        library = library_in(&line?, &manifest).or(library);
    }
    let folder = folder.display();
    if !child.wait()?.success() {
        return Err(Failure::wrong(format_args!(
            "`{folder}` does not compile; cargo says above why"
        )));
    }
    library.ok_or_else(|| {
        Failure::wrong(format_args!("`{folder}` makes no library that Dart can load"))
            .with_help("write in `Cargo.toml`, under `[lib]`: `crate-type = [\"cdylib\", \"rlib\"]`")
    })
}

/// The library, if this message of cargo's is about it.
fn library_in(message: &str, manifest: &Path) -> Option<Library> {
    let message: Value = serde_json::from_str(message).ok()?;
    let path = Path::new(message["manifest_path"].as_str()?);
    let kinds = message["target"]["crate_types"].as_array()?;
    if message["reason"] != "compiler-artifact" || path != manifest || !kinds.iter().any(|kind| kind == "cdylib") {
        return None;
    }
    let files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
    let file = files
        .into_iter()
        .find(|file| [".so", ".dylib", ".dll"].iter().any(|end| file.ends_with(end)))?;
    Some(Library {
        file: file.into(),
        krate: message["target"]["name"].as_str()?.replace('-', "_"),
    })
}
