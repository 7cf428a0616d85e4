//! Many small modules, generated and compiled together, with a verdict on each.
//!
//! A case is a [`Module`]: the source of one Rust module of an API, written by a table somewhere. A [`Batch`] puts
//! hundreds or thousands of them into *one* crate, with a module, and so a Dart library, for each: what one of them
//! imports or declares does not help another. It then
//!
//! 1. has the generator read them, in this process, takes out what is refused by a diagnostic at its place in the module,
//!    and has it print the rest ([`Batch::generate`]);
//! 2. compiles both halves: Rust by one `cargo check`, Dart by the compiler in the VM ([`Batch::compile`]);
//! 3. builds the library and runs a Dart program against it, if that is asked for ([`Batch::call`]).
//!
//! Whatever a compiler says is traced back to the module that it is about, which is taken out as *failed*, and the rest
//! is compiled anew, until nothing is left to complain about: one fault does not hide another.
//!
//! # How messages find their module
//!
//! In a module's source, `@` stands for its tag, four digits that no other module of the batch has. The file is
//! `src/api/m@.rs`, and so are the Dart library `lib/src/api/m@.dart` and its plumbing `lib/src/bridge/api/m@.dart`;
//! messages about these find their way by the file. In the files that all share (`oche_generated.rs`,
//! `direct_native.dart`), the names on the line that a message is about, or else those in the item around it, tell by
//! their tag. So a module's public items should have the tag in their names (`pub struct Point@`, `pub fn echo@`), which
//! also keeps them apart in the one Dart package. Where a name must be exactly something and cannot have a tag, the
//! module's path still tells in Rust; in `direct_native.dart` nothing does, and what cannot be traced is found by halving
//! the batch.
//!
//! # Where it happens
//!
//! Below `target/oche/matrix`: a Cargo workspace with a crate for each batch, the Dart package inside of it, the lock
//! file of this repository's workspace, and a target folder for all: the crates that they need are compiled once.

mod blame;
mod call;
mod dart;
mod folder;
mod generator;
mod rust;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Instant;

use anyhow::{Result, bail};
use xtask::progress::{note, short_time};
use xtask::{Toolchain, Workspace, cache};

pub use call::Call;
use folder::Folder;
use generator::Sorted;

/// One module of an API. `@` in the texts stands for the module's tag.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// What reports call it, unique in its batch.
    pub name: String,
    /// What stands in the module's file.
    pub source: String,
    /// What the crate `foreign` has for it, for mirrors and conversions.
    pub foreign: String,
}

/// Who found fault with a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The generator crashed, refused without a place, or dropped something without a word.
    Generator,
    /// Cargo and rustc.
    Rust,
    /// The compiler in the Dart VM.
    Dart,
    /// The program that calls.
    Call,
}

/// What became of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The generator refused it, with this title of a diagnostic.
    Refused(String),
    /// Generated, and compiled on both sides as far as it was asked for.
    Accepted,
    /// Neither: this is what was said.
    Failed(By, String),
}

/// Modules that are generated and compiled together.
pub struct Batch {
    workspace: Workspace,
    folder: Folder,
    modules: Vec<Module>,
    verdicts: BTreeMap<usize, Verdict>,
    sorted: Sorted,
}

/// How often a batch is compiled anew after modules were taken out of it, before something must be wrong with the
/// tracing itself.
const ROUNDS: usize = 12;

impl Batch {
    /// A batch with this name, which is a folder's and a crate's, and stays the same from run to run.
    pub fn new(workspace: &Workspace, name: &str, modules: Vec<Module>) -> Self {
        assert!(modules.len() < 10_000, "a tag has four digits");
        Self {
            workspace: workspace.clone(),
            folder: Folder::new(workspace, name),
            modules,
            verdicts: BTreeMap::new(),
            sorted: Sorted::default(),
        }
    }

    /// The modules with what became of each so far.
    pub fn verdicts(&self) -> impl Iterator<Item = (&Module, &Verdict)> {
        let verdict = |at| self.verdicts.get(&at).unwrap_or(&Verdict::Accepted);
        self.modules
            .iter()
            .enumerate()
            .map(move |(at, module)| (module, verdict(at)))
    }

    /// The API of what was accepted, once it is generated.
    pub fn api(&self) -> Option<&oche_codegen::ir::Api> {
        self.sorted.api.as_ref()
    }

    /// Whether a module is among those that were accepted.
    pub fn is_accepted(&self, at: usize) -> bool {
        !self.verdicts.contains_key(&at)
    }

    /// The tag of the module with this index.
    pub fn tag(at: usize) -> String {
        format!("{at:04}")
    }

    /// Puts everything in place that is not generated. Batches that are run at the same time must all be set up before: to
    /// cargo, each of them is a part of one workspace.
    ///
    /// # Errors
    /// If files cannot be written.
    pub fn set_up(&mut self) -> Result<()> {
        self.exclusively(|batch| batch.folder.write(&batch.modules, 0..batch.modules.len()))
    }

    /// Has the generator sort the modules into those that it refuses and those that it writes, and writes these.
    ///
    /// # Errors
    /// If files cannot be written, or the generator has a problem with the crate itself.
    pub fn generate(&mut self) -> Result<()> {
        let started = Instant::now();
        self.exclusively(Self::generate_quietly)?;
        let accepted = self.modules.len() - self.verdicts.len();
        self.news(
            &format!("{accepted} of {} modules generated", self.modules.len()),
            started,
        );
        Ok(())
    }

    /// Generates, and compiles both halves at the same time, until nobody complains.
    ///
    /// # Errors
    /// If a compiler complains about something that belongs to no module, or cannot be run at all.
    pub fn compile(&mut self, dart: &Toolchain) -> Result<()> {
        self.generate()?;
        self.exclusively(|batch| {
            for _ in 0..ROUNDS {
                let started = Instant::now();
                let (rust, dart) = thread::scope(|scope| {
                    let rust = scope.spawn(|| rust::check(&batch.workspace, &batch.folder, batch.modules.len()));
                    let dart = dart::check(&batch.folder, dart, batch.modules.len());
                    let rust = rust.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                    (rust, dart)
                });
                let (rust, dart) = (rust?, dart?);
                let accepted = batch.modules.len() - batch.verdicts.len();
                batch.news(&format!("{accepted} modules compiled in Rust and in Dart"), started);
                let complaints = rust.into_iter().map(|complaint| (By::Rust, complaint));
                let complaints = complaints.chain(dart.into_iter().map(|complaint| (By::Dart, complaint)));
                if !batch.take_out(complaints.collect())? {
                    return Ok(());
                }
                batch.generate_quietly()?;
            }
            bail!("after {ROUNDS} rounds there is still something that does not compile")
        })
    }

    /// While no other process works on the same batch.
    fn exclusively<T>(&mut self, action: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let workspace = self.workspace.clone();
        let name = self.folder.name().to_owned();
        cache::exclusively(&workspace, &name, || action(self))
    }

    fn news(&self, what: &str, started: Instant) {
        let time = short_time(started.elapsed());
        note(format!("{}: {what} ({time})", self.folder.name()));
    }

    fn generate_quietly(&mut self) -> Result<()> {
        let accepted: BTreeSet<usize> = (0..self.modules.len()).filter(|at| self.is_accepted(*at)).collect();
        self.sorted = generator::sort(&self.folder, &self.modules, accepted)?;
        let refused = self.sorted.verdicts.clone();
        self.verdicts.extend(refused);
        Ok(())
    }

    /// Takes the modules with complaints out; says whether there were any.
    fn take_out(&mut self, complaints: Vec<(By, blame::Complaint)>) -> Result<bool> {
        let (mut strangers, mut again) = (Vec::new(), Vec::new());
        let before = self.verdicts.len();
        for (by, complaint) in complaints {
            match complaint.module {
                Some(at) if self.is_accepted(at) => {
                    let first = complaint.message.lines().next().unwrap_or_default();
                    note(format!("✗ {} ({by:?}): {first}", self.modules[at].name));
                    self.verdicts.insert(at, Verdict::Failed(by, complaint.message));
                }
                Some(_) => again.push(complaint.message),
                None => strangers.push(format!("{by:?}: {}", complaint.message)),
            }
        }
        if !strangers.is_empty() {
            strangers.truncate(5);
            bail!("this belongs to no module:\n{}", strangers.join("\n"));
        }
        let any = self.verdicts.len() > before;
        if let (false, Some(first)) = (any, again.first()) {
            bail!("this is about a module that is out already:\n{first}");
        }
        Ok(any)
    }
}
