//! What a test program of this package does with its modules: runs them, compares with what is known, and reports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs, thread};

use anyhow::{Context, Result};
use xtask::{Toolchain, Workspace};

use crate::harness::{Batch, By, Call, Module, Verdict};

/// How many modules are one crate: the compiler in a 32-bit VM has room for about 5,000 libraries.
const AT_ONCE: usize = 1500;

/// A fault that is known and not mended yet.
pub struct Known {
    /// Stands in the names of the modules that fail.
    pub module: &'static str,
    /// Stands in what is said to them.
    pub message: &'static str,
}

/// What a run works on.
pub struct Matrix<'a> {
    /// The name of its batches, and of its snapshot in `snapshots`.
    pub name: &'a str,
    /// What is compiled.
    pub compiled: Vec<Module>,
    /// What is called, with the calls.
    pub called: Vec<(Module, Call)>,
    /// What stands before the calls.
    pub prelude: &'a str,
    /// Faults that are known. Each must still be there, so that the list shrinks.
    pub known: &'a [Known],
}

/// What came out.
#[derive(Default)]
struct Tally {
    accepted: usize,
    called: usize,
    refused: BTreeMap<String, String>,
    failed: Vec<(String, By, String)>,
}

impl Matrix<'_> {
    /// Runs it, says what came out as cargo's own runner would, and gives the exit code.
    ///
    /// A word on the command line chooses the modules with it in their names.
    ///
    /// # Errors
    /// If a tool cannot be run.
    pub fn main(mut self) -> Result<i32> {
        if env::var("OCHE_E2E_VMS").as_deref() == Ok("none") {
            println!("the matrix is a stage of its own in `cargo xtask test`");
            return Ok(0);
        }
        xtask::process::clean_up_on_interrupt()?;
        let filter = env::args().skip(1).find(|argument| !argument.starts_with('-'));
        let filter = filter.map(|filter| filter.strip_prefix("matrix::").unwrap_or(&filter).to_owned());
        if let Some(filter) = &filter {
            self.compiled.retain(|module| module.name.contains(filter));
            self.called.retain(|(module, _)| module.name.contains(filter));
        }
        if self.compiled.is_empty() && self.called.is_empty() {
            println!("no name has `{}` in it", filter.unwrap_or_default());
            println!("test result: ok. 0 passed; 0 failed");
            return Ok(0);
        }
        let tally = self.run(filter.is_some())?;
        xtask::process::give_way_to_interrupt();
        self.report(&tally, filter.is_none())
    }

    fn run(&self, is_part: bool) -> Result<Tally> {
        let workspace = Workspace::find();
        let dart = Toolchain::newest(&workspace)?;
        let part = if is_part { "_part" } else { "" };
        let batch = |what: &str, modules| -> Result<Batch> {
            let mut batch = Batch::new(&workspace, &format!("{}{what}{part}", self.name), modules);
            batch.set_up()?;
            Ok(batch)
        };
        let chunks = self.compiled.chunks(AT_ONCE).enumerate();
        let mut compiled = chunks
            .map(|(at, modules)| batch(&format!("_{at}"), modules.to_vec()))
            .collect::<Result<Vec<Batch>>>()?;
        let (modules, calls): (Vec<Module>, Vec<Call>) = self.called.iter().cloned().unzip();
        let calls = calls
            .into_iter()
            .enumerate()
            .map(|(module, call)| Call { module, ..call });
        let calls: Vec<Call> = calls.collect();
        let mut called = batch("_called", modules)?;

        // What is called takes a compiler as long as all that is only compiled, and has gaps for it.
        let passed = thread::scope(|scope| {
            let passed = scope.spawn(|| {
                called.generate()?;
                called.call(&dart, self.prelude, &calls)
            });
            for batch in &mut compiled {
                batch.compile(&dart)?;
            }
            passed.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })?;
        let mut tally = Tally {
            called: passed,
            ..Tally::default()
        };
        compiled.iter().for_each(|batch| tally.add(batch, ""));
        tally.add(&called, "called, ");
        Ok(tally)
    }

    fn report(&self, tally: &Tally, is_whole: bool) -> Result<i32> {
        let mut open: BTreeSet<usize> = (0..self.known.len()).collect();
        let mut unknown = Vec::new();
        for (name, by, message) in &tally.failed {
            let fits = |known: &Known| name.contains(known.module) && message.contains(known.message);
            match self.known.iter().position(fits) {
                Some(at) => {
                    open.remove(&at);
                }
                None => unknown.push((name, by, message)),
            }
        }
        let known = tally.failed.len() - unknown.len();
        let mut failed = unknown.len();
        for (name, by, message) in &unknown {
            println!("\n── {name} ({by:?}) ──\n{message}");
        }
        if is_whole {
            for at in &open {
                println!(
                    "mended, so take it out of the list of known faults: {}",
                    self.known[*at].module
                );
            }
            failed += open.len() + usize::from(!self.same_refusals(tally)?);
        }
        println!(
            "\nmatrix: {}: {} accepted and compiled, {} refused with a message, {} called, {known} failed as known, {} failed",
            self.name,
            tally.accepted,
            tally.refused.len(),
            tally.called,
            unknown.len()
        );
        let verdict = if failed == 0 { "ok" } else { "FAILED" };
        let passed = tally.accepted + tally.refused.len() + tally.called;
        println!("test result: {verdict}. {passed} passed; {failed} failed");
        Ok(i32::from(failed > 0))
    }

    /// Compares what is refused with the snapshot, or writes it anew under `OCHE_BLESS`.
    fn same_refusals(&self, tally: &Tally) -> Result<bool> {
        let path = snapshot(self.name);
        let lines: Vec<String> = tally
            .refused
            .iter()
            .map(|(name, title)| format!("{name} → {title}"))
            .collect();
        if env::var_os("OCHE_BLESS").is_some() {
            fs::create_dir_all(path.parent().context("a folder")?)?;
            fs::write(&path, lines.join("\n") + "\n")?;
            return Ok(true);
        }
        let known = fs::read_to_string(&path).unwrap_or_default();
        let (old, new): (BTreeSet<&str>, BTreeSet<&str>) =
            (known.lines().collect(), lines.iter().map(String::as_str).collect());
        for line in old.difference(&new).take(40) {
            println!("no longer refused so: {line}");
        }
        for line in new.difference(&old).take(40) {
            println!("refused, and not known to be: {line}");
        }
        if old != new {
            println!(
                "(OCHE_BLESS=1 cargo test -p matrix accepts what {} should say)",
                path.display()
            );
        }
        Ok(old == new)
    }
}

fn snapshot(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("snapshots")
        .join(format!("{name}.txt"))
}

impl Tally {
    fn add(&mut self, batch: &Batch, prefix: &str) {
        for (module, verdict) in batch.verdicts() {
            let name = format!("{prefix}{}", module.name);
            match verdict {
                Verdict::Accepted if prefix.is_empty() => self.accepted += 1,
                Verdict::Accepted => {}
                Verdict::Refused(title) => {
                    let title = title.replace('\n', " ");
                    self.refused.insert(name, without_tags(&title));
                }
                Verdict::Failed(by, message) => self.failed.push((name, *by, message.clone())),
            }
        }
    }
}

/// A message without the tags of modules, which change when a table does.
fn without_tags(text: &str) -> String {
    let mut plain = String::new();
    let mut digits = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let is_tag = digits.len() == 4 && plain.ends_with(|c: char| c.is_alphanumeric());
        plain.push_str(if is_tag { "@" } else { &digits });
        digits.clear();
        plain.push(c);
    }
    plain.trim_end().to_owned()
}
