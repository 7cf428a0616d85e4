//! What is published on crates.io: the command is of no use there without the files of which it makes projects.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files below a folder, as `cargo package` lists them.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push(entry.path());
        }
    }
}

#[test]
fn every_template_is_published_and_used() {
    let krate = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO"))
        .args(["package", "--no-verify", "--list", "--allow-dirty", "--offline"])
        .current_dir(krate)
        .output()
        .expect("cargo runs");
    let listed = String::from_utf8(output.stdout).expect("paths");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed: Vec<&Path> = listed.lines().map(Path::new).collect();
    let uses = fs::read_to_string(krate.join("src/scaffold/template.rs")).expect("the list");

    let mut templates = Vec::new();
    files(&krate.join("templates"), &mut templates);
    assert!(templates.len() > 20, "{templates:?}");
    for template in templates {
        let path = template.strip_prefix(krate).expect("below it");
        assert!(listed.contains(&path), "`{}` is not published", path.display());
        let used = format!("\"../../{}\"", path.to_str().expect("text").replace('\\', "/"));
        assert!(uses.contains(&used), "`{}` is used nowhere", path.display());
        // Cargo leaves out what git ignores, and takes a folder with such a file for another package.
        let name = path.file_name().expect("a name").to_string_lossy();
        assert!(!name.starts_with('.') && name != "Cargo.toml", "{}", path.display());
    }
}
