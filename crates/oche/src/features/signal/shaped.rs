//! Signals that change less often than their sources, for whoever draws them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::core::{Core, Observer, Sample, Signal};
use super::turns::{Asked, Turns};
use crate::platform::Instant;
use crate::run::executor::context::in_context_here;
use crate::run::outside::caught_outside;
use crate::run::timer::{self, Alarm, Timed};

impl<T: Send + Sync + 'static> Signal<T> {
    /// A signal that takes over this one's latest sample every `interval`, if it has changed. Values in between are
    /// skipped, the last one never is. Nothing happens while this signal does not change.
    pub fn sampled(&self, interval: Duration) -> Signal<T> {
        shape(self, Shape::Sampled, interval)
    }

    /// A signal that changes with this one at once, and then once in an `interval` at most. Values in between are skipped;
    /// the last one never is, it comes at the end of the interval.
    pub fn throttled(&self, interval: Duration) -> Signal<T> {
        shape(self, Shape::Throttled, interval)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Sampled,
    Throttled,
}

/// Takes samples over from a signal to another one, now and then.
struct Shaper<T> {
    source: Signal<T>,
    target: Weak<Core<T>>,
    shape: Shape,
    interval: Duration,
    start: Instant,
    turns: Turns,
    gate: Mutex<Gate>,
}

struct Gate {
    /// While there is one, changes wait for it.
    alarm: Option<Alarm>,
    /// The version of the source that was taken over.
    taken: u64,
}

fn shape<T: Send + Sync + 'static>(source: &Signal<T>, shape: Shape, interval: Duration) -> Signal<T> {
    let (taken, sample) = source.0.look();
    let sample = Sample { sequence: 0, ..sample };
    let mut made = None;
    let signal = Signal(Arc::new_cyclic(|target: &Weak<Core<T>>| {
        let shaper = Arc::new(Shaper {
            source: source.clone(),
            target: target.clone(),
            shape,
            interval,
            start: Instant::now(),
            turns: Turns::default(),
            gate: Mutex::new(Gate { alarm: None, taken }),
        });
        made = Some(Arc::clone(&shaper));
        Core::new(sample, Some(shaper))
    }));
    if let Some(shaper) = made {
        let weak = Arc::downgrade(&shaper);
        source.0.observe(weak);
        if source.0.version() != taken {
            shaper.changed();
        }
    }
    signal
}

impl<T: Send + Sync + 'static> Shaper<T> {
    fn lock(&self) -> MutexGuard<'_, Gate> {
        // Nothing that could panic half-way runs under this lock.
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_alarm(self: &Arc<Self>, gate: &mut Gate) {
        let now = Instant::now();
        let at = match self.shape {
            Shape::Sampled => timer::next_tick(self.start, self.interval, now),
            Shape::Throttled => timer::after(now, self.interval),
        };
        let weak = Arc::downgrade(self);
        gate.alarm = Some(timer::set(at, weak));
    }

    fn take_over(&self) {
        let Some(target) = self.target.upgrade() else {
            return;
        };
        let turn = || {
            caught_outside(|| {
                let (version, sample) = self.source.0.look();
                self.lock().taken = version;
                target.change(|state| {
                    let is_new = !Arc::ptr_eq(&sample.value, &state.sample.value);
                    let sequence = state.sample.sequence + u64::from(is_new);
                    Some(Sample { sequence, ..sample })
                });
            });
        };
        // The gate is what keeps others from asking too often.
        while self.turns.ask(turn) == Asked::Owed {}
    }
}

impl<T: Send + Sync + 'static> Observer for Shaper<T> {
    fn changed(self: Arc<Self>) {
        // This may be the last reference, or become that, and values of the user's own end here.
        let change = move || {
            {
                let mut gate = self.lock();
                if gate.alarm.is_some() {
                    return;
                }
                self.set_alarm(&mut gate);
            }
            if self.shape == Shape::Throttled {
                self.take_over();
            }
        };
        caught_outside(|| in_context_here(change));
    }
}

impl<T: Send + Sync + 'static> Timed for Shaper<T> {
    fn due(self: Arc<Self>) {
        {
            let mut gate = self.lock();
            gate.alarm = None;
            if self.source.0.version() == gate.taken {
                return;
            }
            if self.shape == Shape::Throttled {
                self.set_alarm(&mut gate);
            }
        }
        self.take_over();
    }
}

impl<T> Drop for Shaper<T> {
    fn drop(&mut self) {
        let gate = self.gate.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(alarm) = gate.alarm.take() {
            timer::clear(alarm);
        }
    }
}
