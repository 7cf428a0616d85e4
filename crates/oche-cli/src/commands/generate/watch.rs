//! `oche generate --watch`: rounds, each after a change, with one line of what came of it.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use notify::Event;
use notify::event::EventKind;
use oche_codegen::diagnostic::{Diagnostic, Diagnostics, SourceFile};
use oche_codegen::generator::File;
use oche_codegen::ir::Api;
use oche_codegen::{Config, Outcome, output};

use super::changes::{Changes, Next};
use super::{problems, sum};
use crate::exit::{Exit, Failure};
use crate::terminal::{Terminal, shown};

/// The Rust half lies among what is watched.
const GENERATED: &str = "oche_generated.rs";

/// What says how to generate.
const SETTINGS: [&str; 3] = ["Cargo.toml", "oche.toml", "pubspec.yaml"];

/// Generates now and after every change, until Ctrl-C. Mistakes are told, and leave what was written last.
///
/// # Errors
/// If files cannot be watched, or the crate's folder is gone.
pub(super) fn run(
    terminal: &Terminal,
    crate_dir: &Path,
    configure: &dyn Fn() -> Result<Config, Diagnostics>,
) -> Result<Exit, Failure> {
    let crate_dir = &real(crate_dir);
    let mut changes = Changes::new()?;
    let mut watch = Watch {
        terminal,
        crate_dir,
        configure,
        seen: None,
        folders: BTreeSet::from([crate_dir.to_owned()]),
        around: crate_dir.parent().map(Path::to_owned).into_iter().collect(),
        names: BTreeSet::new(),
    };
    // Where sources usually are, so that they need not be read twice at first.
    let sources = crate_dir.join("src");
    with_folders_below(&sources, &mut watch.folders);
    watch.folders.extend(Some(sources).filter(|folder| folder.is_dir()));
    changes.watch(&watch.all_folders())?;
    terminal.say("watching: Ctrl-C ends it");
    let mut why = "first".to_owned();
    loop {
        let start = Instant::now();
        let mut look = watch.look()?;
        // In folders that nobody watched while they were read, something may have happened meanwhile.
        while changes.watch(&watch.all_folders())? {
            look = watch.look()?;
        }
        watch.write(&why, look, start);
        match changes.next(|event, path| watch.matters(event, path))? {
            Next::Changed(paths) => why = named(&paths),
            Next::Stop => {
                terminal.say("stopped");
                return Ok(Exit::Fine);
            }
        }
    }
}

struct Watch<'a> {
    terminal: &'a Terminal,
    crate_dir: &'a Path,
    configure: &'a dyn Fn() -> Result<Config, Diagnostics>,
    seen: Option<Seen>,
    /// Where what was read lies, and the crate.
    folders: BTreeSet<PathBuf>,
    /// Where only settings are of interest, and whether the crate is still there.
    around: BTreeSet<PathBuf>,
    /// The names of the files that were read.
    names: BTreeSet<OsString>,
}

/// What was read, and what is to be written.
struct Look {
    diagnostics: Diagnostics,
    dart_dir: Option<PathBuf>,
    /// Nothing, if there are mistakes.
    output: Option<(Config, Api, Vec<File>)>,
}

/// What a round saw, and what was wrong with it.
#[derive(PartialEq)]
struct Seen {
    sources: Vec<SourceFile>,
    problems: Vec<Diagnostic>,
    failure: Option<String>,
}

impl Watch<'_> {
    /// Reads all, and notes where it lies.
    fn look(&mut self) -> Result<Look, Failure> {
        if !self.crate_dir.is_dir() {
            return Err(Failure::undone(format_args!("`{}` is gone", shown(self.crate_dir))));
        }
        let look = match (self.configure)() {
            Err(diagnostics) => Look {
                diagnostics,
                dart_dir: None,
                output: None,
            },
            Ok(config) => {
                let Outcome {
                    api,
                    diagnostics,
                    files,
                } = oche_codegen::generate(&config);
                Look {
                    diagnostics,
                    dart_dir: Some(config.dart_dir.clone()),
                    output: api.map(|api| (config, api, files)),
                }
            }
        };
        self.keep_an_eye_on(&look);
        Ok(look)
    }

    /// Writes what came of it, and says so, unless all is as it was.
    fn write(&mut self, why: &str, look: Look, start: Instant) {
        let mut has_written = false;
        let came_of_it = match look.output {
            None => Err(problems(&look.diagnostics)),
            Some((config, api, files)) => match output::write(&config, &files) {
                Err(error) => Err(error.to_string()),
                Ok(written) => {
                    has_written = !written.written.is_empty() || !written.removed.is_empty();
                    Ok(sum(&written, &api))
                }
            },
        };
        let seen = Seen {
            sources: look.diagnostics.sources.clone(),
            problems: look.diagnostics.list.clone(),
            failure: came_of_it.as_ref().err().cloned(),
        };
        if self.seen.as_ref() == Some(&seen) && !has_written {
            return;
        }
        self.seen = Some(seen);
        self.terminal.diagnostics(&look.diagnostics);
        let time = start.elapsed().as_millis();
        match came_of_it {
            Ok(line) => self.terminal.say(format_args!("{why}: {line} in {time} ms")),
            Err(line) => self.terminal.bad_news(format_args!("{why}: {line}, in {time} ms")),
        }
    }

    /// Notes what is to be watched. After a mistake also what was before: what is missing may come back.
    fn keep_an_eye_on(&mut self, look: &Look) {
        if look.output.is_some() {
            self.folders.clear();
            self.names.clear();
        }
        self.folders.insert(self.crate_dir.to_owned());
        self.around.extend(look.dart_dir.as_deref().map(real));
        for source in &look.diagnostics.sources {
            self.names.extend(source.path.file_name().map(OsString::from));
            if let Some(folder) = source.path.parent().map(real) {
                if folder != self.crate_dir {
                    with_folders_below(&folder, &mut self.folders);
                }
                self.folders.insert(folder);
            }
        }
    }

    fn all_folders(&self) -> BTreeSet<PathBuf> {
        self.folders.union(&self.around).cloned().collect()
    }

    /// Whether a round is due when this happens to that path.
    fn matters(&self, event: &Event, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default();
        let text = name.to_string_lossy();
        if text == GENERATED {
            // It is written by being put in the place of the old one; whoever takes it away gets it back.
            return matches!(event.kind, EventKind::Remove(_));
        }
        if !path.parent().is_some_and(|folder| self.folders.contains(folder)) {
            return path == self.crate_dir || SETTINGS.contains(&text.as_ref());
        }
        if self.names.contains(name) || SETTINGS.contains(&text.as_ref()) {
            return true;
        }
        // What editors keep beside a file.
        if text.starts_with('.') || text.ends_with('~') {
            return false;
        }
        match path.extension() {
            Some(extension) if extension == "rs" => true,
            Some(_) => path.is_dir(),
            // A folder, or something that may have been one.
            None => true,
        }
    }
}

/// Adds the folders below one in which modules may come to lie.
fn with_folders_below(folder: &Path, all: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let is_hidden = name.to_string_lossy().starts_with('.');
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder || is_hidden || name == "target" || path.join("Cargo.toml").is_file() {
            continue;
        }
        if all.insert(path.clone()) {
            with_folders_below(&path, all);
        }
    }
}

/// A folder by the name that the system tells of it, without links. (On Windows such names are of another form, and it tells the
/// one by which it was asked.)
fn real(folder: &Path) -> PathBuf {
    let real = if cfg!(windows) {
        None
    } else {
        folder.canonicalize().ok()
    };
    real.unwrap_or_else(|| folder.to_owned())
}

/// What has changed, in short.
fn named(paths: &BTreeSet<PathBuf>) -> String {
    let file = paths.iter().find(|path| path.extension().is_some());
    let Some(first) = file.or(paths.first()) else {
        return "files".to_owned();
    };
    match paths.iter().filter(|path| path.extension().is_some()).count() {
        0 | 1 => shown(first),
        several => format!("{} and {} more", shown(first), several - 1),
    }
}
