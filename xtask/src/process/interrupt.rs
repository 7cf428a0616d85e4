//! Ctrl-C, and the other ways to be asked to stop: no child and no temporary file outlives us.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, exit};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The exit code of a program that was interrupted, as shells have it.
const EXIT_CODE: i32 = 130;

/// A child that shares our terminal got the Ctrl-C itself; so long may it take to end in its own way.
const CTRL_C_GRACE: Duration = Duration::from_millis(500);

/// So long may a child take that was told by us. Some have children of their own to end.
const TERMINATE_GRACE: Duration = Duration::from_secs(4);

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

static STATE: Mutex<State> = Mutex::new(State {
    children: Vec::new(),
    temporary: Vec::new(),
});

struct State {
    children: Vec<Entry>,
    temporary: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq)]
struct Entry {
    pid: u32,
    own_group: bool,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on an interrupt ends the children and removes the temporary files before it ends us.
pub fn clean_up_on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        let (own, shared): (Vec<Entry>, Vec<Entry>) = state().children.iter().partition(|child| child.own_group);
        for child in &own {
            signal(*child, Signal::Terminate);
        }
        wait_for(&shared, CTRL_C_GRACE);
        for child in &shared {
            // Still there: the request to stop was not a Ctrl-C, or went to us alone.
            if state().children.contains(child) {
                signal(*child, Signal::Terminate);
            }
        }
        wait_for(&[own, shared].concat(), TERMINATE_GRACE);
        let mut state = state();
        for child in state.children.drain(..) {
            signal(child, Signal::Kill);
        }
        for path in state.temporary.drain(..) {
            let _ = fs::remove_dir_all(path);
        }
        eprintln!(); // behind a spinner
        exit(EXIT_CODE);
    })
    .context("cannot listen for Ctrl-C")
}

/// If we are being interrupted, does not return: what goes wrong now, goes wrong because of that.
pub fn give_way_to_interrupt() {
    while INTERRUPTED.load(Ordering::SeqCst) {
        thread::sleep(Duration::from_secs(1));
    }
}

fn wait_for(children: &[Entry], limit: Duration) {
    let until = Instant::now() + limit;
    while Instant::now() < until && children.iter().any(|child| state().children.contains(child)) {
        thread::sleep(Duration::from_millis(20));
    }
}

/// A child that an interrupt has to end, as long as this value lives.
pub(super) struct Running(Entry);

impl Running {
    pub(super) fn in_own_group(child: &Child) -> Self {
        Self::new(child, true)
    }

    pub(super) fn sharing_terminal(child: &Child) -> Self {
        Self::new(child, false)
    }

    fn new(child: &Child, own_group: bool) -> Self {
        let entry = Entry {
            pid: child.id(),
            own_group,
        };
        state().children.push(entry);
        Self(entry)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        state().children.retain(|child| *child != self.0);
    }
}

/// A folder that goes away with this value, or with an interrupt.
pub struct Temporary(PathBuf);

impl Temporary {
    /// Makes a folder with an unused name in `parent`.
    pub fn new_in(parent: &Path) -> Result<Self> {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        let folder =
            tempfile::tempdir_in(parent).with_context(|| format!("cannot make a folder in {}", parent.display()))?;
        Ok(Self::watch(folder.keep()))
    }

    /// Makes the folder `path`, in place of one that an earlier run may have left there.
    pub fn at(path: PathBuf) -> Result<Self> {
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Self::watch(path))
    }

    fn watch(path: PathBuf) -> Self {
        state().temporary.push(path.clone());
        Self(path)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        state().temporary.retain(|path| *path != self.0);
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Ends a child that runs in its own group, and that group with it.
pub(super) fn kill(child: &mut Child) {
    signal(
        Entry {
            pid: child.id(),
            own_group: true,
        },
        Signal::Kill,
    );
    let _ = child.kill();
}

enum Signal {
    Terminate,
    Kill,
}

#[cfg(unix)]
fn signal(child: Entry, signal: Signal) {
    use nix::sys::signal::{Signal::SIGKILL, Signal::SIGTERM, kill, killpg};
    use nix::unistd::Pid;

    let Ok(pid) = i32::try_from(child.pid) else {
        return;
    };
    let signal = match signal {
        Signal::Terminate => SIGTERM,
        Signal::Kill => SIGKILL,
    };
    // An error means that it is gone, which is what was wanted.
    let _ = if child.own_group {
        killpg(Pid::from_raw(pid), signal)
    } else {
        kill(Pid::from_raw(pid), signal)
    };
}

/// Elsewhere the console ends the children of an interrupted program, and `Child::kill` does for the rest.
#[cfg(not(unix))]
fn signal(_: Entry, _: Signal) {}
