//! A Dart VM, and the Rust that compiles for it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::Result;

use crate::dart::{self, Vm, packages};
use crate::rust::{self, Features, Profile, Target};
use crate::{Workspace, process};

/// Everything that is needed to run Dart programs which use Rust libraries.
///
/// Making one gets the VM; the Rust side is got ready when the first library is built.
#[derive(Clone, Debug)]
pub struct Toolchain {
    workspace: Workspace,
    vm: Vm,
}

impl Toolchain {
    /// The user's own Dart, or else the newest one that can be fetched.
    pub fn newest(workspace: &Workspace) -> Result<Self> {
        let vm = dart::newest(workspace)?;
        Ok(Self {
            workspace: workspace.clone(),
            vm,
        })
    }

    /// The oldest supported Dart. `None` where the user has a Dart of their own: then it is the one that counts.
    pub fn oldest(workspace: &Workspace) -> Result<Option<Self>> {
        let vm = dart::oldest(workspace)?;
        Ok(vm.map(|vm| Self {
            workspace: workspace.clone(),
            vm,
        }))
    }

    /// The VM.
    pub fn vm(&self) -> &Vm {
        &self.vm
    }

    /// What libraries are compiled for.
    pub fn target(&self) -> Target {
        self.vm.target()
    }

    /// Builds the `cdylib` of the package with this `Cargo.toml`; gives the library's file.
    pub fn build_library(&self, manifest: &Path, profile: Profile, features: Features) -> Result<PathBuf> {
        rust::build_library(&self.workspace, manifest, self.target(), profile, features)
    }

    /// Builds those of several packages of this workspace together, for tests; gives their folder.
    pub fn build_libraries(&self, packages: &[&str]) -> Result<PathBuf> {
        rust::build_libraries(&self.workspace, packages, self.target())
    }

    /// Dart, with the packages that the program `script` imports found as by pub. Further options, `script` itself, and
    /// its arguments are for the caller to add.
    pub fn dart_for(&self, script: &Path) -> Result<Command> {
        let mut command = self.vm.command();
        // A program that belongs to no package may still import those around the user.
        for place in [std::path::absolute(script)?, env::current_dir()?] {
            if let Some(packages) = packages::config_for(&self.workspace, &place)? {
                command.arg(packages_option(&packages));
                break;
            }
        }
        Ok(command)
    }

    /// Runs Dart with these arguments on our terminal; where they name a program, its packages are found as by pub.
    pub fn run_dart(&self, arguments: &[impl AsRef<OsStr>]) -> Result<ExitStatus> {
        let arguments: Vec<&OsStr> = arguments.iter().map(AsRef::as_ref).collect();
        let mut command = match script_in(&arguments) {
            Some(script) => self.dart_for(script)?,
            None => self.vm.command(),
        };
        process::run(command.args(arguments))
    }
}

fn packages_option(file: &Path) -> OsString {
    let mut option = OsString::from("--packages=");
    option.push(file);
    option
}

/// The Dart file that these arguments run, unless they say themselves where its packages are.
fn script_in<'a>(arguments: &[&'a OsStr]) -> Option<&'a Path> {
    let is_option = |argument: &&&OsStr| argument.to_string_lossy().starts_with('-');
    let script: &'a OsStr = arguments.iter().find(|argument| !is_option(argument))?;
    let script = Path::new(script);
    let told =
        (arguments.iter().take_while(is_option)).any(|option| option.to_string_lossy().starts_with("--packages"));
    (!told && script.is_file()).then_some(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script<'a>(arguments: &[&'a str]) -> Option<&'a Path> {
        let arguments: Vec<&OsStr> = arguments.iter().copied().map(OsStr::new).collect();
        script_in(&arguments)
    }

    #[test]
    fn the_script_is_the_first_that_is_no_option() {
        let this = concat!(env!("CARGO_MANIFEST_DIR"), "/src/toolchain.rs");
        assert_eq!(
            script(&["--enable-asserts", this, "--packages=mine"]),
            Some(Path::new(this))
        );
        assert_eq!(script(&["--packages=mine", this]), None);
        assert_eq!(script(&["--version"]), None);
        assert_eq!(script(&["pub", "get"]), None);
    }
}
