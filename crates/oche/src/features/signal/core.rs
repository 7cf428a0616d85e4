//! Signals, and who looks at them.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use crate::platform::Instant;
use crate::protocol::SignalStatus;
use crate::run::line::any::next_id;
use crate::run::timer::{self, Alarm, Timed};

/// A signal's value at one time, with what is known of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Sample<T> {
    /// The value.
    pub value: Arc<T>,
    /// What it is worth.
    pub status: SignalStatus,
    /// The number of the sample: 0 for the value that the signal was made with, and one more for each value since. A
    /// change of the status is no new sample.
    pub sequence: u64,
    /// When the value was set, on the monotonic clock.
    pub received: Instant,
}

impl<T> Clone for Sample<T> {
    fn clone(&self) -> Self {
        Sample {
            value: Arc::clone(&self.value),
            ..*self
        }
    }
}

impl<T> Sample<T> {
    /// How long ago the value was set.
    pub fn age(&self) -> Duration {
        self.received.elapsed()
    }

    pub(super) fn with_status(&self, status: SignalStatus) -> Self {
        Sample { status, ..self.clone() }
    }
}

/// A live value that Rust sets and Dart reads and listens to: `Signal<T>` there, too.
///
/// Clones are the same signal. It always has a value; its [status](SignalStatus) says what that is worth. Only the latest
/// one counts: whoever is too slow for every value gets the latest, and nothing is queued.
///
/// Setting an equal value is a new sample, with a new sequence number and time: that a source has spoken is news, even if
/// it says the same.
///
/// ```
/// use oche::{Signal, SignalStatus};
///
/// let speed = Signal::unavailable(0.0);
/// let shown = speed.map(|v| format!("{v:.0} km/h"));
/// assert_eq!(shown.sample().status, SignalStatus::Unavailable);
///
/// speed.set(49.6);
/// assert_eq!(shown.get(), "50 km/h");
/// assert_eq!(shown.sample().status, SignalStatus::Available);
/// ```
pub struct Signal<T>(pub(super) Arc<Core<T>>);

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        Signal(Arc::clone(&self.0))
    }
}

/// Somebody who looks at a signal.
pub(super) trait Observer: Send + Sync {
    /// The signal has changed. Called in the thread that changed it, without a lock; must not panic.
    fn changed(self: Arc<Self>);
}

/// The observers of a signal: not changed while somebody calls them, which happens without a lock.
type Observers = Arc<Vec<Weak<dyn Observer>>>;

pub(super) struct Core<T> {
    /// What tells it from other signals in Dart.
    pub(super) id: u64,
    /// Raised under the lock, read without it; shared with those who ask all the time.
    pub(super) version: Arc<AtomicU64>,
    state: Mutex<State<T>>,
    /// What a derived signal gets its values from. It holds the sources.
    _derivation: Option<Arc<dyn Observer>>,
}

pub(super) struct State<T> {
    pub(super) sample: Sample<T>,
    pub(super) observers: Observers,
    stale_after: Option<Duration>,
    /// When the age is looked at next. Setting a value does not move it: it looks at the age and goes on waiting.
    pub(super) alarm: Option<Alarm>,
}

impl<T> State<T> {
    /// Whether the value is older than it may be.
    fn is_old(&self) -> bool {
        self.stale_after
            .is_some_and(|stale_after| self.sample.age() >= stale_after)
    }

    /// The sample after this one, with a value that was set now.
    pub(super) fn next(&self, value: Arc<T>) -> Sample<T> {
        Sample {
            value,
            status: SignalStatus::Available,
            sequence: self.sample.sequence + 1,
            received: Instant::now(),
        }
    }
}

impl<T> Core<T> {
    pub(super) fn new(sample: Sample<T>, derivation: Option<Arc<dyn Observer>>) -> Self {
        let state = State {
            sample,
            observers: Observers::default(),
            stale_after: None,
            alarm: None,
        };
        Core {
            id: next_id(),
            version: Arc::new(AtomicU64::new(0)),
            state: Mutex::new(state),
            _derivation: derivation,
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing that could panic half-way runs under this lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// The sample, and the version that it belongs to.
    pub(super) fn look(&self) -> (u64, Sample<T>) {
        let state = self.lock();
        (self.version(), state.sample.clone())
    }

    /// From now on `observer` is told of changes, for as long as it lives.
    pub(super) fn observe(&self, observer: Weak<dyn Observer>) {
        let mut state = self.lock();
        let observers = Arc::make_mut(&mut state.observers);
        if observers.len() == observers.capacity() {
            // Only then, and then with room for as many again, so that a lot of observers do not take a lot of time each.
            observers.retain(|observer| observer.strong_count() > 0);
            observers.reserve(observers.len().max(4));
        }
        observers.push(observer);
    }

    /// Forgets the observers that are gone.
    fn forget_dead(&self) {
        let mut state = self.lock();
        Arc::make_mut(&mut state.observers).retain(|observer| observer.strong_count() > 0);
    }
}

impl<T: Send + Sync + 'static> Core<T> {
    /// Puts the sample that `next` gives in the place of the current one and tells the observers; nothing happens if it
    /// gives none. It runs under the lock, so it only moves pointers.
    pub(super) fn change(self: &Arc<Self>, next: impl FnOnce(&State<T>) -> Option<Sample<T>>) -> bool {
        let (old, observers) = {
            let mut state = self.lock();
            let Some(next) = next(&state) else {
                return false;
            };
            let old = std::mem::replace(&mut state.sample, next);
            self.version.fetch_add(1, Ordering::Release);
            self.arm(&mut state);
            (old, Arc::clone(&state.observers))
        };
        let mut has_dead = false;
        for observer in observers.iter() {
            match observer.upgrade() {
                Some(observer) => observer.changed(),
                None => has_dead = true,
            }
        }
        if has_dead {
            drop(observers);
            self.forget_dead();
        }
        // The user's own code may run here, and panic.
        drop(old);
        true
    }

    /// Makes sure that somebody looks at the age in time.
    fn arm(self: &Arc<Self>, state: &mut State<T>) {
        let is_available = state.sample.status == SignalStatus::Available;
        let Some(stale_after) = state.stale_after.filter(|_| is_available && state.alarm.is_none()) else {
            return;
        };
        let weak = Arc::downgrade(self);
        state.alarm = Some(timer::set(timer::after(state.sample.received, stale_after), weak));
    }
}

impl<T: Send + Sync + 'static> Timed for Core<T> {
    fn due(self: Arc<Self>) {
        {
            let mut state = self.lock();
            state.alarm = None;
            if !state.is_old() {
                // A newer value came.
                return self.arm(&mut state);
            }
        }
        self.change(|state| {
            // If a value came just now, it has set another alarm.
            let is_news = state.is_old() && state.sample.status == SignalStatus::Available;
            is_news.then(|| state.sample.with_status(SignalStatus::Stale))
        });
    }
}

impl<T> Drop for Core<T> {
    fn drop(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(alarm) = state.alarm.take() {
            timer::clear(alarm);
        }
    }
}

// Without bounds: whoever has a signal has a value of it.
impl<T> Signal<T> {
    /// The latest sample: the value with what is known of it.
    pub fn sample(&self) -> Sample<T> {
        self.0.look().1
    }

    /// A copy of the latest value, whatever its status.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        T::clone(&self.sample().value)
    }
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// A signal with a value, which is [available](SignalStatus::Available).
    pub fn new(value: T) -> Self {
        Signal::with_status(value, SignalStatus::Available)
    }

    /// A signal that has no value yet: it is [unavailable](SignalStatus::Unavailable) until the first [`Signal::set`], and
    /// `placeholder` stands in.
    pub fn unavailable(placeholder: T) -> Self {
        Signal::with_status(placeholder, SignalStatus::Unavailable)
    }

    fn with_status(value: T, status: SignalStatus) -> Self {
        let sample = Sample {
            value: Arc::new(value),
            status,
            sequence: 0,
            received: Instant::now(),
        };
        Signal(Arc::new(Core::new(sample, None)))
    }

    /// The same signal, which becomes [stale](SignalStatus::Stale) when its value is this old, without anybody asking, and
    /// available again with the next value.
    ///
    /// All clones are one signal: it holds for them as well. On a derived signal it adds to the staleness of the sources.
    #[must_use]
    pub fn with_staleness(self, stale_after: Duration) -> Self {
        let mut state = self.0.lock();
        if let Some(alarm) = state.alarm.take() {
            timer::clear(alarm);
        }
        state.stale_after = Some(stale_after);
        self.0.arm(&mut state);
        drop(state);
        self
    }

    /// Gives the signal another value, which is available from now on. The signals that are derived from this one are
    /// computed before it returns, on this thread, unless another thread is at it. Dart's listeners hear of it before the
    /// result of the asynchronous call that has set it.
    pub fn set(&self, value: T) {
        let value = Arc::new(value);
        self.0.change(|state| Some(state.next(value)));
    }

    /// Gives the signal the value that `f` makes of the current one. If another thread sets a value meanwhile, `f` is
    /// called again with that, so that no change is lost.
    pub fn update(&self, mut f: impl FnMut(&T) -> T) {
        loop {
            let now = self.sample();
            let mut value = Some(Arc::new(f(&now.value)));
            let done = self.0.change(|state| {
                let is_current = state.sample.sequence == now.sequence;
                // What is not taken is dropped outside of the lock.
                value.take_if(|_| is_current).map(|value| state.next(value))
            });
            if done {
                return;
            }
        }
    }

    /// Says that the source is lost: the value stays as it is, and counts for nothing until the next one.
    pub fn set_unavailable(&self) {
        self.0.change(|state| {
            let is_news = state.sample.status != SignalStatus::Unavailable;
            is_news.then(|| state.sample.with_status(SignalStatus::Unavailable))
        });
    }
}

impl<T> fmt::Debug for Signal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sample = self.sample();
        f.debug_struct("Signal")
            .field("status", &sample.status)
            .field("sequence", &sample.sequence)
            .finish_non_exhaustive()
    }
}
