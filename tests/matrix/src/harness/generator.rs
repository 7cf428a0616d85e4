//! Sorting modules by what the generator says to them.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::{Context, Result, bail};
use oche_codegen::diagnostic::{Code, Diagnostic, Severity, SourceFile, Style};
use oche_codegen::ir::Api;
use oche_codegen::{Diagnostics, Outcome, output};

use super::blame;
use super::folder::Folder;
use super::{By, Module, Verdict};

/// What the generator made of the modules.
#[derive(Default)]
pub(super) struct Sorted {
    /// What was refused, or failed.
    pub(super) verdicts: BTreeMap<usize, Verdict>,
    /// The API of the others.
    pub(super) api: Option<Api>,
}

/// Has the generator read the modules in `accepted`, takes those out that it refuses, and writes the bridge of the rest.
pub(super) fn sort(folder: &Folder, modules: &[Module], mut accepted: BTreeSet<usize>) -> Result<Sorted> {
    let mut verdicts = BTreeMap::new();
    loop {
        folder.write(modules, accepted.iter().copied())?;
        let Some(Outcome {
            api,
            diagnostics,
            files,
        }) = generate(folder)
        else {
            for at in crashing(folder, modules, &accepted.iter().copied().collect::<Vec<_>>())? {
                accepted.remove(&at);
                verdicts.insert(at, Verdict::Failed(By::Generator, "the generator crashes".to_owned()));
            }
            continue;
        };
        let mut out = refused(&diagnostics)?;
        if out.is_empty() {
            let api = api.as_ref().context("there are no errors, and yet no API")?;
            out = silent(api, &diagnostics, &accepted);
        }
        if !out.is_empty() {
            accepted.retain(|at| !out.contains_key(at));
            verdicts.extend(out);
            continue;
        }
        output::write(&folder.config(), &files)?;
        return Ok(Sorted { verdicts, api });
    }
}

/// `None` if it panics.
fn generate(folder: &Folder) -> Option<Outcome> {
    catch_unwind(AssertUnwindSafe(|| oche_codegen::generate(&folder.config()))).ok()
}

/// The modules that make the generator crash, by halving.
fn crashing(folder: &Folder, modules: &[Module], some: &[usize]) -> Result<Vec<usize>> {
    folder.write(modules, some.iter().copied())?;
    if generate(folder).is_some() {
        return Ok(Vec::new());
    }
    if let [one] = some {
        return Ok(vec![*one]);
    }
    let (first, second) = some.split_at(some.len() / 2);
    let mut found = crashing(folder, modules, first)?;
    found.extend(crashing(folder, modules, second)?);
    if found.is_empty() {
        bail!("the generator crashes on modules together, and on none of them alone");
    }
    Ok(found)
}

/// What each refused module was refused for.
fn refused(diagnostics: &Diagnostics) -> Result<BTreeMap<usize, Verdict>> {
    let mut refused = BTreeMap::new();
    for problem in diagnostics
        .list
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
    {
        let Some(at) = module_of(problem, diagnostics) else {
            bail!(
                "the generator refuses without a place in a module:\n{}",
                Diagnostics {
                    list: vec![problem.clone()],
                    sources: diagnostics.sources.clone(),
                }
                .render(Path::new("/"), Style::Plain)
            );
        };
        refused.entry(at).or_insert_with(|| match problem.code {
            // Whoever wrote the module is to blame.
            Code::Syntax => Verdict::Failed(By::Generator, problem.title.clone()),
            _ => Verdict::Refused(problem.title.clone()),
        });
    }
    Ok(refused)
}

/// Accepted modules of which no function crosses: left out with a warning, or without a word.
fn silent(api: &Api, diagnostics: &Diagnostics, accepted: &BTreeSet<usize>) -> BTreeMap<usize, Verdict> {
    let paths = api.functions.iter().map(|function| function.rust_path.as_str());
    let constants = api.constants.iter().map(|constant| constant.rust_path.as_str());
    let spoken: BTreeSet<usize> = paths.chain(constants).filter_map(blame::tag_in_path).collect();
    let mut warned: BTreeMap<usize, &str> = BTreeMap::new();
    for problem in &diagnostics.list {
        if let Some(at) = module_of(problem, diagnostics) {
            warned.entry(at).or_insert(&problem.title);
        }
    }
    let silent = accepted.iter().filter(|at| !spoken.contains(at));
    silent
        .map(|at| {
            let verdict = match warned.get(at) {
                Some(title) => Verdict::Refused(format!("(a warning) {title}")),
                None => Verdict::Failed(By::Generator, "nothing of it crosses, and nothing is said".to_owned()),
            };
            (*at, verdict)
        })
        .collect()
}

fn module_of(problem: &Diagnostic, diagnostics: &Diagnostics) -> Option<usize> {
    let place = problem.place.as_ref()?;
    let source: &SourceFile = diagnostics.source(place)?;
    blame::tag_of_file(&source.path)
}
