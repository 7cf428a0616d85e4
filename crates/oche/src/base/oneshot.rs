//! One value, from whoever has it to whoever waits for it.

use std::pin::Pin;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll, Waker};

use super::sync::{Mutex, MutexGuard};

struct Shared<T>(Mutex<State<T>>);

enum State<T> {
    /// With who waits, once somebody does.
    Waiting(Option<Waker>),
    Sent(T),
    /// The sender is gone, or the receiver, or has what was sent.
    Over,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing but exchanges of values runs under this lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn exchange(&self, state: State<T>) -> State<T> {
        std::mem::replace(&mut *self.lock(), state)
    }
}

/// Where the value comes from.
pub(crate) struct Sender<T>(Option<Arc<Shared<T>>>);

/// Where it arrives; nothing if the sender is dropped.
pub(crate) struct Receiver<T>(Arc<Shared<T>>);

/// A way for one value.
pub(crate) fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Shared(Mutex::new(State::Waiting(None))));
    (Sender(Some(Arc::clone(&shared))), Receiver(shared))
}

impl<T> Sender<T> {
    /// Sends the value. Who waits for it is woken, which is foreign code and may panic; then it was sent nevertheless.
    ///
    /// # Errors
    /// With the value, if nobody waits any more.
    pub(crate) fn send(mut self, value: T) -> Result<(), T> {
        let Some(shared) = self.0.take() else {
            return Err(value);
        };
        let waker = {
            let mut state = shared.lock();
            match &mut *state {
                State::Waiting(waker) => {
                    let waker = waker.take();
                    *state = State::Sent(value);
                    waker
                }
                State::Sent(_) | State::Over => {
                    drop(state);
                    return Err(value);
                }
            }
        };
        if let Some(waker) = waker {
            waker.wake();
        }
        Ok(())
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        if let Some(shared) = self.0.take()
            && let State::Waiting(Some(waker)) = shared.exchange(State::Over)
        {
            waker.wake();
        }
    }
}

impl<T> Future for Receiver<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        // Foreign code, as is what drops a waker: not under the lock.
        let mut waker = Some(cx.waker().clone());
        let before = {
            let mut state = self.0.lock();
            match &mut *state {
                State::Waiting(kept) => {
                    std::mem::swap(kept, &mut waker);
                    None
                }
                State::Sent(_) | State::Over => Some(std::mem::replace(&mut *state, State::Over)),
            }
        };
        drop(waker);
        match before {
            None => Poll::Pending,
            Some(State::Sent(value)) => Poll::Ready(Some(value)),
            Some(State::Waiting(_) | State::Over) => Poll::Ready(None),
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        drop(self.0.exchange(State::Over));
    }
}

#[cfg(all(test, not(oche_loom)))]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn a_value_arrives_once_and_wakes_who_waits() {
        let count = Arc::new(Count::default());
        let waker = Waker::from(Arc::clone(&count));
        let mut cx = Context::from_waker(&waker);
        let (sender, receiver) = channel();
        let mut receiver = pin!(receiver);
        assert_eq!(receiver.as_mut().poll(&mut cx), Poll::Pending);
        assert_eq!(receiver.as_mut().poll(&mut cx), Poll::Pending);
        assert_eq!(sender.send(7), Ok(()));
        assert_eq!(count.0.load(Ordering::SeqCst), 1);
        assert_eq!(receiver.as_mut().poll(&mut cx), Poll::Ready(Some(7)));
        assert_eq!(receiver.as_mut().poll(&mut cx), Poll::Ready(None));
    }

    #[test]
    fn whoever_is_left_alone_is_told() {
        let count = Arc::new(Count::default());
        let waker = Waker::from(Arc::clone(&count));
        let mut cx = Context::from_waker(&waker);
        let (sender, receiver) = channel::<i32>();
        let mut receiver = pin!(receiver);
        assert_eq!(receiver.as_mut().poll(&mut cx), Poll::Pending);
        drop(sender);
        assert_eq!(count.0.load(Ordering::SeqCst), 1);
        assert_eq!(receiver.as_mut().poll(&mut cx), Poll::Ready(None));
        let (sender, receiver) = channel();
        drop(receiver);
        assert_eq!(sender.send(7), Err(7));
        // Sent before it is asked for.
        let (sender, receiver) = channel();
        assert_eq!(sender.send(8), Ok(()));
        assert_eq!(pin!(receiver).poll(&mut cx), Poll::Ready(Some(8)));
        assert_eq!(count.0.load(Ordering::SeqCst), 1, "nobody waited");
    }
}

#[cfg(all(test, oche_loom))]
mod loom_tests {
    use loom::{future::block_on, thread};

    use super::*;
    use crate::base::sync::model;

    /// It would wait for ever if a wake-up were lost, which loom notices.
    #[test]
    fn loom_a_value_arrives_or_its_sender_is_gone() {
        for is_sent in [true, false] {
            model(move || {
                let (sender, receiver) = channel();
                let thread = thread::spawn(move || {
                    if is_sent {
                        assert_eq!(sender.send(7), Ok(()));
                    }
                });
                assert_eq!(block_on(receiver), is_sent.then_some(7));
                thread.join().expect("it does not panic");
            });
        }
    }
}
