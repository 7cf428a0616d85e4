//! Generic types, at several types each.
#![allow(
    clippy::too_many_arguments,
    clippy::type_complexity,
    reason = "each function tests many types at once"
)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use oche::oche;

use super::data::{Counters, Steps};

/// A part of a longer list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// What is on the next one, if there is one.
    pub next: Option<T>,
    /// How many there are.
    pub total: u32,
}

/// Gives back a page of numbers.
#[oche(sync)]
pub fn echo_number_page(value: Page<i32>) -> Page<i32> {
    value
}

/// Gives back a page of bytes.
#[oche(sync)]
pub fn echo_byte_page(value: Page<u8>) -> Page<u8> {
    value
}

/// Gives back a page of sizes.
#[oche(sync)]
pub fn echo_size_page(value: Page<usize>, other: Page<isize>) -> (Page<usize>, Page<isize>) {
    (value, other)
}

/// Gives back pages of all other sorts of numbers.
#[oche(sync)]
pub fn echo_number_pages(
    a: Page<i8>,
    b: Page<i16>,
    c: Page<u16>,
    d: Page<u32>,
    e: Page<i64>,
    f: Page<u64>,
    g: Page<f32>,
    h: Page<f64>,
) -> (
    Page<i8>,
    Page<i16>,
    Page<u16>,
    Page<u32>,
    Page<i64>,
    Page<u64>,
    Page<f32>,
    Page<f64>,
) {
    (a, b, c, d, e, f, g, h)
}

/// Gives back a page of large numbers, each as a `BigInt`.
#[oche(sync, bigint)]
pub fn echo_big_page(#[oche(bigint)] value: Page<u64>) -> Page<u64> {
    value
}

/// Gives back a page of numbers that are not zero.
#[oche(sync)]
pub fn echo_non_zero_page(value: Page<std::num::NonZeroU16>) -> Page<std::num::NonZeroU16> {
    value
}

/// Gives back a page of texts.
#[oche(sync)]
pub fn echo_text_page(value: Page<String>) -> Page<String> {
    value
}

/// Gives back a page of data.
pub fn echo_data_page(value: Page<Counters>) -> Page<Counters> {
    value
}

/// Gives back a page of pages.
#[oche(sync)]
pub fn echo_page_page(value: Page<Page<i32>>) -> Page<Page<i32>> {
    value
}

/// Gives back a page of lists, and one of records.
#[oche(sync)]
pub fn echo_list_page(
    value: Page<Vec<u8>>,
    other: Page<(i32, Vec<String>)>,
) -> (Page<Vec<u8>>, Page<(i32, Vec<String>)>) {
    (value, other)
}

/// A page of the words of a text, which it only borrows.
#[oche(sync)]
pub fn word_page(text: &str) -> Page<&str> {
    let items: Vec<&str> = text.split_whitespace().collect();
    Page {
        next: None,
        total: items.len() as u32,
        items,
    }
}

/// The same page as an item of a stream, and as a result that may be missing.
///
/// # Errors
/// If there is none.
pub async fn find_page(value: Option<Page<String>>) -> Result<Page<String>, Missing> {
    value.ok_or(Missing {
        what: "page".to_owned(),
    })
}

/// What is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// What it is.
    pub what: String,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "there is no {}", self.what)
    }
}

impl std::error::Error for Missing {}

/// Pages, one after the other.
pub fn stream_pages(value: Vec<Page<i32>>) -> impl oche::Stream<Item = Page<i32>> + Send {
    futures_util::stream::iter(value)
}

/// Something that may go well, or wrong, or take its time.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<T, E> {
    /// It went well.
    Fine(T),
    /// It went wrong.
    Wrong {
        /// What it was.
        error: E,
        /// What there was before.
        before: Vec<T>,
    },
    /// It is not done.
    Pending,
}

/// Gives back an outcome.
#[oche(sync)]
pub fn echo_outcome(value: Outcome<i64, String>) -> Outcome<i64, String> {
    value
}

/// Gives back outcomes of outcomes.
#[oche(sync)]
pub fn echo_outcomes(value: Vec<Outcome<Outcome<u8, bool>, Steps>>) -> Vec<Outcome<Outcome<u8, bool>, Steps>> {
    value
}

/// Values by key, and keys on their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Index<K: Eq + Hash, V>
where
    V: Clone,
{
    /// The values.
    pub values: HashMap<K, V>,
    /// More keys.
    pub keys: HashSet<K>,
}

/// Gives back an index by text.
#[oche(sync)]
pub fn echo_text_index(value: Index<String, f64>) -> Index<String, f64> {
    value
}

/// Gives back an index by data.
#[oche(sync)]
pub fn echo_data_index(value: Index<Steps, Vec<Page<String>>>) -> Index<Steps, Vec<Page<String>>> {
    value
}

/// Values in the order of their keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered<K, V> {
    /// The values.
    pub values: BTreeMap<K, V>,
}

/// Gives back values in order.
#[oche(sync)]
pub fn echo_ordered(value: Ordered<(u8, char), Option<String>>) -> Ordered<(u8, char), Option<String>> {
    value
}

/// A matrix of fixed size.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix<T, const ROWS: usize, const COLUMNS: usize> {
    /// Its rows.
    pub rows: [[T; COLUMNS]; ROWS],
}

/// Gives back a matrix.
#[oche(sync)]
pub fn echo_matrix(value: Matrix<f64, 2, 3>) -> Matrix<f64, 2, 3> {
    value
}

/// Gives back a matrix of texts.
#[oche(sync)]
pub fn echo_text_matrix(value: Matrix<String, 1, 2>) -> Matrix<String, 1, 2> {
    value
}

/// Bytes of a fixed length.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest<const N: usize>(pub [u8; N]);

/// Gives back a digest.
#[oche(sync)]
pub fn echo_digest(value: Digest<4>) -> Digest<4> {
    value
}

/// A tree of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Bough<T> {
    /// The value at its root.
    pub value: T,
    /// What grows there.
    pub children: Vec<Bough<T>>,
}

/// Gives back a tree of numbers.
#[oche(sync)]
pub fn echo_number_bough(value: Bough<i32>) -> Bough<i32> {
    value
}

/// Gives back a tree of texts.
#[oche(sync)]
pub fn echo_text_bough(value: Bough<String>) -> Bough<String> {
    value
}

/// A tree of that depth, in a line: of so few levels at most that the stack is enough to drop them.
#[oche(sync)]
pub fn deep_bough(depth: u8) -> Bough<u32> {
    (0..u32::from(depth)).fold(
        Bough {
            value: 0,
            children: Vec::new(),
        },
        |tree, value| Bough {
            value,
            children: vec![tree],
        },
    )
}

/// The one half of two types that hold each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Even<T> {
    /// Its value.
    pub value: T,
    /// What follows.
    pub next: Option<Box<Odd<T>>>,
}

/// The other half.
#[derive(Clone, Debug, PartialEq)]
pub enum Odd<T> {
    /// What follows.
    Next(Vec<T>, Even<T>),
    /// Nothing follows.
    End,
}

/// Gives back a chain.
#[oche(sync)]
pub fn echo_even(value: Even<i16>) -> Even<i16> {
    value
}

/// A generic type that shares its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared<T> {
    /// The value.
    pub value: Arc<T>,
    /// Another one.
    pub other: Option<Arc<T>>,
}

/// Gives back shared data.
#[oche(sync)]
pub fn echo_shared(value: Shared<Counters>) -> Shared<Counters> {
    value
}

/// A wrapper around anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrapper<T>(pub T);

/// Gives back wrappers of all sorts of things.
#[oche(sync)]
pub fn echo_generic_wrappers(
    number: Wrapper<u64>,
    list: Wrapper<Vec<f32>>,
    option: Wrapper<Option<String>>,
    map: Wrapper<HashMap<String, Wrapper<bool>>>,
) -> (
    Wrapper<u64>,
    Wrapper<Vec<f32>>,
    Wrapper<Option<String>>,
    Wrapper<HashMap<String, Wrapper<bool>>>,
) {
    (number, list, option, map)
}

/// A page of pages under a name of its own.
pub type Book = Page<Page<String>>;

/// Gives back a book.
#[oche(sync)]
pub fn echo_book(value: Book) -> Book {
    value
}

/// What holds generic types as its own fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Library {
    /// A page of numbers.
    pub numbers: Page<i64>,
    /// A page of itself.
    pub branches: Page<Box<Library>>,
    /// How it went.
    pub last: Outcome<String, u8>,
}

/// Gives back a library.
#[oche(sync)]
pub fn echo_library(value: Library) -> Library {
    value
}
