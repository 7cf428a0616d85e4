//! Changes of files, as the system tells them, put together: what an editor does to save a file is several events.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::exit::Failure;

/// How long nothing must happen before what has happened is told.
const QUIET: Duration = Duration::from_millis(80);

/// When it is told although there is no end of it.
const PATIENCE: Duration = Duration::from_secs(5);

/// What comes next.
#[derive(Debug)]
pub(super) enum Next {
    /// Something has happened to these paths; to whatever there is, if the system has lost count.
    Changed(BTreeSet<PathBuf>),
    /// The user has had enough.
    Stop,
}

enum Told {
    Event(notify::Result<Event>),
    Stop,
}

/// The folders that are watched, and what is heard of them.
pub(super) struct Changes {
    watcher: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
    told: Receiver<Told>,
}

impl Changes {
    /// Watches nothing yet; Ctrl-C is heard from now on.
    ///
    /// # Errors
    /// If the system cannot watch files.
    pub(super) fn new() -> Result<Self, Failure> {
        let (tell, told) = mpsc::channel();
        let stop = tell.clone();
        let asked = AtomicBool::new(false);
        ctrlc::set_handler(move || {
            // Who asks again does not want to wait for the end of a round.
            if asked.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
            let _ = stop.send(Told::Stop);
        })
        .map_err(|error| Failure::undone(format_args!("cannot listen for Ctrl-C: {error}")))?;
        let watcher = notify::recommended_watcher(move |event| {
            let _ = tell.send(Told::Event(event));
        });
        Ok(Self {
            watcher: watcher.map_err(|error| cannot_watch(&error))?,
            folders: BTreeSet::new(),
            told,
        })
    }

    /// Watches these folders, without what is in folders of theirs, and no others. Whether there is one among them that was
    /// not watched before: what has happened in it may not have been told.
    ///
    /// All of them are watched anew, because one may be another folder of the same name.
    ///
    /// # Errors
    /// If one that is there cannot be watched.
    pub(super) fn watch(&mut self, folders: &BTreeSet<PathBuf>) -> Result<bool, Failure> {
        for old in &self.folders {
            // It may be gone, and the watch with it.
            let _ = self.watcher.unwatch(old);
        }
        for folder in folders {
            match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                Err(error) if folder.is_dir() => return Err(cannot_watch(&error)),
                _ => {}
            }
        }
        let is_more = !folders.is_subset(&self.folders);
        self.folders.clone_from(folders);
        Ok(is_more)
    }

    /// Waits until something of interest has happened, and then until it is over.
    ///
    /// # Errors
    /// If the system does not tell any more.
    pub(super) fn next(&self, matters: impl Fn(&Event, &Path) -> bool) -> Result<Next, Failure> {
        let mut changed = BTreeSet::new();
        let mut has_lost_count = false;
        let mut first: Option<Instant> = None;
        loop {
            let told = match first {
                None => self.told.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(first) => {
                    let left = PATIENCE.saturating_sub(first.elapsed());
                    self.told.recv_timeout(QUIET.min(left))
                }
            };
            match told {
                Ok(Told::Stop) => return Ok(Next::Stop),
                Ok(Told::Event(event)) => {
                    let event = event.map_err(|error| cannot_watch(&error))?;
                    has_lost_count |= event.need_rescan();
                    let paths = event
                        .paths
                        .iter()
                        .filter(|path| is_change(&event) && matters(&event, path));
                    changed.extend(paths.cloned());
                    if first.is_none() && (has_lost_count || !changed.is_empty()) {
                        first = Some(Instant::now());
                    }
                }
                Err(RecvTimeoutError::Timeout) => return Ok(Next::Changed(changed)),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Failure::undone("the system does not tell of changes any more"));
                }
            }
        }
    }
}

/// Whether something is other than before: reading is told, too.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}

fn cannot_watch(error: &notify::Error) -> Failure {
    let failure = Failure::undone(format_args!("cannot watch files: {error}"));
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            failure.with_help("raise the system's limit: `fs.inotify.max_user_watches`")
        }
        _ => failure,
    }
}
