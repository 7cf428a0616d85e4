//! The types of the standard library, in every position.
#![allow(
    clippy::too_many_arguments,
    clippy::type_complexity,
    reason = "each function tests many types at once"
)]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ffi::{OsStr, OsString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::{NonZeroI8, NonZeroI64, NonZeroU8, NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use oche::oche;

/// Gives back a wide integer.
#[oche(sync)]
pub fn echo_i128(value: i128) -> i128 {
    value
}

/// Gives back a wide integer without a sign.
#[oche(sync)]
pub fn echo_u128(value: u128) -> u128 {
    value
}

/// Gives back wide integers of both kinds.
#[oche(sync)]
pub fn echo_wide_ints(list: Vec<i128>, array: [u128; 2], option: Option<i128>) -> (Vec<i128>, [u128; 2], Option<i128>) {
    (list, array, option)
}

/// Gives back a number, as a `BigInt`.
#[oche(sync, bigint)]
pub fn echo_big_i64(#[oche(bigint)] value: i64) -> i64 {
    value
}

/// Gives back a number, as a `BigInt`.
#[oche(sync, bigint)]
pub fn echo_big_u64(#[oche(bigint)] value: u64) -> u64 {
    value
}

/// Gives back numbers as wide as a pointer, as `BigInt`s.
#[oche(sync, bigint)]
pub fn echo_big_size(#[oche(bigint)] value: usize, #[oche(bigint)] other: isize) -> (usize, isize) {
    (value, other)
}

/// Gives back a list, each of its numbers as a `BigInt`.
#[oche(sync, bigint)]
pub fn echo_big_list(#[oche(bigint)] value: Vec<u64>) -> Vec<u64> {
    value
}

/// Gives back a list of numbers with a sign, each as a `BigInt`.
#[oche(sync, bigint)]
pub fn echo_big_signed_list(#[oche(bigint)] value: &[i64]) -> Vec<i64> {
    value.to_vec()
}

/// Gives back numbers in all sorts of places, each as a `BigInt`: what is said of a function is said of its parameters.
#[oche(bigint)]
pub fn echo_big_places(
    array: [u64; 3],
    option: Option<u64>,
    map: BTreeMap<u64, Vec<i64>>,
) -> ([u64; 3], Option<u64>, BTreeMap<u64, Vec<i64>>) {
    (array, option, map)
}

/// The largest number of 64 bits, which only a `BigInt` can hold.
#[oche(sync, bigint)]
pub fn largest() -> u64 {
    u64::MAX
}

/// The same without saying that it is to be one.
#[oche(sync)]
pub fn largest_as_int() -> u64 {
    u64::MAX
}

/// Numbers some of which are a `BigInt`.
#[oche]
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Counters {
    /// All of 64 bits.
    #[oche(bigint)]
    pub big: u64,
    /// Each of them all of 64 bits.
    #[oche(bigint)]
    pub list: Vec<u64>,
    /// Perhaps one.
    #[oche(bigint)]
    pub option: Option<i64>,
    /// An `int`.
    pub small: u64,
}

/// Gives back numbers.
#[oche(sync)]
pub fn echo_counters(value: Counters) -> Counters {
    value
}

/// Gives back numbers that are not zero.
#[oche(sync)]
pub fn echo_non_zero(
    a: NonZeroU8,
    b: NonZeroI8,
    c: NonZeroI64,
    d: NonZeroUsize,
) -> (NonZeroU8, NonZeroI8, NonZeroI64, NonZeroUsize) {
    (a, b, c, d)
}

/// Gives back a number that is not zero, alone.
#[oche(sync)]
pub fn echo_non_zero_u8(value: NonZeroU8) -> NonZeroU8 {
    value
}

/// Gives back numbers that are not zero, in all sorts of places.
#[oche(sync)]
pub fn echo_non_zero_places(
    list: Vec<NonZeroU64>,
    option: Option<NonZeroU8>,
    map: HashMap<NonZeroU8, NonZeroI64>,
) -> (Vec<NonZeroU64>, Option<NonZeroU8>, HashMap<NonZeroU8, NonZeroI64>) {
    (list, option, map)
}

/// Gives back a number that is not zero, as a `BigInt`.
#[oche(sync, bigint)]
pub fn echo_big_non_zero(#[oche(bigint)] value: NonZeroU64) -> NonZeroU64 {
    value
}

/// Gives back text that is held in all sorts of ways.
#[oche(sync)]
pub fn echo_texts(
    boxed: Box<str>,
    counted: Rc<str>,
    shared: Arc<str>,
    either: Cow<'_, str>,
) -> (Box<str>, Rc<str>, Arc<str>, Cow<'static, str>) {
    (boxed, counted, shared, Cow::Owned(either.into_owned()))
}

/// Gives back a path.
#[oche(sync)]
pub fn echo_path(value: PathBuf) -> PathBuf {
    value
}

/// A path with another part at its end; the first is only lent.
#[oche(sync)]
pub fn join_path(path: &Path, part: &OsStr) -> PathBuf {
    path.join(part)
}

/// Gives back a text of the operating system.
pub fn echo_os_string(value: OsString) -> OsString {
    value
}

/// A path that is no text, where the system has such paths.
#[oche(sync)]
pub fn path_without_text() -> PathBuf {
    #[cfg(unix)]
    return PathBuf::from(<OsString as std::os::unix::ffi::OsStringExt>::from_vec(vec![
        b'/', 0xff,
    ]));
    #[cfg(not(unix))]
    return PathBuf::new();
}

/// Gives back an address.
#[oche(sync)]
pub fn echo_ip(value: IpAddr) -> IpAddr {
    value
}

/// Gives back addresses of all kinds.
#[oche(sync)]
pub fn echo_addresses(
    four: Ipv4Addr,
    six: Ipv6Addr,
    socket: SocketAddr,
    list: Vec<IpAddr>,
) -> (Ipv4Addr, Ipv6Addr, SocketAddr, Vec<IpAddr>) {
    (four, six, socket, list)
}

/// Addresses by address.
#[oche(sync)]
pub fn echo_address_map(value: HashMap<IpAddr, SocketAddr>) -> HashMap<IpAddr, SocketAddr> {
    value
}

/// Gives back lists that are held in all sorts of ways.
#[oche(sync)]
pub fn echo_lists(
    deque: VecDeque<i32>,
    boxed: Box<[f64]>,
    bytes: Box<[u8]>,
    counted: Rc<[i16]>,
    shared: Arc<[String]>,
    either: Cow<'_, [u8]>,
) -> (
    VecDeque<i32>,
    Box<[f64]>,
    Box<[u8]>,
    Rc<[i16]>,
    Arc<[String]>,
    Cow<'static, [u8]>,
) {
    (deque, boxed, bytes, counted, shared, Cow::Owned(either.into_owned()))
}

/// Gives back a queue of texts.
pub fn echo_deque(value: VecDeque<String>) -> VecDeque<String> {
    value
}

/// Gives back boxed numbers, which are no block of them in Rust.
#[oche(sync)]
pub fn echo_boxes(list: Vec<Box<i32>>, one: Box<u64>, shared: Arc<i32>) -> (Vec<Box<i32>>, Box<u64>, Arc<i32>) {
    (list, one, shared)
}

/// Gives back data behind pointers.
#[oche(sync)]
pub fn echo_pointed(
    boxed: Box<Counters>,
    counted: Rc<Counters>,
    shared: Arc<Counters>,
    either: Cow<'_, Counters>,
) -> (Box<Counters>, Rc<Counters>, Arc<Counters>, Cow<'static, Counters>) {
    (boxed, counted, shared, Cow::Owned(either.into_owned()))
}

/// The same data twice, which Rust shares.
#[oche(sync)]
pub fn twice(value: Arc<Counters>) -> Vec<Arc<Counters>> {
    vec![Arc::clone(&value), value]
}

/// Gives back a set.
#[oche(sync)]
pub fn echo_set(value: HashSet<String>) -> HashSet<String> {
    value
}

/// Gives back sets, in order.
#[oche(sync)]
pub fn echo_ordered_sets(numbers: BTreeSet<i64>, texts: BTreeSet<String>) -> (BTreeSet<i64>, BTreeSet<String>) {
    (numbers, texts)
}

/// Gives back a set of data.
pub fn echo_data_set(value: HashSet<Counters>) -> HashSet<Counters> {
    value
}

/// Gives back a set of optional pairs.
#[oche(sync)]
pub fn echo_pair_set(value: HashSet<Option<(u8, char)>>) -> HashSet<Option<(u8, char)>> {
    value
}

/// Gives back a map in order.
#[oche(sync)]
pub fn echo_ordered_map(value: BTreeMap<String, BTreeSet<u16>>) -> BTreeMap<String, BTreeSet<u16>> {
    value
}

/// The numbers of a set, added up; it is only lent.
#[oche(sync)]
pub fn sum_set(value: &HashSet<i64>) -> i64 {
    value.iter().sum()
}

/// Gives back an option in an option.
#[oche(sync)]
pub fn echo_nested_option(value: Option<Option<i32>>) -> Option<Option<i32>> {
    value
}

/// Gives back an option three deep.
#[oche(sync)]
pub fn echo_deep_option(value: Option<Option<Option<String>>>) -> Option<Option<Option<String>>> {
    value
}

/// Gives back options in options, in all sorts of places.
#[oche(sync)]
pub fn echo_option_places(
    list: Vec<Option<Option<u8>>>,
    map: HashMap<String, Option<Option<bool>>>,
) -> (Vec<Option<Option<u8>>>, HashMap<String, Option<Option<bool>>>) {
    (list, map)
}

/// A change of settings: what is left as it is, what is taken away, and what is set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    /// The name.
    pub name: Option<Option<String>>,
    /// The numbers.
    pub numbers: Option<Option<Vec<u8>>>,
    /// Numbers with their names.
    pub named: Option<Option<(u8, Vec<String>)>>,
}

/// Gives back a change.
#[oche(sync)]
pub fn echo_patch(value: Patch) -> Patch {
    value
}

/// Gives back a moment.
#[oche(sync)]
pub fn echo_time(value: SystemTime) -> SystemTime {
    value
}

/// Gives back moments, and lengths of time by moment.
#[oche(sync)]
pub fn echo_times(
    list: Vec<SystemTime>,
    option: Option<SystemTime>,
    lengths: HashMap<Duration, u8>,
) -> (Vec<SystemTime>, Option<SystemTime>, HashMap<Duration, u8>) {
    (list, option, lengths)
}

/// A moment that Dart does not know.
#[oche(sync)]
pub fn time_after_all() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(10_000_000_000_000)
}

/// The longest tuple that Rust can do something with.
pub type Twelve = (i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, bool, char);

/// Gives back a tuple of twelve.
#[oche(sync)]
pub fn echo_twelve(value: Twelve) -> Twelve {
    value
}

/// A wrapper that makes a number say what it counts.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Steps(pub u32);

/// A wrapper around a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples(pub Vec<f32>);

/// Gives back wrappers in all sorts of places.
#[oche(sync)]
pub fn echo_wrappers(
    list: Vec<Steps>,
    map: BTreeMap<Steps, Samples>,
    option: Option<Steps>,
) -> (Vec<Steps>, BTreeMap<Steps, Samples>, Option<Steps>) {
    (list, map, option)
}

/// An enum whose variants have numbers.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[repr(i32)]
pub enum Code {
    /// Fine.
    Ok = 200,
    /// The next one.
    Created,
    /// Not there.
    Missing = 404,
    /// Below zero.
    Odd = -1,
}

/// Gives back a code.
#[oche(sync)]
pub fn echo_code(value: Code) -> Code {
    value
}

/// The number of a code.
#[oche(sync)]
pub fn number_of(value: Code) -> i32 {
    value as i32
}

/// A struct that may grow.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Growing {
    /// What it has so far.
    pub size: u8,
}

/// An enum that may grow.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum GrowingKind {
    /// A beginning.
    Seed,
    /// More than that.
    Tree {
        /// How tall.
        height: f64,
    },
}

/// Gives back what may grow.
#[oche(sync)]
pub fn echo_growing(value: Growing, kind: GrowingKind) -> (Growing, GrowingKind) {
    (value, kind)
}

/// Something in all the ways in which it can be held.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// Text.
    pub text: Arc<str>,
    /// A path.
    pub path: PathBuf,
    /// An address.
    pub address: Option<IpAddr>,
    /// A set.
    pub tags: BTreeSet<String>,
    /// A queue.
    pub queue: VecDeque<u16>,
    /// A wide number.
    pub wide: u128,
    /// A number that is not zero.
    pub count: NonZeroU8,
    /// A moment.
    pub at: SystemTime,
    /// Shared data.
    pub shared: Arc<Patch>,
    /// Numbers.
    pub numbers: Box<[i64]>,
    /// Names by number.
    pub names: BTreeMap<i128, Cow<'static, str>>,
}

/// Gives back what is held.
#[oche(sync)]
pub fn echo_holder(value: Holder) -> Holder {
    value
}

/// A tree of any number of branches.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// What it is called.
    pub name: String,
    /// What grows on it.
    pub children: Vec<Branch>,
    /// By name.
    pub by_name: HashMap<String, Branch>,
}

/// Gives back a tree.
#[oche(sync)]
pub fn echo_branch(value: Branch) -> Branch {
    value
}

/// An expression, which may hold a block of sentences.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// A sum.
    Add(Box<Expression>, Box<Expression>),
    /// What a block ends in.
    Paragraph(Paragraph),
}

/// Statements.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// One after the other.
    pub sentences: Vec<Sentence>,
    /// The value of all.
    pub value: Option<Box<Expression>>,
}

/// A statement, which holds an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Sentence {
    /// Gives a value a name.
    Let {
        /// The name.
        name: String,
        /// The value.
        value: Expression,
    },
    /// Does nothing.
    Nothing,
}

/// Gives back an expression.
#[oche(sync)]
pub fn echo_expression(value: Expression) -> Expression {
    value
}

/// Text with what is left out taken off its ends, out of the argument itself.
#[oche(sync)]
pub fn trimmed(text: &str) -> &str {
    text.trim()
}

/// The first word of a text, if there is one.
#[oche(sync)]
pub fn first_word(text: &str) -> Option<&str> {
    text.split_whitespace().next()
}

/// The words of a text.
pub fn split_words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// The words of a text, by their first letter.
#[oche(sync)]
pub fn words_by_letter(text: &str) -> BTreeMap<char, Vec<&str>> {
    let mut map: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    for word in text.split_whitespace() {
        map.entry(word.chars().next().unwrap_or(' ')).or_default().push(word);
    }
    map
}

/// What comes after the first byte.
#[oche(sync)]
pub fn rest(bytes: &[u8]) -> &[u8] {
    bytes.get(1..).unwrap_or_default()
}

/// The first half of a list of data.
#[oche(sync)]
pub fn half(list: &[Counters]) -> &[Counters] {
    &list[..list.len() / 2]
}

/// The first of some data, if there is any.
#[oche(sync)]
pub fn first_counters(list: &[Counters]) -> Option<&Counters> {
    list.first()
}

/// The data itself.
#[oche(sync)]
pub fn same_counters(value: &Counters) -> &Counters {
    value
}

/// Text without spaces; what has none is lent.
#[oche(sync)]
pub fn without_spaces(text: &str) -> Cow<'_, str> {
    if text.contains(' ') {
        Cow::Owned(text.replace(' ', ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Text that lives for good.
#[oche(sync)]
pub fn motto() -> &'static str {
    "both sides of the line"
}

/// Numbers that live for good.
#[oche(sync)]
pub fn primes() -> &'static [u16] {
    &[2, 3, 5, 7, 11]
}

/// What comes before a comma.
///
/// # Errors
/// If there is none.
#[oche(sync)]
pub fn before_comma(text: &str) -> Result<&str, String> {
    text.split_once(',')
        .map(|(before, _)| before)
        .ok_or_else(|| format!("no comma in {text:?}"))
}

/// The file of a path.
#[oche(sync)]
pub fn file_of(path: &Path) -> Option<&Path> {
    path.file_name().map(Path::new)
}

/// A struct of sixty fields, as a foreign table may have.
#[derive(Clone, Debug, PartialEq)]
pub struct SixtyFields {
    /// Column 0.
    pub column_0: bool,
    /// Column 1.
    pub column_1: u8,
    /// Column 2.
    pub column_2: i16,
    /// Column 3.
    pub column_3: u32,
    /// Column 4.
    pub column_4: i64,
    /// Column 5.
    pub column_5: f32,
    /// Column 6.
    pub column_6: f64,
    /// Column 7.
    pub column_7: char,
    /// Column 8.
    pub column_8: String,
    /// Column 9.
    pub column_9: Option<u16>,
    /// Column 10.
    pub column_10: Vec<u8>,
    /// Column 11.
    pub column_11: (i32, bool),
    /// Column 12.
    pub column_12: bool,
    /// Column 13.
    pub column_13: u8,
    /// Column 14.
    pub column_14: i16,
    /// Column 15.
    pub column_15: u32,
    /// Column 16.
    pub column_16: i64,
    /// Column 17.
    pub column_17: f32,
    /// Column 18.
    pub column_18: f64,
    /// Column 19.
    pub column_19: char,
    /// Column 20.
    pub column_20: String,
    /// Column 21.
    pub column_21: Option<u16>,
    /// Column 22.
    pub column_22: Vec<u8>,
    /// Column 23.
    pub column_23: (i32, bool),
    /// Column 24.
    pub column_24: bool,
    /// Column 25.
    pub column_25: u8,
    /// Column 26.
    pub column_26: i16,
    /// Column 27.
    pub column_27: u32,
    /// Column 28.
    pub column_28: i64,
    /// Column 29.
    pub column_29: f32,
    /// Column 30.
    pub column_30: f64,
    /// Column 31.
    pub column_31: char,
    /// Column 32.
    pub column_32: String,
    /// Column 33.
    pub column_33: Option<u16>,
    /// Column 34.
    pub column_34: Vec<u8>,
    /// Column 35.
    pub column_35: (i32, bool),
    /// Column 36.
    pub column_36: bool,
    /// Column 37.
    pub column_37: u8,
    /// Column 38.
    pub column_38: i16,
    /// Column 39.
    pub column_39: u32,
    /// Column 40.
    pub column_40: i64,
    /// Column 41.
    pub column_41: f32,
    /// Column 42.
    pub column_42: f64,
    /// Column 43.
    pub column_43: char,
    /// Column 44.
    pub column_44: String,
    /// Column 45.
    pub column_45: Option<u16>,
    /// Column 46.
    pub column_46: Vec<u8>,
    /// Column 47.
    pub column_47: (i32, bool),
    /// Column 48.
    pub column_48: bool,
    /// Column 49.
    pub column_49: u8,
    /// Column 50.
    pub column_50: i16,
    /// Column 51.
    pub column_51: u32,
    /// Column 52.
    pub column_52: i64,
    /// Column 53.
    pub column_53: f32,
    /// Column 54.
    pub column_54: f64,
    /// Column 55.
    pub column_55: char,
    /// Column 56.
    pub column_56: String,
    /// Column 57.
    pub column_57: Option<u16>,
    /// Column 58.
    pub column_58: Vec<u8>,
    /// Column 59.
    pub column_59: (i32, bool),
}

/// Gives back a wide struct.
#[oche(sync)]
pub fn echo_sixty_fields(value: SixtyFields) -> SixtyFields {
    value
}

/// Counts more than an `int` can hold.
#[oche(interface)]
pub trait Meter: Send + Sync {
    /// How much more than `since` it is, in steps of `step`.
    fn read(&self, #[oche(bigint)] since: u64, step: u64) -> u64;

    /// Everything.
    #[oche(bigint)]
    fn total(&self, more: i64) -> u64;
}

/// Reads a meter of Dart with numbers that only a `BigInt` holds.
#[oche(sync, bigint)]
pub fn read_meter(meter: Box<dyn Meter>) -> (u64, u64) {
    (meter.read(u64::MAX, 2), meter.total(-1))
}
