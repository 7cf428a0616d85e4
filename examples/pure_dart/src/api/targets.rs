//! What not every target has: the one that the tests run on has no `fuchsia` in it.

use std::sync::Arc;

use oche::oche;

/// On every target but one.
#[cfg(not(target_os = "fuchsia"))]
#[oche(sync)]
pub fn here(a: i32) -> i32 {
    a + 1
}

/// Scalars, without encoding.
#[cfg(target_os = "fuchsia")]
#[oche(sync)]
pub fn direct_elsewhere(a: i32, b: bool, c: char) -> f64 {
    f64::from(a) + f64::from(u8::from(b)) + f64::from(u32::from(c))
}

/// Nothing at all.
#[cfg(target_os = "fuchsia")]
#[oche(sync)]
pub fn nothing_elsewhere() {}

/// Encoded.
#[cfg(target_os = "fuchsia")]
#[oche(sync)]
pub fn text_elsewhere(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}

/// Off the isolate's thread.
#[cfg(target_os = "fuchsia")]
pub fn blocking_elsewhere(bytes: Vec<u8>) -> usize {
    bytes.len()
}

/// On the executor.
#[cfg(target_os = "fuchsia")]
pub async fn async_elsewhere(text: String) -> String {
    text
}

/// Polled at once.
#[cfg(target_os = "fuchsia")]
#[oche(eager)]
pub async fn eager_elsewhere(a: i32) -> i32 {
    a
}

/// A stream.
#[cfg(target_os = "fuchsia")]
pub fn stream_elsewhere(count: u32) -> impl futures_core::Stream<Item = u32> {
    futures_util::stream::iter(0..count)
}

/// A stream that Rust pushes into.
#[cfg(target_os = "fuchsia")]
pub fn sink_elsewhere(sink: oche::StreamSink<u32>) {
    let _ = sink.try_send(1);
}

/// The same, at once.
#[cfg(target_os = "fuchsia")]
#[oche(sync)]
pub fn sync_sink_elsewhere(sink: oche::StreamSink<u32>) {
    let _ = sink.try_send(1);
}

/// Takes a stream of Dart.
#[cfg(target_os = "fuchsia")]
pub async fn dart_stream_elsewhere(items: impl futures_core::Stream<Item = i32> + Send + 'static) -> i32 {
    use futures_util::StreamExt;
    std::pin::pin!(items)
        .fold(0, |sum, item| async move { sum + item })
        .await
}

/// Takes an object for good, and calls Dart.
#[cfg(target_os = "fuchsia")]
#[oche(sync)]
pub fn take_elsewhere(counter: super::objects::Counter, done: impl Fn(i32)) {
    drop(counter);
    done(1);
}

/// A matter of the processor, too.
#[cfg(all(not(target_os = "none"), target_arch = "sparc64"))]
#[oche(sync)]
pub fn on_sparc() -> i32 {
    1
}

/// Both targets have it.
#[cfg(target_os = "fuchsia")]
#[oche(sync)]
pub fn everywhere() -> String {
    "fuchsia".to_owned()
}

/// Both targets have it.
#[cfg(not(target_os = "fuchsia"))]
#[oche(sync)]
pub fn everywhere() -> String {
    "another".to_owned()
}

/// Two targets, and not this one.
#[cfg(target_os = "fuchsia")]
#[oche(sync)]
pub fn two_elsewhere() -> i32 {
    1
}

/// Two targets, and not this one.
#[cfg(target_os = "haiku")]
#[oche(sync)]
pub fn two_elsewhere() -> i32 {
    2
}

/// What separates the parts of a path.
#[cfg(target_os = "fuchsia")]
pub const SEPARATOR: char = ':';

/// What separates the parts of a path.
#[cfg(not(target_os = "fuchsia"))]
pub const SEPARATOR: char = '/';

/// Only there.
#[cfg(target_os = "fuchsia")]
pub const CHANNELS: u32 = 7;

/// A whole module.
#[cfg(target_os = "fuchsia")]
pub mod zircon {
    /// In it.
    #[oche::oche(sync)]
    pub fn in_module() -> bool {
        true
    }
}

/// A struct that only one target has.
#[cfg(target_os = "fuchsia")]
#[derive(Clone, Debug)]
pub struct Vmo {
    /// How long it is.
    pub size: u64,
}

/// Takes one.
#[cfg(target_os = "fuchsia")]
#[oche(sync)]
pub fn grow(vmo: Vmo) -> Vmo {
    Vmo { size: vmo.size + 1 }
}

/// An object that only one target has.
#[cfg(target_os = "fuchsia")]
pub struct Job {
    name: String,
}

#[cfg(target_os = "fuchsia")]
impl Job {
    /// Begins it.
    pub fn new(name: String) -> Self {
        Job { name }
    }

    /// What it is called.
    pub fn name(&self) -> String {
        self.name.clone()
    }
}

/// A device, of which each target knows something else.
pub struct Device {
    level: u8,
    #[cfg(target_os = "fuchsia")]
    #[allow(dead_code, reason = "what stays in Rust may differ")]
    job: Option<Job>,
}

impl Device {
    /// A device with a battery.
    pub fn new(level: u8) -> Self {
        Device {
            level,
            #[cfg(target_os = "fuchsia")]
            job: None,
        }
    }

    /// A device of a job.
    #[cfg(target_os = "fuchsia")]
    #[oche(sync)]
    pub fn of_job(job: Job) -> Self {
        Device {
            level: 0,
            job: Some(job),
        }
    }

    /// How full the battery is.
    #[cfg(target_os = "fuchsia")]
    pub fn battery(&self) -> u8 {
        self.level
    }

    /// How full it is, on every target.
    #[cfg(target_os = "fuchsia")]
    #[oche(getter)]
    pub fn level(&self) -> u8 {
        100
    }

    /// How full it is, on every target.
    #[cfg(not(target_os = "fuchsia"))]
    #[oche(getter)]
    pub fn level(&self) -> u8 {
        self.level
    }

    /// Only there.
    #[cfg(target_os = "fuchsia")]
    pub const KOID: u64 = 5;
}

#[cfg(target_os = "fuchsia")]
impl Device {
    /// How warm it is.
    #[oche(getter)]
    pub fn warmth(&self) -> f64 {
        20.0
    }

    /// Warms it.
    #[oche(setter)]
    pub fn set_warmth(&mut self, warmth: f64) {
        self.level = warmth as u8;
    }

    /// Takes it apart.
    pub fn take_apart(self) -> u8 {
        self.level
    }
}

/// Hears of keys.
#[oche(interface)]
pub trait Keys: Send + Sync {
    /// What only one target tells.
    #[cfg(target_os = "fuchsia")]
    fn elsewhere(&self, key: &str) -> i32;

    /// What every target tells.
    fn pressed(&self, key: &str) -> String;

    /// What this target tells.
    #[cfg(not(target_os = "fuchsia"))]
    fn released(&self, key: &str) -> String;
}

struct Echo;

impl Keys for Echo {
    #[cfg(target_os = "fuchsia")]
    fn elsewhere(&self, key: &str) -> i32 {
        key.len() as i32
    }

    fn pressed(&self, key: &str) -> String {
        format!("pressed {key}")
    }

    #[cfg(not(target_os = "fuchsia"))]
    fn released(&self, key: &str) -> String {
        format!("released {key}")
    }
}

/// Hears of jobs, where there are any.
#[cfg(target_os = "fuchsia")]
#[oche(interface)]
pub trait Jobs: Send + Sync {
    /// One begins.
    fn began(&self, job: Job);
}

/// Tells of a job.
#[cfg(target_os = "fuchsia")]
#[oche(sync)]
pub fn watch_jobs(jobs: Arc<dyn Jobs>) {
    jobs.began(Job::new("one".to_owned()));
}

/// Presses and releases a key.
#[oche(sync)]
pub fn type_key(keys: Arc<dyn Keys>, key: &str) -> Vec<String> {
    let mut told = vec![keys.pressed(key)];
    #[cfg(not(target_os = "fuchsia"))]
    told.push(keys.released(key));
    told.push(key.to_owned());
    told
}

/// Keys that Rust listens to.
#[oche(sync)]
pub fn echo() -> Arc<dyn Keys> {
    Arc::new(Echo)
}
