//! A Dart that is there already.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::{OLDEST_SUPPORTED, Vm};
use crate::progress::note;

/// Names a Dart executable; `pinned` asks for the fetched VMs although there is a Dart on the `PATH`.
const VARIABLE: &str = "OCHE_DART";

/// The Dart that `OCHE_DART` names, or the one on the `PATH`.
///
/// # Errors
///
/// What the user named must work. A `dart` on the `PATH` that cannot be used is only mentioned.
pub fn on_this_machine() -> Result<Option<Vm>> {
    match env::var_os(VARIABLE) {
        Some(value) if value == "pinned" => Ok(None),
        Some(value) if !value.is_empty() => named(Path::new(&value)).map(Some),
        _ => Ok(env::var_os("PATH")
            .and_then(|path| search(&path))
            .and_then(|dart| usable(&dart))),
    }
}

fn named(executable: &Path) -> Result<Vm> {
    let Some(vm) = Vm::probe(executable) else {
        bail!(
            "{VARIABLE} is {}, which is not a Dart that runs here; name the `dart` executable of an SDK, or unset it",
            executable.display()
        );
    };
    if vm.version < OLDEST_SUPPORTED {
        bail!(
            "{VARIABLE} is {}, which is Dart {}; Oche needs {OLDEST_SUPPORTED} or newer",
            executable.display(),
            vm.version
        );
    }
    Ok(vm)
}

fn search(path: &OsString) -> Option<PathBuf> {
    let names: &[&str] = if cfg!(windows) {
        &["dart.exe", "dart.bat"]
    } else {
        &["dart"]
    };
    env::split_paths(path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|candidate| candidate.is_file())
}

fn usable(executable: &Path) -> Option<Vm> {
    let Some(vm) = Vm::probe(executable) else {
        note(format!(
            "note: {} does not answer like a Dart SDK, so it is not used",
            executable.display()
        ));
        return None;
    };
    if vm.version < OLDEST_SUPPORTED {
        note(format!(
            "note: {} is Dart {}, and Oche needs {OLDEST_SUPPORTED} or newer, so it is not used",
            executable.display(),
            vm.version
        ));
        return None;
    }
    Some(vm)
}
