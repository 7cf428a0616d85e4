//! What happens later: one clock for the staleness of all signals and for all rate shaping, whatever the executor.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::task::AtomicWaker;

use super::outside::caught_outside;
use crate::platform::{Clock, Instant};
use crate::run::executor::context::{arrive, in_context};

/// Something that wants to be told when a time has come.
pub(crate) trait Timed: Send + Sync {
    /// The time has come. Called by the clock, with no lock held; a panic goes no further.
    fn due(self: Arc<Self>);
}

/// An alarm that was set, for [`clear`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Alarm {
    at: Instant,
    /// Tells alarms of the same time apart.
    number: u64,
}

struct Timers {
    last: u64,
    /// In their order. Most that are set are the last ones, and most that go are the first ones, which costs no more than in a tree,
    /// whose code is many times this.
    waiting: VecDeque<(Alarm, Weak<dyn Timed>)>,
}

impl Timers {
    /// Where an alarm is, or else where it would be.
    fn find(&self, alarm: Alarm) -> Result<usize, usize> {
        self.waiting.binary_search_by_key(&alarm, |(alarm, _)| *alarm)
    }
}

static TIMERS: Mutex<Timers> = Mutex::new(Timers {
    last: 0,
    waiting: VecDeque::new(),
});

/// Rings for the first of them.
static CLOCK: Clock = Clock::new(ring);

fn lock() -> MutexGuard<'static, Timers> {
    // Nothing that could panic half-way runs under this lock.
    TIMERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has `timed` told when it is `at`, unless it is gone by then.
pub(crate) fn set(at: Instant, timed: Weak<dyn Timed>) -> Alarm {
    let alarm = {
        let mut timers = lock();
        timers.last += 1;
        let alarm = Alarm {
            at,
            number: timers.last,
        };
        let place = timers.find(alarm).unwrap_or_else(|place| place);
        timers.waiting.insert(place, (alarm, timed));
        alarm
    };
    CLOCK.set(at);
    alarm
}

/// Has those told whose time has come, in a turn of the page's.
#[cfg(target_family = "wasm")]
pub(crate) fn turn() {
    CLOCK.turn();
}

/// Forgets an alarm; nothing happens if it has gone off.
pub(crate) fn clear(alarm: Alarm) {
    let timed = {
        let mut timers = lock();
        timers.find(alarm).ok().and_then(|place| timers.waiting.remove(place))
    };
    drop(timed);
}

/// How many alarms are set, in the whole process.
#[cfg(test)]
pub(crate) fn waiting() -> usize {
    lock().waiting.len()
}

/// Has those told whose time has come. When that of the next one does.
fn ring() -> Option<Instant> {
    let mut timers = lock();
    loop {
        let at = timers.waiting.front()?.0.at;
        if at > Instant::now() {
            return Some(at);
        }
        let (_, timed) = timers.waiting.pop_front()?;
        drop(timers);
        // What was upgraded may be the last reference: its end is user code, too.
        caught_outside(|| {
            if let Some(timed) = timed.upgrade() {
                arrive();
                in_context(false, || timed.due());
            }
        });
        timers = lock();
    }
}

/// Waits, as part of a future, until a time has come.
pub(crate) struct Sleep {
    state: Arc<SleepState>,
    at: Instant,
    alarm: Alarm,
}

struct SleepState {
    is_due: AtomicBool,
    waker: AtomicWaker,
}

impl Timed for SleepState {
    fn due(self: Arc<Self>) {
        self.is_due.store(true, Ordering::Release);
        self.waker.wake();
    }
}

impl Sleep {
    /// Until `at`.
    pub(crate) fn until(at: Instant) -> Self {
        let state = Arc::new(SleepState {
            is_due: AtomicBool::new(false),
            waker: AtomicWaker::new(),
        });
        let weak = Arc::downgrade(&state);
        Sleep {
            state,
            at,
            alarm: set(at, weak),
        }
    }

    /// Whether the time has come; if not, the waker is told when it does.
    pub(crate) fn poll(&self, cx: &Context<'_>) -> Poll<()> {
        self.state.waker.register(cx.waker());
        // The clock, too: the timer's thread may not have had its turn.
        match self.state.is_due.load(Ordering::Acquire) || Instant::now() >= self.at {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        clear(self.alarm);
    }
}

/// `duration` after `from`; a time that the clock cannot say is as good as never, and 100 years are never.
pub(crate) fn after(from: Instant, duration: Duration) -> Instant {
    const NEVER: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    from.checked_add(duration).unwrap_or_else(|| from + NEVER)
}

/// The next of the times that follow `start` at every `interval`.
pub(crate) fn next_tick(start: Instant, interval: Duration, now: Instant) -> Instant {
    let interval = u64::try_from(interval.as_nanos()).unwrap_or(u64::MAX).max(1);
    let gone = now.saturating_duration_since(start).as_nanos() % u128::from(interval);
    // What is gone of an interval is less than the interval.
    after(now, Duration::from_nanos(interval - gone as u64))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Sender, channel};

    use super::*;

    struct Tell(Sender<u32>, u32);

    impl Timed for Tell {
        fn due(self: Arc<Self>) {
            self.0.send(self.1).expect("the test waits");
            assert_ne!(self.1, 1, "a panic goes no further");
        }
    }

    #[test]
    fn alarms_go_off_in_the_order_of_their_times() {
        let (sender, told) = channel();
        let now = Instant::now();
        let wanted = [(3, 30), (1, 10), (2, 20)];
        let timed = wanted.map(|(number, millis)| {
            let timed = Arc::new(Tell(sender.clone(), number));
            let weak = Arc::downgrade(&timed);
            set(now + Duration::from_millis(millis), weak);
            timed
        });
        let order: Vec<u32> = told.iter().take(3).collect();
        assert_eq!(order, [1, 2, 3]);
        assert!(now.elapsed() >= Duration::from_millis(30));
        drop(timed);
    }

    #[test]
    fn what_was_cleared_does_not_go_off() {
        let (sender, told) = channel();
        let (first, second) = (Arc::new(Tell(sender.clone(), 5)), Arc::new(Tell(sender, 6)));
        let at = Instant::now() + Duration::from_millis(20);
        let weak = Arc::downgrade(&first);
        let alarm = set(at, weak);
        let weak = Arc::downgrade(&second);
        set(at, weak);
        clear(alarm);
        assert_eq!(told.recv(), Ok(6));
        drop((first, second));
        assert!(told.recv().is_err(), "nothing else was sent");
    }

    #[test]
    fn ticks_are_on_a_grid() {
        let start = Instant::now();
        let tick = |millis| next_tick(start, Duration::from_millis(10), start + Duration::from_millis(millis));
        assert_eq!(tick(0), start + Duration::from_millis(10));
        assert_eq!(tick(9), start + Duration::from_millis(10));
        assert_eq!(tick(10), start + Duration::from_millis(20));
        assert_eq!(tick(47), start + Duration::from_millis(50));
        next_tick(start, Duration::ZERO, start);
        next_tick(start, Duration::MAX, start);
        after(start, Duration::MAX);
    }
}
