//! What was logged.

use std::sync::Arc;
use std::time::SystemTime;

#[cfg(any(feature = "log", feature = "tracing"))]
use crate::platform::now;
use crate::protocol::LogLevel;
use crate::wire::codec::Encode;
use crate::wire::writer::Writer;

/// One record.
///
/// On the wire, in this order: u8 level; text target; text message; `Option` of the text module; `Option` of the text file;
/// `Option` of the u32 line; text thread; the moment as i64 microseconds; the fields, as a map of texts.
pub(super) struct Record {
    pub(super) level: LogLevel,
    pub(super) target: String,
    pub(super) message: String,
    pub(super) module: Option<String>,
    pub(super) file: Option<String>,
    pub(super) line: Option<u32>,
    pub(super) fields: Vec<(String, String)>,
    pub(super) thread: String,
    pub(super) time: SystemTime,
}

#[cfg(any(feature = "log", feature = "tracing"))]
impl Record {
    /// A record of this thread and this moment, of which nothing else is known.
    pub(super) fn new(level: LogLevel, target: &str) -> Self {
        let thread = std::thread::current();
        Record {
            level,
            target: target.to_owned(),
            message: String::new(),
            module: None,
            file: None,
            line: None,
            fields: Vec::new(),
            thread: thread
                .name()
                .map_or_else(|| format!("{:?}", thread.id()), str::to_owned),
            time: now(),
        }
    }
}

/// A record as it is sent: several streams may share it.
pub(super) struct Shared(pub(super) Arc<Record>);

impl Encode for Shared {
    fn encode(self, w: &mut Writer) {
        let Record {
            level,
            target,
            message,
            module,
            file,
            line,
            fields,
            thread,
            time,
        } = &*self.0;
        w.raw(&[*level as u8]);
        w.str(target);
        w.str(message);
        Encode::<()>::encode(module.as_deref(), w);
        Encode::<()>::encode(file.as_deref(), w);
        Encode::<()>::encode(*line, w);
        w.str(thread);
        Encode::<()>::encode(*time, w);
        w.count(fields.len());
        for (name, value) in fields {
            w.str(name);
            w.str(value);
        }
    }
}
