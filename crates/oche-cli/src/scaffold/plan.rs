//! What is to be done: a list of files, made without touching anything.

use std::path::PathBuf;

use crate::terminal::{Terminal, count};

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
    #[expect(dead_code, reason = "`oche init`, which adds to what is there, comes next")]
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
