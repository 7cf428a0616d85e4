//! Every word that could be in the way, in every place where a name stands: refused with a message, or compiled on both
//! sides.

mod names {
    pub mod places;
    pub mod words;
}

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use anyhow::Result;
use matrix::harness::{Batch, Module, Verdict};
use xtask::{Toolchain, Workspace};

use names::places::{self, INSIDE, Place};
use names::words;

/// How many words stand in one module, where there is room.
const TOGETHER: usize = 8;

fn module((place, module): &Place, words: &[&str]) -> Option<Module> {
    module(words).map(|source| Module {
        name: format!("{place}: {}", words.join(", ")),
        source,
        foreign: String::new(),
    })
}

/// The modules of one place: those that are known to be refused alone, the others together with ones from all over the
/// table.
fn modules(place: &Place, refused: &BTreeSet<String>) -> Vec<Module> {
    let is_refused = |word: &&str| refused.contains(&format!("{}: {word}", place.0));
    let (alone, others): (Vec<&str>, Vec<&str>) = words::all().into_iter().partition(is_refused);
    let count = others.len().div_ceil(TOGETHER);
    let chunks = (0..count).map(|at| others.iter().copied().skip(at).step_by(count).collect::<Vec<&str>>());
    let chunks = alone.into_iter().map(|word| vec![word]).chain(chunks);
    chunks.filter_map(|words| module(place, &words)).collect()
}

/// Whether a module has several words.
fn is_several(name: &str) -> bool {
    name.split(": ").nth(1).is_some_and(|words| words.contains(", "))
}

#[test]
fn every_word_in_every_place() -> Result<()> {
    if env::var("OCHE_E2E_VMS").as_deref() == Ok("none") {
        return Ok(()); // the matrix is a stage of its own
    }
    let workspace = Workspace::find();
    let dart = Toolchain::newest(&workspace)?;
    let snapshot = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/names.txt");
    let known = fs::read_to_string(&snapshot).unwrap_or_default();
    let known: Vec<(&str, &str)> = known.lines().filter_map(|line| line.split_once(" → ")).collect();
    let known_names: BTreeSet<String> = known.iter().map(|(name, _)| (*name).to_owned()).collect();

    let only = env::var("OCHE_PLACE").ok();
    let is_asked_for = |name: &str| only.as_deref().is_none_or(|only| name.contains(only));
    let inside = INSIDE.iter().filter(|(name, _)| is_asked_for(name));
    let inside = inside.flat_map(|place| modules(place, &known_names)).collect();
    let mut batches: Vec<Vec<Module>> = vec![inside];
    if is_asked_for("exported") {
        // In each package every word once at most.
        for (at, word) in words::all().into_iter().enumerate() {
            for (turn, place) in places::exported(at, word).into_iter().enumerate() {
                // One batch is there for all places inside.
                batches.resize_with(batches.len().max(turn + 2), Vec::new);
                batches[turn + 1].extend(module(place, &[word]));
            }
        }
    }
    let (mut failed, mut refused, mut accepted) = (Vec::new(), Vec::new(), 0);
    let mut run = |modules: Vec<Module>, name: &str| -> Result<Vec<String>> {
        let mut batch = Batch::new(&workspace, name, modules);
        batch.compile(&dart)?;
        let mut together = Vec::new();
        for (module, verdict) in batch.verdicts() {
            match verdict {
                Verdict::Failed(by, message) => failed.push(format!("── {} ({by:?}) ──\n{message}", module.name)),
                // Which of its words it is can be told only alone.
                Verdict::Refused(_) if is_several(&module.name) => together.push(module.name.clone()),
                Verdict::Refused(title) => refused.push(format!("{} → {title}", module.name)),
                Verdict::Accepted => accepted += 1,
            }
        }
        Ok(together)
    };
    let mut unknown = Vec::new();
    for (at, modules) in batches
        .into_iter()
        .enumerate()
        .filter(|(_, modules)| !modules.is_empty())
    {
        unknown.extend(run(modules, &format!("names{at}"))?);
    }
    if !unknown.is_empty() {
        let place = |name: &str| INSIDE.iter().find(|(place, _)| name.starts_with(place)).copied();
        let alone = unknown.iter().flat_map(|name| {
            let words = name.split(": ").nth(1).unwrap_or_default();
            words
                .split(", ")
                .filter_map(|word| module(&place(name)?, &[word]))
                .collect::<Vec<Module>>()
        });
        run(alone.collect(), "names_alone")?;
    }
    println!(
        "{accepted} modules accepted and compiled, {} refused with a message",
        refused.len()
    );
    refused.sort();
    assert!(failed.is_empty(), "{}\n{}", failed.join("\n"), refused.join("\n"));
    if env::var_os("OCHE_BLESS").is_some() {
        fs::create_dir_all(snapshot.parent().expect("a folder"))?;
        fs::write(&snapshot, refused.join("\n") + "\n")?;
        return Ok(());
    }
    let known: Vec<String> = known.iter().map(|(name, title)| format!("{name} → {title}")).collect();
    assert_eq!(refused, known, "OCHE_BLESS=1 accepts what is refused");
    Ok(())
}
