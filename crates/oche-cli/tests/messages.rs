//! `--message-format json`: what editors and CI read. The compiler itself says what its shape is.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const MANIFEST: &str = "\
[package]
name = \"hello\"
version = \"0.1.0\"
edition = \"2024\"

[lib]
crate-type = [\"cdylib\"]

[dependencies]
oche = \"0.1\"
";

/// A crate with an API.
fn sample(api: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("src")).expect("a folder");
    for (path, text) in [
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod api;\nmod oche_generated;\n"),
        ("src/api.rs", api),
    ] {
        fs::write(folder.path().join(path), text).expect("a file");
    }
    folder
}

fn oche(folder: &TempDir, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oche"));
    let args = args.iter().chain(&["--message-format", "json"]);
    command
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the command runs")
}

/// What rustc says of the API, as a crate of its own.
fn rustc(folder: &TempDir) -> Vec<Value> {
    let output = Command::new("rustc")
        .args([
            "--error-format",
            "json",
            "--crate-type",
            "lib",
            "--edition",
            "2024",
            "--emit",
            "metadata",
        ])
        .arg("src/api.rs")
        .current_dir(folder)
        .output()
        .expect("rustc runs");
    messages(&output.stderr)
}

fn messages(lines: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(lines).expect("UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn fields(object: &Value) -> BTreeSet<&str> {
    object
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

/// What an editor needs of a span to find the place.
fn place(span: &Value) -> Value {
    let mut place = span.clone();
    place["label"] = Value::Null;
    place
}

/// The same mistake, found by both, is in the same place, however the file is written.
#[test]
fn places_are_where_rustc_has_them() {
    for (name, api) in [
        ("plain", "pub fn f(of: Telemtry) {}\n".to_owned()),
        (
            "characters",
            "/* \u{1F600} é */ pub fn f(of: /* ÿ */ Telemtry) {}\n".to_owned(),
        ),
        ("a tab", "\tpub fn f(\tof: Telemtry) {}\n".to_owned()),
        (
            "Windows line ends",
            "//! Docs.\r\n\r\npub fn f(\r\n    of: Telemtry,\r\n) {}\r\n".to_owned(),
        ),
        ("a byte order mark", "\u{feff}pub fn f(of: Telemtry) {}\n".to_owned()),
        (
            "both, further down",
            "\u{feff}// é\r\npub fn f(of: Telemtry) {}\r\n".to_owned(),
        ),
        ("no line end", "pub fn f() -> Telemtry".to_owned() + " { todo!() }"),
    ] {
        let folder = sample(&api);
        let output = oche(&folder, &["generate"]);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", err(&output));
        let ours = messages(&output.stdout);
        let theirs = rustc(&folder);
        let theirs = theirs.first().expect("an error");
        assert_eq!(ours.len(), 1, "{name}: {ours:?}");
        assert_eq!(place(&ours[0]["spans"][0]), place(&theirs["spans"][0]), "{name}");
        // And the shape is the same, down to the last field.
        assert_eq!(fields(&ours[0]), fields(theirs), "{name}");
        assert_eq!(fields(&ours[0]["code"]), fields(&theirs["code"]));
        assert_eq!(fields(&ours[0]["spans"][0]), fields(&theirs["spans"][0]));
        assert_eq!(ours[0]["level"], theirs["level"]);
        assert_eq!(ours[0]["$message_type"], theirs["$message_type"]);
    }
}

#[test]
fn what_belongs_to_a_problem_is_beside_it() {
    let folder =
        sample("#[oche::oche(name = \"a\", name = \"b\")]\npub fn one() {}\n\npub fn class(x: u8) -> u8 { x }\n");
    let output = oche(&folder, &["generate"]);
    let all = messages(&output.stdout);
    let twice = all
        .iter()
        .find(|message| message["code"]["code"] == "OCHE0204")
        .expect("an error");
    assert_eq!(twice["level"], "error");
    assert_eq!(twice["message"], "`name` is written twice");
    let spans = twice["spans"].as_array().expect("spans");
    let told: Vec<_> = spans
        .iter()
        .map(|span| (&span["is_primary"], &span["label"], &span["column_start"]))
        .collect();
    assert_eq!(
        told,
        [
            (&Value::from(true), &Value::from("again"), &Value::from(26)),
            (&Value::from(false), &Value::from("first"), &Value::from(14)),
        ]
    );
    assert_eq!(twice["children"][0]["level"], "help");
    assert_eq!(twice["children"][0]["message"], "keep one of them");
    assert_eq!(fields(&twice["children"][0]), fields(twice), "a child is a message");
    let rendered = twice["rendered"].as_str().expect("a text");
    assert!(
        rendered.starts_with("error[OCHE0204]: `name` is written twice\n --> src/api.rs:1:26\n"),
        "{rendered}"
    );
    let warning = all
        .iter()
        .find(|message| message["level"] == "warning")
        .expect("a warning");
    assert_eq!(warning["spans"][0]["line_start"], 4);
    // What is for people is on the other output.
    assert_eq!(err(&output), "error: 1 problem, nothing was written\n");
}

#[test]
fn code_of_several_lines_is_marked_in_each() {
    let folder = sample("pub fn f(\n    of: *const  // é\n        u8,\n) {}\n");
    let output = oche(&folder, &["generate"]);
    let all = messages(&output.stdout);
    let text = serde_json::json!([
        {"text": "    of: *const  // é", "highlight_start": 9, "highlight_end": 21},
        {"text": "        u8,", "highlight_start": 1, "highlight_end": 11},
    ]);
    assert_eq!(all[0]["spans"][0]["text"], text);
    assert_eq!(
        (&all[0]["spans"][0]["line_start"], &all[0]["spans"][0]["line_end"]),
        (&2.into(), &3.into())
    );
}

#[test]
fn what_is_wrong_with_the_set_up_is_told_in_the_same_way() {
    let folder = sample("pub fn f() {}\n");
    fs::write(
        folder.path().join("oche.toml"),
        "\u{feff}[drat]\r\n[dart]\r\nlib = 3\r\n",
    )
    .expect("a file");
    let output = oche(&folder, &["generate"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let all = messages(&output.stdout);
    let told: Vec<_> = all
        .iter()
        .map(|message| {
            let span = &message["spans"][0];
            (
                span["file_name"].as_str(),
                span["byte_start"].as_u64(),
                span["line_start"].as_u64(),
                span["column_start"].as_u64(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some("oche.toml"), Some(4), Some(1), Some(2)),
            (Some("oche.toml"), Some(25), Some(3), Some(7)),
        ]
    );
    let nowhere = oche(&folder, &["generate", "--crate", "nowhere"]);
    let all = messages(&nowhere.stdout);
    assert_eq!(
        (&all[0]["code"]["code"], &all[0]["spans"]),
        (&"OCHE0001".into(), &Value::Array(Vec::new()))
    );
}

#[test]
fn stale_files_are_messages_too() {
    let folder = sample("pub fn f() {}\n");
    let missing = oche(&folder, &["generate", "--check"]);
    assert_eq!(missing.status.code(), Some(1));
    let all = messages(&missing.stdout);
    assert_eq!(all.len(), 8, "{all:?}");
    assert!(
        all.iter().all(|message| message["spans"] == Value::Array(Vec::new())),
        "{all:?}"
    );

    let written = oche(&folder, &["generate"]);
    assert_eq!(
        (written.status.code(), &written.stdout[..]),
        (Some(0), &b""[..]),
        "{}",
        err(&written)
    );
    let fine = oche(&folder, &["generate", "--check"]);
    assert_eq!(
        (fine.status.code(), &fine.stdout[..]),
        (Some(0), &b""[..]),
        "{}",
        err(&fine)
    );

    fs::write(folder.path().join("src/api.rs"), "pub fn f(x: u8) {}\n").expect("a file");
    let stale = oche(&folder, &["generate", "--check"]);
    assert_eq!(stale.status.code(), Some(1));
    let all = messages(&stale.stdout);
    let rust = all
        .iter()
        .find(|message| message["spans"][0]["file_name"] == "src/oche_generated.rs");
    let rust = rust.expect("the Rust half is stale");
    assert_eq!(rust["message"], "`src/oche_generated.rs` is not up to date");
    assert_eq!((&rust["code"], &rust["level"]), (&Value::Null, &"error".into()));
    assert_eq!(
        (&rust["spans"][0]["line_start"], &rust["spans"][0]["column_end"]),
        (&1.into(), &1.into())
    );
    assert_eq!(rust["children"][0]["message"], "run `oche generate`");
}
