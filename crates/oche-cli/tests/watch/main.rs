//! `oche generate --watch`: a real process that hears of real changes, each made as an editor makes it.
#![cfg(unix)]

mod watching;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use watching::{LIMIT, MANIFEST, Watching};

const DART: &str = "dart/lib/src/api.dart";

/// A way to save a file.
type Save = (&'static str, fn(&Path, &str) -> std::io::Result<()>);

/// How editors save a file.
const SAVES: [Save; 7] = [
    ("written in place", |path, text| fs::write(path, text)),
    ("emptied, then written", |path, text| {
        fs::write(path, "")?;
        fs::write(path, text)
    }),
    ("a temporary file is put in its place", |path, text| {
        let temporary = path.with_file_name("api.rs.tmp.4711");
        fs::write(&temporary, text)?;
        fs::rename(temporary, path)
    }),
    ("as Vim does, with a probe, a backup and a swap file", |path, text| {
        let (probe, swap, backup) = (
            path.with_file_name("4913"),
            path.with_file_name(".api.rs.swp"),
            path.with_file_name("api.rs~"),
        );
        fs::write(&swap, "swap")?;
        fs::write(&probe, "")?;
        fs::remove_file(&probe)?;
        fs::rename(path, &backup)?;
        fs::write(path, text)?;
        fs::remove_file(backup)?;
        fs::remove_file(swap)
    }),
    ("as Emacs does, with a lock that leads nowhere", |path, text| {
        let (lock, auto) = (path.with_file_name(".#api.rs"), path.with_file_name("#api.rs#"));
        std::os::unix::fs::symlink("user@host.4711", &lock)?;
        fs::write(&auto, text)?;
        fs::write(path, text)?;
        fs::remove_file(auto)?;
        fs::remove_file(lock)
    }),
    ("as JetBrains' editors do", |path, text| {
        let (new, old) = (
            path.with_file_name("api.rs___jb_tmp___"),
            path.with_file_name("api.rs___jb_old___"),
        );
        fs::write(&new, text)?;
        fs::rename(path, &old)?;
        fs::rename(new, path)?;
        fs::remove_file(old)
    }),
    ("deleted and made anew", |path, text| {
        fs::remove_file(path)?;
        fs::write(path, text)
    }),
];

#[test]
fn however_a_file_is_saved_it_is_one_round() {
    let mut watching = Watching::start(&[]);
    let mut rounds = 0;
    for (number, (name, save)) in SAVES.iter().enumerate() {
        let text = format!("pub fn saved{number}() {{}}\n");
        save(&watching.path("src/api.rs"), &text).expect(name);
        let end = Instant::now() + LIMIT;
        while !watching.text(DART).contains(&format!("saved{number}(")) {
            assert!(Instant::now() < end, "{name}: {:?}", watching.meanwhile());
            std::thread::sleep(Duration::from_millis(10));
        }
        // What is written is no reason for another round, nor is what editors leave behind.
        let lines = watching.meanwhile();
        let line = lines.last().expect("a line");
        assert!(
            line.starts_with("src/api.rs") && line.ends_with(" ms"),
            "{name}: {lines:?}"
        );
        rounds += lines.iter().filter(|line| line.ends_with(" ms")).count();
    }
    // A machine that has a lot to do may make a pause in a save.
    assert!(rounds <= SAVES.len() + 2, "{}", watching.printed.join("\n"));
}

#[test]
fn what_is_no_change_is_no_round() {
    let mut watching = Watching::start(&[]);
    let api = watching.path("src/api.rs");
    let same = watching.text("src/api.rs");
    watching.write("src/api.rs", &same);
    watching.write("src/.api.rs.swp", "swap");
    watching.write("src/api.rs~", "backup");
    watching.write("src/notes.txt", "text");
    watching.write("Cargo.lock", "");
    fs::create_dir_all(watching.path("target/debug")).expect("a folder");
    watching.write("target/debug/build.rs", "fn main() {}");
    fs::set_permissions(&api, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("permissions");
    assert_eq!(watching.meanwhile(), Vec::<String>::new());
    // A comment is a change, and changes nothing that is written.
    watching.write("src/api.rs", &format!("// why\n{same}"));
    watching.until("src/api.rs: 0 files written, ");
}

#[test]
fn a_mistake_keeps_what_was_good() {
    let mut watching = Watching::start(&[]);
    let good = watching.text(DART);
    for (path, wrong, told) in [
        (
            "src/api.rs",
            "pub fn one(x: *const u8) {}\n",
            "1 problem, nothing was written, in ",
        ),
        ("src/api.rs", "pub fn one( {\n", "1 problem, nothing was written, in "),
        (
            "src/lib.rs",
            "mod oche_generated;\n",
            "1 problem, nothing was written, in ",
        ),
        (
            "oche.toml",
            "[drat]\n",
            "oche.toml: 1 problem, nothing was written, in ",
        ),
        (
            "Cargo.toml",
            "[package\n",
            "Cargo.toml: 1 problem, nothing was written, in ",
        ),
    ] {
        let right = watching.text(path);
        watching.write(path, wrong);
        watching.until(told);
        assert_eq!(watching.text(DART), good, "{path}");
        watching.write(path, &right);
        let line = watching.until(" written, ");
        assert!(line.contains("0 files written, "), "{line}");
    }
    // What cannot be written is told, and tried again.
    fs::remove_dir_all(watching.path("dart")).expect("the folder");
    watching.write("dart", "a file in the way");
    watching.write("src/api.rs", "pub fn two() {}\n");
    watching.until("src/api.rs: ");
    fs::remove_file(watching.path("dart")).expect("the file");
    watching.write("src/api.rs", "pub fn three() {}\n");
    watching.until("files written");
    assert!(watching.text(DART).contains("three("));
}

#[test]
fn modules_come_and_go() {
    let lights = "dart/lib/src/api/lights.dart";
    let mut watching = Watching::start(&[
        ("src/api.rs", "pub mod lights;\n\npub fn one() {}\n"),
        ("src/api/lights.rs", "pub fn on() {}\n"),
    ]);
    assert!(watching.text(lights).contains("on("));

    // Deleted, which is a mistake, and back.
    fs::remove_file(watching.path("src/api/lights.rs")).expect("the module");
    watching.until("src/api/lights.rs: 1 problem, nothing was written");
    assert!(watching.text(lights).contains("on("), "the last good output stays");
    watching.write("src/api/lights.rs", "pub fn off() {}\n");
    watching.until("src/api/lights.rs: ");
    assert!(watching.text(lights).contains("off("));

    // With its folder, and back, under another inode.
    fs::remove_dir_all(watching.path("src/api")).expect("the folder");
    watching.until("1 problem, nothing was written");
    fs::create_dir(watching.path("src/api")).expect("the folder");
    watching.write("src/api/lights.rs", "pub fn dim() {}\n");
    watching.until(" written, ");
    assert!(watching.text(lights).contains("dim("));
    watching.write("src/api/lights.rs", "pub fn glow() {}\n");
    watching.until("src/api/lights.rs: ");
    assert!(watching.text(lights).contains("glow("));

    // Moved away and back, as `git stash` or a rename in an editor does.
    fs::rename(watching.path("src/api"), watching.path("src/api2")).expect("a rename");
    watching.until("1 problem, nothing was written");
    fs::rename(watching.path("src/api2"), watching.path("src/api")).expect("a rename");
    watching.until(" written, ");

    // Gone for good: so is its Dart.
    watching.write("src/api.rs", "pub fn one() {}\n");
    let line = watching.until("removed");
    assert!(line.starts_with("src/api.rs: "), "{line}");
    assert!(!watching.path(lights).exists());

    // A new one, in a folder that nobody has watched, and one below it, all at once.
    watching.write("src/api.rs", "pub mod doors;\n");
    fs::create_dir_all(watching.path("src/api/doors")).expect("a folder");
    watching.write("src/api/doors.rs", "pub mod left;\n");
    watching.write("src/api/doors/left.rs", "pub fn open() {}\n");
    let end = Instant::now() + LIMIT;
    while !watching.text("dart/lib/src/api/doors/left.dart").contains("open(") {
        assert!(Instant::now() < end, "{:?}", watching.meanwhile());
        std::thread::sleep(Duration::from_millis(20));
    }
    watching.meanwhile();
    watching.write("src/api/doors/left.rs", "pub fn close() {}\n");
    watching.until("src/api/doors/left.rs: ");
    assert!(watching.text("dart/lib/src/api/doors/left.dart").contains("close("));
}

#[test]
fn modules_elsewhere_are_watched_too() {
    let mut watching = Watching::start(&[
        ("src/api.rs", "#[path = \"../shared/part.rs.in\"]\npub mod part;\n"),
        ("shared/part.rs.in", "pub fn near() {}\n"),
    ]);
    let dart = "dart/lib/src/api/part.dart";
    watching.write("shared/part.rs.in", "pub fn far() {}\n");
    watching.until("shared/part.rs.in: ");
    assert!(watching.text(dart).contains("far("));
    fs::remove_file(watching.path("shared/part.rs.in")).expect("the module");
    watching.until("1 problem");
    watching.write("shared/part.rs.in", "pub fn back() {}\n");
    watching.until("files written");
    assert!(watching.text(dart).contains("back("));
}

#[test]
fn settings_are_watched_too() {
    let mut watching = Watching::start(&[
        (
            "src/api.rs",
            "#[cfg(feature = \"extra\")]\npub fn extra() {}\npub fn one() {}\n",
        ),
        ("dart/pubspec.yaml", "name: hello\n"),
    ]);
    watching.write("oche.toml", "[generate]\nfeatures = [\"extra\"]\n");
    watching.until("oche.toml: ");
    assert!(watching.text(DART).contains("extra("));
    watching.write("dart/pubspec.yaml", "name: other\n");
    watching.until("dart/pubspec.yaml: ");
    assert!(watching.path("dart/lib/other.dart").is_file() && !watching.path("dart/lib/hello.dart").exists());
    watching.write("Cargo.toml", &MANIFEST.replace("\"hello\"", "\"renamed\""));
    watching.until("Cargo.toml: ");
    assert!(watching.text("src/oche_generated.rs").contains("renamed"));
}

#[test]
fn many_changes_at_once_are_few_rounds() {
    let mut watching = Watching::start(&[]);
    for number in 0..200 {
        watching.write("src/api.rs", &format!("pub fn burst{number}() {{}}\n"));
    }
    let end = Instant::now() + LIMIT;
    while !watching.text(DART).contains("burst199(") {
        assert!(Instant::now() < end, "the last change was not seen");
        std::thread::sleep(Duration::from_millis(20));
    }
    let rounds = watching.meanwhile();
    assert!(rounds.len() <= 5, "{rounds:?}");
    assert!(watching.text(DART).contains("burst199("));
}

#[test]
fn what_is_taken_away_comes_back() {
    let mut watching = Watching::start(&[]);
    fs::remove_file(watching.path("src/oche_generated.rs")).expect("the file");
    watching.until("1 file written, ");
    assert!(watching.path("src/oche_generated.rs").is_file());
}

#[test]
fn ctrl_c_ends_it_with_code_0() {
    for signal in ["-INT", "-TERM"] {
        let mut watching = Watching::start(&[]);
        assert_eq!(watching.end(signal), Some(0), "{signal}");
        watching.until("stopped");
        // Also where the last thing that it said was a mistake.
        let mut watching = Watching::start(&[]);
        watching.write("src/api.rs", "pub fn one(x: *const u8) {}\n");
        watching.until("1 problem");
        assert_eq!(watching.end(signal), Some(0), "{signal}");
        let left = fs::read_dir(watching.path("src")).expect("the folder");
        let names: Vec<String> = left
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        assert!(names.iter().all(|name| !name.contains("tmp")), "{names:?}");
    }
}

#[test]
fn quiet_tells_of_mistakes_only() {
    let mut watching = Watching::start_with(&[], &["--quiet"]);
    let end = Instant::now() + LIMIT;
    while !watching.path(DART).is_file() {
        assert!(Instant::now() < end, "nothing was written");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(watching.meanwhile(), Vec::<String>::new());
    watching.write("src/api.rs", "pub fn one(x: *const u8) {}\n");
    watching.until("error[OCHE0303]");
    watching.until("src/api.rs: 1 problem, nothing was written, in ");
}

#[test]
fn what_cannot_be_watched_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_oche"))
        .args(["generate", "--watch"])
        .current_dir(&folder)
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(1), "there is no crate: {output:?}");

    let mut watching = Watching::start(&[]);
    let moved = tempfile::tempdir().expect("a folder");
    fs::rename(watching.folder.path(), moved.path().join("moved")).expect("a rename");
    watching.until("is gone");
    let status = watching.child.wait().expect("it ends");
    assert_eq!(status.code(), Some(3));
}

#[test]
fn it_goes_with_no_other_way_to_generate() {
    for option in ["--check", "--dump-ir", "--message-format=json"] {
        let output = Command::new(env!("CARGO_BIN_EXE_oche"))
            .args(["generate", "--watch", option])
            .output()
            .expect("the command runs");
        assert_eq!(output.status.code(), Some(2), "{option}");
    }
}
