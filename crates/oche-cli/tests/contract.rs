//! `oche schema`, `oche diff` and `oche check` as users call them, with real git repositories.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const MANIFEST: &str = "\
[package]
name = \"my-app\"
version = \"0.1.0\"
edition = \"2024\"

[lib]
crate-type = [\"cdylib\"]

[dependencies]
oche = \"0.1\"
";
const ONE: &str = "pub fn one(x: i32) {}\n";
const TWO: &str = "pub fn one(x: i32) {}\npub fn two() {}\n";

/// A crate in the folder `rust` of a git repository, committed.
fn sample() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder, "rust/Cargo.toml", MANIFEST);
    write(&folder, "rust/src/lib.rs", "pub mod api;\nmod oche_generated;\n");
    write(&folder, "rust/src/api.rs", ONE);
    git(&folder, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&folder, "one");
    folder
}

fn write(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn git(folder: &TempDir, args: &[&str]) -> String {
    let identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.com"];
    let mut git = Command::new("git");
    git.args(identity).args(args).current_dir(folder.path());
    let output = git.output().expect("git runs");
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn commit(folder: &TempDir, tag: &str) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", tag]);
    git(folder, &["tag", tag]);
}

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oche"));
    command.args(args).current_dir(dir);
    command
}

fn oche(folder: &TempDir, args: &[&str]) -> (Option<i32>, String) {
    told(
        &command(&folder.path().join("rust"), args)
            .output()
            .expect("the command runs"),
    )
}

fn told(output: &Output) -> (Option<i32>, String) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.code(), String::from_utf8(text).expect("UTF-8"))
}

#[track_caller]
fn expect(folder: &TempDir, args: &[&str], code: i32, parts: &[&str]) {
    let (found, text) = oche(folder, args);
    assert_eq!(found, Some(code), "{text}");
    for part in parts {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
}

#[test]
fn a_contract_is_written_once_and_held() {
    let folder = sample();
    expect(
        &folder,
        &["check"],
        1,
        &["there is no contract", "write it with `oche schema`"],
    );
    expect(&folder, &["schema"], 0, &["wrote oche.contract.json"]);
    expect(&folder, &["schema"], 0, &["up to date"]);
    expect(&folder, &["check"], 0, &["the API is what oche.contract.json says"]);
    write(&folder, "rust/src/api.rs", TWO);
    expect(
        &folder,
        &["check"],
        1,
        &["function-added two", "to accept it: `oche schema`"],
    );
    expect(&folder, &["schema"], 0, &[]);
    expect(&folder, &["check"], 0, &[]);
    let (_, printed) = oche(&folder, &["schema", "--stdout"]);
    let written = fs::read_to_string(folder.path().join("rust/oche.contract.json")).expect("the contract");
    assert_eq!(printed, written);
}

#[test]
fn the_file_may_have_another_name() {
    let folder = sample();
    write(&folder, "rust/oche.toml", "[contract]\nfile = \"api.json\"\n");
    expect(&folder, &["schema"], 0, &["wrote api.json"]);
    expect(&folder, &["check"], 0, &["api.json"]);
}

#[test]
fn revisions_without_a_contract_are_read_from_their_sources() {
    let folder = sample();
    write(&folder, "rust/src/api.rs", TWO);
    commit(&folder, "two");
    // A dirty tree and an index of one's own are left alone.
    write(&folder, "rust/src/api.rs", "pub fn two() {}\n");
    write(&folder, "rust/note.txt", "staged");
    git(&folder, &["add", "rust/note.txt"]);
    let before = git(&folder, &["status", "--porcelain"]);
    expect(
        &folder,
        &["diff", "one", "two"],
        1,
        &["breaking (binary): function-added two"],
    );
    expect(
        &folder,
        &["diff", "one", "two", "--allow", "binary"],
        0,
        &["compatible: function-added two"],
    );
    expect(
        &folder,
        &["diff", "two", "one"],
        1,
        &["breaking (dart, binary): function-removed two"],
    );
    expect(
        &folder,
        &["diff", "two", "one", "--allow", "function-removed"],
        0,
        &["none breaking"],
    );
    expect(
        &folder,
        &["diff", "two", "one", "--allow", "binary", "--allow", "dart"],
        0,
        &[],
    );
    expect(&folder, &["diff", "HEAD"], 1, &["function-removed one"]);
    expect(&folder, &["diff", "two", "two"], 0, &["0 changes, none breaking"]);
    assert_eq!(git(&folder, &["status", "--porcelain"]), before);
}

#[test]
fn the_checked_in_contract_of_a_revision_comes_first() {
    let folder = sample();
    expect(&folder, &["schema"], 0, &[]);
    commit(&folder, "promised");
    write(&folder, "rust/src/api.rs", TWO);
    commit(&folder, "changed");
    // What is promised at `changed` is still the old API.
    expect(&folder, &["diff", "promised", "changed"], 0, &["0 changes"]);
    expect(&folder, &["diff", "changed"], 1, &["function-added two"]);
}

#[test]
fn changes_as_json() {
    let folder = sample();
    write(&folder, "rust/src/api.rs", TWO);
    let args = ["diff", "main", "--allow", "binary", "--message-format", "json"];
    let (code, text) = oche(&folder, &args);
    assert_eq!(code, Some(0), "{text}");
    let change: serde_json::Value = serde_json::from_str(&text).expect("one object");
    assert_eq!(change["code"], "function-added");
    assert_eq!(change["binary"], true);
    assert_eq!(change["breaks"], serde_json::json!([]));
}

#[test]
fn bad_input_has_one_clear_message() {
    let folder = sample();
    expect(&folder, &["schema"], 0, &[]);
    write(&folder, "rust/none.json", "{}");
    write(&folder, "rust/newer.json", "{\"format\": 9}");
    let own = "oche.contract.json";
    expect(
        &folder,
        &["diff", "none.json", own],
        1,
        &["`none.json` is no contract of an API"],
    );
    expect(&folder, &["diff", "newer.json", own], 1, &["format 9", "update `oche`"]);
    expect(
        &folder,
        &["diff", "lacks.json", own],
        1,
        &["there is no contract `lacks.json`"],
    );
    expect(
        &folder,
        &["diff", "nowhere"],
        1,
        &["`nowhere` is neither a file nor a revision"],
    );
    expect(
        &folder,
        &["diff", "--", "--all"],
        1,
        &["`--all` is neither a file nor a revision"],
    );
    expect(&folder, &["diff", "main", "--allow", "evrything"], 2, &["nor a change"]);
    write(&folder, "rust/src/api.rs", "pub fn one(");
    expect(&folder, &["check"], 1, &["there is no contract of this API"]);
}

#[test]
fn revisions_need_a_repository_and_git() {
    let folder = sample();
    fs::remove_dir_all(folder.path().join(".git")).expect("it was there");
    expect(&folder, &["diff", "main"], 1, &["is in no git repository"]);
    let mut without_git = command(&folder.path().join("rust"), &["diff", "main"]);
    let (code, text) = told(&without_git.env("PATH", "").output().expect("the command runs"));
    assert_eq!(code, Some(3), "{text}");
    assert!(text.contains("`git` cannot be started"), "{text}");
}

#[test]
fn the_examples_keep_their_contracts() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    for example in ["vehicle", "multi_file"] {
        let output = command(&examples.join(example), &["check"]).output();
        let (code, text) = told(&output.expect("the command runs"));
        assert_eq!(code, Some(0), "{example}: {text}");
    }
}
