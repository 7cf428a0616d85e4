//! All test programs of a package in one kernel file: compiling the package they import once, and not for each of them,
//! is most of what a run takes.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use xtask::dart::packages::file_uri;
use xtask::process::quietly;
use xtask::{Toolchain, Workspace};

/// The compiled test programs of one package.
pub struct Bundle(PathBuf);

impl Bundle {
    /// Compiles `scripts`, which belong to the package in the folder `package`.
    ///
    /// # Errors
    /// If one of them does not compile.
    pub fn compile(
        workspace: &Workspace,
        toolchain: &Toolchain,
        vm: &str,
        package: &Path,
        scripts: &[PathBuf],
    ) -> Result<Self> {
        let folder = folder_of(workspace, package)?;
        let (main, kernel) = (folder.join(format!("{vm}.dart")), folder.join(format!("{vm}.dill")));
        fs::write(&main, program(scripts))?;
        compile(toolchain, package, &main, &kernel)?;
        Ok(Self(kernel))
    }

    /// Adds what runs `script`, one of those that were compiled.
    pub fn add_program(&self, dart: &mut Command, script: &Path) {
        dart.arg(&self.0).arg(name(script));
    }
}

/// Compiles a program of the package in the folder `package` that is not to be run.
///
/// # Errors
/// If it does not compile.
pub fn check(workspace: &Workspace, toolchain: &Toolchain, vm: &str, package: &Path, main: &Path) -> Result<()> {
    let kernel = folder_of(workspace, package)?.join(format!("{vm}_{}.dill", name(main)));
    compile(toolchain, package, main, &kernel)
}

/// Where what is compiled for a package lies: in a folder that is called like it, or like the folder of its crate.
fn folder_of(workspace: &Workspace, package: &Path) -> Result<PathBuf> {
    let own = if package.ends_with("dart") {
        package.parent()
    } else {
        Some(package)
    };
    let name = own.and_then(Path::file_name).unwrap_or_default();
    let folder = workspace.cache().join("e2e").join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn compile(toolchain: &Toolchain, package: &Path, main: &Path, kernel: &Path) -> Result<()> {
    let mut dart = toolchain.dart_for(package)?;
    let mut snapshot = OsString::from("--snapshot=");
    snapshot.push(kernel);
    dart.arg("--snapshot-kind=kernel").arg(snapshot);
    quietly(dart.arg(main))?;
    Ok(())
}

/// The program that runs the one whose name it is given.
fn program(scripts: &[PathBuf]) -> String {
    let mut imports = String::new();
    let mut cases = String::new();
    for (index, script) in scripts.iter().enumerate() {
        let uri = file_uri(script);
        imports.push_str(&format!("import '{uri}' as t{index};\n"));
        // A `main` may or may not be asynchronous.
        cases.push_str(&format!(
            "    case '{}':\n      await (t{index}.main as dynamic)();\n",
            name(script)
        ));
    }
    format!(
        "{imports}\nFuture<void> main(List<String> arguments) async {{\n  switch (arguments.single) {{\n{cases}  }}\n}}\n"
    )
}

fn name(script: &Path) -> String {
    script.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
