//! Traits that Dart implements, and that Rust implements for Dart.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::thread;

use async_trait::async_trait;
use oche::{CallbackError, DartObject, oche};

use super::objects::Counter;
use super::structs::Cell;

/// Greets.
#[oche(interface)]
pub trait Greeter: Send + Sync {
    /// A greeting for somebody.
    fn greet(&self, name: &str) -> String;

    /// How often it has greeted.
    fn count(&self, since: Option<u32>) -> Result<u32, CallbackError>;

    /// A greeting that takes its time.
    fn greet_later(&self, name: String) -> Pin<Box<dyn Future<Output = String> + Send + '_>>;
}

struct Polite {
    word: String,
}

impl Greeter for Polite {
    fn greet(&self, name: &str) -> String {
        format!("{}, {name}", self.word)
    }

    fn count(&self, since: Option<u32>) -> Result<u32, CallbackError> {
        Ok(since.unwrap_or_default() + 1)
    }

    fn greet_later(&self, name: String) -> Pin<Box<dyn Future<Output = String> + Send + '_>> {
        Box::pin(async move { format!("{} later, {name}", self.word) })
    }
}

/// A greeter of Rust's own.
#[oche(sync)]
pub fn polite_greeter(word: String) -> Box<dyn Greeter> {
    Box::new(Polite { word })
}

/// Lets a greeter greet, on the caller's thread.
#[oche(sync)]
pub fn greet_with(greeter: &dyn Greeter, name: &str) -> String {
    greeter.greet(name)
}

/// Lets several greet, off the caller's thread.
pub fn greet_all(greeters: Vec<Arc<dyn Greeter>>, name: String) -> Vec<String> {
    greeters.iter().map(|greeter| greeter.greet(&name)).collect()
}

/// Lets a greeter greet later.
pub async fn greet_slowly(greeter: Arc<dyn Greeter + Send + Sync>, name: String) -> String {
    greeter.greet_later(name).await
}

/// Counts with a greeter.
pub fn count_with(greeter: impl Greeter, since: Option<u32>) -> Result<u32, CallbackError> {
    greeter.count(since)
}

/// The same greeter again.
#[oche(sync)]
pub fn same_greeter(greeter: Arc<dyn Greeter + Send + Sync>) -> Arc<dyn Greeter + Send + Sync> {
    greeter
}

/// Fetches, in an `async fn` of the language itself.
#[oche(interface)]
#[allow(async_fn_in_trait, reason = "the crate only uses it with futures of its own")]
pub trait Fetcher {
    /// What is there.
    async fn fetch(&self, key: String) -> Result<Vec<u8>, CallbackError>;
}

/// Fetches twice.
pub async fn fetch_twice(fetcher: impl Fetcher, key: String) -> Result<usize, CallbackError> {
    Ok(fetcher.fetch(key.clone()).await?.len() + fetcher.fetch(key).await?.len())
}

/// Takes any greeter by its type.
pub fn greet_generic<G: Greeter>(greeter: G, name: String) -> String {
    greeter.greet(&name)
}

/// Borrows any greeter by its type.
#[oche(sync)]
pub fn greet_borrowed<G>(greeter: &G, name: &str) -> String
where
    G: Greeter,
{
    greeter.greet(name)
}

/// Takes a box.
#[oche(sync)]
pub fn greet_boxed(greeter: Box<dyn Greeter>, name: &str) -> String {
    greeter.greet(name)
}

/// Borrows over an await.
pub async fn greet_borrowed_slowly(greeter: &dyn Greeter, name: String) -> String {
    let first = greeter.greet_later(name.clone()).await;
    let second = greeter.greet_later(name).await;
    format!("{first}; {second}")
}

/// A greeter within data, and among keys.
pub struct Party {
    /// Who greets at the door.
    pub host: Arc<dyn Greeter>,
    /// Who else is there.
    pub guests: HashMap<String, Box<dyn Greeter>>,
    /// Who may come later.
    pub late: Option<Arc<dyn Greeter>>,
}

/// Lets everybody greet everybody.
#[oche(sync)]
pub fn greet_party(party: Party) -> Vec<String> {
    let Party { host, guests, late } = party;
    let mut names: Vec<&String> = guests.keys().collect();
    names.sort();
    let guests = names.into_iter().map(|name| guests[name].greet("host"));
    std::iter::once(host.greet("guests"))
        .chain(guests)
        .chain(late.map(|late| late.greet("all")))
        .collect()
}

/// A party that Rust gives.
#[oche(sync)]
pub fn polite_party(word: String) -> Party {
    let host = Arc::new(Polite { word: word.clone() });
    let guest = Box::new(Polite {
        word: format!("{word} too"),
    });
    Party {
        host,
        guests: HashMap::from([("guest".to_owned(), guest as Box<dyn Greeter>)]),
        late: None,
    }
}

/// Passes a greeter through a function of Dart.
#[oche(sync)]
pub fn exchange(f: impl Fn(Box<dyn Greeter>) -> Box<dyn Greeter>, word: String) -> String {
    f(polite_greeter(word)).greet("stranger")
}

/// A greeter that panics.
#[oche(sync)]
pub fn rude_greeter() -> Arc<dyn Greeter> {
    struct Rude;

    impl Greeter for Rude {
        fn greet(&self, name: &str) -> String {
            panic!("no word for {name}");
        }

        fn count(&self, _since: Option<u32>) -> Result<u32, CallbackError> {
            Ok(0)
        }

        fn greet_later(&self, name: String) -> Pin<Box<dyn Future<Output = String> + Send + '_>> {
            Box::pin(async move { panic!("no word for {name}, ever") })
        }
    }

    Arc::new(Rude)
}

/// Why a store has nothing to give.
#[derive(Debug, Clone, PartialEq)]
pub enum StoreError {
    /// It is not there.
    Missing {
        /// What was asked for.
        key: String,
    },
    /// The store does not work.
    Broken {
        /// What it said.
        reason: String,
    },
}

impl From<CallbackError> for StoreError {
    fn from(error: CallbackError) -> Self {
        Self::Broken {
            reason: error.to_string(),
        }
    }
}

/// Keeps bytes, by way of the crate `async-trait`.
#[oche(interface)]
#[async_trait]
pub trait Store: Send + Sync {
    /// What it is called.
    fn title(&self) -> String;

    /// What is there.
    async fn load(&self, key: String) -> Result<Vec<u8>, StoreError>;

    /// Puts something there.
    async fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError>;
}

#[derive(Default)]
struct MemoryStore {
    content: Mutex<HashMap<String, Vec<u8>>>,
}

#[async_trait]
impl Store for MemoryStore {
    fn title(&self) -> String {
        "memory".to_owned()
    }

    async fn load(&self, key: String) -> Result<Vec<u8>, StoreError> {
        tokio::task::yield_now().await;
        let content = self.content.lock().expect("nobody panics with it");
        content.get(&key).cloned().ok_or(StoreError::Missing { key })
    }

    async fn save(&self, key: String, value: Vec<u8>) -> Result<(), StoreError> {
        tokio::task::yield_now().await;
        self.content.lock().expect("nobody panics with it").insert(key, value);
        Ok(())
    }
}

/// A store of Rust's own.
#[oche(sync)]
pub fn memory_store() -> Arc<dyn Store> {
    Arc::new(MemoryStore::default())
}

/// Copies from one store to another; how many bytes.
pub async fn copy_between(from: Arc<dyn Store>, to: &dyn Store, key: String) -> Result<usize, StoreError> {
    let value = from.load(key.clone()).await?;
    let len = value.len();
    to.save(format!("{key} of {}", from.title()), value).await?;
    Ok(len)
}

/// Asks all of them at once.
pub async fn load_all(stores: Vec<Box<dyn Store>>, key: String) -> Vec<Option<Vec<u8>>> {
    let loads = stores.iter().map(|store| store.load(key.clone()));
    let loaded = futures_util::future::join_all(loads).await;
    loaded.into_iter().map(Result::ok).collect()
}

/// Hears of things.
#[oche(interface)]
pub trait Observer: Send + Sync {
    /// Something happened.
    fn happened(&self, what: &str, cells: Vec<Cell>) -> Result<(), CallbackError>;

    /// A counter for the observer, who may pass it on.
    fn counted(&self, counter: Counter) -> Result<Option<Counter>, CallbackError>;

    /// What the observer has to show.
    fn exhibit(&self) -> Result<DartObject, CallbackError>;

    /// Not for Dart, and the same for every observer.
    #[oche(ignore)]
    fn twice(&self, what: &str) -> Result<(), CallbackError> {
        self.happened(what, Vec::new())?;
        self.happened(what, vec![Cell { column: 1, row: 2 }])
    }
}

static OBSERVER: Mutex<Option<Arc<dyn Observer>>> = Mutex::new(None);

fn observer() -> Result<Arc<dyn Observer>, String> {
    let observer = OBSERVER.lock().expect("nobody panics with it").clone();
    observer.ok_or_else(|| "nobody observes".to_owned())
}

/// Keeps an observer in place of the one before.
#[oche(sync)]
pub fn observe(observer: Option<Arc<dyn Observer>>) {
    let gone = std::mem::replace(&mut *OBSERVER.lock().expect("nobody panics with it"), observer);
    drop(gone);
}

/// Tells the observer, on the caller's thread.
#[oche(sync)]
pub fn tell_observer(what: &str) -> Result<(), String> {
    Ok(observer()?.twice(what)?)
}

/// Tells the observer from a thread of its own.
pub fn tell_observer_elsewhere(what: String) -> Result<(), String> {
    let observer = observer()?;
    let told = thread::spawn(move || observer.twice(&what)).join();
    Ok(told.map_err(|_| "it panicked")??)
}

/// Sends a counter to the observer, and gets one back.
pub fn count_with_observer(counter: Counter) -> Result<Option<Counter>, String> {
    Ok(observer()?.counted(counter)?)
}

/// What the observer has to show.
pub fn exhibit_of_observer() -> Result<DartObject, String> {
    Ok(observer()?.exhibit()?)
}

/// Text that may be borrowed.
pub type Text<'a> = Cow<'a, str>;

/// Takes and gives what may be borrowed, in each way of saying so.
#[oche(interface)]
pub trait Borrower: Send + Sync {
    /// Borrowed for ever.
    fn title(&self) -> Cow<'static, str>;

    /// Borrowed from `self`.
    fn own(&self) -> Cow<'_, str>;

    /// Borrowed for ever, or owned.
    fn sum(&self, numbers: Cow<'static, [u8]>) -> u32;

    /// Borrowed for the call.
    fn upper(&self, text: Cow<'_, str>) -> String;

    /// Borrowed from a parameter.
    fn longer<'a>(&self, first: &'a str, second: &'a str) -> Cow<'a, str>;

    /// Borrowed from a parameter or from `self`.
    fn or_own<'a>(&'a self, text: &'a str) -> Text<'a>;

    /// Borrowed from parameters that live for different times.
    fn shorter<'a, 'b>(&self, first: &'a str, second: &'b str) -> Text<'a>
    where
        'b: 'a;

    /// By an alias.
    fn same(&self, text: Text<'static>) -> Text<'static>;

    /// Borrows what is no text in Rust.
    fn below(&self, path: &Path, name: &OsStr) -> PathBuf;

    /// Borrows what owns.
    #[allow(clippy::ptr_arg, reason = "some people write it so")]
    fn lengths(&self, text: &String, numbers: &Vec<u32>, maybe: &Option<String>, cow: &Cow<'_, str>) -> Vec<usize>;

    /// Not for trait objects.
    #[oche(ignore)]
    fn shared(self) -> Arc<dyn Borrower>
    where
        Self: Sized + 'static,
    {
        Arc::new(self)
    }
}

struct Lender {
    name: String,
}

impl Borrower for Lender {
    fn title(&self) -> Cow<'static, str> {
        Cow::Borrowed("lender")
    }

    fn own(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn sum(&self, numbers: Cow<'static, [u8]>) -> u32 {
        numbers.iter().copied().map(u32::from).sum()
    }

    fn upper(&self, text: Cow<'_, str>) -> String {
        text.to_uppercase()
    }

    fn longer<'a>(&self, first: &'a str, second: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(if second.len() > first.len() { second } else { first })
    }

    fn or_own<'a>(&'a self, text: &'a str) -> Text<'a> {
        Cow::Borrowed(if text.is_empty() { &self.name } else { text })
    }

    fn shorter<'a, 'b>(&self, first: &'a str, second: &'b str) -> Text<'a>
    where
        'b: 'a,
    {
        Cow::Borrowed(if second.len() < first.len() { second } else { first })
    }

    fn same(&self, text: Text<'static>) -> Text<'static> {
        text
    }

    fn below(&self, path: &Path, name: &OsStr) -> PathBuf {
        path.join(name)
    }

    fn lengths(&self, text: &String, numbers: &Vec<u32>, maybe: &Option<String>, cow: &Cow<'_, str>) -> Vec<usize> {
        vec![
            text.len(),
            numbers.len(),
            maybe.as_ref().map_or(0, String::len),
            cow.len(),
        ]
    }
}

/// A borrower of Rust's own.
#[oche(sync)]
pub fn lender(name: String) -> Arc<dyn Borrower> {
    Lender { name }.shared()
}

/// Calls each method.
#[oche(sync)]
pub fn borrow_all(borrower: &dyn Borrower) -> Vec<String> {
    let lengths = borrower.lengths(
        &"four".to_owned(),
        &vec![1, 2],
        &Some("one".to_owned()),
        &Cow::Borrowed("x"),
    );
    vec![
        borrower.title().into_owned(),
        borrower.own().into_owned(),
        borrower.sum(Cow::Borrowed(&[1, 2, 3])).to_string(),
        borrower.upper(Cow::Borrowed("text")),
        borrower.longer("ab", "abc").into_owned(),
        borrower.or_own("").into_owned(),
        borrower.shorter("ab", "abc").into_owned(),
        borrower.same(Cow::Borrowed("same")).into_owned(),
        borrower.below(Path::new("a"), OsStr::new("b")).display().to_string(),
        format!("{lengths:?}"),
    ]
}
