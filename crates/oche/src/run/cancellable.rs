//! Futures that end when their task is cancelled. They are seen through a [`Slot`], so that this is compiled once.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::cancel::within;
use super::line::queue::Turn;
use super::outside::caught_outside;
use super::panic::catch::{RustPanic, catch};
use super::task::Task;

/// How a future ended.
pub(crate) enum Ended<T> {
    Value(T),
    Panic(RustPanic),
    /// It was dropped before its end.
    Cancelled,
}

/// A future that is taken out where it is once it has ended, whatever its type is.
pub(crate) trait Slot<T> {
    /// Polls the future, and drops it if it is ready; `None` if it is gone.
    fn poll_in(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Option<Poll<T>>;

    /// Drops the future, if it is there.
    fn clear(self: Pin<&mut Self>);
}

impl<F: Future> Slot<F::Output> for Option<F> {
    fn poll_in(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Option<Poll<F::Output>> {
        let polled = self.as_mut().as_pin_mut()?.poll(cx);
        if polled.is_ready() {
            self.set(None);
        }
        Some(polled)
    }

    fn clear(mut self: Pin<&mut Self>) {
        self.set(None);
    }
}

/// Polls the future in `slot`, from the `turn` on that it waits for, or drops it as soon as the task is cancelled. In every
/// case the future is gone when this is ready.
pub(crate) fn poll_cancellable<T>(
    task: &Arc<Task>,
    turn: Option<&Arc<Turn>>,
    mut slot: Pin<&mut dyn Slot<T>>,
    cx: &mut Context<'_>,
) -> Poll<Ended<T>> {
    let ended = match poll_once(task, turn, slot.as_mut(), cx) {
        Poll::Ready(ended) => ended,
        Poll::Pending => return Poll::Pending,
    };
    Poll::Ready(match ended {
        Ended::Value(value) => Ended::Value(value),
        Ended::Cancelled => match catch(|| within(task, || slot.clear())) {
            Ok(()) => Ended::Cancelled,
            Err(panic) => Ended::Panic(panic),
        },
        Ended::Panic(panic) => {
            // One in this is another panic, of which Dart is not told.
            caught_outside(|| within(task, || slot.clear()));
            Ended::Panic(panic)
        }
    })
}

fn poll_once<T>(
    task: &Arc<Task>,
    turn: Option<&Arc<Turn>>,
    slot: Pin<&mut dyn Slot<T>>,
    cx: &mut Context<'_>,
) -> Poll<Ended<T>> {
    if task.is_cancelled() {
        return Poll::Ready(Ended::Cancelled);
    }
    if turn.is_some_and(|turn| turn.poll(cx).is_pending()) {
        return task.poll_cancelled(cx).map(|()| Ended::Cancelled);
    }
    match catch(|| within(task, || slot.poll_in(cx))) {
        Ok(Some(Poll::Ready(value))) => Poll::Ready(Ended::Value(value)),
        // Only now: many a future is ready at once, and needs no waker.
        Ok(Some(Poll::Pending)) => task.poll_cancelled(cx).map(|()| Ended::Cancelled),
        Ok(None) => Poll::Ready(Ended::Cancelled),
        Err(panic) => Poll::Ready(Ended::Panic(panic)),
    }
}
