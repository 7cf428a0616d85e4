//! Which crate, and which Dart package.

use crate::sample::{API, MANIFEST, exists, oche, oche_in, sample, stderr, write};

#[test]
fn the_crate_is_found_from_a_folder_inside() {
    let folder = sample();
    let output = oche_in(&folder.path().join("src"), &["generate"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(exists(&folder, "dart/lib/my_app.dart"));
}

#[test]
fn without_a_crate_it_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    for args in [
        &["generate"][..],
        &["generate", "--crate", "."],
        &["generate", "--crate", "nowhere"],
    ] {
        let output = oche(&folder, args);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("error[OCHE0001]"), "{}", stderr(&output));
        assert!(
            stderr(&output).contains("oche generate --crate path/to/crate"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn paths_that_lead_to_no_crate_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder, "file", "");
    write(&folder, "empty/file", "");
    write(&folder, "nothing/Cargo.toml", "");
    write(&folder, "broken/Cargo.toml", "[package]\nname = 3\n");
    for (dir, code, told) in [
        ("nowhere", "OCHE0001", "`nowhere` does not exist"),
        ("file", "OCHE0001", "`file` is not a folder"),
        ("file/in", "OCHE0001", "`file/in` does not exist"),
        ("empty", "OCHE0001", "`empty` has no `Cargo.toml`"),
        ("nothing", "OCHE0001", "describes no crate"),
        ("broken", "OCHE0004", "expected a string"),
    ] {
        let output = oche(&folder, &["generate", "--crate", dir]);
        let errors = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{errors}");
        assert!(
            errors.contains(&format!("error[{code}]")) && errors.contains(told),
            "{errors}"
        );
    }
}

#[test]
fn a_workspace_names_its_crates_with_an_api() {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        &folder,
        "Cargo.toml",
        "[workspace]\nmembers = [\"app\", \"crates/*\"]\n",
    );
    for (path, root) in [
        ("app", "src/main.rs"),
        ("crates/one", "src/lib.rs"),
        ("crates/two", "src/lib.rs"),
    ] {
        write(&folder, &format!("{path}/Cargo.toml"), MANIFEST);
        write(
            &folder,
            &format!("{path}/{root}"),
            "pub mod api;\nmod oche_generated;\n",
        );
    }
    write(&folder, "crates/one/src/api.rs", API);
    // From anywhere in the workspace, and where the workspace itself is named.
    for (dir, args) in [
        (".", &["generate"][..]),
        ("app/src", &["generate"]),
        (".", &["generate", "--crate", "."]),
    ] {
        let output = oche_in(&folder.path().join(dir), args);
        let errors = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{errors}");
        assert!(
            errors.contains("oche generate --crate ") && errors.contains("crates/one`"),
            "{errors}"
        );
        assert!(!errors.contains("two") && !errors.contains("path/to"), "{errors}");
    }
    write(&folder, "crates/two/src/api/mod.rs", API);
    let errors = stderr(&oche(&folder, &["generate"]));
    assert!(
        errors.contains("crates/one`; or else `") && errors.contains("crates/two`"),
        "{errors}"
    );
}

#[test]
fn a_dart_package_that_is_no_folder_is_told_before_anything_is_written() {
    let folder = sample();
    write(&folder, "file", "");
    let output = oche(&folder, &["generate", "--dart", "file"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("`file` is not a folder"),
        "{}",
        stderr(&output)
    );
    assert!(!exists(&folder, "src/oche_generated.rs"));
}

#[test]
fn a_crate_whose_name_dart_cannot_spell_is_refused() {
    for name in ["é", "../../evil", "1st", "a b", ""] {
        let folder = sample();
        write(&folder, "Cargo.toml", &MANIFEST.replace("my-app", name));
        let output = oche(&folder, &["generate"]);
        let errors = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{errors}");
        assert!(
            errors.contains("error[OCHE0003]") && errors.contains("under `[lib]`"),
            "{errors}"
        );
        assert!(!exists(&folder, "src/oche_generated.rs"));
    }
    let folder = sample();
    let manifest = MANIFEST
        .replace("my-app", "é")
        .replace("[lib]", "[lib]\nname = \"app\"");
    write(&folder, "Cargo.toml", &manifest);
    assert!(oche(&folder, &["generate"]).status.success());
}
