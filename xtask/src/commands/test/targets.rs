//! Compiling the run time for the targets that nothing can run on here.

use anyhow::Result;

use super::Tally;
use super::stages::show;
use crate::Workspace;
use crate::rust::standard_library;

/// The web: without the run time's features, with those it has by default, and with all.
const WEB: (&str, [&[&str]; 3]) = (
    "wasm32-unknown-unknown",
    [&["--no-default-features"], &[], &["--all-features"]],
);

/// The others, without the run time's features: what differs from one to the other is in none of them, and tokio alone would take
/// longer than all the rest.
const OTHERS: [&str; 6] = [
    "aarch64-linux-android",
    "armv7-linux-androideabi",
    "aarch64-apple-ios",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
    "aarch64-unknown-linux-gnu",
];

/// Checks `oche` for each of them, in a target folder of its own. A target whose standard library cannot be had is named, and
/// left out.
pub(super) fn run(workspace: &Workspace) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut is_any_left = false;
    let web = WEB.1.iter().map(|features| (WEB.0, *features));
    let others = OTHERS.map(|target| (target, WEB.1[0]));
    for (target, features) in web.chain(others) {
        if let Err(error) = standard_library(workspace, target) {
            let why = error.to_string();
            println!("{target}: not run: {}", why.lines().next().unwrap_or_default());
            continue;
        }
        is_any_left = true;
        let mut cargo = workspace.cargo();
        cargo.args(["check", "--quiet", "--package", "oche", "--target", target]);
        cargo.args(features);
        // They would otherwise wait for whoever builds something for this machine.
        cargo.env("CARGO_TARGET_DIR", workspace.target().join("oche/targets"));
        let success = show(&mut cargo, |_| {})?;
        let features = features.first().copied().unwrap_or("default features");
        let verdict = if success { "compiles" } else { "does not compile" };
        println!("{target}, {}: {verdict}", features.trim_start_matches("--"));
        tally.add(&Tally::of_check(success));
    }
    match is_any_left {
        true => Ok(tally),
        false => Ok(Tally::skipped("no other target's standard library can be had")),
    }
}
