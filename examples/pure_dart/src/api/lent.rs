//! Objects that are lent one by one: in lists, options, maps and tuples with a reference for each.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::thread;
use std::time::Duration;

use futures_util::stream;
use oche::{Stream, oche};

/// Has coins.
pub struct Purse {
    coins: i64,
}

#[oche(sync)]
impl Purse {
    /// A purse with so many coins.
    pub fn new(coins: i64) -> Self {
        Purse { coins }
    }

    /// How many it has.
    #[oche(getter)]
    pub fn coins(&self) -> i64 {
        self.coins
    }

    /// Empties it, which is its end.
    pub fn empty(self) -> i64 {
        self.coins
    }

    /// Has coins put in from others.
    pub fn collect(&mut self, from: &mut [&mut Purse]) {
        for purse in from {
            self.coins += std::mem::take(&mut purse.coins);
        }
    }

    /// How many coins this one and others have.
    pub fn together(&self, others: &[&Purse]) -> i64 {
        self.coins + total(others.iter().copied())
    }
}

impl Purse {
    /// Has it for a while, and puts a coin in at the end.
    pub fn count_slowly(&mut self, pause: Duration) {
        thread::sleep(pause);
        self.coins += 1;
    }
}

/// Has a purse in it.
pub struct Coat {
    purse: Purse,
}

#[oche(sync)]
impl Coat {
    /// A coat whose purse has so many coins.
    pub fn new(coins: i64) -> Self {
        Coat { purse: Purse { coins } }
    }

    /// Its purse, to be looked at.
    pub fn purse(&self) -> &Purse {
        &self.purse
    }

    /// Its purse, to be changed.
    pub fn purse_mut(&mut self) -> &mut Purse {
        &mut self.purse
    }
}

fn total<'a>(purses: impl IntoIterator<Item = &'a Purse>) -> i64 {
    purses.into_iter().map(|purse| purse.coins).sum()
}

/// What is in each of the arguments.
#[allow(clippy::too_many_arguments)] // one for each form
fn sums(
    list: Vec<&Purse>,
    slice: &[&Purse],
    option: Option<&Purse>,
    reference: &Option<&Purse>,
    map: HashMap<String, &Purse>,
    tree: BTreeMap<u8, Vec<Option<&Purse>>>,
    pair: (u32, &Purse),
    array: [&Purse; 2],
    queue: VecDeque<&Purse>,
) -> Vec<i64> {
    vec![
        total(list),
        total(slice.iter().copied()),
        option.map_or(-1, |purse| purse.coins),
        total(*reference),
        map.iter().map(|(name, purse)| name.len() as i64 * purse.coins).sum(),
        tree.into_iter()
            .map(|(factor, purses)| i64::from(factor) * total(purses.into_iter().flatten()))
            .sum(),
        i64::from(pair.0) + pair.1.coins,
        total(array),
        total(queue),
    ]
}

/// Looks at purses on the caller's thread.
#[oche(sync)]
#[allow(clippy::too_many_arguments)] // as above
pub fn sums_now(
    list: Vec<&Purse>,
    slice: &[&Purse],
    option: Option<&Purse>,
    reference: &Option<&Purse>,
    map: HashMap<String, &Purse>,
    tree: BTreeMap<u8, Vec<Option<&Purse>>>,
    pair: (u32, &Purse),
    array: [&Purse; 2],
    queue: VecDeque<&Purse>,
) -> Vec<i64> {
    sums(list, slice, option, reference, map, tree, pair, array, queue)
}

/// The same on another thread.
#[allow(clippy::too_many_arguments)] // as above
pub fn sums_later(
    list: Vec<&Purse>,
    slice: &[&Purse],
    option: Option<&Purse>,
    reference: &Option<&Purse>,
    map: HashMap<String, &Purse>,
    tree: BTreeMap<u8, Vec<Option<&Purse>>>,
    pair: (u32, &Purse),
    array: [&Purse; 2],
    queue: VecDeque<&Purse>,
) -> Vec<i64> {
    sums(list, slice, option, reference, map, tree, pair, array, queue)
}

/// The same in a task.
#[allow(clippy::too_many_arguments)] // as above
pub async fn sums_async(
    list: Vec<&Purse>,
    slice: &[&Purse],
    option: Option<&Purse>,
    reference: &Option<&Purse>,
    map: HashMap<String, &Purse>,
    tree: BTreeMap<u8, Vec<Option<&Purse>>>,
    pair: (u32, &Purse),
    array: [&Purse; 2],
    queue: VecDeque<&Purse>,
) -> Vec<i64> {
    tokio::time::sleep(Duration::from_millis(1)).await;
    sums(list, slice, option, reference, map, tree, pair, array, queue)
}

/// The same, polled at once.
#[oche(eager)]
#[allow(clippy::too_many_arguments)] // as above
pub async fn sums_eager(
    list: Vec<&Purse>,
    slice: &[&Purse],
    option: Option<&Purse>,
    reference: &Option<&Purse>,
    map: HashMap<String, &Purse>,
    tree: BTreeMap<u8, Vec<Option<&Purse>>>,
    pair: (u32, &Purse),
    array: [&Purse; 2],
    queue: VecDeque<&Purse>,
) -> Vec<i64> {
    sums(list, slice, option, reference, map, tree, pair, array, queue)
}

/// The same as a stream, which borrows them as long as it runs.
#[allow(clippy::too_many_arguments)] // as above
pub fn sums_stream(
    list: Vec<&Purse>,
    slice: &[&Purse],
    option: Option<&Purse>,
    reference: &Option<&Purse>,
    map: HashMap<String, &Purse>,
    tree: BTreeMap<u8, Vec<Option<&Purse>>>,
    pair: (u32, &Purse),
    array: [&Purse; 2],
    queue: VecDeque<&Purse>,
) -> impl Stream<Item = i64> + Send {
    let own = slice.len();
    let borrowed = slice.iter().map(|purse| purse.coins);
    let all = sums(list, slice, option, reference, map, tree, pair, array, queue);
    stream::iter(all.into_iter().chain(borrowed).take(9 + own))
}

/// Takes a coin from each of some purses and puts it into another one, if there is one.
fn gather(
    into: Option<&mut Purse>,
    slice: &mut [&mut Purse],
    list: Vec<&mut Purse>,
    map: HashMap<String, &mut Purse>,
    counted: Vec<&Purse>,
) -> i64 {
    let mut taken = 0;
    let sources = slice.iter_mut().map(|purse| &mut **purse);
    for purse in sources.chain(list).chain(map.into_values()) {
        purse.coins -= 1;
        taken += 1;
    }
    if let Some(into) = into {
        into.coins += taken;
    }
    total(counted)
}

/// Changes purses on the caller's thread.
#[oche(sync)]
pub fn gather_now(
    into: Option<&mut Purse>,
    slice: &mut [&mut Purse],
    list: Vec<&mut Purse>,
    map: HashMap<String, &mut Purse>,
    counted: Vec<&Purse>,
) -> i64 {
    gather(into, slice, list, map, counted)
}

/// The same on another thread.
pub fn gather_later(
    into: Option<&mut Purse>,
    slice: &mut [&mut Purse],
    list: Vec<&mut Purse>,
    map: HashMap<String, &mut Purse>,
    counted: Vec<&Purse>,
) -> i64 {
    gather(into, slice, list, map, counted)
}

/// The same in a task.
pub async fn gather_async(
    into: Option<&mut Purse>,
    slice: &mut [&mut Purse],
    list: Vec<&mut Purse>,
    map: HashMap<String, &mut Purse>,
    counted: Vec<&Purse>,
) -> i64 {
    tokio::time::sleep(Duration::from_millis(1)).await;
    gather(into, slice, list, map, counted)
}

/// The same, polled at once.
#[oche(eager)]
pub async fn gather_eager(
    into: Option<&mut Purse>,
    slice: &mut [&mut Purse],
    list: Vec<&mut Purse>,
    map: HashMap<String, &mut Purse>,
    counted: Vec<&Purse>,
) -> i64 {
    gather(into, slice, list, map, counted)
}

/// The same as a stream of one item.
pub fn gather_stream(
    into: Option<&mut Purse>,
    slice: &mut [&mut Purse],
    list: Vec<&mut Purse>,
    map: HashMap<String, &mut Purse>,
    counted: Vec<&Purse>,
) -> impl Stream<Item = i64> + Send {
    let counted = gather(into, slice, list, map, counted);
    stream::iter([counted])
}

/// Adds the coins of purses, on the caller's thread.
#[oche(sync)]
pub fn coins_of(purses: &[&Purse]) -> i64 {
    total(purses.iter().copied())
}

/// The same on another thread.
pub fn coins_of_later(purses: &[&Purse]) -> i64 {
    total(purses.iter().copied())
}

/// The same, as it goes on: it has them until it ends.
pub fn coins_of_each(purses: Vec<&Purse>) -> impl Stream<Item = i64> + Send {
    stream::iter(purses.into_iter().map(|purse| purse.coins))
}
