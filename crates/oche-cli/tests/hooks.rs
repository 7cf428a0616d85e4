//! The build hook that `oche new` and `oche init` write, or do not. What it does is tried in `tests/e2e`.
#![cfg(unix)]

mod common;

use std::fs;

use common::{clone, empty, ends, files, oche, read, text, with_dart, write};

const HOOK: &str = "hello/hook/build.dart";

#[test]
fn a_new_project_has_a_hook_where_it_can_run_or_was_asked_for() {
    for (dart, template, option, is_there, says) in [
        ("3.10.0", "dart", "", true, "made hello"),
        ("3.11.0", "plugin", "", true, "made hello"),
        ("3.10.0", "plugin", "--no-hook", false, "made hello"),
        (
            "3.9.4",
            "dart",
            "",
            false,
            "note: no build hook (`hook/build.dart`) was written: it needs Dart 3.10, and this is Dart 3.9",
        ),
        ("3.9.4", "dart", "--hook", true, "made hello"),
        (
            "",
            "plugin",
            "",
            false,
            "it needs an SDK with Dart 3.10, which is not here",
        ),
        ("", "plugin", "--hook", true, "made hello"),
    ] {
        let folder = empty();
        let mut args = vec!["new", "hello", "--template", template];
        args.extend(Some(option).filter(|option| !option.is_empty()));
        let output = match dart {
            "" => oche(&folder, &args),
            _ => with_dart(&folder, dart, &args),
        };
        ends(&output, 0, says);
        assert_eq!(folder.path().join(HOOK).is_file(), is_there, "{dart} {option}");
        assert_eq!(
            text(&output).contains("build hook"),
            says.contains("hook") || says.contains("SDK"),
            "{}",
            text(&output)
        );
        let (pubspec, readme) = (read(&folder, "hello/pubspec.yaml"), read(&folder, "hello/README.md"));
        let version = env!("CARGO_PKG_VERSION");
        let dependency = format!("  oche: ^{version}\n  oche_hooks: ^{version}\n");
        assert_eq!(pubspec.contains(&dependency), is_there, "{pubspec}");
        assert_eq!(pubspec.contains("sdk: ^3.10.0\n"), is_there, "{pubspec}");
        assert_eq!(pubspec.contains("sdk: ^3.4.0\n"), !is_there, "{pubspec}");
        assert_eq!(readme.contains("hook/build.dart"), is_there, "{readme}");
    }
}

#[test]
fn both_packages_come_from_the_same_place() {
    for (source, path) in [
        ("clone", "    path: ../clone/dart/"),
        (
            "https://example.com/oche.git#12",
            "      url: https://example.com/oche.git\n      ref: '12'\n      path: dart/",
        ),
    ] {
        let folder = empty();
        clone(&folder);
        ends(
            &oche(&folder, &["new", "hello", "--hook", "--oche", source]),
            0,
            "made hello",
        );
        let pubspec = read(&folder, "hello/pubspec.yaml");
        for package in ["oche", "oche_hooks"] {
            assert!(pubspec.contains(&format!("{path}{package}\n")), "{pubspec}");
        }
    }
}

#[test]
fn a_package_that_is_there_gets_a_hook_if_it_allows_no_older_dart() {
    for (sdk, option, code, says) in [
        (
            "^3.10.0",
            "",
            0,
            "edit pubspec.yaml: dependency on oche and oche_hooks and test\n",
        ),
        ("^3.10.0", "", 0, "create hook/build.dart"),
        ("'>=3.10.0 <4.0.0'", "", 0, "create hook/build.dart"),
        (
            "^3.5.0",
            "",
            0,
            "note: no build hook (`hook/build.dart`) was written: the package allows Dart 3.5",
        ),
        (
            "^3.5.0",
            "--no-hook",
            0,
            "edit pubspec.yaml: dependency on oche and test\n",
        ),
        (
            "^3.10.0",
            "--no-hook",
            0,
            "edit pubspec.yaml: dependency on oche and test\n",
        ),
        (
            "^3.5.0",
            "--hook",
            1,
            "error: the package allows Dart 3.5, and build hooks need 3.10\nhelp: write `sdk: ^3.10.0`",
        ),
    ] {
        let folder = empty();
        write(
            &folder,
            "hello/pubspec.yaml",
            &format!("name: hello\nenvironment:\n  sdk: {sdk}\n"),
        );
        let before = files(folder.path());
        let mut args = vec!["init", "hello"];
        args.extend(Some(option).filter(|option| !option.is_empty()));
        let output = with_dart(&folder, "3.10.1", &args);
        ends(&output, code, says);
        let is_there = folder.path().join(HOOK).is_file();
        assert_eq!(
            is_there,
            says.contains("hook/build.dart") && says.contains("create") || says.contains("oche_hooks")
        );
        assert_eq!(
            read(&folder, "hello/pubspec.yaml").contains("  oche_hooks: ^"),
            is_there
        );
        let mut after = files(folder.path());
        after.remove("bin/dart");
        assert_eq!(after == before, code != 0);

        // A second run changes nothing, and a hook that was taken out stays out until it is asked for.
        if is_there {
            fs::remove_file(folder.path().join(HOOK)).expect("a file");
            ends(&with_dart(&folder, "3.10.1", &args), 0, "nothing was changed");
            assert!(!folder.path().join(HOOK).exists());
            args.push("--hook");
            ends(&with_dart(&folder, "3.10.1", &args), 0, "1 file created");
            ends(&with_dart(&folder, "3.10.1", &args), 0, "nothing was changed");
        }
    }
}

#[test]
fn a_hook_that_is_there_stays_and_the_lines_to_add_are_said() {
    const OWN: &str =
        "import 'package:hooks/hooks.dart';\n\nvoid main(List<String> words) => build(words, (_, _) async {});\n";
    let folder = empty();
    write(
        &folder,
        "hello/pubspec.yaml",
        "name: hello\nenvironment:\n  sdk: ^3.10.0\n",
    );
    write(&folder, HOOK, OWN);
    let added = "import 'package:oche_hooks/oche_hooks.dart';\n\nand, in the function that `build` is given,\n\n  await const OcheBuilder(cratePath: 'rust')";
    for (option, says) in [
        (
            "",
            "`hook/build.dart` is there, and stays as it is. To have the library built, add to it\n",
        ),
        ("--hook", added),
    ] {
        let mut args = vec!["init", "hello"];
        args.extend(Some(option).filter(|option| !option.is_empty()));
        ends(&with_dart(&folder, "3.10.1", &args), 0, says);
        assert_eq!(read(&folder, HOOK), OWN);
        assert!(read(&folder, "hello/pubspec.yaml").contains("  oche_hooks: ^"));
    }
    // One that has them needs no more.
    write(
        &folder,
        HOOK,
        &format!("import 'package:oche_hooks/oche_hooks.dart';\n{OWN}"),
    );
    let output = with_dart(&folder, "3.10.1", &["init", "hello", "--hook"]);
    ends(&output, 0, "nothing was changed");
    assert!(!text(&output).contains("note: "), "{}", text(&output));
}

#[test]
fn one_cannot_ask_for_both() {
    let folder = empty();
    ends(
        &oche(&folder, &["new", "hello", "--hook", "--no-hook"]),
        2,
        "cannot be used with",
    );
}
