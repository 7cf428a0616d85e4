//! The command with the real cargo, on a real Dart VM: `oche build`, `oche run`, and the projects of `oche new`.

mod hooks;
mod prebuilt;
mod projects;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::Result;
use harness::toolchains;
use libtest_mimic::{Arguments, Failed, Trial};
use tempfile::TempDir;
use xtask::dart::packages::file_uri;
use xtask::{Toolchain, Workspace};

const API: &str =
    "/// Greets.\n#[oche::oche(sync)]\npub fn greet(name: String) -> String {\n    format!(\"Hello, {name}!\")\n}\n";
const MAIN: &str =
    "import 'package:hello/hello.dart';\n\nvoid main(List<String> words) => print(greet(name: words.single));\n";

/// A test: what it is called, and what it does.
type Test = (&'static str, fn(&Workspace, &Toolchain) -> Result<()>);

const TESTS: [Test; 7] = [
    ("oche::builds_and_runs", builds_and_runs),
    ("oche::makes_prebuilt_libraries", prebuilt::makes_libraries),
    ("hooks::of_templates", hooks::of_templates),
    ("projects::dart", projects::dart),
    ("projects::init", projects::init),
    ("projects::plugin", projects::plugin),
    ("projects::flutter", projects::flutter),
];

fn main() -> Result<()> {
    let arguments = Arguments::from_args();
    let workspace = Workspace::find();
    let mut trials = Vec::new();
    // One of them is enough: what is tried here does not depend on the age of the VM, and takes a compilation.
    let newest = toolchains(&workspace)?
        .into_iter()
        .filter(|(name, _)| *name == "newest");
    for (name, toolchain) in newest {
        for (test, run) in TESTS {
            let (workspace, toolchain) = (workspace.clone(), toolchain.clone());
            trials.push(Trial::test(format!("{name}::{test}"), move || {
                run(&workspace, &toolchain).map_err(|error| Failed::from(format!("{error:#}")))
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit()
}

fn builds_and_runs(workspace: &Workspace, toolchain: &Toolchain) -> Result<()> {
    let folder = project(workspace)?;
    let dart = toolchain.vm().executable();
    let run = ["run", "--", "bin/main.dart", "Ada"];
    let output = oche(&folder, dart, &run)?;
    says(&output, 0, "Hello, Ada!");

    // Nothing is missing where that works.
    let doctor = oche(&folder, dart, &["doctor"])?;
    says(&doctor, 0, "(3.4 or newer is needed)");
    says(&doctor, 0, "package:oche 0.");
    says(&doctor, 0, "nothing is missing");

    // Beside the package, where the plain VM finds it, and with the VM alone.
    says(&oche(&folder, dart, &["build"])?, 0, "built for Dart's platform");
    let alone = Command::new(dart)
        .args(["bin/main.dart", "Bob"])
        .current_dir(&folder)
        .output()?;
    says(&alone, 0, "Hello, Bob!");

    // A release library that would be found first goes, and that is said whatever else is not.
    let name = format!("{}hello{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let stale = folder.path().join("target/release").join(name);
    fs::create_dir_all(stale.parent().unwrap_or(&stale))?;
    fs::write(&stale, "stale")?;
    says(&oche(&folder, dart, &["build", "--quiet"])?, 0, "warning: removed ");
    assert!(!stale.exists(), "{} is still there", stale.display());

    // Without a Dart, the library is this machine's, and what was built for Dart stays where Dart looks.
    fs::write(&stale, "for Dart")?;
    says(&without_dart(&folder)?, 0, "there is no Dart on the PATH");
    assert_eq!(fs::read_to_string(&stale)?, "for Dart");
    fs::remove_file(&stale)?;

    // The exit code is the program's.
    let output = oche(&folder, dart, &["run", "--", "bin/main.dart"])?;
    says(&output, 255, "No element");

    // What cannot work is said, and nothing is started.
    says(
        &oche(&folder, dart, &["build", "--target", "sparc64-unknown-linux-gnu"])?,
        3,
        "rustup target add sparc64",
    );
    let path = folder.path().join("no-dart");
    says(&oche(&folder, &path, &run)?, 3, "does not answer as Dart does");
    old_dart(&path)?;
    says(
        &oche(&folder, &path, &run)?,
        3,
        "is Dart 3.2, and Oche needs 3.4 or newer",
    );
    let output = command(&folder, dart, &["build"])
        .env("CARGO", "no-such-cargo")
        .output()?;
    says(&output, 3, "there is no cargo on the PATH");
    fs::write(
        folder.path().join("src/api.rs"),
        "pub fn broken() -> u8 {\n    \"no number\"\n}\n",
    )?;
    says(&oche(&folder, dart, &run)?, 1, "does not compile; cargo says above why");
    Ok(())
}

/// `oche build` where there are only the tools of Rust and of C.
fn without_dart(folder: &TempDir) -> Result<Output> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output()?;
    let tools = PathBuf::from(String::from_utf8_lossy(&sysroot.stdout).trim()).join("bin");
    let mut command = command(folder, Path::new(""), &["build"]);
    let path = std::env::join_paths([&tools, Path::new("/usr/bin"), Path::new("/bin")])?;
    command.env("PATH", path).env("CARGO", tools.join("cargo"));
    Ok(command.output()?)
}

/// A crate with an API, and the Dart package around it as pub would leave it.
fn project(workspace: &Workspace) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let (rust, dart) = (workspace.root().join("crates/oche"), workspace.root().join("dart/oche"));
    let manifest = format!(
        "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n\n\
         [dependencies]\noche = {{ path = {rust:?}, default-features = false }}\n"
    );
    let packages = format!(
        "{{\"configVersion\": 2, \"packages\": [{{\"name\": \"hello\", \"rootUri\": \"../\", \"packageUri\": \"lib/\", \
         \"languageVersion\": \"3.4\"}}, {{\"name\": \"oche\", \"rootUri\": \"{}\", \"packageUri\": \"lib/\", \
         \"languageVersion\": \"3.4\"}}]}}",
        file_uri(&dart)
    );
    for (path, text) in [
        ("Cargo.toml", manifest.as_str()),
        ("Cargo.lock", &fs::read_to_string(workspace.root().join("Cargo.lock"))?),
        ("oche.toml", "[dart]\ndir = \".\"\n"),
        ("src/lib.rs", "pub mod api;\nmod oche_generated;\n"),
        ("src/api.rs", API),
        ("pubspec.yaml", "name: hello\nenvironment:\n  sdk: ^3.4.0\n"),
        ("bin/main.dart", MAIN),
        (".dart_tool/package_config.json", &packages),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(path, text)?;
    }
    Ok(folder)
}

/// What answers as a Dart does that is too old.
fn old_dart(path: &PathBuf) -> Result<()> {
    fs::write(
        path,
        "#!/bin/sh\necho 'Dart SDK version: 3.2.4 (stable) (x) on \"linux_x64\"'\n",
    )?;
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(())
}

fn command(folder: &TempDir, dart: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oche"));
    command.args(args).current_dir(folder).env("OCHE_DART", dart);
    command.env_remove("CARGO_TARGET_DIR").env_remove("OCHE_LIBRARY_DIR");
    command
}

fn oche(folder: &TempDir, dart: &Path, args: &[&str]) -> Result<Output> {
    Ok(command(folder, dart, args).output()?)
}

#[track_caller]
fn says(output: &Output, code: i32, what: &str) {
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code() == Some(code) && text.contains(what),
        "should end with {code} and say {what:?}, but {}:\n{text}",
        output.status
    );
}
