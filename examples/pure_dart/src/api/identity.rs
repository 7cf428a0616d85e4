//! Identity: what one side gave, and the other gives back, is the very same thing, on whatever way it went.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};
use std::thread;

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream;
use oche::{Signal, StreamSink, oche};

use super::interfaces::Store;

/// What is passed around.
#[oche(interface)]
pub trait Filter: Send + Sync {
    /// By what it is known.
    fn id(&self) -> u32;

    /// Gives back `other`.
    fn pass(&self, other: Arc<dyn Filter>) -> Arc<dyn Filter>;

    /// Gives back `other`.
    fn pass_box(&self, other: Box<dyn Filter>) -> Box<dyn Filter>;

    /// Gives back `other`, later.
    fn pass_later(&self, other: Arc<dyn Filter>) -> BoxFuture<'_, Arc<dyn Filter>>;

    /// Where on the stack it runs.
    fn place(&self) -> u64;
}

struct Numbered {
    id: u32,
}

impl Filter for Numbered {
    fn id(&self) -> u32 {
        self.id
    }

    fn pass(&self, other: Arc<dyn Filter>) -> Arc<dyn Filter> {
        other
    }

    fn pass_box(&self, other: Box<dyn Filter>) -> Box<dyn Filter> {
        other
    }

    fn pass_later(&self, other: Arc<dyn Filter>) -> BoxFuture<'_, Arc<dyn Filter>> {
        Box::pin(async move { other })
    }

    fn place(&self) -> u64 {
        here()
    }
}

#[inline(never)]
fn here() -> u64 {
    let here = 0_u8;
    (&raw const here).addr() as u64
}

static KEPT: Mutex<Option<Arc<dyn Filter>>> = Mutex::new(None);

fn kept() -> Arc<dyn Filter> {
    let kept = KEPT.lock().expect("nobody panics with it");
    kept.clone().expect("there is one")
}

fn is_kept(filter: &Arc<dyn Filter>) -> bool {
    Arc::ptr_eq(filter, &kept())
}

fn keep(filter: Option<Arc<dyn Filter>>) {
    let gone = std::mem::replace(&mut *KEPT.lock().expect("nobody panics with it"), filter);
    drop(gone);
}

/// A filter of Rust's own.
#[oche(sync)]
pub fn numbered(id: u32) -> Arc<dyn Filter> {
    Arc::new(Numbered { id })
}

/// Keeps a filter in place of the one before.
#[oche(sync)]
pub fn set_filter(filter: Option<Arc<dyn Filter>>) {
    keep(filter);
}

/// The filter that is kept.
#[oche(sync)]
pub fn filter() -> Option<Arc<dyn Filter>> {
    KEPT.lock().expect("nobody panics with it").clone()
}

/// How far from here the filter that is kept runs, in bytes of the stack.
#[oche(sync)]
pub fn filter_depth() -> u64 {
    here().abs_diff(kept().place())
}

/// Whether it is the one that is kept; so with all that follow.
#[oche(sync)]
pub fn in_sync(filter: Arc<dyn Filter>) -> bool {
    is_kept(&filter)
}

/// By another form of the pointer.
#[oche(sync)]
pub fn in_send(filter: Arc<dyn Filter + Send>) -> bool {
    let filter: Arc<dyn Filter> = filter;
    is_kept(&filter)
}

/// By another form of the pointer.
#[oche(sync)]
pub fn in_sync_form(filter: Arc<dyn Filter + Sync>) -> bool {
    let filter: Arc<dyn Filter> = filter;
    is_kept(&filter)
}

/// By another form of the pointer.
#[oche(sync)]
pub fn in_send_sync(filter: Arc<dyn Filter + Send + Sync>) -> bool {
    let filter: Arc<dyn Filter> = filter;
    is_kept(&filter)
}

/// On another thread.
pub fn in_blocking(filter: Arc<dyn Filter>) -> bool {
    is_kept(&filter)
}

/// In a task.
pub async fn in_async(filter: Arc<dyn Filter + Send>) -> bool {
    let filter: Arc<dyn Filter> = filter;
    is_kept(&filter)
}

/// Filters within data.
pub struct Filters {
    /// One.
    pub one: Arc<dyn Filter>,
    /// Maybe one.
    pub maybe: Option<Arc<dyn Filter + Send + Sync>>,
    /// A list of them.
    pub some: Vec<Arc<dyn Filter>>,
    /// A map of them.
    pub named: HashMap<String, Arc<dyn Filter + Sync>>,
    /// A pair of them.
    pub pair: (Arc<dyn Filter>, Arc<dyn Filter + Send>),
}

impl Filters {
    fn all(self) -> Vec<Arc<dyn Filter>> {
        let Filters {
            one,
            maybe,
            mut some,
            named,
            pair,
        } = self;
        some.push(one);
        some.extend(maybe.map(|filter| filter as _));
        some.extend(named.into_values().map(|filter| filter as _));
        some.extend([pair.0, pair.1]);
        some
    }
}

/// In fields, of every shape.
#[oche(sync)]
pub fn in_fields(filters: Filters) -> bool {
    let all = filters.all();
    all.len() == 7 && all.iter().all(is_kept)
}

/// In a list.
pub async fn in_list(filters: Vec<Arc<dyn Filter>>) -> bool {
    filters.iter().all(is_kept)
}

/// As what a function of Dart gives back.
#[oche(sync)]
pub fn in_callback(f: impl Fn() -> Arc<dyn Filter>) -> bool {
    is_kept(&f())
}

/// The same, off the caller's thread.
pub fn in_callback_elsewhere(f: impl Fn() -> Arc<dyn Filter> + Send) -> bool {
    is_kept(&f())
}

/// As what the `Future` of a function of Dart gives.
pub async fn in_callback_later(f: impl Fn() -> BoxFuture<'static, Arc<dyn Filter>> + Send) -> bool {
    is_kept(&f().await)
}

/// As what a method gives back, to which it was passed.
#[oche(sync)]
pub fn in_method(through: Arc<dyn Filter>) -> bool {
    is_kept(&through.pass(kept()))
}

/// The same, in a task, by a method that takes its time.
pub async fn in_method_later(through: Arc<dyn Filter>) -> bool {
    is_kept(&through.pass_later(kept()).await)
}

/// As the items of a stream of Dart's; how many are not the one.
pub async fn in_stream(filters: impl Stream<Item = Arc<dyn Filter>> + Send) -> u32 {
    let others = filters.filter(|filter| std::future::ready(!is_kept(filter)));
    u32::try_from(others.count().await).expect("there are not so many")
}

/// The one that is kept; so with all that follow.
#[oche(sync)]
pub fn out_sync() -> Arc<dyn Filter> {
    kept()
}

/// By another form of the pointer.
#[oche(sync)]
pub fn out_send() -> Arc<dyn Filter + Send> {
    kept() as _
}

/// By another form of the pointer.
#[oche(sync)]
pub fn out_send_sync() -> Arc<dyn Filter + Send + Sync> {
    kept() as _
}

/// From another thread.
pub fn out_blocking() -> Arc<dyn Filter> {
    kept()
}

/// From a task.
pub async fn out_async() -> Arc<dyn Filter> {
    kept()
}

/// In fields, of every shape.
#[oche(sync)]
pub fn out_fields() -> Filters {
    Filters {
        one: kept(),
        maybe: Some(kept() as _),
        some: vec![kept(), kept()],
        named: HashMap::from([("name".to_owned(), kept() as _)]),
        pair: (kept(), kept() as _),
    }
}

/// In a list.
pub async fn out_list() -> Vec<Arc<dyn Filter>> {
    vec![kept(); 3]
}

/// As the argument of a function.
#[oche(sync)]
pub fn out_callback(f: impl Fn(Arc<dyn Filter>)) {
    f(kept());
}

/// The same, off the caller's thread.
pub fn out_callback_elsewhere(f: impl Fn(Arc<dyn Filter>) + Send) {
    f(kept());
}

/// As the items of a stream.
pub fn out_stream() -> impl Stream<Item = Arc<dyn Filter>> {
    stream::iter([kept(), kept()])
}

/// As the items that are pushed into a sink.
pub fn out_sink(sink: StreamSink<Arc<dyn Filter>>) {
    thread::spawn(move || {
        for _ in 0..2 {
            drop(sink.try_send(kept()));
        }
    });
}

/// As the value of a signal.
#[oche(sync)]
pub fn out_signal() -> Signal<Arc<dyn Filter>> {
    Signal::new(kept())
}

/// Gives back what it gets.
#[oche(sync)]
pub fn same_box(filter: Box<dyn Filter>) -> Box<dyn Filter> {
    filter
}

/// The same in a task, by another form.
pub async fn same_box_later(filter: Box<dyn Filter + Send + Sync>) -> Box<dyn Filter> {
    filter
}

/// Gives back what it gets, through a method.
#[oche(sync)]
pub fn same_box_through(through: &dyn Filter, filter: Box<dyn Filter>) -> Box<dyn Filter> {
    through.pass_box(filter)
}

static BOXED: Mutex<Option<Box<dyn Filter>>> = Mutex::new(None);

/// Keeps a box in place of the one before.
#[oche(sync)]
pub fn set_boxed(filter: Option<Box<dyn Filter>>) {
    let gone = std::mem::replace(&mut *BOXED.lock().expect("nobody panics with it"), filter);
    drop(gone);
}

/// Takes the box that is kept.
#[oche(sync)]
pub fn take_boxed() -> Option<Box<dyn Filter>> {
    BOXED.lock().expect("nobody panics with it").take()
}

/// How far from here the box that is kept runs, in bytes of the stack.
#[oche(sync)]
pub fn boxed_depth() -> u64 {
    let boxed = BOXED.lock().expect("nobody panics with it");
    here().abs_diff(boxed.as_ref().expect("there is one").place())
}

/// Keeps what is in a box in an `Arc`.
#[oche(sync)]
pub fn set_filter_from_box(filter: Box<dyn Filter>) {
    keep(Some(Arc::from(filter)));
}

/// Keeps it, whatever its type is.
#[oche(sync)]
pub fn set_any_filter(filter: impl Filter + 'static) {
    keep(Some(Arc::new(filter)));
}

/// A trait that asks for nothing: only what is `Send` and `Sync` besides can go to Dart.
#[oche(interface)]
pub trait Plain {
    /// By what it is known.
    fn id(&self) -> u32;
}

/// Whether all forms of the pointer lead to the same.
#[oche(sync)]
pub fn plain_is_one(
    plain: Arc<dyn Plain>,
    send: Arc<dyn Plain + Send>,
    sync: Arc<dyn Plain + Sync>,
    both: Arc<dyn Plain + Send + Sync>,
) -> bool {
    let (send, sync, both): (Arc<dyn Plain>, Arc<dyn Plain>, Arc<dyn Plain>) = (send, sync, both);
    [send, sync, both].iter().all(|other| Arc::ptr_eq(&plain, other))
}

/// Gives back what it gets.
#[oche(sync)]
pub fn same_plain(plain: Arc<dyn Plain + Send + Sync>) -> Arc<dyn Plain + Send + Sync> {
    plain
}

/// Gives back what it gets, a trait of the crate `async-trait`.
pub async fn same_store(store: Arc<dyn Store>) -> Arc<dyn Store> {
    store
}

/// Hears of events.
#[oche(interface)]
pub trait EventListener: Send + Sync {
    /// There was one.
    fn on_event(&self, event: u32);
}

/// Something to listen to.
#[derive(Default)]
pub struct Emitter {
    listeners: Mutex<Vec<Arc<dyn EventListener>>>,
}

impl Emitter {
    /// One that nobody listens to.
    #[oche(sync)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a listener; as often as it is added, it hears of each event.
    #[oche(sync)]
    pub fn add(&self, listener: Arc<dyn EventListener>) {
        self.listeners.lock().expect("nobody panics with it").push(listener);
    }

    /// Removes a listener everywhere; how often it was there.
    #[oche(sync)]
    pub fn remove(&self, listener: Arc<dyn EventListener>) -> u32 {
        let removed: Vec<_> = {
            let mut listeners = self.listeners.lock().expect("nobody panics with it");
            listeners
                .extract_if(.., |known| Arc::ptr_eq(known, &listener))
                .collect()
        };
        u32::try_from(removed.len()).expect("there are not so many")
    }

    /// Tells all of them.
    #[oche(sync)]
    pub fn emit(&self, event: u32) {
        let listeners = self.listeners.lock().expect("nobody panics with it").clone();
        listeners.iter().for_each(|listener| listener.on_event(event));
    }
}

/// The filters that were seen, by their ids.
static SEEN: Mutex<Option<HashMap<u32, Weak<dyn Filter>>>> = Mutex::new(None);

/// Whether nobody holds another `Arc` of it.
fn is_only_one(filter: &Arc<dyn Filter>, id: u32) -> bool {
    let mut seen = SEEN.lock().expect("nobody panics with it");
    let known = seen.get_or_insert_default().insert(id, Arc::downgrade(filter));
    let known = known.and_then(|known| known.upgrade());
    drop(seen);
    known.is_none_or(|known| Arc::ptr_eq(&known, filter))
}

/// Holds it for a moment, on another thread. Whether nobody holds another `Arc` of it.
pub fn hold(filter: Arc<dyn Filter>, id: u32, turns: u32) -> bool {
    let is_only_one = is_only_one(&filter, id);
    for _ in 0..turns {
        std::hint::spin_loop();
    }
    is_only_one
}

/// Asks it on the caller's own thread; 0 if somebody holds another `Arc` of it.
#[oche(sync)]
pub fn ask_id(filter: Arc<dyn Filter>, id: u32) -> u32 {
    match is_only_one(&filter, id) {
        true => filter.id(),
        false => 0,
    }
}
