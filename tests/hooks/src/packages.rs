//! The packages that a hook needs, of which those of pub.dev are played.

use std::path::Path;

use serde_json::{Value, json};
use xtask::dart::packages::file_uri;

/// The packages, and where they lie in this repository.
const PACKAGES: [(&str, &str); 5] = [
    ("oche", "dart/oche"),
    ("oche_hooks", "dart/oche_hooks"),
    ("hooks", "tests/dart_hooks/hooks"),
    ("code_assets", "tests/dart_hooks/code_assets"),
    ("crypto", "tests/dart_hooks/crypto"),
];

/// An entry of `package_config.json`. The language is that of the VM that is there, which is older than the packages ask for.
pub fn entry(name: &str, uri: &str) -> Value {
    json!({"name": name, "rootUri": uri, "packageUri": "lib/", "languageVersion": "3.7"})
}

/// The entries of all packages that a hook needs, in the repository at `root`.
pub fn needed(root: &Path) -> Vec<Value> {
    let uri = |folder: &str| file_uri(&root.join(folder));
    PACKAGES.map(|(name, folder)| entry(name, &uri(folder))).to_vec()
}
