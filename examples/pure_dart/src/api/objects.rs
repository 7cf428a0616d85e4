//! Objects: types that stay in Rust, while Dart has handles to them.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_core::Stream;
use futures_util::stream;
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

    /// The counter itself, under another name: Dart gets a new handle, and the old one is empty.
    #[oche(sync)]
    pub fn renamed(mut self, name: String) -> Self {
        self.name = name;
        self
    }

    /// A counter that has come to the same.
    pub fn twin(&self) -> Self {
        Self::starting_at(self.name.clone(), self.count)
    }

    /// Gives away what it has come to, in equal parts.
    #[oche(sync)]
    pub fn split(&mut self, parts: u32) -> Vec<Self> {
        let count = std::mem::take(&mut self.count);
        (0..parts)
            .map(|part| Self::starting_at(format!("{}.{part}", self.name), count / i64::from(parts)))
            .collect()
    }

    /// The numbers from 1 up to what it has come to.
    pub fn ticks(&self) -> impl Stream<Item = i64> + use<> {
        stream::iter(1..=self.count)
    }

    /// One counter after the other, each one further than the one before.
    pub fn successors(&self, count: u32) -> impl Stream<Item = Counter> + use<> {
        let (name, first) = (self.name.clone(), self.count);
        stream::iter((1..=count).map(move |step| Self::starting_at(name.clone(), first + i64::from(step))))
    }

    /// Ends the counter if it is at zero, and hands it back if it is not.
    #[oche(sync)]
    pub fn close(self) -> Result<(), CloseError> {
        match self.count {
            0 => Ok(()),
            -1 => Err(CloseError::Below),
            _ => Err(CloseError::Above { counter: self }),
        }
    }

    /// Panics half-way, with the counter already changed.
    #[oche(sync)]
    pub fn stumble(&mut self) {
        self.count += 1;
        panic!("{} stumbled at {}", self.name, self.count);
    }

    /// Panics after it has waited, with the counter in its hands.
    pub async fn stumble_slowly(&mut self, wait: Duration) {
        self.count += 1;
        tokio::time::sleep(wait).await;
        panic!("{} stumbled late at {}", self.name, self.count);
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

/// Why a counter was not closed.
pub enum CloseError {
    /// It is below zero, and is lost.
    Below,
    /// It is above zero: here it is.
    Above {
        /// The counter that was to be closed.
        counter: Counter,
    },
}

/// Reads two, which may be the same.
pub fn sum_of(a: &Counter, b: &Counter) -> i64 {
    a.count + b.count
}

/// Holds two while it waits.
pub async fn sum_slowly(a: &Counter, b: &Counter, wait: Duration) -> i64 {
    tokio::time::sleep(wait).await;
    a.count + b.count
}

/// Changes two, in whichever order they come.
pub fn trade(a: &mut Counter, b: &mut Counter) {
    std::mem::swap(&mut a.count, &mut b.count);
}

/// The same in a task.
pub async fn trade_slowly(a: &mut Counter, b: &mut Counter) {
    tokio::task::yield_now().await;
    std::mem::swap(&mut a.count, &mut b.count);
}

/// Adds what one has come to, if it is there.
#[oche(sync)]
pub fn count_or_zero(counter: Option<Counter>) -> i64 {
    counter.map_or(0, |counter| counter.count)
}

/// Takes the counters out of a map.
#[oche(sync)]
pub fn total_by_name(counters: HashMap<String, Counter>) -> HashMap<String, i64> {
    counters
        .into_iter()
        .map(|(name, counter)| (name, counter.count))
        .collect()
}

/// Puts labels on many.
pub fn relabelled(values: Vec<Labelled>, label: String) -> Vec<Option<Labelled>> {
    let label = |value: Labelled| Labelled {
        label: format!("{label}{}", value.label),
        counter: value.counter,
    };
    values.into_iter().map(label).map(Some).collect()
}

/// Two counters and a number, out of one call.
#[oche(sync)]
pub fn counter_pair(name: String) -> (Counter, Counter, i32) {
    (Counter::new(name.clone()), Counter::new(name), 2)
}

/// Makes a counter, and fails to pass on what goes with it.
#[oche(sync)]
pub fn counter_and_panic(name: String) -> Counter {
    let _made = Counter::new(name);
    panic!("made for nothing");
}

/// An object that is as large as it says.
#[oche(opaque)]
pub struct Ballast {
    bytes: Vec<u8>,
}

/// How many [`Ballast`]s exist.
static BALLASTS: AtomicI64 = AtomicI64::new(0);

/// How many of them exist in Rust.
#[oche(sync)]
pub fn living_ballasts() -> i64 {
    BALLASTS.load(Ordering::SeqCst)
}

impl Ballast {
    /// That many bytes.
    #[oche(sync)]
    pub fn new(bytes: u32) -> Self {
        BALLASTS.fetch_add(1, Ordering::SeqCst);
        Self {
            bytes: vec![0; bytes as usize],
        }
    }

    /// How many bytes it has.
    #[oche(getter)]
    pub fn length(&self) -> usize {
        self.bytes.len()
    }

    /// Tells Dart's garbage collector.
    #[oche(external_size)]
    pub fn held(&self) -> usize {
        self.bytes.capacity()
    }
}

impl Drop for Ballast {
    fn drop(&mut self) {
        BALLASTS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// An object that is not well when it ends.
#[oche(opaque)]
pub struct Grumpy {
    word: String,
}

impl Grumpy {
    /// It will say this.
    #[oche(sync)]
    pub fn new(word: String) -> Self {
        Self { word }
    }
}

impl Drop for Grumpy {
    fn drop(&mut self) {
        panic!("{}", self.word);
    }
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

/// Sensors that Rust keeps.
static KEPT_SENSORS: Mutex<Vec<Arc<Sensor>>> = Mutex::new(Vec::new());

/// Keeps a sensor: nobody can change it or take it away meanwhile.
#[oche(sync)]
pub fn keep_sensor(sensor: Arc<Sensor>) {
    KEPT_SENSORS.lock().expect("nobody panics with it").push(sensor);
}

/// Gives all kept sensors back.
#[oche(sync)]
pub fn release_sensors() -> Vec<Arc<Sensor>> {
    std::mem::take(&mut *KEPT_SENSORS.lock().expect("nobody panics with it"))
}

/// Gives a sensor another number.
#[oche(sync)]
pub fn renumber(sensor: &mut Sensor, id: u32) -> u32 {
    std::mem::replace(&mut sensor.id, id)
}

/// Takes a sensor away.
#[oche(sync)]
pub fn take_sensor(sensor: Sensor) -> u32 {
    sensor.id
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
