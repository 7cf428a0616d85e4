//! The mailbox: everything that travels from Rust to an isolate without being the result of a synchronous call.
//! The Dart twin is `mailbox.dart`.
//!
//! A producer appends an entry; only if no wake-up is outstanding does it post one, a small integer, to the isolate's
//! port. Dart, woken once, takes whole batches until one is empty, and only an empty batch ends the wake-up. So a burst
//! of a thousand entries costs one message.
//!
//! A batch is a run of entries. An entry, at a multiple of 8 bytes from the start of the batch, is an [`ENTRY_HEADER`], then
//! the payload, in the format of the wire, then zeros.
//!
//! What is in the mailbox is bounded: each call completes once, a stream sends no more items than it was granted, each
//! thread or task that calls a Dart function waits for it, there is one entry at most for all that was released, and one
//! at most for each signal that is listened to. Only who gives up waiting for a Dart function leaves an entry behind,
//! until the isolate has the time to run it.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use super::panic::catch::RustPanic;
use super::reap::reap;
use crate::base::sync::{AtomicBool, Mutex, MutexGuard};
use crate::platform::Port;
use crate::platform::wake::Wake;
use crate::protocol::EntryKind;
use crate::protocol::layouts::ENTRY_HEADER;
use crate::wire::reader::Reader;
use crate::wire::writer::Writer;

/// The size of an entry's header.
const HEADER: usize = ENTRY_HEADER.size();

/// So many entries for one wake-up are no traffic yet that would be worth collecting.
const FEW: u32 = 4;

/// Says that the isolate is gone; the entry was dropped.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Closed;

/// One isolate's mailbox.
pub(crate) struct Mailbox<W = Port> {
    wake: W,
    state: Mutex<State>,
}

struct State {
    batch: Writer,
    /// Whether a wake-up is outstanding: posted, and not yet answered by taking an empty batch.
    awake: bool,
    /// How many entries came since it was posted.
    entries: u32,
    closed: bool,
}

impl<W: Wake> Mailbox<W> {
    pub(crate) fn new(wake: W) -> Self {
        let state = State {
            batch: Writer::default(),
            awake: false,
            entries: 0,
            closed: false,
        };
        Mailbox {
            wake,
            state: Mutex::new(state),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code that could panic half-way runs under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends an entry with the content of `payload`, which is left empty.
    pub(crate) fn push(&self, kind: EntryKind, id: u64, count: u32, payload: &mut Writer) -> Result<(), Closed> {
        let appended = self.lock().append(kind, id, count, payload);
        payload.reset();
        self.post(appended?)
    }

    /// Appends an entry without content, unless `announced` says that there is one which is not answered; whoever answers it
    /// says so there, and then looks at what has changed.
    pub(crate) fn announce(&self, kind: EntryKind, id: u64, announced: &AtomicBool) -> Result<(), Closed> {
        // A write, though of what is there: so whoever answers later sees what this thread has changed.
        if announced.fetch_or(false, Ordering::AcqRel) {
            return Ok(());
        }
        let appended = {
            let mut state = self.lock();
            // Under the lock: whoever finds it announced can append nothing of their own before the entry is there.
            match state.closed || !announced.swap(true, Ordering::AcqRel) {
                true => state.append(kind, id, 0, &mut Writer::default()),
                false => Ok(false),
            }
        };
        self.post(appended?)
    }

    /// Wakes the isolate if it must be.
    fn post(&self, must_wake: bool) -> Result<(), Closed> {
        if must_wake && !self.wake.wake() {
            self.close();
            return Err(Closed);
        }
        Ok(())
    }

    /// Whether Dart waits for a wake-up, or has got only a few entries since the last one. It may be over at once.
    pub(crate) fn is_quiet(&self) -> bool {
        let state = self.lock();
        !state.awake || state.entries < FEW
    }

    /// Swaps the waiting entries with `batch`, which must be empty. An empty result ends the wake-up.
    pub(crate) fn take(&self, batch: &mut Writer) {
        let mut state = self.lock();
        std::mem::swap(&mut state.batch, batch);
        if batch.bytes.len() == 0 {
            state.awake = false;
        }
    }

    /// Drops what is waiting and refuses everything from now on.
    pub(crate) fn close(&self) {
        let waiting = {
            let mut state = self.lock();
            state.closed = true;
            std::mem::take(&mut state.batch)
        };
        tell_panics(waiting.bytes.as_slice());
        // Outside the lock, and not here: what is attached may be another isolate's, which must be told.
        if !waiting.is_bytes_only() {
            reap(Box::new(waiting));
        }
    }
}

impl State {
    /// Appends an entry; whether the isolate must be woken.
    fn append(&mut self, kind: EntryKind, id: u64, count: u32, payload: &mut Writer) -> Result<bool, Closed> {
        if self.closed {
            return Err(Closed);
        }
        append(&mut self.batch, kind, id, count, payload);
        let must_wake = !std::mem::replace(&mut self.awake, true);
        self.entries = if must_wake { 1 } else { self.entries.saturating_add(1) };
        Ok(must_wake)
    }
}

fn append(batch: &mut Writer, kind: EntryKind, id: u64, count: u32, payload: &mut Writer) {
    let size = (HEADER + payload.bytes.len()).next_multiple_of(8);
    batch.bytes.reserve(size);
    // The writer refuses longer messages.
    batch.raw(
        &u32::try_from(size)
            .expect("an entry is smaller than 4 GiB")
            .to_le_bytes(),
    );
    batch.raw(&(kind as u32).to_le_bytes());
    batch.raw(&id.to_le_bytes());
    batch.raw(&(batch.attachments.len() as u32).to_le_bytes());
    batch.raw(&count.to_le_bytes());
    batch.raw(payload.bytes.as_slice());
    batch.bytes.pad_to(8);
    batch.attachments.append(&mut payload.attachments);
}

/// Prints the panics in a batch that no isolate is going to read.
fn tell_panics(mut batch: &[u8]) {
    while let Some((header, _)) = batch.split_first_chunk::<HEADER>() {
        let number = |at: usize| {
            header[at..][..4]
                .iter()
                .rev()
                .fold(0, |n, byte| n << 8 | u32::from(*byte))
        };
        let (entry, rest) = batch.split_at(number(const { ENTRY_HEADER.at("size") }) as usize);
        if number(const { ENTRY_HEADER.at("kind") }) == EntryKind::Panic.code() {
            RustPanic::read(&mut Reader::of(&entry[HEADER..]))
                .iter()
                .for_each(RustPanic::print);
        }
        batch = rest;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::*;

    #[derive(Default)]
    struct Isolate {
        woken: AtomicUsize,
        gone: AtomicBool,
    }

    impl Wake for &Isolate {
        fn wake(&self) -> bool {
            self.woken.fetch_add(1, Ordering::SeqCst);
            !self.gone.load(Ordering::SeqCst)
        }
    }

    fn push(mailbox: &Mailbox<&Isolate>, id: u64) -> Result<(), Closed> {
        let mut payload = Writer::default();
        payload.str("abc");
        mailbox.push(EntryKind::Value, id, 0, &mut payload)
    }

    fn take(mailbox: &Mailbox<&Isolate>) -> Vec<u8> {
        let mut batch = Writer::default();
        mailbox.take(&mut batch);
        batch.bytes.as_slice().to_vec()
    }

    #[test]
    fn a_burst_costs_one_wake_up() {
        let isolate = Isolate::default();
        let mailbox = Mailbox::new(&isolate);
        for id in 0..1000 {
            push(&mailbox, id).expect("open");
        }
        assert_eq!(isolate.woken.load(Ordering::SeqCst), 1);
        let batch = take(&mailbox);
        assert_eq!(batch.len(), 1000 * 32);
        push(&mailbox, 1000).expect("open");
        assert_eq!(
            isolate.woken.load(Ordering::SeqCst),
            1,
            "Dart has not yet found it empty"
        );
        assert_eq!(take(&mailbox).len(), 32);
        assert!(take(&mailbox).is_empty());
        push(&mailbox, 1001).expect("open");
        assert_eq!(isolate.woken.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn a_few_entries_for_a_wake_up_are_no_traffic() {
        let isolate = Isolate::default();
        let mailbox = Mailbox::new(&isolate);
        for _ in 0..2 {
            assert!(mailbox.is_quiet(), "Dart is at rest");
            for id in 1..=100 {
                push(&mailbox, id).expect("open");
                assert_eq!(mailbox.is_quiet(), id < u64::from(FEW), "{id}");
            }
            take(&mailbox);
            assert!(!mailbox.is_quiet(), "Dart is still at it");
            assert!(take(&mailbox).is_empty());
        }
        assert_eq!(isolate.woken.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn an_entry_is_laid_out_as_documented() {
        let isolate = Isolate::default();
        let mailbox = Mailbox::new(&isolate);
        push(&mailbox, 7).expect("open");
        let mut wanted = vec![32, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        wanted.extend([7, 0, 0, 0, b'a', b'b', b'c', 0]);
        assert_eq!(take(&mailbox), wanted);
    }

    #[test]
    fn a_refused_wake_up_closes_it() {
        let isolate = Isolate::default();
        isolate.gone.store(true, Ordering::SeqCst);
        let mailbox = Mailbox::new(&isolate);
        assert_eq!(push(&mailbox, 1), Err(Closed));
        assert_eq!(push(&mailbox, 2), Err(Closed));
        assert_eq!(isolate.woken.load(Ordering::SeqCst), 1);
        assert!(take(&mailbox).is_empty());
    }
}

#[cfg(all(test, oche_loom))]
mod loom_tests {
    use loom::sync::{Arc, Condvar};
    use loom::thread;

    use super::*;
    use crate::base::sync::{AtomicUsize, model};

    /// An isolate whose port holds one wake-up at most: a second one would be one too many.
    struct Isolate {
        posted: Mutex<bool>,
        changed: Condvar,
        is_gone: bool,
    }

    impl Isolate {
        fn new(is_gone: bool) -> Arc<Self> {
            Arc::new(Isolate {
                posted: Mutex::new(false),
                changed: Condvar::new(),
                is_gone,
            })
        }

        /// Waits for a wake-up.
        fn sleep(&self) {
            let mut posted = self.posted.lock().expect("nobody panics");
            while !*posted {
                posted = self.changed.wait(posted).expect("nobody panics");
            }
            *posted = false;
        }
    }

    impl Wake for Arc<Isolate> {
        fn wake(&self) -> bool {
            let mut posted = self.posted.lock().expect("nobody panics");
            assert!(!*posted, "a wake-up is outstanding already");
            *posted = !self.is_gone;
            self.changed.notify_one();
            !self.is_gone
        }
    }

    fn pushing(mailbox: &Arc<Mailbox<Arc<Isolate>>>, entries: u64) -> thread::JoinHandle<Vec<Result<(), Closed>>> {
        let mailbox = Arc::clone(mailbox);
        let push = move |id| mailbox.push(EntryKind::Value, id, 0, &mut Writer::default());
        thread::spawn(move || (0..entries).map(push).collect())
    }

    fn take(mailbox: &Mailbox<Arc<Isolate>>) -> usize {
        let mut batch = Writer::default();
        mailbox.take(&mut batch);
        batch.bytes.len() / HEADER
    }

    /// A wake-up that got lost would leave the isolate asleep for ever, which loom notices.
    #[test]
    fn loom_every_entry_arrives_and_none_wakes_twice() {
        for pushes in [[2, 0], [1, 1], [2, 1]] {
            model(move || {
                let isolate = Isolate::new(false);
                let mailbox = Arc::new(Mailbox::new(Arc::clone(&isolate)));
                let threads = pushes.map(|entries| pushing(&mailbox, entries));
                let mut left = pushes.iter().sum::<u64>() as usize;
                while left > 0 {
                    isolate.sleep();
                    loop {
                        match take(&mailbox) {
                            0 => break,
                            taken => left -= taken,
                        }
                    }
                }
                for thread in threads {
                    let pushed = thread.join().expect("it does not panic");
                    assert!(pushed.iter().all(Result::is_ok));
                }
                assert_eq!(take(&mailbox), 0);
            });
        }
    }

    /// A value that threads set, whose changes the isolate is told of once until it has answered.
    struct Value {
        version: AtomicUsize,
        announced: AtomicBool,
    }

    /// When a thread's result is there, the isolate has heard of all that the thread has changed before; and each change is
    /// heard of in the end. There is never more than one entry that tells of changes.
    #[test]
    fn loom_a_result_comes_after_the_changes_before_it() {
        for setters in [1, 2] {
            model(move || {
                let isolate = Isolate::new(false);
                let mailbox = Arc::new(Mailbox::new(Arc::clone(&isolate)));
                let value = Arc::new(Value {
                    version: AtomicUsize::new(0),
                    announced: AtomicBool::new(false),
                });
                let threads: Vec<_> = (0..setters)
                    .map(|_| {
                        let (mailbox, value) = (Arc::clone(&mailbox), Arc::clone(&value));
                        thread::spawn(move || {
                            let version = 1 + value.version.fetch_add(1, Ordering::Release);
                            let announced = mailbox.announce(EntryKind::Changed, 0, &value.announced);
                            assert_eq!(announced, Ok(()));
                            let result = mailbox.push(EntryKind::Value, version as u64, 0, &mut Writer::default());
                            assert_eq!(result, Ok(()));
                        })
                    })
                    .collect();
                let (mut left, mut heard_of) = (setters, 0);
                while left > 0 {
                    isolate.sleep();
                    loop {
                        let mut batch = Writer::default();
                        mailbox.take(&mut batch);
                        let bytes = batch.bytes.as_slice();
                        if bytes.is_empty() {
                            break;
                        }
                        let mut changes = 0;
                        for entry in bytes.chunks_exact(HEADER) {
                            match entry[4] {
                                11 => {
                                    changes += 1;
                                    value.announced.swap(false, Ordering::AcqRel);
                                    heard_of = value.version.load(Ordering::Acquire);
                                }
                                _ => {
                                    left -= 1;
                                    assert!(heard_of >= entry[8].into(), "{heard_of} of {}", entry[8]);
                                }
                            }
                        }
                        assert!(changes <= 1, "nobody has answered in between");
                    }
                }
                for thread in threads {
                    thread.join().expect("it does not panic");
                }
                assert_eq!(heard_of, setters);
            });
        }
    }

    #[test]
    fn loom_nothing_stays_in_a_mailbox_that_is_closed() {
        for is_gone in [false, true] {
            model(move || {
                let isolate = Isolate::new(is_gone);
                let mailbox = Arc::new(Mailbox::new(isolate));
                let thread = pushing(&mailbox, 2);
                if !is_gone {
                    mailbox.close();
                }
                let pushed = thread.join().expect("it does not panic");
                assert!(
                    pushed[0].is_ok() || pushed[1].is_err(),
                    "once it is closed, it is for ever"
                );
                assert!(!is_gone || pushed[1].is_err(), "the refused wake-up has closed it");
                assert_eq!(take(&mailbox), 0);
            });
        }
    }
}
