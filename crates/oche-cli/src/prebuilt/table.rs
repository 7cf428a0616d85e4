//! The table of the libraries, `prebuilt/table.json`. `dart/oche_hooks/lib/src/prebuilt.dart` reads it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use crate::exit::Failure;

/// Its name.
pub(super) const FILE: &str = "table.json";

/// The version of its form.
const FORMAT: u32 = 1;

/// The table.
#[derive(Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
pub(super) struct Table {
    format: u32,
    /// The crate, with underscores.
    #[serde(rename = "crate")]
    krate: String,
    /// The API that all libraries have.
    schema_hash: String,
    /// Where they can be downloaded from, with a slash at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// By target.
    pub(super) libraries: BTreeMap<String, Entry>,
}

/// What is said of a library.
#[derive(Debug, Deserialize, Serialize, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its file, from the table's folder.
    file: String,
    /// In bytes.
    pub(super) size: usize,
    /// In hexadecimal digits.
    sha256: String,
}

impl Entry {
    /// The one of the file with these bytes.
    pub(super) fn of(file: String, bytes: &[u8]) -> Self {
        let mut sha256 = String::new();
        for byte in Sha256::digest(bytes) {
            // Writing into a string cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        Self {
            file,
            size: bytes.len(),
            sha256,
        }
    }
}

impl Table {
    /// The table in a file; an empty one if there is none.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                return Err(Failure::undone(format_args!(
                    "cannot read `{}`: {error}",
                    path.display()
                )));
            }
        };
        serde_json::from_str(&text).map_err(|error| {
            Failure::undone(format_args!("`{}` is no table of libraries: {error}", path.display()))
                .with_help("remove the folder, and build all libraries again")
        })
    }

    /// The same for an API: libraries of another one are of no use any more.
    pub(super) fn for_api(self, krate: &str, schema_hash: &str, url: Option<&Url>) -> Self {
        let is_same = (self.format, self.krate.as_str(), self.schema_hash.as_str()) == (FORMAT, krate, schema_hash);
        let url = url.map(|url| format!("{}/", url.as_str().trim_end_matches('/')));
        Self {
            format: FORMAT,
            krate: krate.to_owned(),
            schema_hash: schema_hash.to_owned(),
            url: url.or(self.url),
            libraries: if is_same { self.libraries } else { BTreeMap::new() },
        }
    }

    /// Writes it.
    ///
    /// # Errors
    /// If that fails. The old one is then still there.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self).map_err(Failure::undone)?;
        replace(path, format!("{text}\n").as_bytes())
    }
}

/// Puts a file in the place of another one, all at once.
///
/// # Errors
/// If it cannot be written. The old one is then still there.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure::undone(format_args!("cannot write `{}`: {error}", path.display()));
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(cannot)?;
    let mut fresh = tempfile::NamedTempFile::new_in(folder).map_err(cannot)?;
    fresh.write_all(bytes).map_err(cannot)?;
    // A temporary file is for its owner alone, and these are for everybody.
    #[cfg(unix)]
    fs::set_permissions(fresh.path(), std::os::unix::fs::PermissionsExt::from_mode(0o644)).map_err(cannot)?;
    fresh.persist(path).map_err(|error| cannot(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let url = Url::parse("https://example.com/hello/v1").unwrap();
        let mut table = Table::default().for_api("hello", "0123456789abcdef", Some(&url));
        for (target, file) in [
            ("x86_64-unknown-linux-gnu", "libhello.so"),
            ("x86_64-pc-windows-msvc", "hello.dll"),
        ] {
            let entry = Entry::of(format!("{target}/{file}"), b"abc");
            table.libraries.insert(target.to_owned(), entry);
        }
        table
    }

    /// The tests of the build hook read the same file.
    #[test]
    fn the_form_is_the_one_that_the_hook_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/table.json");
        table().write(&path).unwrap();
        let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/hooks/tests/e2e/table.json");
        assert_eq!(fs::read_to_string(&path).unwrap(), fs::read_to_string(golden).unwrap());
        assert_eq!(Table::read(&path).unwrap(), table());
    }

    #[test]
    fn another_api_begins_a_table_anew_and_keeps_the_address() {
        let same = table().for_api("hello", "0123456789abcdef", None);
        assert_eq!(same, table());
        let other = table().for_api("hello", "fedcba9876543210", None);
        assert_eq!(other.libraries.len(), 0);
        assert_eq!(other.url.as_deref(), Some("https://example.com/hello/v1/"));
    }

    #[test]
    fn a_table_that_cannot_be_read_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.json");
        fs::write(&path, "{").unwrap();
        let failure = Table::read(&path).unwrap_err();
        assert!(
            failure.message.contains("is no table of libraries"),
            "{}",
            failure.message
        );
    }
}
