//! `oche new`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::init;
use crate::exit::{Exit, Failure};
use crate::scaffold::apply::apply;
use crate::scaffold::hook;
use crate::scaffold::plan::Plan;
use crate::scaffold::project::{Project, Surroundings};
use crate::scaffold::pubspec::Pubspec;
use crate::scaffold::source::Source;
use crate::scaffold::{name, packages, template};
use crate::terminal::{Terminal, shown};
use crate::toolchain::dart::Dart;

const ABOUT: &str = "\
Examples:
  oche new hello                     a Dart program with its heart in Rust
  oche new hello --oche ../oche      the same, with Oche from a clone on this disk
  oche new hello --template plugin   a package for other packages and apps
  oche new hello --dry-run           which files that would be

  flutter create hello               an app, and then
  oche new hello --template flutter  a crate in it, and a page that shows what it does

The project builds, runs and passes its test as it is:

  cd hello
  oche run -- bin/hello.dart

With Dart 3.10 or newer it has a build hook, by which `dart run` and `flutter run` build and
bundle the library themselves; `--hook` and `--no-hook` say so for any Dart.";

/// Makes a project: a Dart package with a crate, and the bridge between them
#[derive(Debug, Args)]
#[command(after_help = ABOUT)]
pub(crate) struct New {
    /// The folder of the project; its last part is the name
    #[arg(value_name = "NAME", value_parser = parse_place)]
    place: Place,

    /// What is made
    #[arg(long, value_enum, default_value_t)]
    template: Template,

    #[command(flatten)]
    from: From,
}

/// Where Oche itself comes from, whether the library is bundled, and whether anything is done.
#[derive(Debug, Args)]
pub(super) struct From {
    /// Where crate `oche` and `package:oche` come from: the folder of a clone, the address of a git repository (with `#COMMIT`
    /// for one of its commits), or `hosted` for crates.io and pub.dev
    #[arg(long = "oche", value_name = "PATH|GIT|hosted", default_value = "hosted")]
    pub(super) source: Source,

    #[command(flatten)]
    pub(super) hook: hook::Choice,

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
    /// A page for the app that `flutter create NAME` made
    Flutter,
    /// A package for other packages and apps
    Plugin,
}

/// Where a project comes to lie, and what it is called.
#[derive(Clone, Debug)]
struct Place {
    folder: PathBuf,
    name: String,
}

fn parse_place(text: &str) -> Result<Place, String> {
    let folder = PathBuf::from(text);
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name::check(&name)?;
    Ok(Place { folder, name })
}

impl New {
    /// Runs the command.
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Exit, Failure> {
        let Place { folder, name } = &self.place;
        let root = env::current_dir()?.join(folder);
        if self.template == Template::Flutter {
            let pubspec = flutter_app(folder, &root)?;
            return init::add(terminal, Some(folder), &root, &pubspec, &self.from, template::FLUTTER);
        }
        must_be_free(folder)?;
        let around = Surroundings::of(&root)?;
        around.must_be_free(name)?;

        let (files, program) = match self.template {
            Template::Plugin => (template::PLUGIN, format!("example/{name}_example.dart")),
            _ => (template::DART, format!("bin/{name}.dart")),
        };
        let hook = self.from.hook.decide(around.with_pub.as_ref(), None)?;
        let project = Project {
            package: name,
            krate: name,
            library: format!("{name}/{name}.dart"),
            tests: "test",
            language: packages::LANGUAGE.to_owned(),
            hook: &hook,
            source: &self.from.source,
        };
        let mut plan = Plan::new(root);
        project.plan(terminal, &around, &[files, template::RUST], &mut plan)?;
        if self.from.dry_run {
            plan.show(terminal);
            terminal.say(format_args!("nothing was written; it would be {}", plan.summary()));
            return Ok(Exit::Fine);
        }
        apply(&plan)?;
        let root = &plan.root;
        terminal.say(format_args!("made {}: {}", shown(root), plan.summary()));
        around.account(terminal, root);
        if let Some(note) = hook.note(root) {
            terminal.note(note);
        }
        let is_ready = get_ready(terminal, root, around.with_pub.as_ref(), &self.from.source);
        next(terminal, Some(folder), (!is_ready).then_some("dart pub get"), &program);
        Ok(Exit::Fine)
    }
}

/// The pubspec of the app that `flutter create` made.
fn flutter_app(folder: &Path, root: &Path) -> Result<Pubspec, Failure> {
    let shown = folder.display();
    let way_out = format!("type `flutter create {}`, and run this command again", quoted(folder));
    if !root.join("pubspec.yaml").is_file() {
        return Err(Failure::wrong(format_args!("there is no app in `{shown}` yet")).with_help(way_out));
    }
    let pubspec = Pubspec::read(root)?;
    if !pubspec.is_flutter() {
        return Err(Failure::wrong(format_args!(
            "`{shown}` is no Flutter app: its `pubspec.yaml` does not depend on `flutter`"
        ))
        .with_help(format_args!("`oche init {shown}` adds Rust to a Dart package")));
    }
    Ok(pubspec)
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

/// Has pub find the packages; says whether a program would start.
fn get_ready(terminal: &Terminal, root: &Path, with_pub: Option<&Dart>, source: &Source) -> bool {
    let Some(dart) = with_pub else {
        return can_do_without_pub(terminal, source);
    };
    match packages::get(dart, root) {
        Ok(()) => true,
        Err(why) => {
            terminal.note(format_args!("`dart pub get` did not work; run it again later\n{why}"));
            false
        }
    }
}

/// Whether the packages are found where there is no pub; otherwise says how they would be.
pub(super) fn can_do_without_pub(terminal: &Terminal, source: &Source) -> bool {
    let is_there = source.dart_package().is_some();
    if !is_there {
        terminal.note(
            "there is no `dart pub` here, which finds `package:oche`; install the SDK (https://dart.dev/get-dart), or take Oche \
             from a clone on this disk: `--oche PATH`",
        );
    }
    is_there
}

/// Says what to type.
pub(super) fn next(terminal: &Terminal, folder: Option<&Path>, get: Option<&str>, program: &str) {
    terminal.say("\nNow type:\n");
    if let Some(folder) = folder {
        terminal.say(format_args!("  cd {}", quoted(folder)));
    }
    if let Some(get) = get {
        terminal.say(format_args!("  {get}"));
    }
    terminal.say(format_args!("  oche run -- {program}"));
}

/// As a shell takes it.
fn quoted(folder: &Path) -> String {
    let text = folder.display().to_string();
    if text.chars().any(|c| c.is_whitespace() || "'\"$&;()".contains(c)) {
        format!("'{}'", text.replace('\'', r"'\''"))
    } else {
        text
    }
}
