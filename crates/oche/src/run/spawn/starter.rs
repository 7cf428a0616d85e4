//! Where futures begin that isolates hand over to tokio.
//!
//! To spawn a future from a thread that is not one of tokio's takes a lock that all workers take, and mostly wakes one of them;
//! and many a future is ready at its first poll, and needs no task at all. So futures are put into a queue, and a thread takes
//! them out one by one, polls each once, and spawns those that are not ready.
//!
//! That poll is the user's code, which may compute for long, or block. It keeps nobody waiting: after a poll that took its time,
//! what is in the queue is spawned, and so is what comes next; and while there are futures in the queue, a task on tokio
//! looks every millisecond whether the thread gets on, and spawns all of them if it does not.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;

use crate::platform::spawn;
use crate::run::executor::api::BoxFuture;
use crate::run::outside::caught_outside;

/// How long one future may keep the others waiting.
const PATIENCE: Duration = Duration::from_millis(1);

/// A poll that takes longer is work for many threads.
const HEAVY: Duration = Duration::from_micros(50);

/// How many futures are spawned at once after such a poll, before one is tried again.
const SPAWNED_AFTER_HEAVY: u32 = 64;

/// Who hands over several futures takes less time from one to the next.
const BURST: Duration = Duration::from_micros(2);

/// How often the thread looks for the next future of a burst before it sleeps; some microseconds.
const LOOKS: usize = 128;

/// The queue, and what its thread does.
pub(super) struct Starter {
    tokio: Handle,
    state: Mutex<State>,
    woken: Condvar,
    /// Whether there are futures in the queue, for the thread when it only looks: it may be a little behind.
    is_waiting: AtomicBool,
}

struct State {
    futures: VecDeque<BoxFuture>,
    thread: Phase,
    /// How many futures the thread has taken out.
    taken: u64,
    /// How many futures that come next are not for the thread.
    to_spawn: u32,
    /// Whether there is a task that looks after the thread.
    is_watched: bool,
    /// When the thread fell asleep.
    idle_since: Option<Instant>,
    /// Whether futures come in a burst.
    is_burst: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// There is none yet.
    None,
    Asleep,
    /// It looks for a future.
    Awake,
    /// It polls one.
    Busy,
    /// It has been at the same one for too long: the next ones go elsewhere.
    Stuck,
}

impl Starter {
    /// A starter for the runtime of `tokio`. Its thread begins with the first future.
    pub(super) fn new(tokio: Handle) -> Arc<Self> {
        let state = State {
            futures: VecDeque::new(),
            thread: Phase::None,
            taken: 0,
            to_spawn: 0,
            is_watched: false,
            idle_since: None,
            is_burst: false,
        };
        Arc::new(Starter {
            tokio,
            state: Mutex::new(state),
            woken: Condvar::new(),
            is_waiting: AtomicBool::new(false),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code that could panic half-way runs under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Spawns a future, here and now. The handle is dropped: a task tells Dart itself how it ended.
    fn spawn(&self, future: BoxFuture) {
        drop(self.tokio.spawn(future));
    }

    /// Hands over a future.
    pub(super) fn push(self: &Arc<Self>, future: BoxFuture) {
        let mut state = self.lock();
        let before = state.thread;
        if before == Phase::Stuck || state.to_spawn > 0 {
            state.to_spawn = state.to_spawn.saturating_sub(1);
            drop(state);
            return self.spawn(future);
        }
        state.futures.push_back(future);
        match before {
            Phase::None | Phase::Asleep => {
                state.thread = Phase::Awake;
                state.is_burst = state.idle_since.is_some_and(|since| since.elapsed() < BURST);
            }
            Phase::Awake | Phase::Busy | Phase::Stuck => {}
        }
        let must_watch = before == Phase::Busy && !std::mem::replace(&mut state.is_watched, true);
        drop(state);
        // Not before: who looks comes for the lock at once.
        self.is_waiting.store(true, Ordering::Release);
        match before {
            Phase::None => self.start(),
            Phase::Asleep => self.woken.notify_one(),
            _ if must_watch => self.watch(),
            _ => {}
        }
    }

    fn start(self: &Arc<Self>) {
        let starter = Arc::clone(self);
        if spawn("oche-start", move || starter.run()).is_err() {
            // The system refuses the thread; perhaps it does not the next time.
            let futures = {
                let mut state = self.lock();
                state.thread = Phase::None;
                std::mem::take(&mut state.futures)
            };
            futures.into_iter().for_each(|future| self.spawn(future));
        }
    }

    /// What the thread does, for ever.
    fn run(self: Arc<Self>) {
        // As tokio polls a task: in its context, and each time with a budget, so that a future that always finds something to
        // do does not go on for ever.
        self.tokio.block_on(poll_fn(|cx| -> Poll<()> {
            self.turn();
            cx.waker().wake_by_ref();
            Poll::Pending
        }));
    }

    /// Polls the next future.
    fn turn(self: &Arc<Self>) {
        let (mut future, must_watch) = self.next();
        if must_watch {
            self.watch();
        }
        let start = Instant::now();
        caught_outside(|| {
            // Nobody is woken: a task polls it again.
            let mut context = Context::from_waker(Waker::noop());
            if future.as_mut().poll(&mut context).is_pending() {
                self.spawn(future);
            }
        });
        if start.elapsed() > HEAVY {
            let futures = {
                let mut state = self.lock();
                state.to_spawn = SPAWNED_AFTER_HEAVY;
                std::mem::take(&mut state.futures)
            };
            futures.into_iter().for_each(|future| self.spawn(future));
        }
    }

    /// Waits for the next future. Also, whether somebody must look after this thread while it is at it.
    fn next(&self) -> (BoxFuture, bool) {
        let mut state = self.lock();
        state.thread = Phase::Awake;
        loop {
            if let Some(future) = state.futures.pop_front() {
                state.taken += 1;
                state.thread = Phase::Busy;
                let is_last = state.futures.is_empty();
                if is_last {
                    self.is_waiting.store(false, Ordering::Relaxed);
                }
                let must_watch = !is_last && !std::mem::replace(&mut state.is_watched, true);
                return (future, must_watch);
            }
            self.is_waiting.store(false, Ordering::Relaxed);
            if state.is_burst {
                drop(state);
                let is_over = !(0..LOOKS).any(|_| {
                    spin_loop();
                    self.is_waiting.load(Ordering::Acquire)
                });
                state = self.lock();
                if is_over {
                    state.is_burst = false;
                }
                continue;
            }
            state.thread = Phase::Asleep;
            state.idle_since = Some(Instant::now());
            while state.thread == Phase::Asleep {
                state = self.woken.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// Sees to it that what is in the queue does not wait for long.
    fn watch(self: &Arc<Self>) {
        let starter = Arc::clone(self);
        drop(self.tokio.spawn(async move {
            let mut before = starter.lock().taken;
            loop {
                tokio::time::sleep(PATIENCE).await;
                let futures = {
                    let mut state = starter.lock();
                    let is_stuck = state.thread == Phase::Busy && state.taken == before;
                    before = state.taken;
                    if !is_stuck && !state.futures.is_empty() {
                        continue;
                    }
                    state.is_watched = false;
                    if is_stuck {
                        state.thread = Phase::Stuck;
                    }
                    std::mem::take(&mut state.futures)
                };
                futures.into_iter().for_each(|future| starter.spawn(future));
                return;
            }
        }));
    }
}
