//! `oche build --prebuilt`, with the real cargo: the libraries, their table, and what is said of those that are left out.

use std::env::consts;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use sha2::{Digest, Sha256};
use xtask::{Toolchain, Workspace};

use super::{project, says};

/// All that can be built here, and what is refused.
pub(super) fn makes_libraries(workspace: &Workspace, _: &Toolchain) -> Result<()> {
    let folder = project(workspace)?;
    let prebuilt = folder.path().join("prebuilt");

    // Libraries of an API that the Dart package does not have would be of no use.
    says(
        &oche(folder.path(), &["build", "--prebuilt"])?,
        1,
        "run `oche generate`",
    );
    ensure!(!prebuilt.exists(), "there should be nothing yet");
    says(&oche(folder.path(), &["generate"])?, 0, "");

    let output = oche(
        folder.path(),
        &["build", "--prebuilt", "--url", "https://example.com/v1"],
    )?;
    let target = own_target(workspace)?;
    says(&output, 0, &format!("{target}: "));
    if consts::OS == "linux" {
        says(&output, 0, "x86_64-apple-darwin: it needs a Mac with Xcode");
        says(
            &output,
            0,
            "left out aarch64-pc-windows-msvc, x86_64-pc-windows-msvc: it needs Windows",
        );
    }
    let table: Value = serde_json::from_str(&fs::read_to_string(prebuilt.join("table.json"))?)?;
    ensure!(
        table["crate"] == "hello" && table["url"] == "https://example.com/v1/",
        "{table}"
    );
    let entry = &table["libraries"][&target];
    let file = prebuilt.join(entry["file"].as_str().context("no file")?);
    let bytes = fs::read(&file)?;
    let mut sum = String::new();
    for byte in Sha256::digest(&bytes) {
        write!(sum, "{byte:02x}")?;
    }
    ensure!(entry["sha256"] == sum && entry["size"] == bytes.len(), "{table}");
    ensure!(file.starts_with(prebuilt.join(&target)), "{}", file.display());
    ensure!(
        contains(&bytes, b"oche_hello"),
        "it does not export the library's function"
    );
    let name = format!("{}hello{}", consts::DLL_PREFIX, consts::DLL_SUFFIX);
    ensure!(file.ends_with(name), "{}", file.display());

    // A target that was asked for is not left out with a note.
    if consts::OS == "linux" {
        let output = oche(folder.path(), &["build", "--prebuilt", "--target", "aarch64-apple-ios"])?;
        says(&output, 3, "error: it needs a Mac with Xcode");
    }
    says(
        &oche(folder.path(), &["build", "--url", "https://example.com"])?,
        2,
        "--prebuilt",
    );
    says(
        &oche(folder.path(), &["build", "--prebuilt", "--url", "v1"])?,
        2,
        "invalid value 'v1'",
    );

    // What does not compile leaves what was there before.
    let broken = "pub mod api;\nmod oche_generated;\n\npub fn broken() -> u8 {\n    \"no number\"\n}\n";
    fs::write(folder.path().join("src/lib.rs"), broken)?;
    let output = oche(folder.path(), &["build", "--prebuilt", "--target", &target])?;
    says(&output, 1, "does not compile");
    ensure!(fs::read(&file)? == bytes, "the library has changed");
    Ok(())
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn own_target(workspace: &Workspace) -> Result<String> {
    let output = workspace.cargo().arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let line = text.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned).context("cargo does not say where it runs")
}

fn oche(folder: &Path, args: &[&str]) -> Result<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oche"));
    command.args(args).current_dir(folder).env_remove("CARGO_TARGET_DIR");
    // Optimizing takes long, and makes no difference here.
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
    Ok(command.output()?)
}
