//! Futures that end when their task is cancelled.

use std::pin::pin;
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

/// Polls `future` to its end, from the `turn` on that it waits for, or drops it as soon as the task is cancelled. In every
/// case the future is dropped when this returns, and the task as well.
pub(crate) async fn run_cancellable<F: Future>(
    task: Arc<Task>,
    turn: Option<Arc<Turn>>,
    future: F,
) -> Ended<F::Output> {
    let mut slot = pin!(Some(future));
    let ended = std::future::poll_fn(|cx: &mut Context<'_>| {
        if task.is_cancelled() {
            return Poll::Ready(Ended::Cancelled);
        }
        if turn.as_ref().is_some_and(|turn| turn.poll(cx).is_pending()) {
            return task.poll_cancelled(cx).map(|()| Ended::Cancelled);
        }
        let polled = catch(|| {
            within(&task, || {
                let future = slot.as_mut().as_pin_mut()?;
                let polled = future.poll(cx);
                if polled.is_ready() {
                    slot.set(None);
                }
                Some(polled)
            })
        });
        match polled {
            Ok(Some(Poll::Ready(value))) => Poll::Ready(Ended::Value(value)),
            // Only now: many a future is ready at once, and needs no waker.
            Ok(Some(Poll::Pending)) => task.poll_cancelled(cx).map(|()| Ended::Cancelled),
            Ok(None) => Poll::Ready(Ended::Cancelled),
            Err(panic) => Poll::Ready(Ended::Panic(panic)),
        }
    })
    .await;
    match ended {
        Ended::Value(value) => Ended::Value(value),
        Ended::Cancelled => match catch(|| within(&task, || slot.set(None))) {
            Ok(()) => Ended::Cancelled,
            Err(panic) => Ended::Panic(panic),
        },
        Ended::Panic(panic) => {
            // One in this is another panic, of which Dart is not told.
            caught_outside(|| within(&task, || slot.set(None)));
            Ended::Panic(panic)
        }
    }
}
