//! One `cargo check` for the Rust of all pages.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use xtask::Workspace;
use xtask::process::{Source, capture};

use super::{Bridge, Folder, write};
use crate::samples::Sample;

/// The features of the crate `oche` that stand for other crates, which pages may use.
const CRATES: [&str; 8] = [
    "anyhow",
    "bytes",
    "chrono",
    "num-bigint",
    "serde_json",
    "time",
    "url",
    "uuid",
];

/// What else pages may use.
const OTHERS: [&str; 7] = [
    "async-executor",
    "async-trait",
    "futures-core",
    "futures-util",
    "log",
    "thiserror",
    "tokio",
];

/// A crate of somebody else's, for mirrors and conversions.
const GEO: &str = include_str!("geo.rs");

/// The manifest of a crate with everything that pages may use.
pub(super) fn manifest(name: &str, geo: &str) -> String {
    let features = CRATES.map(|name| format!("\"{name}\"")).join(", ");
    let crates: String = CRATES
        .iter()
        .chain(&OTHERS)
        .map(|name| format!("{name}.workspace = true\n"))
        .collect();
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n\n[dependencies]\n{}\
         oche = {{ workspace = true, features = [{features}, \"log\"] }}\ngeo = {{ path = \"{geo}\" }}\n",
        crates.replace(
            "tokio.workspace = true",
            "tokio = { workspace = true, features = [\"rt\", \"sync\", \"time\"] }"
        )
    )
}

/// Checks all pages together; gives what rustc says.
pub(super) fn check(
    workspace: &Workspace,
    folder: &Folder,
    samples: &[Sample],
    bridges: &BTreeMap<&str, Bridge>,
) -> Result<Vec<String>> {
    let all = folder.pages.join("all");
    write(&folder.pages.join("Cargo.toml"), &workspace_manifest(folder)?)?;
    let lock = folder.pages.join("Cargo.lock");
    if !lock.is_file() {
        fs::copy(folder.root.join("Cargo.lock"), lock)?;
    }
    let geo = folder.pages.join("geo");
    write(
        &geo.join("Cargo.toml"),
        "[package]\nname = \"geo\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    )?;
    write(&geo.join("src/lib.rs"), GEO)?;
    write(&all.join("Cargo.toml"), &manifest("all", "../geo"))?;
    let mut modules = String::from("#![allow(warnings)]\n");
    for sample in samples {
        let (name, Some(api)) = (&sample.name, &sample.rust) else {
            continue;
        };
        // What the generator has refused is known, and mostly nothing that rustc takes.
        let Some(bridge) = bridges.get(name.as_str()) else {
            continue;
        };
        modules.push_str(&format!("pub mod {name} {{ pub mod api; mod oche_generated; }}\n"));
        // A page's code thinks that its crate is its own.
        let moved = |text: &str| {
            text.replace("crate::", &format!("crate::{name}::"))
                .replace("fn oche_hello()", &format!("fn oche_{name}()"))
        };
        write(&all.join(format!("src/{name}/api.rs")), &moved(api))?;
        write(&all.join(format!("src/{name}/oche_generated.rs")), &moved(&bridge.rust))?;
    }
    write(&all.join("src/lib.rs"), &modules)?;

    let mut cargo = workspace.cargo();
    cargo.args([
        "check",
        "--quiet",
        "--message-format=json",
        "--profile",
        "test",
        "--lib",
        "--package",
        "all",
        "--manifest-path",
    ]);
    cargo.arg(folder.pages.join("Cargo.toml"));
    cargo.env("CARGO_TARGET_DIR", &folder.target);
    let mut faults = Vec::new();
    let output = capture(&mut cargo, |source, line| {
        let message = (source == Source::Stdout).then(|| serde_json::from_str::<Value>(line).ok());
        let Some(message) = message.flatten().map(|message| message["message"].clone()) else {
            return;
        };
        let has_place = message["spans"].as_array().is_some_and(|spans| !spans.is_empty());
        if message["level"] == "error" && has_place {
            faults.push(with_pages(message["rendered"].as_str().unwrap_or_default(), samples));
        }
    })?;
    if faults.is_empty() && !output.status.success() {
        bail!(
            "`cargo check` fails, and says nothing about the pages:\n{}",
            output.tail(40)
        );
    }
    Ok(faults)
}

/// A message with the pages' names in the place of the modules'.
fn with_pages(message: &str, samples: &[Sample]) -> String {
    let named = |message: String, sample: &Sample| {
        message.replace(
            &format!("all/src/{}/api.rs", sample.name),
            &sample.page.display().to_string(),
        )
    };
    samples.iter().fold(message.to_owned(), named)
}

/// The dependencies are those of the repository's workspace, so that its lock file fits.
fn workspace_manifest(folder: &Folder) -> Result<String> {
    let text = fs::read_to_string(folder.root.join("Cargo.toml"))?;
    let (_, rest) = text
        .split_once("[workspace.dependencies]")
        .context("the workspace's Cargo.toml has no dependencies")?;
    let (dependencies, _) = rest
        .split_once("\n[")
        .context("nothing follows the workspace's dependencies")?;
    let dependencies = dependencies.replace("path = \"", &format!("path = \"{}/", folder.root.display()));
    Ok(format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"all\", \"geo\"]\nexclude = [\"crates\"]\n\n[workspace.dependencies]{dependencies}\n\
         [profile.dev]\ndebug = false\nincremental = false\n"
    ))
}
