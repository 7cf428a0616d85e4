//! Traits that Dart implements, and that Rust implements for Dart.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use oche::{CallbackError, oche};

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
