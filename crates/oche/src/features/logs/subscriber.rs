//! Events of the crate `tracing`.

use std::fmt::Debug;

use tracing::field::{Field, Visit};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Filter, Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry};
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use super::listeners::{is_wanted, send};
use super::record::Record;
use crate::protocol::LogLevel;

/// A layer that sends events of the crate `tracing` to Dart, to be combined with others.
///
/// ```
/// use tracing_subscriber::layer::SubscriberExt;
///
/// let subscriber = tracing_subscriber::registry().with(oche::logs::layer());
/// tracing::subscriber::with_default(subscriber, || tracing::info!(speed = 88, "fast"));
/// ```
pub fn layer<S>() -> impl Layer<S> + Send + Sync
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    // The filter keeps events that nobody wants from being made, and does not concern other layers.
    ToDart.with_filter(Wanted)
}

fn level(level: &tracing::Level) -> LogLevel {
    match *level {
        tracing::Level::ERROR => LogLevel::Error,
        tracing::Level::WARN => LogLevel::Warn,
        tracing::Level::INFO => LogLevel::Info,
        tracing::Level::DEBUG => LogLevel::Debug,
        tracing::Level::TRACE => LogLevel::Trace,
    }
}

struct ToDart;

impl<S: Subscriber> Layer<S> for ToDart {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let mut record = Record {
            module: metadata.module_path().map(str::to_owned),
            file: metadata.file().map(str::to_owned),
            line: metadata.line(),
            ..Record::new(level(metadata.level()), metadata.target())
        };
        event.record(&mut Fields(&mut record));
        send(record);
    }
}

/// Lets pass what somebody listens to at this moment.
struct Wanted;

impl<S> Filter<S> for Wanted {
    fn enabled(&self, metadata: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        metadata.is_event() && is_wanted(level(metadata.level()))
    }

    fn callsite_enabled(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }
}

/// Takes up the fields of an event; the message is one of them.
struct Fields<'a>(&'a mut Record);

impl Fields<'_> {
    fn add(&mut self, field: &Field, value: String) {
        match field.name() {
            "message" => self.0.message = value,
            name => self.0.fields.push((name.to_owned(), value)),
        }
    }
}

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.add(field, format!("{value:?}"));
    }
}

/// Makes it the subscriber of the process.
pub(super) fn install() -> Result<(), TryInitError> {
    Registry::default().with(layer()).try_init()
}
