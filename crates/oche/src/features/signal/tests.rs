use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use futures_core::Stream;
use futures_util::StreamExt;
use proptest::prelude::*;

use super::core::{Observer, Signal};
use crate::platform::Instant;
use crate::platform::park::block_on;
use crate::protocol::SignalStatus;
use crate::run::timer;

/// Waits for what another thread is about to do.
fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        thread::sleep(Duration::from_millis(1));
    }
}

/// How often a signal has told of a change.
#[derive(Default)]
struct Count(AtomicUsize);

impl Observer for Count {
    fn changed(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn count<T>(signal: &Signal<T>) -> Arc<Count> {
    let count = Arc::new(Count::default());
    let weak = Arc::downgrade(&count);
    signal.0.observe(weak);
    count
}

#[test]
fn values_are_numbered_and_a_status_is_no_value() {
    let signal = Signal::unavailable(1);
    assert_eq!(signal.get(), 1);
    let told = count(&signal);
    let status = || (signal.sample().status, signal.sample().sequence);
    assert_eq!(status(), (SignalStatus::Unavailable, 0));
    signal.set_unavailable();
    assert_eq!(told.0.load(Ordering::SeqCst), 0, "it was so before");
    signal.set(1);
    assert_eq!(status(), (SignalStatus::Available, 1), "an equal value is a new one");
    signal.update(|value| value + 4);
    assert_eq!((signal.get(), status()), (5, (SignalStatus::Available, 2)));
    let received = signal.sample().received;
    signal.set_unavailable();
    assert_eq!((signal.get(), status()), (5, (SignalStatus::Unavailable, 2)));
    assert_eq!(signal.sample().received, received);
    assert_eq!(told.0.load(Ordering::SeqCst), 3);
    assert_eq!(format!("{signal:?}"), "Signal { status: Unavailable, sequence: 2, .. }");
}

#[test]
fn no_update_is_lost() {
    let signal = Signal::new(0_u32);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..5000).for_each(|_| signal.update(|value| value + 1)));
        }
    });
    assert_eq!(signal.get(), 20_000);
    assert_eq!(signal.sample().sequence, 20_000);
}

#[test]
fn observers_that_are_gone_are_forgotten() {
    let signal = Signal::new(0);
    let observers = || signal.0.lock().observers.len();
    let counts: Vec<_> = (0..10).map(|_| count(&signal)).collect();
    assert_eq!(observers(), 10);
    drop(counts);
    signal.set(1);
    assert_eq!(observers(), 0);
    drop(count(&signal));
    let _last = count(&signal);
    signal.set(2);
    assert_eq!(observers(), 1);
}

#[test]
fn user_code_runs_without_a_lock() {
    /// Looks at its signal when it is dropped, as the closure of a derived one does when it is called.
    struct Nosy(Arc<Mutex<Option<Signal<Nosy>>>>, Arc<AtomicU32>);
    impl Drop for Nosy {
        fn drop(&mut self) {
            if let Some(signal) = self.0.lock().expect("no panic").as_ref() {
                self.1.fetch_add(1 + signal.sample().sequence as u32, Ordering::SeqCst);
            }
        }
    }
    let (place, sum) = (Arc::new(Mutex::new(None)), Arc::new(AtomicU32::new(0)));
    let nosy = || Nosy(Arc::clone(&place), Arc::clone(&sum));
    let signal = Signal::new(nosy());
    *place.lock().expect("no panic") = Some(signal.clone());
    let derived = signal.map({
        let signal = signal.clone();
        move |_| signal.sample().sequence
    });
    signal.set(nosy());
    assert_eq!(sum.load(Ordering::SeqCst), 2, "dropped when sample 1 was there");
    assert_eq!(derived.get(), 1);
    // An update that has to be made again throws a value away.
    let mut is_first = true;
    signal.update(|_| {
        if std::mem::take(&mut is_first) {
            signal.set(nosy());
        }
        nosy()
    });
    assert_eq!(derived.get(), 3);
    assert_eq!(sum.load(Ordering::SeqCst), 2 + 3 + 3 + 4);
    let own = place.lock().expect("no panic").take();
    drop(own);
}

#[test]
fn a_diamond_ends_right() {
    let a = Signal::new(1);
    let b = a.map(|a| a * 10);
    let c = a.map(|a| a + 1);
    let d = b.combine(&c, |b, c| b + c);
    assert_eq!(d.get(), 12);
    a.set(5);
    assert_eq!(d.get(), 56);
    a.set_unavailable();
    assert_eq!(d.sample().status, SignalStatus::Unavailable);
    assert_eq!(d.get(), 56);
    a.set(6);
    assert_eq!(d.sample().status, SignalStatus::Available);
    assert_eq!(d.get(), 67);
}

#[test]
fn a_derived_signal_has_the_worst_status_and_the_oldest_time() {
    let (a, b) = (Signal::new(1), Signal::unavailable(2));
    let sum = a.combine(&b, |a, b| a + b);
    assert_eq!(sum.sample().status, SignalStatus::Unavailable);
    b.set(3);
    assert_eq!((sum.get(), sum.sample().status), (4, SignalStatus::Available));
    assert_eq!(sum.sample().received, a.sample().received);
    let sequence = sum.sample().sequence;
    a.set_unavailable();
    a.set_unavailable();
    assert_eq!(sum.sample().status, SignalStatus::Unavailable);
    assert_eq!(sum.sample().sequence, sequence, "a status is no new value");
}

#[test]
fn a_derived_signal_holds_its_sources_and_is_not_held_by_them() {
    let source = Signal::new(1);
    let derived = source.map(|value| value * 2).map(|value| value + 1);
    let weak = Arc::downgrade(&source.0);
    source.set(2);
    drop(source);
    assert_eq!(derived.get(), 5);
    assert!(weak.upgrade().is_some());
    let held = Arc::new(());
    let source = Signal(weak.upgrade().expect("it is held"));
    let other = source.map({
        let held = Arc::clone(&held);
        move |value| (*value, Arc::strong_count(&held))
    });
    drop(other);
    assert_eq!(Arc::strong_count(&held), 1);
    drop((source, derived));
    assert!(weak.upgrade().is_none());
}

#[test]
fn a_panic_harms_nobody_else() {
    let source = Signal::new(4);
    let half = source.map(|value| match value % 2 {
        0 => value / 2,
        _ => panic!("{value} is odd"),
    });
    let other = source.map(|value| value + 1);
    source.set(5);
    assert_eq!((source.get(), other.get()), (5, 6));
    assert_eq!((half.get(), half.sample().status), (2, SignalStatus::Unavailable));
    source.set_unavailable();
    assert_eq!(half.sample().status, SignalStatus::Unavailable);
    source.set(6);
    assert_eq!((half.get(), half.sample().status), (3, SignalStatus::Available));
    assert_eq!(half.sample().sequence, 1);
}

#[test]
fn a_value_that_panics_when_it_is_dropped() {
    struct Bomb(bool);
    impl Drop for Bomb {
        fn drop(&mut self) {
            assert!(!self.0, "on purpose");
        }
    }
    let source = Signal::new(0);
    let bombs = source.map(|value| Bomb(*value == 1));
    let told = count(&bombs);
    source.set(1);
    source.set(2);
    source.set(3);
    assert_eq!(told.0.load(Ordering::SeqCst), 3);
    assert_eq!(bombs.sample().status, SignalStatus::Available);
}

#[test]
fn a_signal_that_sets_its_own_source() {
    // It comes to an end by itself.
    let source = Signal::new(1);
    let limited = source.map({
        let source = source.clone();
        move |value| {
            if *value > 100 {
                source.set(value - 10);
            }
            *value
        }
    });
    source.set(250);
    assert_eq!((source.get(), limited.get()), (100, 100));
    assert_eq!(limited.sample().status, SignalStatus::Available);
    // It never does.
    let runs = Arc::new(AtomicU32::new(0));
    let endless = source.map({
        let (source, runs) = (source.clone(), Arc::clone(&runs));
        move |value| {
            runs.fetch_add(1, Ordering::SeqCst);
            source.set(value + 1);
            *value
        }
    });
    assert_eq!(endless.sample().status, SignalStatus::Unavailable);
    assert!(runs.load(Ordering::SeqCst) < 1000);
    source.set(-1);
    assert_eq!(endless.sample().status, SignalStatus::Unavailable);
}

#[test]
fn nobody_is_kept_for_what_others_set() {
    let source = Signal::new(0_u64);
    let slow = source.map(|value| {
        thread::sleep(Duration::from_millis(2));
        *value
    });
    let is_over = AtomicBool::new(false);
    let is_set = thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::SeqCst) {
                source.update(|value| value + 1);
                thread::sleep(Duration::from_micros(50));
            }
        });
        let setters = [(); 2].map(|()| scope.spawn(|| (0..20).for_each(|_| source.update(|value| value + 1))));
        let start = Instant::now();
        let all_set = || setters.iter().all(thread::ScopedJoinHandle::is_finished);
        while !all_set() && start.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_millis(1));
        }
        let is_set = all_set();
        is_over.store(true, Ordering::SeqCst);
        is_set
    });
    assert!(is_set, "a thread computes for ever what another one sets");
    wait_until("the last one is computed", || slow.get() == source.get());
}

#[test]
fn many_observers_do_not_take_a_lot_of_time_each() {
    let source = Signal::new(0);
    let capacity = || source.0.lock().observers.capacity();
    let mut living = Vec::new();
    let mut copies = 0;
    let mut at = source.0.lock().observers.as_ptr();
    for _ in 0..10_000 {
        living.push(count(&source));
        let now = source.0.lock().observers.as_ptr();
        copies += u32::from(std::mem::replace(&mut at, now) != now);
    }
    assert!(copies < 20, "the list was copied {copies} times");
    let full = capacity();
    // Those that are gone are forgotten, by others that come or by the next change.
    for _ in 0..100_000 {
        drop(count(&source));
    }
    assert!(capacity() <= 4 * full, "{} observers", capacity());
    source.set(1);
    assert!(living.iter().all(|count| count.0.load(Ordering::SeqCst) == 1));
    assert_eq!(source.0.lock().observers.len(), living.len());
}

#[test]
fn nothing_is_waited_for_without_a_reason() {
    let signal = Signal::new(0).with_staleness(Duration::from_secs(3600));
    let alarm = |signal: &Signal<i32>| signal.0.lock().alarm;
    let first = alarm(&signal);
    assert!(first.is_some());
    (0..1000).for_each(|value| signal.set(value));
    assert!(alarm(&signal) == first, "setting a value does not touch the timer");
    let never = Signal::unavailable(0).with_staleness(Duration::MAX);
    assert!(alarm(&never).is_none(), "what is unavailable does not age");
    never.set(1);
    assert!(alarm(&never).is_some());
}

#[test]
fn ten_thousand_signals_age_and_leave_nothing() {
    let long = Duration::from_secs(3600);
    let signals: Vec<_> = (0..10_000).map(|n| Signal::new(n).with_staleness(long)).collect();
    let derived: Vec<_> = signals.iter().map(|signal| signal.map(|n| n + 1)).collect();
    let alarms = timer::waiting();
    assert!(alarms >= 10_000);
    // With another limit the alarm is another one.
    let short = Duration::from_millis(5);
    let signals: Vec<_> = signals.into_iter().map(|signal| signal.with_staleness(short)).collect();
    wait_until("all are stale", || {
        derived
            .iter()
            .all(|signal| signal.sample().status == SignalStatus::Stale)
    });
    assert_eq!(derived[77].get(), 78);
    let mut again = signals.into_iter().map(|signal| signal.with_staleness(long));
    let first = again.next().expect("there are 10,000");
    first.set(1);
    assert_eq!(derived[0].sample().status, SignalStatus::Available);
    drop((first, again, derived));
    wait_until("no alarm is left of them", || timer::waiting() < alarms - 9000);
}

#[test]
fn samples_keep_a_signal_from_being_stale() {
    let limit = Duration::from_millis(400);
    let signal = Signal::new(0).with_staleness(limit);
    let told = count(&signal);
    let mut longest = Duration::ZERO;
    let (start, mut set, mut last) = (Instant::now(), 0, Instant::now());
    while start.elapsed() < Duration::from_millis(700) {
        thread::sleep(Duration::from_millis(10));
        signal.set(set);
        longest = longest.max(last.elapsed());
        last = Instant::now();
        set += 1;
    }
    // On a machine that is very busy this thread may itself have slept for too long.
    if longest < limit / 2 {
        assert_eq!(told.0.load(Ordering::SeqCst), set, "nothing but what was set");
    }
    wait_until("it is stale in the end", || {
        signal.sample().status == SignalStatus::Stale
    });
    assert!(signal.sample().age() >= limit);
    assert!(told.0.load(Ordering::SeqCst) > set);
}

#[test]
fn changes_are_the_latest_and_begin_with_the_current() {
    let signal = Signal::new(1);
    let mut changes = pin!(signal.changes());
    let mut cx = Context::from_waker(Waker::noop());
    let mut next = || match changes.as_mut().poll_next(&mut cx) {
        Poll::Ready(sample) => sample.map(|sample| (*sample.value, sample.status)),
        Poll::Pending => None,
    };
    assert_eq!(next(), Some((1, SignalStatus::Available)));
    assert_eq!(next(), None);
    (2..100).for_each(|value| signal.set(value));
    assert_eq!(next(), Some((99, SignalStatus::Available)));
    assert_eq!(next(), None);
    signal.set_unavailable();
    assert_eq!(next(), Some((99, SignalStatus::Unavailable)));
}

#[test]
fn a_task_sees_the_last_change() {
    let signal = Signal::new(0);
    let changes = signal.changes();
    let setter = thread::spawn(move || (1..=10_000).for_each(|value| signal.set(value)));
    let mut last = 0;
    block_on(async {
        let mut changes = pin!(changes);
        while last != 10_000 {
            let sample = changes.next().await.expect("it has no end");
            assert!(last <= *sample.value);
            last = *sample.value;
        }
    });
    setter.join().expect("it does not panic");
}

#[test]
fn a_sampled_signal_follows_at_its_own_pace() {
    let source = Signal::new(0);
    let slow = source.sampled(Duration::from_millis(20));
    let told = count(&slow);
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(200) {
        source.update(|value| value + 1);
    }
    wait_until("the last comes", || slow.get() == source.get());
    let intervals = start.elapsed().as_millis() / 20;
    let told = told.0.load(Ordering::SeqCst);
    assert!((1..=intervals as usize + 1).contains(&told), "{told} in {intervals}");
    assert!(slow.sample().sequence < source.sample().sequence);
    // And then nothing happens any more.
    assert!(shaper_rests(&slow));
    source.set_unavailable();
    wait_until("the status comes, too", || {
        slow.sample().status == SignalStatus::Unavailable
    });
}

/// Whether what is behind a shaped signal waits for nothing.
fn shaper_rests<T>(signal: &Signal<T>) -> bool {
    let before = signal.0.version();
    thread::sleep(Duration::from_millis(60));
    signal.0.version() == before
}

#[test]
fn a_throttled_signal_leads_and_trails() {
    let source = Signal::new(0);
    let interval = Duration::from_millis(100);
    let slow = source.throttled(interval);
    let told = count(&slow);
    let start = Instant::now();
    source.set(1);
    assert_eq!(slow.get(), 1, "the first one passes at once");
    source.set(2);
    source.set(3);
    if start.elapsed() < interval {
        assert_eq!(slow.get(), 1);
    }
    wait_until("the last one follows", || slow.get() == 3);
    assert!(start.elapsed() >= interval);
    assert_eq!(told.0.load(Ordering::SeqCst), 2);
    drop(slow);
    source.set(4);
}

/// What a thread does in the property test below.
#[derive(Clone, Copy, Debug)]
enum Step {
    Set(usize, u32),
    Lose(usize),
    Yield,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..2_usize, any::<u32>()).prop_map(|(which, value)| Step::Set(which, value)),
        1 => (0..2_usize).prop_map(Step::Lose),
        1 => Just(Step::Yield),
    ];
    proptest::collection::vec(step, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever four threads do to two sources: at rest everything derived is what its closure makes of the sources.
    #[test]
    fn derived_signals_are_consistent_at_rest(threads in proptest::array::uniform4(steps())) {
        let sources = [Signal::new(1_u32), Signal::new(2)];
        let double = sources[0].map(|a| a.wrapping_mul(2));
        let sum = double.combine(&sources[1], |a, b| a.wrapping_add(*b));
        let text = sum.combine(&sources[0], |sum, a| format!("{sum} {a}"));
        let shaped = text.throttled(Duration::from_millis(1));
        let barrier = Barrier::new(threads.len());
        thread::scope(|scope| {
            for steps in &threads {
                let (sources, barrier) = (&sources, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    for step in steps {
                        match *step {
                            Step::Set(which, value) => sources[which].set(value),
                            Step::Lose(which) => sources[which].set_unavailable(),
                            Step::Yield => thread::yield_now(),
                        }
                    }
                });
            }
        });
        let [a, b] = [sources[0].sample(), sources[1].sample()];
        let sum_of = |a: u32, b: u32| a.wrapping_mul(2).wrapping_add(b);
        let last = format!("{} {}", sum_of(*a.value, *b.value), a.value);
        wait_until("what was left to the timer's thread is done", || {
            let (double, sum, text) = (double.sample(), sum.sample(), text.sample());
            let status = a.status.max(b.status);
            let received = a.received.min(b.received);
            (double.status, sum.status, text.status) == (a.status, status, status)
                && (sum.received, text.received) == (received, received)
                && *text.value == last
        });
        prop_assert_eq!(double.get(), a.value.wrapping_mul(2));
        prop_assert_eq!(double.sample().status, a.status);
        prop_assert_eq!(sum.get(), a.value.wrapping_mul(2).wrapping_add(*b.value));
        prop_assert_eq!(sum.sample().status, a.status.max(b.status));
        prop_assert_eq!(sum.sample().received, a.received.min(b.received));
        let wanted = format!("{} {}", sum.get(), a.value);
        prop_assert_eq!(text.get(), wanted.as_str());
        prop_assert_eq!(text.sample().status, a.status.max(b.status));
        wait_until("the last one passes the throttle", || {
            let sample = shaped.sample();
            *sample.value == wanted && sample.status == text.sample().status
        });
    }
}

#[test]
fn the_threads_that_set_do_not_wait_for_the_one_that_computes() {
    let source = Signal::new(0);
    let (enters, leaves) = (Arc::new(Barrier::new(2)), Arc::new(AtomicBool::new(false)));
    let slow = source.map({
        let (enters, leaves) = (Arc::clone(&enters), Arc::clone(&leaves));
        move |value| {
            if *value == 1 {
                enters.wait();
                wait_until("the other thread is done", || leaves.load(Ordering::SeqCst));
            }
            *value
        }
    });
    thread::scope(|scope| {
        scope.spawn(|| source.set(1));
        enters.wait();
        // The other thread is in the closure.
        (2..=100).for_each(|value| source.set(value));
        assert_eq!(slow.get(), 0);
        leaves.store(true, Ordering::SeqCst);
    });
    assert_eq!(slow.get(), 100, "it was computed once more by whoever was at it");
    assert_eq!(slow.sample().sequence, 2);
}
