//! `oche new`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::exit::{Exit, Failure};
use crate::scaffold::apply::apply;
use crate::scaffold::plan::Plan;
use crate::scaffold::source::Source;
use crate::scaffold::template::{self, Names};
use crate::scaffold::{bridge, name, packages, workspace};
use crate::terminal::{Terminal, shown};
use crate::toolchain::dart::{self, Dart};

const ABOUT: &str = "\
Examples:
  oche new hello                     a Dart program with its heart in Rust
  oche new hello --oche ../oche      the same, with Oche from a clone on this disk
  oche new hello --dry-run           which files that would be

The project builds, runs and passes its test as it is:

  cd hello
  oche run -- bin/hello.dart";

/// Makes a project: a Dart package with a crate, and the bridge between them
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub(crate) struct New {
    /// The folder of the project; its last part is the name
    #[arg(value_name = "NAME", value_parser = parse_project)]
    project: Project,

    /// What is made
    #[arg(long, value_enum, default_value_t)]
    template: Template,

    #[command(flatten)]
    from: From,
}

/// Where Oche itself comes from, and whether anything is done.
#[derive(Debug, Args)]
pub(super) struct From {
    /// Where crate `oche` and `package:oche` come from: the folder of a clone, the address of a git repository (with `#COMMIT`
    /// for one of its commits), or `hosted` for crates.io and pub.dev
    #[arg(long = "oche", value_name = "PATH|GIT|hosted", default_value = "hosted")]
    pub(super) source: Source,

    /// Write nothing; list the files that would be created and edited
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// What is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Template {
    /// A Dart program
    #[default]
    Dart,
}

/// Where a project comes to lie.
#[derive(Clone, Debug)]
struct Project {
    folder: PathBuf,
    name: String,
}

fn parse_project(text: &str) -> Result<Project, String> {
    let folder = PathBuf::from(text);
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name::check(&name)?;
    Ok(Project { folder, name })
}

impl New {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let Project { folder, name } = &self.project;
        must_be_free(folder)?;
        let root = env::current_dir()?.join(folder);
        let dart = dart::find()?;
        let has_pub = dart.as_ref().is_some_and(packages::has_pub);
        let around = workspace::around(&root.join(bridge::CRATE));

        let mut plan = Plan::new(root.clone());
        let names = names(name, &self.from.source, &root, around.as_ref())?;
        let Template::Dart = self.template;
        names.add(template::DART, &mut plan);
        names.add(template::RUST, &mut plan);
        bridge::add(terminal, &format!("name: {name}\n"), &mut plan)?;
        if !has_pub {
            names.add(template::SHIM, &mut plan);
            packages::add(name, "test", &self.from.source, &mut plan);
        }
        if self.from.dry_run {
            plan.show(terminal);
            terminal.say(format_args!("nothing was written; it would be {}", plan.summary()));
            return Ok(Exit::Fine);
        }
        apply(&plan)?;
        terminal.say(format_args!("made {}: {}", shown(&root), plan.summary()));
        if let Some(around) = &around {
            terminal.note(around.account(&shown(&root.join(bridge::CRATE))));
        }
        let ready = get_ready(terminal, &root, dart.as_ref().filter(|_| has_pub), &self.from.source);
        next(terminal, folder, &format!("bin/{name}.dart"), ready);
        Ok(Exit::Fine)
    }
}

/// There must be nothing, or an empty folder.
fn must_be_free(folder: &Path) -> Result<(), Failure> {
    let shown = folder.display();
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => folder.symlink_metadata().is_err(),
    };
    if is_empty {
        return Ok(());
    }
    let failure = Failure::wrong(format_args!("`{shown}` is there already"));
    Err(if folder.join("pubspec.yaml").is_file() {
        failure.with_help(format_args!("to add Rust to that package: `oche init {shown}`"))
    } else {
        failure.with_help("take another name, or remove it")
    })
}

/// What is filled into the templates.
fn names(name: &str, source: &Source, root: &Path, around: Option<&workspace::Workspace>) -> Result<Names, Failure> {
    let member = around.filter(|around| around.takes_in);
    if let Some(other) = member.and_then(|around| around.member(name)) {
        return Err(Failure::wrong(format_args!(
            "the workspace around it has a crate `{name}` already: {}",
            shown(&other)
        ))
        .with_help("take another name"));
    }
    let workspace = match member {
        Some(_) => "",
        None => "\n# The crate is built for itself, whatever lies around it.\n[workspace]\n",
    };
    Ok(Names(vec![
        ("package", name.to_owned()),
        ("crate", name.to_owned()),
        ("oche.cargo", source.for_cargo(&root.join(bridge::CRATE)).to_string()),
        ("oche.pub", source.for_pub(root)),
        ("workspace", workspace.to_owned()),
    ]))
}

/// Has pub find the packages; says whether a program would start.
pub(super) fn get_ready(terminal: &Terminal, root: &Path, with_pub: Option<&Dart>, source: &Source) -> bool {
    let Some(dart) = with_pub else {
        let is_there = source.dart_package().is_some();
        if !is_there {
            terminal.note(
                "there is no `dart pub` here, which finds `package:oche`; install the SDK (https://dart.dev/get-dart), or take \
                 Oche from a clone on this disk: `--oche PATH`",
            );
        }
        return is_there;
    };
    match packages::get(dart, root) {
        Ok(()) => true,
        Err(why) => {
            terminal.note(format_args!("`dart pub get` did not work; run it again later\n{why}"));
            false
        }
    }
}

/// Says what to type.
fn next(terminal: &Terminal, folder: &Path, program: &str, is_ready: bool) {
    terminal.say(format_args!("\nNow type:\n\n  cd {}", quoted(folder)));
    if !is_ready {
        terminal.say("  dart pub get");
    }
    terminal.say(format_args!("  oche run -- {program}"));
}

/// As a shell takes it.
fn quoted(folder: &Path) -> String {
    let text = folder.display().to_string();
    if text.chars().any(|c| c.is_whitespace() || "'\"$&;()".contains(c)) {
        format!("'{text}'")
    } else {
        text
    }
}
