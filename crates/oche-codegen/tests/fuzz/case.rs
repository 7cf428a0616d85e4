//! An input of the generator: the files of a crate; and what the generator has to keep to, whatever stands in them.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oche_codegen::diagnostic::{Code, Style};
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

/// No input of this size takes nearly as long, even without optimization on a busy machine.
const SLOW: Duration = Duration::from_secs(20);

/// The files of a crate, by their paths in it.
#[derive(Clone, Debug, Default)]
pub struct Case {
    pub name: String,
    pub files: BTreeMap<String, Vec<u8>>,
}

/// What became of an input: the kinds of problems, and whether a bridge was made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outcome {
    pub codes: BTreeSet<Code>,
    pub accepted: bool,
}

impl Case {
    /// A crate whose module `api` is this.
    pub fn of_api(name: &str, api: &[u8]) -> Self {
        let mut files = BTreeMap::new();
        files.insert("Cargo.toml".to_owned(), CARGO_TOML.into());
        files.insert("src/lib.rs".to_owned(), LIB_RS.into());
        files.insert("src/api.rs".to_owned(), api.to_owned());
        Self {
            name: name.to_owned(),
            files,
        }
    }

    /// A case of the UI tests: see there.
    pub fn of_ui(folder: &Path) -> Self {
        let mut case = Self::of_api(&folder.file_name().unwrap_or_default().to_string_lossy(), b"");
        case.files.remove("src/api.rs");
        case.add(folder, "src/");
        for (name, usual) in [("no-lib", "src/lib.rs"), ("no-manifest", "Cargo.toml")] {
            if case.files.remove(&format!("src/{name}")).is_some() {
                case.files.remove(usual);
            }
        }
        for name in ["Cargo.toml", "oche.toml"] {
            if let Some(text) = case.files.remove(&format!("src/{name}")) {
                case.files.insert(name.to_owned(), text);
            }
        }
        case.files.remove("src/expected.txt");
        case
    }

    fn add(&mut self, folder: &Path, below: &str) {
        for entry in fs::read_dir(folder).expect("the folder of a case").flatten() {
            let path = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                self.add(&entry.path(), &format!("{path}/"));
            } else {
                self.files
                    .insert(path, fs::read(entry.path()).expect("a file of a case"));
            }
        }
    }

    /// Writes the crate; what was there before is gone.
    pub fn write(&self, folder: &Path) {
        let _ = fs::remove_dir_all(folder);
        for (path, text) in &self.files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder)).expect("a folder");
            fs::write(path, text).expect("a file");
        }
    }

    /// Has the generator look at it, in a folder of its own.
    ///
    /// # Errors
    /// With what went wrong: a panic, what does not fit together, or that it took too long.
    pub fn run(&self, folder: &Path) -> Result<Outcome, String> {
        self.write(folder);
        let begin = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| look_at(folder))).unwrap_or_else(|panic| Err(message(&*panic)));
        if begin.elapsed() > SLOW {
            return Err(format!("it took {} s", begin.elapsed().as_secs()));
        }
        outcome
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("it panics: {}", text.unwrap_or("without a message"))
}

fn look_at(folder: &Path) -> Result<Outcome, String> {
    let config = match Config::discover(Some(folder), None) {
        Ok(config) => config,
        Err(problems) => return told(&problems, folder, false),
    };
    let outcome = oche_codegen::generate(&config);
    if outcome.api.is_some() != (outcome.diagnostics.errors() == 0) {
        return Err("there is an API although there are errors, or none although there are none".to_owned());
    }
    if outcome.api.is_none() && !outcome.files.is_empty() {
        return Err("there are files without an API".to_owned());
    }
    let root = config.dart_dir.parent().unwrap_or(folder);
    if let Some(file) = outcome.files.iter().find(|file| !file.path.starts_with(root)) {
        return Err(format!("a file would be written elsewhere: {}", file.path.display()));
    }
    told(&outcome.diagnostics, folder, outcome.api.is_some())
}

/// Every diagnostic can be shown, in every form, and points at something that is there.
fn told(problems: &Diagnostics, folder: &Path, accepted: bool) -> Result<Outcome, String> {
    for problem in &problems.list {
        let related = problem.related.iter().map(|(place, _)| place);
        for place in problem.place.iter().chain(related) {
            let text = problems.source(place).map(|source| &source.text);
            if text.is_none_or(|text| text.get(place.range.clone()).is_none()) {
                return Err(format!("{} points at no text: {place:?}", problem.code));
            }
        }
        if problem.title.is_empty() {
            return Err(format!("{} says nothing", problem.code));
        }
    }
    let shown = problems.render(folder, Style::Plain);
    let lines = problems.to_json_lines(folder);
    problems.render(folder, Style::Coloured);
    if lines.lines().count() < problems.list.len() || (shown.is_empty() != problems.list.is_empty()) {
        return Err("a report lacks something".to_owned());
    }
    Ok(Outcome {
        codes: problems.list.iter().map(|problem| problem.code).collect(),
        accepted,
    })
}

/// Everything that mutants are made of: the cases of the UI tests, what was found before, and the APIs of the examples.
pub fn corpus() -> Vec<Case> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cases: Vec<Case> = sorted(&here.join("tests/ui"))
        .iter()
        .map(|path| Case::of_ui(path))
        .collect();
    let mut files = sorted(&here.join("tests/fuzz/corpus"));
    for folder in ["pure_dart/src/api", "multi_file/src/api", "well_known/src/api"] {
        files.extend(sorted(&here.join("../../examples").join(folder)));
    }
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
    {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        cases.push(Case::of_api(&name, &fs::read(file).expect("a file of the corpus")));
    }
    cases
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    // Whoever has the crate from a registry has no examples.
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
