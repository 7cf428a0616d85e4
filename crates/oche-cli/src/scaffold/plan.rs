//! What is to be done: a list of files, made without touching anything.

use std::path::PathBuf;

use crate::exit::Failure;
use crate::terminal::{Terminal, count, shown};

/// Files to create and to edit in one folder.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The folder.
    pub(crate) root: PathBuf,
    /// What happens in it, in the order in which it is shown.
    pub(crate) entries: Vec<Entry>,
}

/// What happens to a file.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The file, from the plan's folder.
    pub(crate) path: PathBuf,
    /// What happens to it.
    pub(crate) change: Change,
}

/// What happens to a file.
#[derive(Debug)]
pub(crate) enum Change {
    /// There is none yet: it gets this text.
    Create(String),
    /// A few lines are added.
    Edit {
        /// What it was when the plan was made.
        old: Vec<u8>,
        /// What it becomes.
        new: String,
        /// What is added.
        what: String,
    },
    /// It is there, and stays as it is.
    Keep,
}

impl Plan {
    /// An empty plan for a folder.
    pub(crate) fn new(root: PathBuf) -> Self {
        Self {
            root,
            entries: Vec::new(),
        }
    }

    /// A file with this text, if there is none.
    pub(crate) fn create(&mut self, path: impl Into<PathBuf>, text: String) {
        let path = path.into();
        // Also a symbolic link that leads nowhere is somebody's.
        let is_there = self.root.join(&path).symlink_metadata().is_ok();
        let change = if is_there { Change::Keep } else { Change::Create(text) };
        self.entries.push(Entry { path, change });
    }

    /// Changes a file from `old`, by adding `what`; nothing, if that is in it.
    pub(crate) fn edit(&mut self, path: impl Into<PathBuf>, old: Vec<u8>, new: String, what: String) {
        let change = match old == new.as_bytes() || what.is_empty() {
            true => Change::Keep,
            false => Change::Edit { old, new, what },
        };
        let path = path.into();
        self.entries.push(Entry { path, change });
    }

    /// Leaves a file as it is, and says so.
    pub(crate) fn keep(&mut self, path: impl Into<PathBuf>) {
        let (path, change) = (path.into(), Change::Keep);
        self.entries.push(Entry { path, change });
    }

    /// Whether it leaves everything as it is.
    pub(crate) fn is_done(&self) -> bool {
        self.entries.iter().all(|entry| matches!(entry.change, Change::Keep))
    }

    /// Sees to it that what is created lies in the plan's folder, and not where a symbolic link leads.
    ///
    /// # Errors
    /// If it would not.
    pub(crate) fn must_stay_inside(&self) -> Result<(), Failure> {
        let Ok(root) = self.root.canonicalize() else {
            return Ok(()); // It is yet to be made.
        };
        for Entry { path, change } in &self.entries {
            let folders = path.ancestors().skip(1).map(|folder| self.root.join(folder));
            let leads_out = |folder: &PathBuf| folder.canonicalize().is_ok_and(|real| !real.starts_with(&root));
            if let Some(link) = folders
                .into_iter()
                .find(leads_out)
                .filter(|_| matches!(change, Change::Create(_)))
            {
                return Err(Failure::wrong(format_args!(
                    "`{}` is a symbolic link to a folder outside of the package",
                    shown(&link)
                ))
                .with_help("put a folder in its place, or run the command where it leads"));
            }
        }
        Ok(())
    }

    /// Lists it.
    pub(crate) fn show(&self, terminal: &Terminal) {
        for Entry { path, change } in &self.entries {
            let path = path.display();
            match change {
                Change::Create(_) => terminal.say(format_args!("  create {path}")),
                Change::Edit { what, .. } => terminal.say(format_args!("    edit {path}: {what}")),
                Change::Keep => terminal.detail(format_args!("    keep {path}")),
            }
        }
    }

    /// `3 files created, 1 edited`.
    pub(crate) fn summary(&self) -> String {
        let number = |is: fn(&Change) -> bool| self.entries.iter().filter(|entry| is(&entry.change)).count();
        let created = number(|change| matches!(change, Change::Create(_)));
        let edited = number(|change| matches!(change, Change::Edit { .. }));
        match edited {
            0 => format!("{} created", count(created, "file")),
            _ => format!("{} created, {edited} edited", count(created, "file")),
        }
    }
}
