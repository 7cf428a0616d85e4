//! `oche new` as users call it, without a compiler: what it makes, and what it refuses.

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{clone, command, empty, ends, files, oche, read, text, write};

#[test]
fn a_dry_run_lists_what_a_real_one_makes() {
    let folder = empty();
    let dry = oche(&folder, &["new", "hello", "--dry-run"]);
    ends(&dry, 0, "nothing was written");
    assert_eq!(files(folder.path()), BTreeMap::new());
    ends(&oche(&folder, &["new", "hello"]), 0, "made hello: ");
    let listed: Vec<_> = text(&dry)
        .lines()
        .filter_map(|line| line.trim().strip_prefix("create "))
        .map(str::to_owned)
        .collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        files(&folder.path().join("hello")).into_keys().collect::<Vec<_>>()
    );
    ends(
        &oche(&folder, &["generate", "--check", "--crate", "hello/rust"]),
        0,
        "up to date",
    );
}

#[test]
fn oche_comes_from_where_it_is_said() {
    let version = env!("CARGO_PKG_VERSION");
    let git = "https://example.com/oche.git";
    for (source, cargo, dart) in [
        (
            "hosted",
            format!("oche = \"{version}\"\n"),
            format!("  oche: ^{version}\n"),
        ),
        (
            git,
            format!("oche = {{ git = \"{git}\" }}\n"),
            format!("  oche:\n    git:\n      url: {git}\n      path: dart/oche\n"),
        ),
        (
            "https://example.com/oche.git#1234567",
            format!("oche = {{ git = \"{git}\", rev = \"1234567\" }}\n"),
            format!("  oche:\n    git:\n      url: {git}\n      ref: '1234567'\n      path: dart/oche\n"),
        ),
        (
            "clone",
            "oche = { path = \"../../clone/crates/oche\" }\n".to_owned(),
            "  oche:\n    path: ../clone/dart/oche\n".to_owned(),
        ),
        (
            "clone/../clone",
            "oche = { path = \"../../clone/crates/oche\" }\n".to_owned(),
            "  oche:\n    path: ../clone/dart/oche\n".to_owned(),
        ),
    ] {
        let folder = empty();
        clone(&folder);
        ends(&oche(&folder, &["new", "hello", "--oche", source]), 0, "made hello");
        let manifest = read(&folder, "hello/rust/Cargo.toml");
        assert!(manifest.contains(&cargo), "{source}: {manifest}");
        let pubspec = read(&folder, "hello/pubspec.yaml");
        assert!(pubspec.contains(&dart), "{source}: {pubspec}");
        // There is no pub: so its file is written where everything is on this disk, and otherwise it is missing.
        let packages = folder.path().join("hello/.dart_tool/package_config.json");
        assert_eq!(packages.exists(), source.starts_with("clone"), "{source}");
    }
}

#[test]
fn a_clone_elsewhere_is_named_by_its_whole_path() {
    let (folder, elsewhere) = (empty(), empty());
    clone(&elsewhere);
    let path = elsewhere.path().join("clone").display().to_string();
    ends(&oche(&folder, &["new", "hello", "--oche", &path]), 0, "made hello");
    let pubspec = read(&folder, "hello/pubspec.yaml");
    assert!(pubspec.contains(&format!("    path: {path}/dart/oche\n")), "{pubspec}");
    let packages = read(&folder, "hello/.dart_tool/package_config.json");
    assert!(packages.contains("clone/dart/oche/\""), "{packages}");
}

#[test]
fn what_cannot_be_is_said_and_nothing_is_made() {
    const CASES: [(&[&str], i32, &str); 8] = [
        (&["new", "MyApp"], 2, "does not begin with a digit; `my_app` would do"),
        (&["new", "class"], 2, "it is a word of Dart or Rust"),
        (&["new", "test"], 2, "the name is taken"),
        (
            &["new", "oche"],
            2,
            "the name is taken: it is that of the bridge itself",
        ),
        (&["new", "full"], 1, "`full` is there already\nhelp: take another name"),
        (
            &["new", "package"],
            1,
            "help: to add Rust to that package: `oche init package`",
        ),
        (
            &["new", "hello", "--oche", "full"],
            2,
            "there is no `crates/oche/Cargo.toml` in it",
        ),
        (&["new", "hello", "--oche", "missing"], 2, "name the folder of a clone"),
    ];
    for (args, code, says) in CASES {
        let folder = empty();
        write(&folder, "full/file", "");
        write(&folder, "package/pubspec.yaml", "name: package\n");
        let before = files(folder.path());
        ends(&oche(&folder, args), code, says);
        assert_eq!(files(folder.path()), before, "{args:?}");
        assert!(!folder.path().join("hello").exists(), "{args:?}");
    }
}

#[test]
fn a_flutter_app_is_made_by_flutter_first() {
    const DART: &str = "name: app\nenvironment:\n  sdk: ^3.4.0\n";
    for (pubspec, says) in [
        (
            "",
            "error: there is no app in `app` yet\nhelp: type `flutter create app`, and run this command again",
        ),
        (
            DART,
            "error: `app` is no Flutter app: its `pubspec.yaml` does not depend on `flutter`\nhelp: `oche init app`",
        ),
        (
            "name: app\n\tx: y\n",
            "app/pubspec.yaml:2:1: the line is indented by a tab",
        ),
    ] {
        let folder = empty();
        if !pubspec.is_empty() {
            write(&folder, "app/pubspec.yaml", pubspec);
        }
        let before = files(folder.path());
        ends(&oche(&folder, &["new", "app", "--template", "flutter"]), 1, says);
        assert_eq!(files(folder.path()), before);
    }
}

#[test]
fn every_template_generates_what_it_needs() {
    for (template, library) in [("dart", "lib/src/api.dart"), ("plugin", "lib/src/rust/src/api.dart")] {
        let folder = empty();
        ends(
            &oche(&folder, &["new", "hello", "--template", template]),
            0,
            "made hello",
        );
        assert!(folder.path().join("hello").join(library).is_file(), "{template}");
        let check = ["generate", "--check", "--crate", "hello/rust"];
        ends(&oche(&folder, &check), 0, "up to date");
    }
}

#[test]
fn an_empty_folder_is_as_good_as_none() {
    let folder = empty();
    fs::create_dir(folder.path().join("hello")).expect("a folder");
    ends(&oche(&folder, &["new", "hello"]), 0, "made hello");
    ends(&oche(&folder, &["new", "deep/er/hello"]), 0, "made deep/er/hello");
}

#[test]
fn a_workspace_around_it_is_respected() {
    const CASES: [(&str, bool, i32, &str); 6] = [
        ("", true, 0, "made app"),
        (
            "[workspace]\nmembers = [\"other\"]\n",
            true,
            0,
            "which does not list it: so it is a workspace of its own",
        ),
        (
            "[workspace]\nmembers = [\"*/rust\"]\n",
            false,
            0,
            "the crate `app/rust` is a member of the workspace `Cargo.toml`",
        ),
        (
            "[workspace]\nmembers = [\"./app/rust\", \"other\"]\nexclude = [\"third\"]\n",
            false,
            0,
            "is a member of the workspace",
        ),
        (
            "[workspace]\nmembers = [\"*/rust\"]\nexclude = [\"app\"]\n",
            true,
            0,
            "which does not list it",
        ),
        (
            "[package]\nname = \"app\"\nversion = \"0.1.0\"\n\n[workspace]\nmembers = [\"app/*\"]\n",
            false,
            1,
            "has a crate `app` already: Cargo.toml",
        ),
    ];
    for (manifest, of_its_own, code, says) in CASES {
        let folder = empty();
        write(&folder, "other/Cargo.toml", "[package]\nname = \"other\"\n");
        if !manifest.is_empty() {
            write(&folder, "Cargo.toml", manifest);
        }
        ends(&oche(&folder, &["new", "app"]), code, says);
        if code == 0 {
            let made = read(&folder, "app/rust/Cargo.toml");
            assert_eq!(made.contains("\n[workspace]\n"), of_its_own, "{manifest}: {made}");
        } else {
            assert!(!folder.path().join("app").exists());
        }
    }
}

#[test]
fn without_rust_it_is_made_all_the_same_and_what_is_missing_is_said() {
    const SAYS: &str =
        "note: there is no cargo on the PATH, and the crate needs it\nhelp: install Rust (https://rustup.rs)";
    let folder = empty();
    // `cargo test` names its own.
    let without_rust = |args: &[&str]| {
        let mut command = command(&folder, args);
        command.env_remove("CARGO").env_remove("RUSTC");
        command.output().expect("the command runs")
    };
    ends(&without_rust(&["new", "hello"]), 0, SAYS);
    assert!(folder.path().join("hello/rust/src/api.rs").is_file());
    write(&folder, "app/pubspec.yaml", "name: app\nenvironment:\n  sdk: ^3.4.0\n");
    ends(&without_rust(&["init", "app"]), 0, SAYS);
    assert!(folder.path().join("app/rust/src/api.rs").is_file());
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_the_whole_project_or_nothing() {
    use std::process::{Command, Stdio};
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    let folder = empty();
    let start = Instant::now();
    ends(&oche(&folder, &["new", "hello"]), 0, "made hello");
    let (time, whole) = (start.elapsed(), files(&folder.path().join("hello")));
    for round in 0..24 {
        for signal in ["-INT", "-TERM"] {
            let folder = empty();
            let mut child = command(&folder, &["new", "hello"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the command starts");
            sleep(time * round / 20 + Duration::from_millis(1));
            // It may have ended before.
            let kill = Command::new("kill").args([signal, &child.id().to_string()]).output();
            kill.expect("kill runs");
            child.wait().expect("it ends");
            let left = files(folder.path());
            if folder.path().join("hello").exists() {
                assert_eq!(files(&folder.path().join("hello")), whole, "{signal} in round {round}");
            } else {
                assert!(left.is_empty(), "{signal} in round {round}: {left:?}");
            }
        }
    }
}
