//! The futures of calls. What is compiled for each is its own poll, and what leads there: everything around that sees it as a
//! [`Slot`].

use std::pin::Pin;
use std::task::{Context, Poll};

use crate::run::cancellable::Slot;

/// The future of a call: the body, which is dropped first, and what is known of the call.
pub(crate) struct Call<F, S> {
    /// Nothing once it has ended.
    body: Option<F>,
    state: S,
}

impl<F, S> Call<F, S> {
    pub(crate) fn new(body: F, state: S) -> Self {
        let body = Some(body);
        Call { body, state }
    }
}

/// What is known of a call, and settles it with what its body has come to.
pub(crate) trait Settle: Send + Unpin {
    /// What the body has come to.
    type Value;

    /// Polls the body to its end, and settles the call.
    fn poll(&mut self, body: Pin<&mut dyn Slot<Self::Value>>, cx: &mut Context<'_>) -> Poll<()>;
}

/// The future of a call, whatever its body is.
pub(crate) trait AnyCall<S: Settle>: Future<Output = ()> + Send {
    fn parts(self: Pin<&mut Self>) -> (&mut S, Pin<&mut dyn Slot<S::Value>>);
}

impl<S: Settle, F: Future<Output = S::Value> + Send> AnyCall<S> for Call<F, S> {
    #[inline]
    fn parts(self: Pin<&mut Self>) -> (&mut S, Pin<&mut dyn Slot<S::Value>>) {
        // SAFETY: the body is not moved until it is dropped, which `Option::set` and the drop of the whole do in place; the
        // state is `Unpin`.
        unsafe {
            let Call { body, state } = self.get_unchecked_mut();
            (state, Pin::new_unchecked(body))
        }
    }
}

impl<S: Settle, F: Future<Output = S::Value> + Send> Future for Call<F, S> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let (state, body) = self.parts();
        state.poll(body, cx)
    }
}
