//! Objects: types that stay in Rust, while Dart has handles to them.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use oche::oche;

/// How many [`Counter`]s exist.
static COUNTERS: AtomicI64 = AtomicI64::new(0);

/// How many counters exist in Rust.
#[oche(sync)]
pub fn living_counters() -> i64 {
    COUNTERS.load(Ordering::SeqCst)
}

/// Counts.
#[derive(Debug)]
#[oche(display, eq, ord)]
pub struct Counter {
    name: String,
    count: i64,
}

impl Counter {
    /// The most that a counter counts to.
    pub const LIMIT: i64 = 1_000_000;

    /// A counter that starts at zero.
    pub fn new(name: String) -> Self {
        Self::starting_at(name, 0)
    }

    /// A counter that starts somewhere else.
    #[oche(sync)]
    pub fn starting_at(name: String, count: i64) -> Self {
        COUNTERS.fetch_add(1, Ordering::SeqCst);
        Self { name, count }
    }

    /// A counter that was parsed: `name=count`.
    #[oche(sync)]
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, count) = text.split_once('=').ok_or_else(|| format!("no `=` in {text:?}"))?;
        let count = count.parse().map_err(|error| format!("{count:?}: {error}"))?;
        Ok(Self::starting_at(name.to_owned(), count))
    }

    /// A counter that takes its time to come into being.
    pub async fn open(name: String) -> Self {
        tokio::time::sleep(Duration::from_millis(5)).await;
        Self::new(name)
    }

    /// Its name.
    #[oche(getter)]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it has come to.
    #[oche(getter)]
    pub fn count(&self) -> i64 {
        self.count
    }

    /// Sets what it has come to.
    #[oche(setter)]
    pub fn set_count(&mut self, count: i64) {
        self.count = count;
    }

    /// Counts on, at once.
    #[oche(sync)]
    pub fn add(&mut self, by: i64) -> i64 {
        self.count += by;
        self.count
    }

    /// Counts on, off the caller's thread.
    pub fn add_later(&mut self, by: i64) -> i64 {
        self.count += by;
        self.count
    }

    /// Counts on, and holds the counter while it waits.
    pub async fn add_slowly(&mut self, by: i64, wait: Duration) -> i64 {
        let before = self.count;
        tokio::time::sleep(wait).await;
        self.count = before + by;
        self.count
    }

    /// Takes everything from another counter.
    #[oche(sync)]
    pub fn drain(&mut self, from: &mut Counter) {
        self.count += std::mem::take(&mut from.count);
    }

    /// Whether both have come to the same.
    #[oche(sync)]
    pub fn agrees(&self, other: &Counter) -> bool {
        self.count == other.count
    }

    /// Ends the counter; what it came to.
    #[oche(sync)]
    pub fn finish(self) -> i64 {
        self.count
    }

    /// How many bytes belong to it.
    #[oche(external_size)]
    pub fn bytes(&self) -> usize {
        self.name.capacity()
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        COUNTERS.fetch_sub(1, Ordering::SeqCst);
    }
}

impl fmt::Display for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.name, self.count)
    }
}

impl PartialEq for Counter {
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count
    }
}

impl Eq for Counter {}

impl std::hash::Hash for Counter {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.count.hash(state);
    }
}

impl PartialOrd for Counter {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Counter {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.count.cmp(&other.count)
    }
}

/// Data that has an object in it.
pub struct Labelled {
    /// What it says.
    pub label: String,
    /// What it is stuck to.
    pub counter: Counter,
}

/// Some counters in a list.
#[oche(sync)]
pub fn counters(names: Vec<String>) -> Vec<Counter> {
    names.into_iter().map(Counter::new).collect()
}

/// What they have come to together; it ends them.
#[oche(sync)]
pub fn total_count(counters: Vec<Counter>) -> i64 {
    counters.into_iter().map(|counter| counter.count).sum()
}

/// A counter, or none.
#[oche(sync)]
pub fn maybe_counter(name: Option<String>) -> Option<Counter> {
    name.map(Counter::new)
}

/// Counters by their names.
#[oche(sync)]
pub fn counters_by_name(names: Vec<String>) -> HashMap<String, Counter> {
    names
        .into_iter()
        .map(|name| (name.clone(), Counter::new(name)))
        .collect()
}

/// Puts a label on a counter.
#[oche(sync)]
pub fn labelled(label: String, counter: Counter) -> Labelled {
    Labelled { label, counter }
}

/// Takes the label off.
pub fn unlabelled(value: Labelled) -> Counter {
    value.counter
}

/// What does not change can be shared.
#[derive(Debug)]
#[oche(opaque)]
pub struct Sensor {
    /// Its number, which Dart cannot see but through the getter.
    pub id: u32,
}

impl Sensor {
    /// A sensor.
    pub fn new(id: u32) -> Arc<Self> {
        Arc::new(Self { id })
    }

    /// Its number.
    #[oche(getter)]
    pub fn id(&self) -> u32 {
        self.id
    }

    /// How many hold it in Rust.
    #[oche(sync)]
    pub fn holders(self: Arc<Self>) -> usize {
        Arc::strong_count(&self)
    }
}

/// The same sensor again.
#[oche(sync)]
pub fn same_sensor(sensor: Arc<Sensor>) -> Arc<Sensor> {
    sensor
}

/// Sensors that stay what they are.
#[oche(sync)]
pub fn sensor_ids(sensors: Vec<Arc<Sensor>>) -> Vec<u32> {
    sensors.iter().map(|sensor| sensor.id).collect()
}

/// Has parts that are objects themselves.
pub struct Radio {
    tuner: Tuner,
    presets: Vec<f64>,
}

/// A part of a [`Radio`].
pub struct Tuner {
    frequency: f64,
    display: Display,
}

/// A part of a part.
pub struct Display {
    text: String,
}

impl Radio {
    /// A radio that is tuned to something.
    pub fn new(frequency: f64) -> Self {
        let display = Display {
            text: format!("{frequency} MHz"),
        };
        let tuner = Tuner { frequency, display };
        let presets = vec![frequency];
        Self { tuner, presets }
    }

    /// Its tuner.
    #[oche(getter)]
    pub fn tuner(&self) -> &Tuner {
        &self.tuner
    }

    /// Its tuner, to be turned.
    pub fn tuner_to_turn(&mut self) -> &mut Tuner {
        &mut self.tuner
    }

    /// The stations it knows.
    #[oche(getter)]
    pub fn presets(&self) -> &[f64] {
        &self.presets
    }
}

impl Tuner {
    /// What it is tuned to, in MHz.
    #[oche(getter)]
    pub fn frequency(&self) -> f64 {
        self.frequency
    }

    /// Turns it.
    #[oche(sync)]
    pub fn turn(&mut self, by: f64) {
        self.frequency += by;
        self.display.text = format!("{} MHz", self.frequency);
    }

    /// Its display.
    #[oche(getter)]
    pub fn display(&self) -> &Display {
        &self.display
    }
}

impl Display {
    /// What it says.
    #[oche(getter)]
    pub fn text(&self) -> &str {
        &self.text
    }
}
