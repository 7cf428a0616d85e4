//! Every block of Rust and of Dart on every page, compiled; and what is said to be generated, compared.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use book::samples::Sample;
use book::{check, markdown, pages, samples};
use xtask::{Toolchain, Workspace};

fn main() -> ExitCode {
    if env::var("OCHE_E2E_VMS").as_deref() == Ok("none") {
        println!("the book is a stage of its own in `cargo xtask test`");
        return ExitCode::SUCCESS;
    }
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// A page with a fault of each kind, and what is to be said to it.
const PLANTED: (&str, [&str; 5]) = (
    "# Planted

```rust
#[oche::oche(sync)]
pub fn double(value: i32) -> i32 {
    value + \"1\"
}
```

```dart
final int twice = double(value: 'two');
```

```dart generated
int double({required int value}) => …;
int half({required int value}) => …;
```

```toml from=Cargo.toml
[workspace]
[no-such-table]
```
",
    [
        "planted.md:21: Cargo.toml does not have this line",
        "planted.md:16: `int half ( { required int value } )` is not generated",
        "--> planted.md:6:",
        "planted.md:11:",
        ": cannot find the type `Nobody`\n --> refused.md:2:",
    ],
);

/// Whether each of these faults is seen, at its line: who looks at nothing finds nothing.
fn planted(workspace: &Workspace, dart: &Toolchain) -> Result<()> {
    let (text, wanted) = PLANTED;
    let refused = "```rust\npub fn f(a: Nobody) {}\n```\n";
    let read = |name: &str, text: &str| samples::of(&markdown::read(Path::new(name), text), text);
    let pages = [read("planted.md", text), read("refused.md", refused)];
    let pages: Vec<Sample> = pages.into_iter().flatten().flatten().collect();
    let faults = check::faults(workspace, dart, "planted", &pages)?;
    for wanted in wanted {
        ensure!(
            faults.iter().any(|fault| fault.contains(wanted)),
            "nothing says `{wanted}`:\n{}",
            faults.join("\n")
        );
    }
    ensure!(
        faults.len() == wanted.len(),
        "there are other faults:\n{}",
        faults.join("\n")
    );
    Ok(())
}

/// Gives the number of faults.
fn run() -> Result<usize> {
    xtask::process::clean_up_on_interrupt()?;
    let workspace = Workspace::find();
    let (mut faults, mut all) = (Vec::new(), Vec::new());
    for page in pages::all(workspace.root())? {
        let file = workspace.root().join(&page.path);
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        match samples::of(&page, &text) {
            Ok(sample) => all.extend(sample),
            Err(messages) => faults.extend(messages),
        }
    }
    let dart = Toolchain::newest(&workspace)?;
    planted(&workspace, &dart)?;
    faults.extend(check::faults(&workspace, &dart, "book", &all)?);
    xtask::process::give_way_to_interrupt();

    for fault in &faults {
        println!("{}\n", fault.trim_end());
    }
    let checked: usize = all.iter().map(|sample: &Sample| sample.checked).sum();
    for sample in &all {
        for spot in &sample.skipped {
            println!("not compiled: {}:{}: {}", sample.page.display(), spot.line, spot.text);
        }
    }
    let result = if faults.is_empty() { "ok" } else { "FAILED" };
    let passed = checked.saturating_sub(faults.len());
    println!("test result: {result}. {passed} passed; {} failed", faults.len());
    Ok(faults.len())
}
