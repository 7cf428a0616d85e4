//! Whose turn it is: the order of calls on one object.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_core::Stream;
use futures_util::future::BoxFuture;
use futures_util::stream;
use oche::{CallbackError, oche};

/// A book in which calls write, one line each.
pub struct Ledger {
    lines: Vec<u32>,
}

impl Ledger {
    /// An empty one.
    #[oche(sync)]
    pub fn new() -> Self {
        Self { lines: Vec::new() }
    }

    /// What has been written.
    #[oche(getter)]
    pub fn lines(&self) -> Vec<u32> {
        self.lines.clone()
    }

    /// How much has been written.
    #[oche(getter)]
    pub fn length(&self) -> usize {
        self.lines.len()
    }

    /// Writes at once.
    #[oche(sync)]
    pub fn write_now(&mut self, line: u32) {
        self.lines.push(line);
    }

    /// Writes on the pool.
    pub fn write(&mut self, line: u32) -> usize {
        self.lines.push(line);
        self.lines.len()
    }

    /// Writes in a task.
    pub async fn write_later(&mut self, line: u32) -> usize {
        self.lines.push(line);
        self.lines.len()
    }

    /// Writes in a task that lets others run first.
    pub async fn write_slowly(&mut self, line: u32, wait: Duration) -> usize {
        tokio::time::sleep(wait).await;
        self.lines.push(line);
        self.lines.len()
    }

    /// Writes in a task that begins on the caller's thread, if nobody is ahead.
    #[oche(eager)]
    pub async fn write_eagerly(&mut self, line: u32) -> usize {
        self.lines.push(line);
        self.lines.len()
    }

    /// Writes after it has looked away.
    #[oche(eager)]
    pub async fn write_after_yield(&mut self, line: u32) -> usize {
        tokio::task::yield_now().await;
        self.lines.push(line);
        self.lines.len()
    }

    /// Reads on the pool.
    pub fn read(&self) -> usize {
        self.lines.len()
    }

    /// Reads in a task.
    pub async fn read_later(&self) -> usize {
        self.lines.len()
    }

    /// Reads, and has it meanwhile.
    pub async fn read_slowly(&self, wait: Duration) -> usize {
        tokio::time::sleep(wait).await;
        self.lines.len()
    }

    /// What is there when the stream begins.
    pub fn watch(&self) -> impl Stream<Item = u32> + use<> {
        stream::iter(self.lines.clone())
    }

    /// Writes, and then gives what is there.
    pub async fn write_and_watch(&mut self, line: u32) -> impl Stream<Item = u32> + use<> {
        self.lines.push(line);
        stream::iter(self.lines.clone())
    }

    /// Ends it.
    pub fn close(self) -> Vec<u32> {
        self.lines
    }

    /// Ends it in a task.
    pub async fn close_later(self) -> Vec<u32> {
        self.lines
    }

    /// Asks Dart while it is being written in.
    #[oche(sync)]
    pub fn ask(&mut self, line: impl Fn() -> Result<u32, CallbackError>) -> Result<u32, CallbackError> {
        let line = line()?;
        self.lines.push(line);
        Ok(line)
    }

    /// Takes over what another one has, which Dart says while this one is being written in.
    pub async fn absorb(
        &mut self,
        other: impl Fn() -> BoxFuture<'static, Result<Ledger, CallbackError>>,
    ) -> Result<usize, CallbackError> {
        self.lines.append(&mut other().await?.lines);
        Ok(self.lines.len())
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self::new()
    }
}

/// Writes into two.
pub fn write_both(first: &mut Ledger, second: &mut Ledger, line: u32) {
    first.lines.push(line);
    second.lines.push(line);
}

/// The same in a task.
pub async fn write_both_later(first: &mut Ledger, second: &mut Ledger, line: u32) {
    tokio::task::yield_now().await;
    first.lines.push(line);
    second.lines.push(line);
}

/// Copies, at once.
#[oche(sync)]
pub fn copy_now(from: &Ledger, to: &mut Ledger) {
    to.lines.clone_from(&from.lines);
}

/// Reads what Rust shares.
pub fn read_shared(ledger: Arc<Ledger>) -> usize {
    ledger.lines.len()
}

/// The same in a task.
pub async fn read_shared_later(ledger: Arc<Ledger>) -> usize {
    ledger.lines.len()
}

/// The same ledger again.
#[oche(sync)]
pub fn same_ledger(ledger: Arc<Ledger>) -> Arc<Ledger> {
    ledger
}

/// Ledgers within something else.
pub struct Shelf {
    /// One that is taken.
    pub taken: Ledger,
    /// One that is shared.
    pub shared: Arc<Ledger>,
    /// Some that are taken, if they are there.
    pub others: Vec<Option<Ledger>>,
    /// Some that are shared, by name.
    pub by_name: HashMap<String, Arc<Ledger>>,
}

/// How much is in all of them.
pub fn shelf_length(shelf: Shelf) -> usize {
    let others = shelf.others.iter().flatten().map(|ledger| ledger.lines.len());
    let by_name = shelf.by_name.values().map(|ledger| ledger.lines.len());
    shelf.taken.lines.len() + shelf.shared.lines.len() + others.sum::<usize>() + by_name.sum::<usize>()
}

/// The same in a task.
pub async fn shelf_length_later(shelf: Shelf) -> usize {
    shelf_length(shelf)
}
