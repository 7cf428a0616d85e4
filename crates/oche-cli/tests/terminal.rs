//! What all commands have in common: the options that they share, colours, and exit codes.

use std::fs;
use std::process::{Command, Output, Stdio};

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

const API: &str = "pub fn answer() -> i32 {\n    42\n}\n";
const BROKEN: &str = "pub fn answer() -> &'static mut i32 {\n    loop {}\n}\n";

/// A crate with an API.
fn sample(api: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("Cargo.toml"), MANIFEST).expect("a file");
    fs::create_dir(folder.path().join("src")).expect("a folder");
    fs::write(folder.path().join("src/lib.rs"), "pub mod api;\nmod oche_generated;\n").expect("a file");
    fs::write(folder.path().join("src/api.rs"), api).expect("a file");
    folder
}

fn command(folder: &TempDir, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oche"));
    command
        .args(args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE");
    command
}

fn oche(folder: &TempDir, args: &[&str]) -> Output {
    command(folder, args).output().expect("the command runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn quiet_says_nothing_where_all_is_well() {
    let folder = sample(API);
    let output = oche(&folder, &["--quiet", "generate"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!((out(&output), err(&output)), (String::new(), String::new()));
    assert!(folder.path().join("src/oche_generated.rs").is_file());
}

#[test]
fn quiet_still_shows_errors() {
    let output = oche(&sample(BROKEN), &["generate", "-q"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("src/api.rs:1:"), "{}", err(&output));
}

#[test]
fn verbose_names_both_packages() {
    let folder = sample(API);
    let output = oche(&folder, &["generate", "--verbose"]);
    assert_eq!(output.status.code(), Some(0));
    let err = err(&output);
    assert!(err.contains("   crate ") && err.contains("    dart "), "{err}");
    assert!(!self::err(&oche(&folder, &["generate"])).contains("   crate "));
}

#[test]
fn quiet_and_verbose_exclude_each_other() {
    let output = oche(&sample(API), &["-q", "-v", "generate"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("cannot be used with"), "{}", err(&output));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = sample(BROKEN);
    let coloured = |command: &mut Command| err(&command.output().expect("the command runs")).contains('\u{1b}');
    assert!(!coloured(&mut command(&folder, &["generate"])), "not a terminal");
    assert!(coloured(&mut command(&folder, &["generate", "--color", "always"])));
    assert!(coloured(&mut command(&folder, &["--color=always", "generate"])));
    assert!(!coloured(&mut command(&folder, &["generate", "--color", "never"])));
    assert!(coloured(command(&folder, &["generate"]).env("CLICOLOR_FORCE", "1")));
    assert!(!coloured(
        command(&folder, &["generate"])
            .env("CLICOLOR_FORCE", "1")
            .env("NO_COLOR", "1")
    ));
}

/// Also what is wrong with the command line, and help, where clap has the word.
#[test]
fn colours_of_usage_errors_follow_the_option() {
    let folder = sample(API);
    for (args, coloured) in [
        (&["genrate"][..], false),
        (&["genrate", "--color", "always"], true),
        (&["--color=always", "genrate"], true),
        (&["generate", "--nonsense", "--color=always"], true),
        (&["--color=never", "--color=always", "genrate"], true),
        (&["generate", "--color", "blue"], false),
        (&["man", "genrate", "--color=always"], true),
        // Behind `--` are somebody else's options.
        (&["run", "--nonsense", "--", "--color=always"], false),
    ] {
        let output = oche(&folder, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(err(&output).contains('\u{1b}'), coloured, "{args:?}: {}", err(&output));
    }
    let mut forced = command(&folder, &["genrate", "--color=never"]);
    let forced = forced.env("CLICOLOR_FORCE", "1").output().expect("the command runs");
    assert!(!err(&forced).contains('\u{1b}'), "{}", err(&forced));
    let help = |args: &[&str]| out(&oche(&folder, args)).contains('\u{1b}');
    assert!(help(&["--help", "--color=always"]) && !help(&["--help"]));
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let folder = sample(API);
    for args in [
        &["generate", "--dump-ir"][..],
        &["man"],
        &["completions", "bash"],
        &["generate"],
    ] {
        let mut child = command(&folder, args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the command ends");
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
        assert!(!err(&output).contains("error"), "{args:?}: {}", err(&output));
    }
}

#[test]
fn a_file_that_cannot_be_written_is_code_3() {
    let folder = sample(API);
    fs::create_dir_all(folder.path().join("dart/lib/src/bridge.dart")).expect("a folder in the way");
    let output = oche(&folder, &["generate"]);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(err(&output).starts_with("error: "), "{}", err(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_finds_no_room_is_code_3() {
    const QUESTIONS: [&[&str]; 8] = [
        &["schema", "--config"],
        &["schema", "--stdout"],
        &["generate", "--dump-ir"],
        &["explain", "--list"],
        &["explain", "301"],
        &["explain", "pointer"],
        &["completions", "bash"],
        &["man"],
    ];
    let folder = sample(API);
    for question in QUESTIONS {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("a full disk");
        let output = command(&folder, question)
            .stdout(full)
            .output()
            .expect("the command runs");
        assert_eq!(output.status.code(), Some(3), "{question:?}: {}", err(&output));
        assert!(err(&output).starts_with("error: "), "{question:?}: {}", err(&output));
    }
}

#[test]
fn what_is_mistyped_is_code_2_and_has_a_suggestion() {
    let folder = sample(API);
    for (args, meant) in [
        (&["genrate"][..], "'generate'"),
        (&["biuld"], "'build'"),
        (&["rum", "--", "main.dart"], "'run'"),
        (&["shema"], "'schema'"),
        (&["dif"], "'diff'"),
        (&["chekc"], "'check'"),
        (&["generate", "--chek"], "'--check'"),
        (&["build", "--relase"], "'--release'"),
        (&["generate", "--color", "allways"], "'always'"),
        (&["--quite", "generate"], "'--quiet'"),
        (&["completions", "bsh"], "'bash'"),
    ] {
        let output = oche(&folder, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains(meant), "{args:?}: {}", err(&output));
    }
}

#[test]
fn the_schema_of_oche_toml_can_be_had_where_there_is_no_crate() {
    let folder = tempfile::tempdir().expect("a folder");
    let printed = oche(&folder, &["schema", "--config"]);
    let schema: serde_json::Value = serde_json::from_slice(&printed.stdout).expect("JSON");
    assert_eq!(
        schema["properties"]["dart"]["properties"]["positional"]["type"],
        "boolean"
    );
    for said in ["   wrote oche.schema.json\n", "oche.schema.json is up to date\n"] {
        let output = oche(&folder, &["schema", "--config", "--output", "oche.schema.json"]);
        assert_eq!(out(&output), said, "{}", err(&output));
    }
    let written = fs::read(folder.path().join("oche.schema.json")).expect("the schema");
    assert_eq!(written, printed.stdout);
}

/// `/dev/null` is such a place, and root could replace it; a pipe stands for it.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_to_and_not_replaced() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};

    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let kind = |name: &str| at(name).symlink_metadata().expect("it is there").file_type();
    assert!(
        Command::new("mkfifo")
            .arg(at("pipe"))
            .status()
            .expect("mkfifo")
            .success()
    );
    // Open for both, so that neither side waits for the other; it holds more than is written.
    let mut pipe = fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(at("pipe"))
        .expect("the pipe");
    let output = oche(&folder, &["schema", "--config", "--output", "pipe"]);
    assert!(output.status.success() && kind("pipe").is_fifo(), "{}", err(&output));
    let mut first = [0];
    std::io::Read::read_exact(&mut pipe, &mut first).expect("what was written");
    assert_eq!(&first, b"{");

    fs::write(at("real.json"), "old").expect("a file");
    fs::set_permissions(at("real.json"), PermissionsExt::from_mode(0o600)).expect("a private file");
    symlink("real.json", at("link.json")).expect("a link");
    let output = oche(&folder, &["schema", "--config", "--output", "link.json"]);
    assert!(
        output.status.success() && kind("link.json").is_symlink(),
        "{}",
        err(&output)
    );
    let mode = at("real.json").metadata().expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(
        fs::read_to_string(at("real.json"))
            .expect("the schema")
            .starts_with('{')
    );
}

#[test]
fn every_command_that_reads_oche_toml_says_what_is_wrong_in_it() {
    let folder = sample(API);
    fs::write(folder.path().join("oche.toml"), "[dart]\npositionl = true\nlib = 3\n").expect("a file");
    for args in [
        &["generate"][..],
        &["generate", "--check"],
        &["build"],
        &["run", "--", "main.dart"],
        &["schema"],
        &["check"],
    ] {
        let output = oche(&folder, args);
        let err = err(&output);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {err}");
        for said in [
            "--> oche.toml:2:1",
            "a similar name: `positional`",
            "--> oche.toml:3:7",
            "`lib` must be a string",
            "error: 2 problems, nothing was ",
        ] {
            assert!(err.contains(said), "{args:?}: {said}: {err}");
        }
    }
}

#[test]
fn help_and_book_say_the_same_of_the_exit_codes() {
    let help = out(&oche(&sample(API), &["--help"]));
    let codes: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Exit codes:")
        .skip(1)
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(codes.len(), 4, "{help}");
    let book = include_str!("../../../book/src/command.md");
    for line in codes {
        let (code, meaning) = line.split_once("  ").expect("a code and its meaning");
        let row = format!("| {code} | {meaning} |");
        assert!(book.contains(&row), "book/src/command.md lacks: {row}");
    }
}
