//! Wherever code of a crate's runs, it can spawn tasks, and block: it is in the executor's context.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use futures_core::Stream;
use futures_util::{StreamExt, stream};
use oche::{BoxFuture, BoxWork, CallPanic, Executor, Hooks, Signal, StreamSink, oche};
use tokio::runtime::{Builder, Handle, Runtime};

/// On which thread tasks ran, by what has spawned them.
static RAN: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

fn name_of_thread() -> String {
    thread::current().name().unwrap_or_default().to_owned()
}

/// Spawns a task that says where it runs.
pub(crate) fn spawn(what: &str) {
    let what = what.to_owned();
    drop(tokio::spawn(async move {
        RAN.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(what, name_of_thread());
    }));
}

/// Where the task ran that `what` has spawned, if it has run.
#[oche(sync)]
pub fn ran_on(what: &str) -> Option<String> {
    RAN.lock().unwrap_or_else(PoisonError::into_inner).get(what).cloned()
}

/// On the direct lane, and panics without a context.
#[oche(sync)]
pub fn spawn_directly(number: i32) -> i32 {
    spawn("a direct call");
    number
}

/// On the encoded lane.
#[oche(sync)]
pub fn spawn_encoded(what: String) -> String {
    spawn(&what);
    what
}

/// Spawns from a thread that may block.
pub fn spawn_blocking(what: String) {
    spawn(&what);
}

/// Spawns from a future, at once.
pub async fn spawn_async(what: String) {
    spawn(&what);
}

/// Spawns from a future that is polled on the caller's thread, and lets Dart make a call in between.
#[oche(eager)]
pub async fn spawn_eagerly(what: String, between: impl Fn() -> i32 + Send) -> i32 {
    let number = between();
    spawn(&what);
    number
}

/// Spawns with each item.
pub fn spawn_in_stream(what: String) -> impl Stream<Item = u32> {
    stream::iter(0..3).inspect(move |_| spawn(&what))
}

/// Spawns whatever is done with it.
#[oche(eq, ord, display)]
pub struct Spawner {
    what: String,
    part: SpawnerPart,
}

/// A part of a [`Spawner`].
pub struct SpawnerPart {
    what: String,
}

impl Spawner {
    /// Spawns.
    #[oche(sync)]
    pub fn new(what: String) -> Self {
        spawn(&format!("{what}: constructor"));
        let part = SpawnerPart { what: what.clone() };
        Self { what, part }
    }

    /// Spawns.
    #[oche(getter)]
    pub fn value(&self) -> i32 {
        spawn(&format!("{}: getter", self.what));
        7
    }

    /// Spawns.
    #[oche(setter)]
    pub fn set_value(&mut self, value: i32) {
        spawn(&format!("{}: setter", self.what));
        drop(value.to_string());
    }

    /// Spawns.
    #[oche(sync)]
    pub fn call(&self) -> i32 {
        spawn(&format!("{}: method", self.what));
        1
    }

    /// Spawns when the part is looked for.
    #[oche(getter)]
    pub fn part(&self) -> &SpawnerPart {
        spawn(&format!("{}: part", self.what));
        &self.part
    }

    /// Ends it here.
    #[oche(sync)]
    pub fn consume(self) -> i32 {
        2
    }
}

impl SpawnerPart {
    /// Spawns.
    #[oche(sync)]
    pub fn call(&self) -> i32 {
        spawn(&format!("{}: method of a part", self.what));
        3
    }
}

impl Drop for Spawner {
    fn drop(&mut self) {
        spawn(&format!("{}: drop", self.what));
    }
}

impl PartialEq for Spawner {
    fn eq(&self, other: &Self) -> bool {
        spawn(&format!("{}: ==", self.what));
        self.what == other.what
    }
}

impl Eq for Spawner {}

impl Hash for Spawner {
    fn hash<H: Hasher>(&self, state: &mut H) {
        spawn(&format!("{}: hashCode", self.what));
        self.what.hash(state);
    }
}

impl PartialOrd for Spawner {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Spawner {
    fn cmp(&self, other: &Self) -> Ordering {
        spawn(&format!("{}: compareTo", self.what));
        self.what.cmp(&other.what)
    }
}

impl std::fmt::Display for Spawner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        spawn(&format!("{}: toString", self.what));
        f.write_str(&self.what)
    }
}

/// What Dart calls in Rust.
#[oche(interface)]
pub trait Spawns: Send + Sync {
    /// Spawns.
    fn spawns(&self, what: &str) -> i32;
}

struct Own;

impl Spawns for Own {
    fn spawns(&self, what: &str) -> i32 {
        spawn(what);
        5
    }
}

/// One of Rust's own.
#[oche(sync)]
pub fn own_spawns() -> Arc<dyn Spawns> {
    Arc::new(Own)
}

/// Lets Dart be in between: on the caller's thread, and on one of its own.
#[oche(sync)]
pub fn spawn_around(f: impl Fn(i32) -> i32, what: String) -> i32 {
    let number = f(1);
    spawn(&what);
    number
}

/// Lets a thread of its own call Dart, which calls Rust in return.
#[oche(sync)]
pub fn call_from_thread(f: impl Fn(i32) -> i32 + Send + 'static) {
    thread::spawn(move || f(2));
}

/// A signal, and one that is made of it by code that spawns; a thread of its own then sets the first one. If it is throttled, the
/// last value comes from the thread of the timers.
#[oche(sync)]
pub fn spawning_signal(what: String, is_throttled: bool) -> Signal<u32> {
    let source = Signal::new(0_u32);
    let shaped = match is_throttled {
        true => source.throttled(Duration::from_millis(5)),
        false => source.clone(),
    };
    let derived = shaped.map(move |number| {
        if *number == 2 {
            spawn(&what);
        }
        *number
    });
    thread::spawn(move || {
        source.set(1);
        source.set(2);
    });
    derived
}

/// An item whose key spawns when it is made, and which spawns when it is sent.
pub struct Keyed {
    what: String,
}

/// What it crosses as.
#[oche(convert = "Keyed", name = "Keyed")]
pub struct KeyedData {
    /// Whose it is.
    pub what: String,
}

impl From<Keyed> for KeyedData {
    fn from(value: Keyed) -> Self {
        spawn(&format!("{}: conversion", value.what));
        Self { what: value.what }
    }
}

impl From<KeyedData> for Keyed {
    fn from(value: KeyedData) -> Self {
        Self { what: value.what }
    }
}

/// Sends an item from a thread of its own.
#[oche(sync)]
pub fn spawn_by_key(what: String, sink: StreamSink<Keyed>) {
    let sink = sink.latest_by(8, |item: &Keyed| {
        spawn(&format!("{}: key", item.what));
        item.what.clone()
    });
    thread::spawn(move || {
        let sent = sink.try_send(Keyed { what });
        assert!(sent.is_ok(), "there is room");
    });
}

/// Whether a call may block: on the executor's own runtime, on others, which it makes and drops, and while it waits for a channel.
#[oche(sync)]
pub fn block_in_every_way() -> Vec<String> {
    let mut done = Vec::new();
    let mut note = |what: &str| done.push(what.to_owned());
    Handle::current().block_on(async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        tokio::spawn(async {}).await.expect("it runs");
    });
    note("block_on");
    for mut builder in [Builder::new_current_thread(), Builder::new_multi_thread()] {
        let runtime: Runtime = builder.enable_all().worker_threads(1).build().expect("it starts");
        runtime.block_on(async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            tokio::spawn(async {}).await.expect("it runs");
        });
        {
            let _entered = runtime.enter();
            drop(tokio::spawn(async {}));
        }
        drop(runtime);
        note("a runtime of its own");
    }
    let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
    drop(tokio::spawn(async move { sender.send(()).await }));
    assert_eq!(receiver.blocking_recv(), Some(()));
    note("blocking_recv");
    tokio::task::block_in_place(|| thread::sleep(Duration::from_millis(1)));
    note("block_in_place");
    spawn("after blocking");
    done
}

/// Makes a runtime of its own, and calls Dart from within: what Dart calls meanwhile is still in the executor's context afterwards.
#[oche(sync)]
pub fn call_within_own_runtime(f: impl Fn(i32) -> i32, what: String) -> i32 {
    let runtime = Builder::new_current_thread().build().expect("it starts");
    let number = {
        let _entered = runtime.enter();
        f(4)
    };
    drop(runtime);
    spawn(&what);
    number
}

/// An executor of the crate's own: another runtime of tokio's.
pub(crate) struct Mine(Runtime);

impl Mine {
    pub(crate) fn start() -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("mine")
            .enable_all()
            .build();
        Self(runtime.expect("it starts"))
    }
}

impl Executor for Mine {
    fn spawn(&self, future: BoxFuture) {
        drop(self.0.spawn(future));
    }

    fn spawn_blocking(&self, work: BoxWork) {
        drop(self.0.spawn_blocking(work));
    }

    fn enter(&self, code: &mut dyn FnMut()) {
        let _entered = self.0.enter();
        code();
    }
}

/// A hook that spawns.
pub(crate) struct Heard;

impl Hooks for Heard {
    fn on_panic(&self, panic: &CallPanic<'_>) {
        spawn(&format!("a hook: {}", panic.message));
    }
}
