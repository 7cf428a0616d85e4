//! What each version of the ABI consists of, written down: `abi-<version>.txt`, and the fingerprints of all of them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use super::codes::CODES;
use super::entries::ENTRY_POINTS;
use super::layouts::{HEADERS, LAYOUTS};
use super::limits::{ABI_VERSION, LIMITS};

/// Where the versions are, from the repository's folder.
pub const FOLDER: &str = "crates/oche/protocol";

const FINGERPRINTS: &str = "fingerprints.txt";

/// What both sides have agreed on, as text. What is only explained is no part of it.
pub fn describe() -> String {
    let mut text = String::new();
    for limit in LIMITS.iter().filter(|limit| limit.name != "ABI_VERSION") {
        let _ = writeln!(text, "limit {} = {}", limit.name, limit.value);
    }
    for codes in CODES {
        let _ = writeln!(text, "\ncodes {}: u{}", codes.name, codes.bits);
        for code in codes.codes {
            let _ = writeln!(text, "    {}.{} = {}", codes.name, code.name, code.code);
        }
    }
    for layout in LAYOUTS {
        let _ = writeln!(text, "\nlayout {}", layout.name);
        for (place, field) in layout.fields.iter().enumerate() {
            let _ = writeln!(text, "    {}.{place} {}: {:?}", layout.name, field.name, field.kind);
        }
    }
    for header in HEADERS {
        let _ = writeln!(text, "\nheader {}", header.name);
        for (place, field) in header.fields.iter().enumerate() {
            let offset = header.offset(place);
            let _ = writeln!(text, "    {}+{offset} {}: {:?}", header.name, field.name, field.kind);
        }
    }
    text.push('\n');
    for (place, entry) in ENTRY_POINTS.iter().enumerate() {
        let parameters = entry.parameters.iter().map(|(name, kind)| format!("{name}: {kind:?}"));
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        let (name, lane, result) = (entry.name, entry.lane, entry.result);
        let _ = writeln!(text, "entry {place} {name}: {lane:?}({parameters}) -> {result:?}");
    }
    text
}

/// The lines that one version has and the other has not.
pub fn difference(before: &str, after: &str) -> String {
    let only = |these: &str, those: &str, sign: char| -> Vec<String> {
        let lines = these.lines().filter(|line| !those.lines().any(|other| other == *line));
        lines.map(|line| format!("{sign} {}", line.trim())).collect()
    };
    [only(before, after, '-'), only(after, before, '+')].concat().join("\n")
}

/// FNV-1a, of 64 bits.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What is written down in a folder.
struct Versions {
    fingerprints: BTreeMap<u32, u64>,
    texts: BTreeMap<u32, String>,
}

fn name(version: u32) -> String {
    format!("abi-{version}.txt")
}

impl Versions {
    fn read(folder: &Path) -> Result<Self> {
        let list = fs::read_to_string(folder.join(FINGERPRINTS)).unwrap_or_default();
        let mut versions = Versions {
            fingerprints: BTreeMap::new(),
            texts: BTreeMap::new(),
        };
        for line in list.lines() {
            let (version, fingerprint) = line.split_once(' ').context("a line has a version and a fingerprint")?;
            let version = version.parse()?;
            let text = fs::read_to_string(folder.join(name(version))).with_context(|| {
                format!(
                    "{FINGERPRINTS} names the version {version}, and there is no {}",
                    name(version)
                )
            })?;
            versions
                .fingerprints
                .insert(version, u64::from_str_radix(fingerprint, 16)?);
            versions.texts.insert(version, text);
        }
        Ok(versions)
    }

    /// That what was agreed on once is still what is written down.
    fn check_past(&self) -> Result<()> {
        for (version, text) in &self.texts {
            ensure!(
                self.fingerprints.get(version) == Some(&fingerprint(text)),
                "{} was changed afterwards, and libraries of that version are still around: take the change back, and raise \
                 ABI_VERSION in crates/oche/src/protocol/limits.rs instead",
                name(*version)
            );
        }
        Ok(())
    }

    /// Whether the version is written down, and as this.
    fn has(&self, version: u32, text: &str) -> Result<bool> {
        match self.texts.get(&version) {
            None => Ok(false),
            Some(there) if there == text => Ok(true),
            Some(there) => bail!(
                "what both sides have agreed on has changed, and the version of the ABI is still {version}. Raise ABI_VERSION \
                 in crates/oche/src/protocol/limits.rs, and run `cargo xtask protocol`. What is new:\n{}",
                difference(there, text)
            ),
        }
    }
}

/// Checks that a description is that of its version, as it is written down in a folder, and that no older one was changed.
///
/// # Errors
/// If not, with what to do.
pub fn check(folder: &Path, version: u32, text: &str) -> Result<()> {
    let versions = Versions::read(folder)?;
    versions.check_past()?;
    ensure!(
        versions.has(version, text)?,
        "the version {version} of the ABI is not written down yet: run `cargo xtask protocol`"
    );
    let latest = versions.texts.keys().max();
    ensure!(
        latest == Some(&version),
        "there is a later version than {version} already: ABI_VERSION only goes up"
    );
    Ok(())
}

/// Writes a version down, if it is a new one; what has changed since the one before.
///
/// # Errors
/// If that version is there already and is another one, or the folder cannot be written to.
pub fn write_down(folder: &Path, version: u32, text: &str) -> Result<Option<String>> {
    let mut versions = Versions::read(folder)?;
    versions.check_past()?;
    if versions.has(version, text)? {
        return Ok(None);
    }
    let before = versions.texts.values().next_back().cloned().unwrap_or_default();
    versions.fingerprints.insert(version, fingerprint(text));
    let list: String = (versions.fingerprints.iter())
        .map(|(version, fingerprint)| format!("{version} {fingerprint:016x}\n"))
        .collect();
    fs::create_dir_all(folder)?;
    fs::write(folder.join(name(version)), text)?;
    fs::write(folder.join(FINGERPRINTS), list)?;
    Ok(Some(difference(&before, text)))
}

/// The version that is described here.
pub const VERSION: u32 = ABI_VERSION;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Workspace;

    #[test]
    fn the_protocol_is_that_of_its_abi_version() {
        let folder = Workspace::find().root().join(FOLDER);
        if let Err(error) = check(&folder, VERSION, &describe()) {
            panic!("{error:#}");
        }
    }

    #[test]
    fn a_change_is_an_error_until_the_version_is_raised() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let folder = folder.path();
        let (old, new) = ("limit A = 1\nlimit B = 2\n", "limit A = 1\nlimit B = 3\n");
        let missing = check(folder, 1, old).expect_err("it is not there yet").to_string();
        assert!(missing.contains("cargo xtask protocol"), "{missing}");
        write_down(folder, 1, old).expect("it is the first");
        check(folder, 1, old).expect("it is there");

        for refused in [check(folder, 1, new), write_down(folder, 1, new).map(|_| ())] {
            let refused = refused.expect_err("the version was not raised").to_string();
            assert!(refused.contains("Raise ABI_VERSION"), "{refused}");
            assert!(refused.ends_with("- limit B = 2\n+ limit B = 3"), "{refused}");
        }
        let changes = write_down(folder, 2, new).expect("it was raised");
        assert_eq!(changes.as_deref(), Some("- limit B = 2\n+ limit B = 3"));
        check(folder, 2, new).expect("it is there");
        let back = check(folder, 1, old).expect_err("2 is there").to_string();
        assert!(back.contains("only goes up"), "{back}");

        fs::write(folder.join("abi-1.txt"), new).expect("it can be written");
        let changed = check(folder, 2, new).expect_err("1 was changed").to_string();
        assert!(changed.contains("abi-1.txt was changed afterwards"), "{changed}");
    }
}
