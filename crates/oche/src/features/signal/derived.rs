//! Signals that are made of others.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::core::{Core, Observer, Sample, Signal};
use super::turns::{Asked, Turns};
use crate::platform::Instant;
use crate::protocol::SignalStatus;
use crate::run::executor::context::in_context_here;
use crate::run::hooks::tell_panic;
use crate::run::outside::caught_outside;
use crate::run::panic::catch::caught;
use crate::run::timer::{self, Timed};

impl<T: Send + Sync + 'static> Signal<T> {
    /// A signal whose value is `f` of this one's.
    ///
    /// It is computed anew for every sample, on the thread that sets it, one computation at a time and always from the
    /// latest sample: when nobody sets anything any more, it is `f` of the last value. If other threads set values faster
    /// than `f` can follow, a thread of Oche's own goes on, so that nobody is kept for longer than a few computations. Its status and the time at which its
    /// value was received are this signal's. It keeps this signal alive, not the other way around.
    ///
    /// If `f` panics, the hooks are told and the derived signal is unavailable until the next sample. So it is if `f` sets
    /// what it is computed from, and never comes to an end with it.
    ///
    /// # Panics
    /// If `f` panics for the current value.
    pub fn map<U: Send + Sync + 'static>(&self, f: impl Fn(&T) -> U + Send + Sync + 'static) -> Signal<U> {
        let source = self.clone();
        let look = move || {
            let sample = source.sample();
            (
                Inputs::new([sample.sequence; 2], sample.status, sample.received),
                sample,
            )
        };
        let compute = move |sample: &Sample<T>| f(&sample.value);
        derive(look, compute, |observer| self.0.observe(observer))
    }

    /// A signal whose value is `f` of this one's and another's.
    ///
    /// All that [`Signal::map`] says holds. Its status is the worse one of the two, and its value is as old as the older
    /// one. If both come from one source, it may be computed from the new value of one and the old one of the other, for as
    /// long as it takes to compute the other one as well.
    ///
    /// # Panics
    /// If `f` panics for the current values.
    pub fn combine<U: Send + Sync + 'static, V: Send + Sync + 'static>(
        &self,
        other: &Signal<U>,
        f: impl Fn(&T, &U) -> V + Send + Sync + 'static,
    ) -> Signal<V> {
        let sources = (self.clone(), other.clone());
        let look = move || {
            let (first, second) = (sources.0.sample(), sources.1.sample());
            let inputs = Inputs::new(
                [first.sequence, second.sequence],
                first.status.max(second.status),
                first.received.min(second.received),
            );
            (inputs, (first, second))
        };
        let compute = move |(first, second): &(Sample<T>, Sample<U>)| f(&first.value, &second.value);
        derive(look, compute, |observer| {
            self.0.observe(observer.clone());
            other.0.observe(observer);
        })
    }
}

/// What is known of the samples that a value is computed from.
struct Inputs {
    sequences: [u64; 2],
    /// The worst of theirs.
    status: SignalStatus,
    /// When the oldest of them was received.
    received: Instant,
}

impl Inputs {
    fn new(sequences: [u64; 2], status: SignalStatus, received: Instant) -> Self {
        Inputs {
            sequences,
            status,
            received,
        }
    }
}

/// The samples that the value at hand was computed from.
struct Computed {
    sequences: [u64; 2],
    /// False if that failed.
    is_good: bool,
}

/// How a derived signal gets its values: `look` finds the latest samples of its sources, `compute` makes a value of them.
struct Derivation<T, Look, Compute> {
    look: Look,
    compute: Compute,
    target: Weak<Core<T>>,
    turns: Turns,
    computed: Mutex<Computed>,
}

fn derive<T, P, Look, Compute>(look: Look, compute: Compute, observe: impl FnOnce(Weak<dyn Observer>)) -> Signal<T>
where
    T: Send + Sync + 'static,
    P: 'static,
    Look: Fn() -> (Inputs, P) + Send + Sync + 'static,
    Compute: Fn(&P) -> T + Send + Sync + 'static,
{
    let (inputs, parts) = look();
    let sample = Sample {
        value: Arc::new(compute(&parts)),
        status: inputs.status,
        sequence: 0,
        received: inputs.received,
    };
    let mut made = None;
    let signal = Signal(Arc::new_cyclic(|target: &Weak<Core<T>>| {
        let derivation = Arc::new(Derivation {
            look,
            compute,
            target: target.clone(),
            turns: Turns::default(),
            computed: Mutex::new(Computed {
                sequences: inputs.sequences,
                is_good: true,
            }),
        });
        made = Some(Arc::clone(&derivation));
        Core::new(sample, Some(derivation))
    }));
    if let Some(derivation) = made {
        let weak = Arc::downgrade(&derivation);
        observe(weak);
        // Whatever has changed since `look`.
        derivation.changed();
    }
    signal
}

impl<T, P, Look, Compute> Observer for Derivation<T, Look, Compute>
where
    T: Send + Sync + 'static,
    Look: Fn() -> (Inputs, P) + Send + Sync + 'static,
    Compute: Fn(&P) -> T + Send + Sync + 'static,
{
    fn changed(self: Arc<Self>) {
        // This may be the last reference to it, or become that.
        let change = move || {
            let Some(target) = self.target.upgrade() else {
                return;
            };
            // The user's own drops may panic as well.
            match self.turns.ask(|| caught_outside(|| self.compute_into(&target))) {
                Asked::Done => {}
                Asked::Endless => {
                    self.note(|computed| computed.is_good = false);
                    make_unavailable(&target);
                    caught_outside(|| panic!("a derived signal sets what it is computed from, over and over"));
                }
                Asked::Owed => {
                    let weak = Arc::downgrade(&self);
                    timer::set(Instant::now(), weak);
                }
            }
        };
        caught_outside(|| in_context_here(change));
    }
}

/// The turn that threads owe which have more to do than to compute what others set.
impl<T, P, Look, Compute> Timed for Derivation<T, Look, Compute>
where
    T: Send + Sync + 'static,
    Look: Fn() -> (Inputs, P) + Send + Sync + 'static,
    Compute: Fn(&P) -> T + Send + Sync + 'static,
{
    fn due(self: Arc<Self>) {
        self.changed();
    }
}

impl<T, P, Look, Compute> Derivation<T, Look, Compute>
where
    T: Send + Sync + 'static,
    Look: Fn() -> (Inputs, P),
    Compute: Fn(&P) -> T,
{
    fn note<R>(&self, f: impl FnOnce(&mut Computed) -> R) -> R {
        // Nothing that could panic half-way runs under this lock.
        f(&mut self.computed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn compute_into(&self, target: &Arc<Core<T>>) {
        let (inputs, parts) = (self.look)();
        let (is_new, is_good) = self.note(|computed| (computed.sequences != inputs.sequences, computed.is_good));
        if !is_new {
            if is_good {
                target.change(|state| {
                    let is_news = state.sample.status != inputs.status;
                    is_news.then(|| state.sample.with_status(inputs.status))
                });
            }
            return;
        }
        let value = caught(|| (self.compute)(&parts));
        self.note(|computed| {
            *computed = Computed {
                sequences: inputs.sequences,
                is_good: value.is_ok(),
            };
        });
        match value {
            Ok(value) => {
                let value = Arc::new(value);
                target.change(|state| {
                    Some(Sample {
                        status: inputs.status,
                        received: inputs.received,
                        ..state.next(value)
                    })
                });
            }
            Err(panic) => {
                make_unavailable(target);
                tell_panic(None, &panic);
            }
        }
    }
}

fn make_unavailable<T: Send + Sync + 'static>(target: &Arc<Core<T>>) {
    target.change(|state| {
        let is_news = state.sample.status != SignalStatus::Unavailable;
        is_news.then(|| state.sample.with_status(SignalStatus::Unavailable))
    });
}
