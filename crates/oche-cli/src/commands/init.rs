//! `oche init`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use oche_codegen::Config;

use super::new::{From, can_do_without_pub, next};
use crate::exit::{Exit, Failure};
use crate::scaffold::apply::apply;
use crate::scaffold::bridge::CRATE;
use crate::scaffold::gitignore;
use crate::scaffold::hook::{self, Decision};
use crate::scaffold::plan::Plan;
use crate::scaffold::project::{Project, Surroundings};
use crate::scaffold::pubspec::Pubspec;
use crate::scaffold::template::{self, File};
use crate::terminal::{Terminal, shown};

const ABOUT: &str = "\
Examples:
  oche init --dry-run          which files would be created and edited
  oche init                    adds a crate to the package here
  oche init app --oche ../oche the same in the folder `app`, with Oche from a clone on this disk

The crate lies in `rust`, what is generated from it in `lib/src/rust`, and the file to import
is `lib/src/rust/native.dart`. Nothing that is there is overwritten; `pubspec.yaml` and
`.gitignore` get a few more lines. A second run changes nothing.

A package for Dart 3.10 or newer gets a build hook, by which apps bundle the library; with
`--hook` also one that has its crate already. A hook that is there stays as it is.";

/// The crate's files that make it one with a bridge.
const BRIDGED: [&str; 3] = ["oche.toml", "src/api.rs", "src/api/mod.rs"];

/// Adds a crate and the bridge to a Dart or Flutter package that is there
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Init {
    /// The folder of the package's `pubspec.yaml`, instead of the current one
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,

    #[command(flatten)]
    from: From,
}

impl Init {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let here = env::current_dir()?;
        let root = self.folder.as_ref().map_or(here.clone(), |folder| here.join(folder));
        let pubspec = Pubspec::read(&root)?;
        add(terminal, self.folder.as_deref(), &root, &pubspec, &self.from, &[])
    }
}

/// Adds a crate, the bridge and these files to a package.
pub(super) fn add(
    terminal: &Terminal,
    folder: Option<&Path>,
    root: &Path,
    pubspec: &Pubspec,
    from: &From,
    files: &[File],
) -> Result<Exit, Failure> {
    let around = Surroundings::of(root)?;
    let (plan, hook) = plan(terminal, root, &around, pubspec, from, files)?;
    let note_hook = || {
        if let Some(note) = hook.note(root) {
            terminal.note(note);
        }
    };
    if plan.is_done() {
        terminal.say("all is there already; nothing was changed");
        note_hook();
        return Ok(Exit::Fine);
    }
    plan.show(terminal);
    if from.dry_run {
        terminal.say(format_args!("nothing was written; it would be {}", plan.summary()));
        return Ok(Exit::Fine);
    }
    apply(&plan)?;
    terminal.say(plan.summary());
    around.account(terminal, root);
    note_hook();
    if around.with_pub.is_none() {
        can_do_without_pub(terminal, &from.source);
    }
    let get = match around.with_pub {
        Some(_) if pubspec.is_flutter() => Some("flutter pub get"),
        Some(_) => Some("dart pub get"),
        None => None,
    };
    next(terminal, folder, get, "test/native_test.dart");
    Ok(Exit::Fine)
}

fn plan(
    terminal: &Terminal,
    root: &Path,
    around: &Surroundings,
    pubspec: &Pubspec,
    from: &From,
    files: &[File],
) -> Result<(Plan, Decision), Failure> {
    let package = pubspec.name.as_str();
    if package == "oche" {
        return Err(
            Failure::wrong("the package is called `oche`, as is the one that it would depend on")
                .with_help("change `name` in `pubspec.yaml`"),
        );
    }
    let has_crate = has_crate(root)?;
    let tests = if pubspec.has("dev_dependencies", "flutter_test") {
        "flutter_test"
    } else {
        "test"
    };
    let krate = if has_crate {
        package.to_owned()
    } else {
        around.crate_name(package)?
    };
    // What its author has taken out since stays out.
    let hook = if has_crate && !from.hook.is_hook() {
        Decision::LeaveOut(None)
    } else {
        from.hook.decide(around.with_pub.as_ref(), pubspec.lower_bound())?
    };
    let project = Project {
        package,
        krate: &krate,
        library: format!("{package}/src/rust/native.dart"),
        tests,
        language: pubspec.language(),
        hook: &hook,
        source: &from.source,
    };

    let mut plan = Plan::new(root.to_owned());
    let mut depends = pubspec.with_missing("dependencies", "oche", &from.source.for_pub(root, "oche"))?;
    if hook.is_write() {
        depends = depends.with_missing("dependencies", hook::PACKAGE, &from.source.for_pub(root, hook::PACKAGE))?;
    }
    if !has_crate && tests == "test" {
        depends = depends.with_missing("dev_dependencies", "test", " ^1.25.0")?;
    }
    let added = ["oche", hook::PACKAGE, "test"].into_iter().filter(|added| {
        let sections = ["dependencies", "dev_dependencies"];
        sections
            .iter()
            .any(|section| depends.has(section, added) && !pubspec.has(section, added))
    });
    let what = format!("dependency on {}", added.collect::<Vec<_>>().join(" and "));
    plan.edit("pubspec.yaml", pubspec.text.clone().into_bytes(), depends.text, what);
    gitignore::add(&mut plan)?;
    if has_crate {
        plan.keep(CRATE);
        project.add_hook(around, &mut plan);
        project.do_without_pub(around, &mut plan)?;
    } else {
        project.plan(terminal, around, &[template::RUST, template::INIT, files], &mut plan)?;
    }
    plan.must_stay_inside()?;
    Ok((plan, hook))
}

/// Whether the package has its crate already.
///
/// # Errors
/// If something else is in its place, or another crate has its bridge in this package.
fn has_crate(root: &Path) -> Result<bool, Failure> {
    if let Some(other) = other_crate(root) {
        let other = shown(&other.join("Cargo.toml"));
        return Err(
            Failure::wrong(format_args!("the package has a crate with a bridge already: `{other}`"))
                .with_help("run `oche generate` for that one; a second crate needs a package of its own"),
        );
    }
    let folder = root.join(CRATE);
    let shown = shown(&folder);
    let Ok(found) = folder.symlink_metadata() else {
        return Ok(false);
    };
    let in_the_way = |what: &str| {
        Failure::wrong(format_args!("`{shown}` is {what}, and the crate would lie there"))
            .with_help("move it away; nothing is ever overwritten that somebody wrote")
    };
    if found.is_symlink() {
        return Err(in_the_way("a symbolic link"));
    }
    if !found.is_dir() {
        return Err(in_the_way("a file"));
    }
    let is_empty = fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_none());
    if is_empty {
        return Ok(false);
    }
    if !folder.join("Cargo.toml").is_file() {
        return Err(in_the_way("no crate, and not empty"));
    }
    if BRIDGED.iter().any(|file| folder.join(file).is_file()) {
        return Ok(true);
    }
    Err(
        Failure::wrong(format_args!("`{shown}` is a crate without a bridge, and stays as it is")).with_help(
            "write in its `Cargo.toml` `crate-type = [\"cdylib\", \"rlib\"]` under `[lib]`, and the dependency `oche`; in its \
             `src/lib.rs` `pub mod api;` and `mod oche_generated;`; what Dart can call in `src/api.rs`; and beside `Cargo.toml` a \
             file `oche.toml` with\n\n[dart]\ndir = \"..\"\nlib = \"lib/src/rust\"\nbarrel = \"native\"\n\nand run this command again",
        ),
    )
}

/// A crate in the package, or in a folder of it, that has its bridge in it, and is not in `rust`.
fn other_crate(root: &Path) -> Option<PathBuf> {
    let inner = fs::read_dir(root).ok()?.flatten().map(|entry| entry.path());
    let folders = inner.filter(|folder| !folder.ends_with(CRATE)).chain([root.to_owned()]);
    let is_bridged = |folder: &PathBuf| {
        let has = |file: &str| folder.join(file).is_file();
        folder.join("Cargo.toml").is_file() && BRIDGED.iter().any(|file| has(file))
    };
    folders.into_iter().find(|folder| {
        let config = is_bridged(folder)
            .then(|| Config::discover(Some(folder), None).ok())
            .flatten();
        config.is_some_and(|config| {
            let dart = config.dart_dir.canonicalize();
            dart.is_ok_and(|dart| root.canonicalize().is_ok_and(|root| root == dart))
        })
    })
}
