//! The panic hook: it notes where a panic was that `catch` is going to report. Such a panic is not printed,
//! because Dart gets all of it as an exception. Nothing else may get lost by that, so a panic is printed
//!
//! - if nobody is going to report it: it is in a thread or a task of the user's own, or outside of all calls;
//! - if it ends the process: it cannot unwind, or comes while another one unwinds, and then both are printed;
//! - late, at the end of the call or of the thread, if the user's code caught it itself, so that there was nothing to report.
//!
//! A hook that a user sets hears of every panic, as it would without Oche. One that was set in the place of this one is
//! wrapped, so that the place of a panic is still noted.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::{Cell, RefCell};
use std::io::Write;
use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, PoisonError};
use std::{io, ptr, thread};

/// In [`CATCHING`]: there are notes.
const NOTED: u32 = 1 << 31;

/// The most notes that are kept. There are more than two only if the user's code catches panics itself, one after the other.
const KEPT: usize = 16;

thread_local! {
    /// How many calls of `catch` are under way on this thread, and [`NOTED`].
    static CATCHING: Cell<u32> = const { Cell::new(0) };
    /// Whether a panic outside of `catch` is noted, too, for `caught`, which has it printed.
    static NOTING: Cell<bool> = const { Cell::new(false) };
    /// Whether the panic at hand is noted already, by a hook that wraps the one that looks.
    static IS_NOTED: Cell<bool> = const { Cell::new(false) };
    /// What was seen on this thread and not yet reported, in the order in which it came.
    static NOTES: RefCell<Notes> = const { RefCell::new(Notes(Vec::new())) };
}

/// What the hook saw of a panic.
pub(super) struct Note {
    /// `None` if it is no text.
    message: Option<String>,
    pub(super) location: String,
    /// Where `RUST_BACKTRACE` asks for one.
    pub(super) backtrace: Option<String>,
    /// How many calls of `catch` were under way.
    depth: u32,
    /// Whether it was printed, or given to the user's hook.
    is_told: bool,
}

/// Some of them. What was not told when they go is told then: code that has caught a panic itself may end the process, and what is
/// a thread's own goes with that.
#[derive(Default)]
struct Notes(Vec<Note>);

impl Drop for Notes {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(Note::tell);
    }
}

/// What a panic says, if that is text.
pub(super) fn text(payload: &(dyn Any + Send)) -> Option<&str> {
    match payload.downcast_ref::<&'static str>() {
        Some(text) => Some(text),
        None => payload.downcast_ref::<String>().map(String::as_str),
    }
}

/// `catch` begins; the result is for its end.
#[inline]
pub(super) fn begin() -> u32 {
    let before = CATCHING.get();
    CATCHING.set(before + 1);
    before
}

/// `catch` ends. Whether there are notes, which are to be taken then. (If there were some before, the outer `catch` takes these as
/// well. In this form, the compiler sees that there are none if nothing has run that could panic.)
#[inline]
pub(super) fn end(before: u32) -> bool {
    CATCHING.replace(before) != before + 1
}

/// Takes the notes of a `catch` that has ended, or all of them; the one of the panic with this message, if it was seen, is the
/// result. Nobody is going to report the others, so they are printed if they were not.
#[cold]
pub(super) fn take(before: Option<u32>, message: Option<&str>) -> Option<Note> {
    let mut notes = take_notes(before);
    // A later one may have come and gone while this one unwound.
    let found = notes.iter().rposition(|note| note.message.as_deref() == message);
    let found = found.map(|index| notes.remove(index));
    notes.iter_mut().for_each(Note::tell);
    found
}

/// The same where there is no panic to be reported.
#[cold]
pub(super) fn tell_notes(before: u32) {
    take_notes(Some(before)).iter_mut().for_each(Note::tell);
}

fn take_notes(before: Option<u32>) -> Vec<Note> {
    let taken = NOTES.try_with(|notes| {
        let notes = &mut notes.borrow_mut().0;
        let first = before.and_then(|before| notes.iter().position(|note| note.depth > before & !NOTED));
        match before {
            Some(_) => first.map_or(Vec::new(), |first| notes.split_off(first)),
            None => std::mem::take(notes),
        }
    });
    // Where a thread is about to end, there are none.
    taken.unwrap_or_default()
}

/// What `caught` puts aside: what an outer `catch` is going to report is not its own.
pub(super) struct Aside {
    catching: u32,
    noting: bool,
    notes: Notes,
}

/// From now on panics are printed, and noted.
pub(super) fn put_aside() -> Aside {
    Aside {
        catching: CATCHING.replace(0),
        noting: NOTING.replace(true),
        notes: NOTES.try_with(RefCell::take).unwrap_or_default(),
    }
}

impl Aside {
    /// Everything is as before.
    pub(super) fn put_back(self) {
        CATCHING.set(self.catching);
        NOTING.set(self.noting);
        // Where a thread is about to end, nothing was taken.
        drop(NOTES.try_with(|notes| notes.replace(self.notes)));
    }
}

impl Note {
    fn of(info: &PanicHookInfo<'_>, is_told: bool) -> Self {
        let payload = info.payload();
        let message = payload.downcast_ref::<&'static str>().map(|text| (*text).to_owned());
        let backtrace = Backtrace::capture();
        Note {
            message: message.or_else(|| payload.downcast_ref::<String>().cloned()),
            location: info.location().map(ToString::to_string).unwrap_or_default(),
            backtrace: (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string()),
            depth: CATCHING.get() & !NOTED,
            is_told,
        }
    }

    fn tell(&mut self) {
        if !std::mem::replace(&mut self.is_told, true) {
            print(self.message.as_deref(), &self.location, self.backtrace.as_deref());
        }
    }
}

/// Prints a panic as Rust does.
pub(super) fn print(message: Option<&str>, location: &str, backtrace: Option<&str>) {
    let thread = thread::current();
    let name = thread.name().unwrap_or("<unnamed>");
    let location = if location.is_empty() {
        "an unknown place"
    } else {
        location
    };
    let message = message.unwrap_or("Box<dyn Any>");
    let backtrace = backtrace
        .map(|text| format!("stack backtrace:\n{text}\n"))
        .unwrap_or_default();
    let text = format!("\nthread '{name}' panicked at {location}:\n{message}\n{backtrace}");
    // In one piece; if there is nowhere to print, nobody can be told.
    drop(io::stderr().write_all(text.as_bytes()));
}

/// Whether the process ends with this panic. There is no stable way to ask for it, but it is in the `Debug` form.
fn cannot_unwind(info: &PanicHookInfo<'_>) -> bool {
    format!("{info:?}").contains("can_unwind: false")
}

/// Adds a note; false if this thread is about to end, and has no room for any.
fn note(info: &PanicHookInfo<'_>, is_told: bool) -> bool {
    let note = Note::of(info, is_told);
    let noted = NOTES.try_with(|notes| {
        let notes = &mut notes.borrow_mut().0;
        if notes.len() == KEPT {
            // Not the first one, which may be what unwinds while others come and go.
            notes.remove(1);
        }
        notes.push(note);
    });
    if noted.is_ok() {
        CATCHING.set(CATCHING.get() | NOTED);
    }
    noted.is_ok()
}

fn each_note(f: impl FnMut(&mut Note)) {
    // Where a thread is about to end, there are none.
    let _ = NOTES.try_with(|notes| notes.borrow_mut().0.iter_mut().for_each(f));
}

type Hook = dyn Fn(&PanicHookInfo<'_>) + Send + Sync;

/// The hook itself; `before` prints.
fn look(info: &PanicHookInfo<'_>, before: &Hook) {
    if CATCHING.get() & !NOTED == 0 {
        before(info);
        if NOTING.get() && !IS_NOTED.get() {
            note(info, true);
        }
        return;
    }
    let is_noted = IS_NOTED.get();
    // If something is noted already, the user's code has caught that, or it is unwinding. In that case the process may end.
    let is_first = NOTES.try_with(|notes| notes.borrow().0.len() == usize::from(is_noted));
    let is_silent = is_first.unwrap_or(false) && !cannot_unwind(info);
    if !is_silent {
        each_note(Note::tell);
        before(info);
        if !is_noted {
            note(info, true);
        }
    } else if is_noted {
        each_note(|note| note.is_told = false);
    } else {
        note(info, false);
    }
}

/// The hook that wraps `users`, which was set in the place of [`look`], and perhaps calls that.
fn pass_on(info: &PanicHookInfo<'_>, users: &Hook) {
    let is_wanted = CATCHING.get() != 0 || NOTING.get();
    let is_noted = is_wanted && !IS_NOTED.get() && note(info, true);
    if is_noted {
        IS_NOTED.set(true);
    }
    users(info);
    if is_noted {
        IS_NOTED.set(false);
    }
}

/// The hook that was set here last; only for comparing.
struct Top(Option<*const Hook>);

// SAFETY: the pointer is never followed.
unsafe impl Send for Top {}

static TOP: Mutex<Top> = Mutex::new(Top(None));

/// Whether the hook was ever installed.
fn is_installed() -> bool {
    TOP.lock().unwrap_or_else(PoisonError::into_inner).0.is_some()
}

/// A panic was caught that the hook did not see. If there is another one, it is wrapped, so that it sees the next.
pub(super) fn mend_hook() {
    if is_installed() {
        install_hook();
    }
}

/// Installs the hook if nobody has: an isolate that comes later must not wait for a panic that is being printed, as who
/// changes the hook does.
pub(crate) fn ensure_hook() {
    if !is_installed() {
        install_hook();
    }
}

/// Installs the hook, or wraps the one that was set in its place since. Nothing happens if it is the one that is called.
///
/// Without unwinding nothing is ever caught, and then there is no hook: Rust's own says what there is to say.
pub(crate) fn install_hook() {
    if cfg!(panic = "abort") || thread::panicking() {
        return;
    }
    let mut top = TOP.lock().unwrap_or_else(PoisonError::into_inner);
    let current = panic::take_hook();
    let is_there = top.0.is_some_and(|top| ptr::eq(top, &raw const *current));
    let hook: Box<Hook> = match top.0 {
        Some(_) if is_there => current,
        Some(_) => Box::new(move |info| pass_on(info, &*current)),
        None => Box::new(move |info| look(info, &*current)),
    };
    top.0 = Some(&raw const *hook);
    panic::set_hook(hook);
}
