//! Running calls and open streams: how they are cancelled.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::task::{Context, Poll};

use super::outside::caught_outside;
use crate::base::ids::IdMap;

use crate::base::sync::{AtomicBool, AtomicWaker};

/// Something that can be closed by who does not know its type.
pub(crate) trait Close: Send + Sync {
    fn close(&self);
}

/// What is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskKind {
    /// The future of a call: it is dropped.
    Future,
    /// A stream: likewise.
    Stream,
    /// A blocking function: it is left to itself, and its result is thrown away.
    Blocking,
}

/// What Dart can still do to a running call or an open stream.
pub(crate) struct Task {
    kind: TaskKind,
    cancelled: AtomicBool,
    waker: AtomicWaker,
    /// What the stream's items are pushed into, if it has a sink.
    sink: OnceLock<Weak<dyn Close>>,
}

impl Task {
    /// A task that nobody can cancel before [`Tasks::adopt`].
    pub(crate) fn new(kind: TaskKind) -> Arc<Self> {
        Arc::new(Task {
            kind,
            cancelled: AtomicBool::new(false),
            waker: AtomicWaker::new(),
            sink: OnceLock::new(),
        })
    }

    #[inline]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire)
    }

    /// Ready once the task is cancelled; until then `cx` is woken when it is.
    pub(crate) fn poll_cancelled(&self, cx: &Context<'_>) -> Poll<()> {
        // Registered before the flag is read, so that its change cannot slip through between.
        self.waker.register(cx.waker());
        match self.is_cancelled() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }

    fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        // A waker is the executor's code, which may panic, for example because its queue is closed. That must reach
        // neither the line nor the tasks after this one.
        caught_outside(|| self.waker.wake());
    }

    /// Says what the stream's items are pushed into.
    pub(crate) fn set_sink(&self, sink: Weak<dyn Close>) {
        let set = self.sink.set(sink);
        debug_assert!(set.is_ok(), "a stream has one sink");
    }

    pub(crate) fn sink(&self) -> Option<Weak<dyn Close>> {
        self.sink.get().cloned()
    }
}

/// The running calls and open streams of one isolate, by id.
///
/// Whoever runs the future of a call does not say here that it has ended, which would take a lock that the isolate's thread
/// takes for each call: the list is gone through when it has become twice as long.
pub(crate) struct Tasks(Mutex<Option<List>>);

/// `None` once the isolate is gone.
struct List {
    tasks: IdMap<Arc<Task>>,
    /// How long it may become.
    limit: usize,
}

/// The least of those limits.
const LIMIT: usize = 64;

impl List {
    fn new() -> Self {
        List {
            tasks: IdMap::default(),
            limit: LIMIT,
        }
    }

    /// Takes out the futures that have ended, if the list is long.
    fn sweep(&mut self) -> Vec<Arc<Task>> {
        if self.tasks.len() < self.limit {
            return Vec::new();
        }
        // Nobody else holds it: its future is gone.
        let has_ended = |_: &u64, task: &mut Arc<Task>| task.kind == TaskKind::Future && Arc::strong_count(task) == 1;
        let ended = self.tasks.extract_if(has_ended).map(|(_, task)| task).collect();
        self.limit = (self.tasks.len() * 2).max(LIMIT);
        ended
    }
}

impl Tasks {
    pub(crate) fn new() -> Self {
        Tasks(Mutex::new(Some(List::new())))
    }

    fn lock(&self) -> MutexGuard<'_, Option<List>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a task; `None` if the isolate is gone.
    pub(crate) fn begin(&self, id: u64, kind: TaskKind) -> Option<Arc<Task>> {
        let task = Task::new(kind);
        self.adopt(id, &task).then_some(task)
    }

    /// Lets Dart cancel a task by this id from now on; false if the isolate is gone.
    pub(crate) fn adopt(&self, id: u64, task: &Arc<Task>) -> bool {
        let ended = {
            let mut list = self.lock();
            let Some(list) = list.as_mut() else {
                return false;
            };
            list.tasks.insert(id, Arc::clone(task));
            list.sweep()
        };
        // Not under the lock: they have wakers, which are the executor's code.
        caught_outside(|| drop(ended));
        true
    }

    /// Ends a task that is no future; false if it has ended before, so that Dart knows already.
    pub(crate) fn end(&self, id: u64) -> bool {
        let task = self.lock().as_mut().and_then(|list| list.tasks.remove(&id));
        task.is_some()
    }

    /// Cancels a task, if there is one. True if it has ended with that, and Dart must be told: it is a blocking function,
    /// which cannot be dropped.
    pub(crate) fn cancel(&self, id: u64) -> bool {
        let Some(task) = self.find(id) else {
            return false;
        };
        // Nothing comes back from a task that has ended.
        let has_ended = task.kind == TaskKind::Blocking && self.end(id);
        task.cancel();
        has_ended
    }

    pub(crate) fn find(&self, id: u64) -> Option<Arc<Task>> {
        self.lock().as_ref().and_then(|list| list.tasks.get(&id).cloned())
    }

    /// Cancels everything and refuses new tasks.
    pub(crate) fn close(&self) {
        let tasks = self.lock().take();
        for task in tasks.iter().flat_map(|list| list.tasks.values()) {
            task.cancel();
        }
        caught_outside(|| drop(tasks));
    }
}

#[cfg(all(test, oche_loom))]
mod loom_tests {
    use std::future::poll_fn;

    use loom::{future::block_on, thread};

    use super::*;
    use crate::base::sync::model;
    use crate::run::credit::{Amount, Credit, wake};

    /// A stream's task that waits for credit goes on, whoever comes first: the grant or the cancelling. It would wait for
    /// ever if one of them were overlooked, which loom notices.
    #[test]
    fn loom_a_task_that_waits_for_credit_is_woken_by_cancelling() {
        for grants in [0, 1] {
            model(move || {
                let (task, credit) = (Task::new(TaskKind::Stream), Arc::new(Credit::new()));
                let cancelling = {
                    let task = Arc::clone(&task);
                    thread::spawn(move || task.cancel())
                };
                let granting = {
                    let credit = Arc::clone(&credit);
                    thread::spawn(move || (0..grants).for_each(|_| wake(credit.grant(0, 1, 100))))
                };
                let granted = block_on(poll_fn(|cx| match task.poll_cancelled(cx) {
                    Poll::Ready(()) => Poll::Ready(None),
                    Poll::Pending => credit.poll(cx, Amount::default()).map(Some),
                }));
                assert!(granted.is_none_or(|granted| granted.allows(Amount::default()) && grants == 1));
                credit.close();
                for thread in [cancelling, granting] {
                    thread.join().expect("it does not panic");
                }
            });
        }
    }
}
