//! The sinks that go with a call.

use std::any::Any;
use std::sync::Arc;

use super::pump::After;

/// A stream that Dart has opened for a sink among a call's arguments.
pub(crate) trait OwnSink: Any + Send + Sync {
    /// Says which function the stream is an argument of.
    fn set_function(&self, function: &'static str);

    /// Sends what is queued and the listener's window has room for, and then lets go of `after`: here, or on the thread that
    /// is at it.
    fn send_before(&self, after: &After);
}

/// The sinks that go with one call: what was pushed into them before it returned comes before its result.
#[derive(Default)]
pub(crate) struct OwnSinks(Vec<Arc<dyn OwnSink>>);

impl OwnSinks {
    /// There is mostly none, and then nothing is allocated.
    pub(crate) fn of<'a>(streams: impl Iterator<Item = &'a Arc<dyn OwnSink>>) -> Self {
        OwnSinks(streams.map(Arc::clone).collect())
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sends what was pushed until now and the listeners' windows have room for, and then lets go of `after`.
    pub(crate) fn send_before(self, after: After) {
        for stream in &self.0 {
            stream.send_before(&after);
        }
        drop(after);
    }
}
