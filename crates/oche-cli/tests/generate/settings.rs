//! What `oche.toml`, `pubspec.yaml` and the options say.

use std::fs;

use crate::sample::{MANIFEST, exists, oche, sample, stderr, stdout, write};

#[test]
fn oche_toml_and_pubspec_say_where_and_how() {
    let folder = sample();
    write(
        &folder,
        "oche.toml",
        "[dart]\ndir = \"flutter\"\n\n[generate]\nfeatures = [\"extra\"]\n",
    );
    write(
        &folder,
        "flutter/pubspec.yaml",
        "# a comment\nname: the_app # another\nversion: 1.0.0\n",
    );
    let output = oche(&folder, &["generate"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("2 functions"), "{}", stdout(&output));
    assert!(exists(&folder, "flutter/lib/the_app.dart") && !exists(&folder, "dart"));

    write(
        &folder,
        "oche.toml",
        "[dart]\ndir = \"flutter\"\npackage = \"named_here\"\n",
    );
    let output = oche(&folder, &["generate"]);
    assert!(stdout(&output).contains("1 function,"), "{}", stdout(&output));
    assert!(exists(&folder, "flutter/lib/named_here.dart"));
    assert!(
        !exists(&folder, "flutter/lib/the_app.dart"),
        "the barrel of the earlier name is gone"
    );
}

/// An app that was there before, with the crate in it or beside it: what is generated stays in a folder of its own.
#[test]
fn an_existing_app_keeps_its_lib() {
    for (crate_dir, dart_dir, app) in [("rust", "..", ""), ("native", "../app", "app/")] {
        let folder = tempfile::tempdir().unwrap();
        let inside = |path: &str| format!("{crate_dir}/{path}");
        write(&folder, &inside("Cargo.toml"), MANIFEST);
        write(&folder, &inside("src/lib.rs"), "mod api;\n");
        write(&folder, &inside("src/api.rs"), "pub fn answer() -> i32 { 42 }\n");
        let options = format!("[dart]\ndir = \"{dart_dir}\"\nlib = \"lib/src/rust\"\nbarrel = \"native\"\n");
        write(&folder, &inside("oche.toml"), &options);
        write(&folder, &format!("{app}pubspec.yaml"), "name: the_app\n");
        let own = format!("{app}lib/the_app.dart");
        write(&folder, &own, "export 'src/rust/native.dart';\n");

        let output = oche(&folder, &["generate", "--crate", crate_dir]);
        assert!(output.status.success(), "{}", stderr(&output));
        for file in ["native.dart", "src/api.dart", "src/bridge.dart"] {
            assert!(exists(&folder, &format!("{app}lib/src/rust/{file}")), "{file}");
        }
        assert!(!exists(&folder, &format!("{app}lib/src/api.dart")));
        let text = fs::read_to_string(folder.path().join(&own)).unwrap();
        assert_eq!(text, "export 'src/rust/native.dart';\n");
        // The folder is the generator's: a file of an earlier name goes.
        write(&folder, &inside("oche.toml"), &options.replace("native", "rust"));
        let output = oche(&folder, &["generate", "--crate", crate_dir]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(!exists(&folder, &format!("{app}lib/src/rust/native.dart")));
        assert!(exists(&folder, &format!("{app}lib/src/rust/rust.dart")));
        let check = oche(&folder, &["generate", "--check", "--crate", crate_dir]);
        assert!(check.status.success(), "{}", stderr(&check));
    }
}

#[test]
fn places_where_dart_finds_nothing_are_refused() {
    for (line, problem) in [
        ("lib = \"src\"", "`src` is not below the `lib` of the Dart package"),
        ("lib = \"lib/../src\"", "`lib/../src` is not below the `lib`"),
        ("lib = \"/lib\"", "`/lib` is not below the `lib`"),
        ("barrel = \"my-app\"", "`my-app` cannot be the name of a Dart library"),
    ] {
        let folder = sample();
        write(&folder, "oche.toml", &format!("[dart]\n{line}\n"));
        let output = oche(&folder, &["generate"]);
        assert_eq!(output.status.code(), Some(1), "{line}");
        assert!(stderr(&output).contains(problem), "{}", stderr(&output));
    }
}

#[test]
fn parameters_may_be_positional_in_the_whole_package() {
    let folder = sample();
    write(
        &folder,
        "src/api.rs",
        "pub fn add(a: i32, b: Option<i32>) -> i32 { a + b.unwrap_or(0) }\n",
    );
    for (positional, expected) in [
        ("false", "add({required int a, int? b, "),
        ("true", "add(int a, [int? b, "),
    ] {
        write(&folder, "oche.toml", &format!("[dart]\npositional = {positional}\n"));
        let output = oche(&folder, &["generate"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let text = fs::read_to_string(folder.path().join("dart/lib/src/api.dart")).unwrap();
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn options_override_the_file() {
    let folder = sample();
    write(&folder, "oche.toml", "[dart]\ndir = \"flutter\"\n");
    let output = oche(&folder, &["generate", "--dart", "other", "--features", "extra"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(exists(&folder, "other/lib/my_app.dart") && !exists(&folder, "flutter"));
    assert!(stdout(&output).contains("2 functions"), "{}", stdout(&output));

    let unknown = oche(&folder, &["generate", "--features", "extro"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(
        stderr(&unknown).contains("there is one with a similar name: `extra`"),
        "{}",
        stderr(&unknown)
    );
}
