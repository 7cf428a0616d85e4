//! Records of the crate `log`.

use crate::protocol::LogLevel;
use log::kv::{self, Key, Value, VisitSource};
use log::{LevelFilter, Log, Metadata, SetLoggerError};

use super::listeners::{is_wanted, send};
use super::record::Record;

/// Sends records of the crate `log` to Dart.
///
/// [`init`](super::init) installs it; where there is another logger besides, that one can pass records on.
///
/// ```
/// use log::{Log, Metadata, Record};
/// use oche::logs::Logger;
///
/// /// Prints errors, and sends everything to Dart.
/// struct Both;
///
/// impl Log for Both {
///     fn enabled(&self, metadata: &Metadata<'_>) -> bool {
///         metadata.level() == log::Level::Error || Logger.enabled(metadata)
///     }
///
///     fn log(&self, record: &Record<'_>) {
///         if record.level() == log::Level::Error {
///             eprintln!("{}", record.args());
///         }
///         Logger.log(record);
///     }
///
///     fn flush(&self) {}
/// }
///
/// log::set_logger(&Both)?;
/// log::set_max_level(log::LevelFilter::Trace);
/// # Ok::<(), log::SetLoggerError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Logger;

fn level(level: log::Level) -> LogLevel {
    match level {
        log::Level::Error => LogLevel::Error,
        log::Level::Warn => LogLevel::Warn,
        log::Level::Info => LogLevel::Info,
        log::Level::Debug => LogLevel::Debug,
        log::Level::Trace => LogLevel::Trace,
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_wanted(level(metadata.level()))
    }

    fn log(&self, record: &log::Record<'_>) {
        let level = level(record.level());
        if !is_wanted(level) {
            return;
        }
        let mut fields = Fields(Vec::new());
        // What is visited gives no errors of its own.
        let visited = record.key_values().visit(&mut fields);
        debug_assert!(visited.is_ok());
        send(Record {
            message: record.args().to_string(),
            module: record.module_path().map(str::to_owned),
            file: record.file().map(str::to_owned),
            line: record.line(),
            fields: fields.0,
            ..Record::new(level, record.target())
        });
    }

    fn flush(&self) {}
}

struct Fields(Vec<(String, String)>);

impl<'kvs> VisitSource<'kvs> for Fields {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), kv::Error> {
        self.0.push((key.to_string(), value.to_string()));
        Ok(())
    }
}

/// Makes it the logger of the process.
pub(super) fn install() -> Result<(), SetLoggerError> {
    log::set_logger(&Logger)?;
    log::set_max_level(LevelFilter::Trace);
    Ok(())
}
