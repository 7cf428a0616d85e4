//! Permits for a number of things: whoever finds none can wait for one, in the order in which they came.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll, Waker};

use super::sync::{AtomicUsize, Mutex, MutexGuard};

/// The most permits that there may be.
pub(crate) const MOST: usize = usize::MAX >> 3;

/// Who is to be woken, which is foreign code: see [`Permits::add`].
pub(crate) type Woken = Vec<Waker>;

pub(crate) struct Permits {
    /// How many nobody has. While somebody waits there is none: changed upwards under the lock only.
    free: AtomicUsize,
    line: Mutex<VecDeque<Arc<Place>>>,
}

/// Somebody who waits. Only used under the lock of the line.
struct Place(Mutex<Standing>);

struct Standing {
    is_granted: bool,
    waker: Option<Waker>,
}

impl Place {
    fn lock(&self) -> MutexGuard<'_, Standing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permits {
    pub(crate) fn new(permits: usize) -> Self {
        Permits {
            free: AtomicUsize::new(permits),
            line: Mutex::new(VecDeque::new()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Place>>> {
        // Nothing that could panic half-way runs under this lock.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are that nobody has.
    #[inline]
    pub(crate) fn free(&self) -> usize {
        self.free.load(Ordering::Acquire)
    }

    /// Takes a permit if there is one.
    #[inline]
    pub(crate) fn try_take(&self) -> bool {
        let take = |free: usize| free.checked_sub(1);
        self.free
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, take)
            .is_ok()
    }

    /// Takes away up to `permits` that nobody has.
    pub(crate) fn forget(&self, permits: usize) {
        let take = |free: usize| Some(free.saturating_sub(permits));
        // It is an error only if `take` says nothing.
        let _ = self.free.fetch_update(Ordering::AcqRel, Ordering::Acquire, take);
    }

    /// Adds permits; those who wait have them first, and are to be woken.
    #[must_use]
    pub(crate) fn add(&self, mut permits: usize) -> Woken {
        let mut woken = Vec::new();
        let mut line = self.lock();
        while permits > 0
            && let Some(place) = line.pop_front()
        {
            permits -= 1;
            let mut standing = place.lock();
            standing.is_granted = true;
            woken.extend(standing.waker.take());
        }
        self.free.fetch_add(permits, Ordering::AcqRel);
        woken
    }

    /// Waits for a permit, which is then the caller's. Dropped before that, it has none; the next who waits and gets it is woken
    /// here.
    pub(crate) fn take(&self) -> Take<'_> {
        Take {
            permits: self,
            place: None,
        }
    }
}

/// Waits for a permit.
pub(crate) struct Take<'a> {
    permits: &'a Permits,
    /// `None` before it stands in line, and once it has the permit.
    place: Option<Arc<Place>>,
}

impl Future for Take<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.place.is_none() && self.permits.try_take() {
            return Poll::Ready(());
        }
        // Foreign code, as is what drops a waker: not under the lock.
        let mut waker = Some(cx.waker().clone());
        let is_granted = {
            let mut line = self.permits.lock();
            match &self.place {
                Some(place) => {
                    let mut standing = place.lock();
                    if !standing.is_granted {
                        std::mem::swap(&mut standing.waker, &mut waker);
                    }
                    standing.is_granted
                }
                // What was added before the lock was taken.
                None if self.permits.try_take() => true,
                None => {
                    let standing = Standing {
                        is_granted: false,
                        waker: waker.take(),
                    };
                    let place = Arc::new(Place(Mutex::new(standing)));
                    line.push_back(Arc::clone(&place));
                    self.place = Some(place);
                    false
                }
            }
        };
        drop(waker);
        match is_granted {
            true => {
                self.place = None;
                Poll::Ready(())
            }
            false => Poll::Pending,
        }
    }
}

impl Drop for Take<'_> {
    fn drop(&mut self) {
        let Some(place) = self.place.take() else { return };
        let (is_granted, waker) = {
            let mut line = self.permits.lock();
            line.retain(|other| !Arc::ptr_eq(other, &place));
            let mut standing = place.lock();
            (standing.is_granted, standing.waker.take())
        };
        drop(waker);
        if is_granted {
            self.permits.add(1).into_iter().for_each(Waker::wake);
        }
    }
}

#[cfg(all(test, not(oche_loom)))]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::AtomicUsize as Count;
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Woken(Count);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn add(permits: &Permits, count: usize) {
        permits.add(count).into_iter().for_each(Waker::wake);
    }

    #[test]
    fn who_waits_is_served_in_order_and_before_who_comes() {
        let woken = [(); 2].map(|()| Arc::new(Woken::default()));
        let wakers = [0, 1].map(|which: usize| Waker::from(Arc::clone(&woken[which])));
        let permits = Permits::new(1);
        assert!(permits.try_take());
        assert!(!permits.try_take());
        let (mut first, mut second) = (pin!(permits.take()), pin!(permits.take()));
        assert!(first.as_mut().poll(&mut Context::from_waker(&wakers[0])).is_pending());
        assert!(second.as_mut().poll(&mut Context::from_waker(&wakers[1])).is_pending());
        add(&permits, 1);
        assert_eq!([0, 1].map(|which: usize| woken[which].0.load(Ordering::SeqCst)), [1, 0]);
        assert!(!permits.try_take(), "it is the first one's");
        assert!(second.as_mut().poll(&mut Context::from_waker(&wakers[1])).is_pending());
        assert!(first.as_mut().poll(&mut Context::from_waker(&wakers[0])).is_ready());
        add(&permits, 3);
        assert!(second.as_mut().poll(&mut Context::from_waker(&wakers[1])).is_ready());
        assert_eq!(permits.free(), 2);
        permits.forget(5);
        assert_eq!(permits.free(), 0);
    }

    #[test]
    fn who_gives_up_leaves_the_line_or_hands_on_what_has_come() {
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut cx = Context::from_waker(&waker);
        let permits = Permits::new(0);
        let (mut first, mut second, mut third) =
            (Box::pin(permits.take()), Box::pin(permits.take()), pin!(permits.take()));
        for take in [first.as_mut(), second.as_mut(), third.as_mut()] {
            assert!(take.poll(&mut cx).is_pending());
        }
        drop(first);
        add(&permits, 1);
        drop(second);
        assert!(third.as_mut().poll(&mut cx).is_ready());
        assert_eq!((permits.free(), woken.0.load(Ordering::SeqCst)), (0, 2));
    }
}

#[cfg(all(test, oche_loom))]
mod loom_tests {
    use loom::{future::block_on, thread};

    use super::*;
    use crate::base::sync::model;

    /// One waits and one gives up while permits come: none is lost, and the one who waits gets one.
    #[test]
    fn loom_no_permit_is_lost() {
        model(|| {
            let permits = Arc::new(Permits::new(0));
            let adding = {
                let permits = Arc::clone(&permits);
                thread::spawn(move || permits.add(1).into_iter().for_each(Waker::wake))
            };
            let giving_up = {
                let permits = Arc::clone(&permits);
                thread::spawn(move || {
                    let mut take = Box::pin(permits.take());
                    let polled = take.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                    if polled.is_ready() {
                        permits.add(1).into_iter().for_each(Waker::wake);
                    }
                })
            };
            block_on(permits.take());
            for thread in [adding, giving_up] {
                thread.join().expect("it does not panic");
            }
            assert_eq!(permits.free(), 0);
        });
    }
}
