//! Every diagnostic, as users see it.
//!
//! A case is a folder of `tests/ui`: the files of a crate's `src`, with `Cargo.toml` and `lib.rs` only where the usual
//! ones will not do, and `expected.txt` with the report. `OCHE_BLESS=1 cargo test -p oche-codegen --test ui` writes the
//! expected reports anew, to be read before they are committed.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use oche_codegen::diagnostic::Style;
use oche_codegen::{Config, Diagnostics};

const CARGO_TOML: &str = "\
[package]
name = \"case\"
version = \"0.1.0\"
edition = \"2024\"

[lib]
crate-type = [\"cdylib\"]

[dependencies]
oche = \"0.1\"
futures-core = \"0.3\"
";

const LIB_RS: &str = "pub mod api;\nmod oche_generated;\n";

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder of the cases")
        .map(|entry| entry.expect("a case").path())
        .collect();
    cases.sort();
    let trials = cases.into_iter().map(|case| {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        Trial::test(name, move || run(&case))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn run(case: &Path) -> Result<(), Failed> {
    let workspace = tempfile::tempdir()?;
    let root = workspace.path();
    fs::create_dir(root.join("src"))?;
    fs::write(root.join("Cargo.toml"), CARGO_TOML)?;
    fs::write(root.join("src/lib.rs"), LIB_RS)?;
    copy(case, &root.join("src"))?;
    for name in ["Cargo.toml", "oche.toml"] {
        if case.join(name).is_file() {
            fs::rename(root.join("src").join(name), root.join(name))?;
        }
    }
    // An empty file of this name in a case takes a usual file away.
    for (name, usual) in [("no-lib", "src/lib.rs"), ("no-manifest", "Cargo.toml")] {
        if case.join(name).is_file() {
            fs::remove_file(root.join(usual))?;
        }
    }
    let before = files(root)?;

    let (diagnostics, made) = match Config::discover(Some(root), None) {
        Ok(config) => {
            let outcome = oche_codegen::generate(&config);
            assert_eq!(
                outcome.api.is_some(),
                outcome.diagnostics.errors() == 0,
                "an API means no errors"
            );
            (outcome.diagnostics, outcome.files.len())
        }
        Err(diagnostics) => (diagnostics, 0),
    };
    if diagnostics.errors() > 0 {
        assert_eq!(made, 0, "no files after an error");
    }
    assert_eq!(files(root)?, before, "generating writes nothing by itself");
    assert_eq!(
        diagnostics.list.is_empty(),
        case.ends_with("clean"),
        "every case but one has something to say"
    );

    let report = report(&diagnostics, root);
    let expected = case.join("expected.txt");
    if std::env::var_os("OCHE_BLESS").is_some() {
        fs::write(&expected, &report)?;
        return Ok(());
    }
    let known = fs::read_to_string(&expected).unwrap_or_default();
    if known == report {
        return Ok(());
    }
    Err(format!("expected:\n{known}\nfound:\n{report}\n(OCHE_BLESS=1 accepts it)").into())
}

fn report(diagnostics: &Diagnostics, root: &Path) -> String {
    let text = diagnostics.render(root, Style::Plain);
    let text = text
        .replace(&format!("{}/", root.display()), "")
        .replace(&root.display().to_string(), "CRATE");
    format!(
        "{text}{} errors, {} warnings\n",
        diagnostics.errors(),
        diagnostics.warnings()
    )
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path())?);
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
