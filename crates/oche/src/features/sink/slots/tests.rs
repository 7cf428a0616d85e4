use std::collections::VecDeque;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

fn push<T>(ring: &mut Ring, value: T) -> Option<T> {
    // SAFETY: the tests' rings are for the values that they are given.
    lend(value, |slot| unsafe { ring.push(slot) }).1
}

fn pop<T>(ring: &mut Ring) -> Option<T> {
    let mut hand = Hand::new(ring.kind());
    let mut slot = hand.slot();
    // SAFETY: as above.
    let is_there = unsafe { ring.pop(&mut slot) };
    // SAFETY: as above.
    let value = unsafe { slot.take() };
    assert_eq!(value.is_some(), is_there);
    value
}

/// Goes through many states of a ring, and compares each with a queue of the standard library.
fn as_a_queue<T: Send + Clone + PartialEq + Debug>(value: impl Fn(u32) -> T) {
    let (mut ring, mut queue) = (Ring::new::<T>(), VecDeque::new());
    let mut next = 0;
    for (pushed, popped) in [(3, 2), (4, 1), (2, 6), (0, 1), (9, 4), (5, 3), (20, 27), (1, 2)] {
        for _ in 0..pushed {
            assert_eq!(push(&mut ring, value(next)), None);
            queue.push_back(value(next));
            next += 1;
        }
        for index in 0..=queue.len() {
            let new = value(next);
            // SAFETY: the ring is for these values.
            let (is_exchanged, left) = lend(new.clone(), |slot| unsafe { ring.exchange(index, slot) });
            let old = queue.get_mut(index).map(|old| std::mem::replace(old, new.clone()));
            assert_eq!((is_exchanged, left), (old.is_some(), Some(old.unwrap_or(new))));
            next += 1;
        }
        for _ in 0..popped {
            assert_eq!(pop(&mut ring), queue.pop_front());
        }
        assert_eq!(ring.len(), queue.len());
    }
}

#[test]
fn a_ring_is_a_queue_whatever_its_values_are() {
    #[derive(Clone, Debug, PartialEq)]
    #[repr(align(64))]
    struct Wide(u8);

    as_a_queue(|_| ());
    as_a_queue(|number| number as u8);
    as_a_queue(|number| (number as u8, u64::from(number)));
    as_a_queue(|number| Wide(number as u8));
    as_a_queue(|number| number.to_string());
    as_a_queue(|number| Some(Box::new([number; 40])));
}

/// Counts those that are alive.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(alive: &Arc<AtomicUsize>) -> Self {
        alive.fetch_add(1, Ordering::Relaxed);
        Counted(Arc::clone(alive))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[test]
fn what_is_left_is_dropped_once() {
    let alive = Arc::new(AtomicUsize::new(0));
    let count = || alive.load(Ordering::Relaxed);
    let mut ring = Ring::new::<Counted>();
    for _ in 0..7 {
        assert!(push(&mut ring, Counted::new(&alive)).is_none());
    }
    drop(pop::<Counted>(&mut ring));
    assert_eq!(count(), 6);
    drop(ring);
    assert_eq!(count(), 0);

    // In a slot: of a value that nobody takes, and of one that is never given back.
    let ((), left) = lend(Counted::new(&alive), |_| {});
    assert_eq!(count(), 1);
    drop(left);
    let unwound = catch_unwind(AssertUnwindSafe(|| lend(Counted::new(&alive), |_| panic!("half-way"))));
    assert!(unwound.is_err());
    assert_eq!(count(), 0);
}

#[test]
fn a_value_that_panics_when_it_is_dropped_does_not_drop_another_one_twice() {
    /// What is never dropped has nothing that it keeps.
    static DROPS: AtomicUsize = AtomicUsize::new(0);
    struct Bomb(#[expect(dead_code, reason = "so that it has a size")] u16);
    impl Drop for Bomb {
        fn drop(&mut self) {
            DROPS.fetch_add(1, Ordering::Relaxed);
            panic!("it does not want to go");
        }
    }
    let mut ring = Ring::new::<Bomb>();
    for number in 0..3 {
        assert!(push(&mut ring, Bomb(number)).is_none());
    }
    assert!(catch_unwind(AssertUnwindSafe(|| drop(ring))).is_err());
    assert_eq!(DROPS.load(Ordering::Relaxed), 1);
}
