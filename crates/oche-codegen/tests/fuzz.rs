//! No input whatever makes the generator panic: mutated sources, a few thousand in each run and as many as there is time for
//! with `cargo xtask fuzz`.
//!
//! A mutant is a case of the UI tests, an API of the examples, or what was found before (`tests/fuzz/corpus`), with a few changes
//! to its tokens or characters. Which they are follows from the seed alone.

mod fuzz {
    pub mod case;
    pub mod mutate;
}

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, panic, process, thread};

use fastrand::Rng;
use fuzz::case::{Case, corpus};
use fuzz::mutate::Pool;

/// How many mutants a usual run looks at: some seconds.
const USUAL: u64 = 400;

/// After that long with one input, it never ends.
const STUCK: u64 = 120;

#[test]
fn what_was_found_before_is_told_and_does_not_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    for case in corpus() {
        if let Err(why) = case.run(&folder.path().join("case")) {
            panic!("{}: {why}", case.name);
        }
    }
}

#[test]
fn mutants_do_not_make_it_panic() {
    if env::var_os("OCHE_FUZZ_SECONDS").is_some() {
        return; // the long run does this, and more
    }
    let report = hunt(1, |mutants| mutants >= USUAL);
    assert!(report.findings.is_empty(), "{}", report.findings.join("\n\n"));
    assert!(
        report.accepted > USUAL / 20,
        "hardly any mutant is accepted: {report:?}"
    );
    assert!(report.codes > 40, "hardly any diagnostic is met: {report:?}");
}

/// `cargo xtask fuzz`: for so many seconds, from a seed.
#[test]
fn for_as_long_as_there_is_time() {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let Some(seconds) = number("OCHE_FUZZ_SECONDS") else {
        return;
    };
    let seed = number("OCHE_FUZZ_SEED").unwrap_or(1);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut next = Instant::now();
    let report = hunt(seed, |mutants| {
        if Instant::now() >= next {
            println!("{mutants} inputs");
            next = Instant::now() + Duration::from_secs(60);
        }
        Instant::now() >= end
    });
    println!(
        "{} inputs, {} accepted, {} of {} codes met, {} new in the corpus, {} findings (seed {seed})",
        report.mutants,
        report.accepted,
        report.codes,
        oche_codegen::diagnostic::Code::ALL.len(),
        report.learnt,
        report.findings.len(),
    );
    assert!(report.findings.is_empty(), "{}", report.findings.join("\n\n"));
}

#[derive(Debug, Default)]
struct Report {
    mutants: u64,
    accepted: u64,
    codes: usize,
    learnt: usize,
    findings: Vec<String>,
}

/// Looks at one mutant after the other.
fn hunt(seed: u64, mut is_over: impl FnMut(u64) -> bool) -> Report {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("case");
    let found = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    fs::create_dir_all(&found).expect("the folder of what is found");
    watch(&folder, &found);
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));

    let known = corpus();
    let accepted = known
        .iter()
        .filter(|case| case.run(&folder).is_ok_and(|outcome| outcome.accepted));
    let accepted: Vec<Case> = accepted.cloned().collect();
    let mut pool = Pool::new(known);
    accepted.into_iter().for_each(|case| pool.accept(case));
    let mut rng = Rng::with_seed(seed);
    let mut report = Report::default();
    let (mut seen, mut codes) = (BTreeSet::new(), BTreeSet::new());
    while !is_over(report.mutants) {
        report.mutants += 1;
        BEAT.store(report.mutants, Ordering::Relaxed);
        let mutant = pool.mutant(&mut rng);
        match mutant.run(&folder) {
            Ok(outcome) => {
                report.accepted += u64::from(outcome.accepted);
                codes.extend(outcome.codes.iter().copied());
                let is_accepted = outcome.accepted;
                if seen.insert(outcome) {
                    report.learnt += 1;
                    if is_accepted {
                        pool.accept(mutant.clone());
                    }
                    pool.learn(mutant);
                }
            }
            Err(why) => {
                // One of a kind is enough.
                if seen_before(&report.findings, &why) {
                    continue;
                }
                let mutant = smaller(mutant, &why, &folder);
                let kept = found.join(format!("{seed}-{}", report.mutants));
                mutant.write(&kept);
                report
                    .findings
                    .push(format!("{why}\n  ({}, in {})", mutant.name, kept.display()));
                println!("{}", report.findings.last().expect("a finding"));
            }
        }
    }
    BEAT.store(0, Ordering::Relaxed);
    panic::set_hook(hook);
    report.codes = codes.len();
    report
}

fn seen_before(findings: &[String], why: &str) -> bool {
    let kind = |text: &str| -> String { text.chars().take(60).filter(|c| !c.is_ascii_digit()).collect() };
    findings.iter().any(|finding| kind(finding) == kind(why))
}

/// Takes lines away as long as the same goes wrong.
fn smaller(mut case: Case, why: &str, folder: &Path) -> Case {
    let kind = |text: &str| -> String { text.chars().take(40).collect() };
    for name in case.files.keys().cloned().collect::<Vec<_>>() {
        let mut chunk = usize::MAX;
        while chunk > 0 {
            let text = String::from_utf8_lossy(&case.files[&name]).into_owned();
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            chunk = chunk.min(lines.len());
            let mut at = 0;
            let mut kept = lines.clone();
            while at < kept.len() && kept.len() > 1 {
                let mut fewer = kept.clone();
                fewer.drain(at..(at + chunk).min(kept.len()));
                let mut candidate = case.clone();
                candidate.files.insert(name.clone(), fewer.concat().into_bytes());
                match candidate.run(folder) {
                    Err(same) if kind(&same) == kind(why) => {
                        case = candidate;
                        kept = fewer;
                    }
                    _ => at += chunk,
                }
            }
            chunk /= 2;
        }
    }
    case
}

/// Which mutant is looked at, 0 if none is.
static BEAT: AtomicU64 = AtomicU64::new(0);

/// Ends the process where one input takes for ever; where it takes the process down itself, it is in this folder, too.
fn watch(folder: &Path, found: &Path) {
    let (folder, found) = (folder.to_owned(), found.join("stuck"));
    thread::spawn(move || {
        let (mut last, mut since) = (0, Instant::now());
        loop {
            thread::sleep(Duration::from_secs(1));
            let beat = BEAT.load(Ordering::Relaxed);
            if beat != last || beat == 0 {
                (last, since) = (beat, Instant::now());
            } else if since.elapsed().as_secs() > STUCK {
                let _ = fs::rename(&folder, &found);
                eprintln!("mutant {beat} takes for ever; it is in {}", found.display());
                process::abort();
            }
        }
    });
}
