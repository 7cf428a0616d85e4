//! Synchronous methods of scalars: they cross as plain C signatures, with the object as a pointer.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use oche::oche;

/// How many [`Switchboard`]s exist.
static SWITCHBOARDS: AtomicI64 = AtomicI64::new(0);

/// How many switchboards exist in Rust.
#[oche(sync)]
pub fn living_switchboards() -> i64 {
    SWITCHBOARDS.load(Ordering::SeqCst)
}

/// A function of Dart's that a switchboard keeps.
type Ask = Arc<dyn Fn(i32) -> i32 + Send + Sync>;

/// Holds a value of each kind of scalar.
#[derive(Default)]
pub struct Switchboard {
    flag: bool,
    i8: i8,
    u8: u8,
    i16: i16,
    u16: u16,
    i32: i32,
    u32: u32,
    i64: i64,
    u64: u64,
    isize: isize,
    usize: usize,
    f32: f32,
    f64: f64,
    letter: char,
    dial: Dial,
    ask: Option<Ask>,
    farewell: Option<Ask>,
}

/// A part of a [`Switchboard`].
#[derive(Default)]
#[oche(opaque)]
pub struct Dial {
    at: i32,
}

#[oche(sync)]
impl Dial {
    /// Where it is.
    pub fn at(&self) -> i32 {
        self.at
    }

    /// Turns it; where it is then.
    pub fn turn(&mut self, by: i32) -> i32 {
        self.at += by;
        self.at
    }
}

impl Switchboard {
    /// A switchboard of zeros.
    pub fn new() -> Self {
        SWITCHBOARDS.fetch_add(1, Ordering::SeqCst);
        Self::default()
    }

    /// Keeps a function for [`Switchboard::ask`].
    #[oche(sync)]
    pub fn keep(&mut self, f: Arc<dyn Fn(i32) -> i32 + Send + Sync>) {
        self.ask = Some(f);
    }

    /// Keeps a function that is called when the switchboard ends.
    #[oche(sync)]
    pub fn keep_farewell(&mut self, f: Arc<dyn Fn(i32) -> i32 + Send + Sync>) {
        self.farewell = Some(f);
    }

    /// Holds the switchboard while it waits.
    pub async fn hold(&mut self, wait: Duration) {
        tokio::time::sleep(wait).await;
    }

    /// Reads the switchboard while it waits.
    pub async fn watch(&self, wait: Duration) {
        tokio::time::sleep(wait).await;
    }

    /// Its dial.
    #[oche(getter)]
    pub fn dial(&self) -> &Dial {
        &self.dial
    }

    /// Its dial, to be turned.
    #[oche(sync)]
    pub fn dial_to_turn(&mut self) -> &mut Dial {
        &mut self.dial
    }

    /// What it holds, by reference: this is encoded.
    #[oche(sync)]
    pub fn borrowed(&self) -> &i32 {
        &self.i32
    }

    /// What it holds, if it is not negative: this is encoded.
    #[oche(sync)]
    pub fn checked(&self) -> Result<i32, String> {
        match self.i32 {
            ..0 => Err("it is negative".to_owned()),
            value => Ok(value),
        }
    }
}

#[oche(sync)]
impl Switchboard {
    /// What the kept function says about `value`, and what the switchboard holds after that.
    pub fn ask(&self, value: i32) -> i32 {
        let said = self.ask.as_ref().map_or(0, |ask| ask(value));
        said + self.i32
    }

    /// The same while nobody else can have the switchboard.
    pub fn ask_alone(&mut self, value: i32) -> i32 {
        let said = self.ask.as_ref().map_or(0, |ask| ask(value));
        self.i32 += said;
        self.i32
    }

    /// Takes many arguments, of all sizes.
    pub fn mix(&mut self, small: i8, large: u64, single: f32, letter: char, size: usize, double: f64) -> f64 {
        self.i8 = small;
        self.u64 = large;
        self.f32 = single;
        self.letter = letter;
        self.usize = size;
        f64::from(small) + large as f64 + f64::from(single) + f64::from(u32::from(letter)) + size as f64 + double
    }

    /// Takes all of another one's number; what it holds then.
    pub fn take_from(&mut self, other: &mut Switchboard) -> i32 {
        self.i32 += std::mem::take(&mut other.i32);
        self.i32
    }

    /// What the kept function says about `value`, while nobody else can have this one or the other.
    pub fn ask_beside(&mut self, other: &mut Switchboard, value: i32) -> i32 {
        let said = self.ask.as_ref().map_or(0, |ask| ask(value));
        self.i32 += said + other.i32;
        self.i32
    }

    /// Panics after it has changed.
    pub fn stumble(&mut self, by: i32) -> i32 {
        self.i32 += by;
        panic!("stumbled at {}", self.i32);
    }

    /// Panics if it is asked to, with a value that is no text.
    pub fn trip(&self, now: bool) {
        if now {
            std::panic::panic_any(self.i32);
        }
    }

    /// Ends the switchboard; what it held. This is encoded.
    pub fn finish(self) -> i32 {
        self.i32
    }
}

/// Reads one, and changes another.
#[oche(sync)]
pub fn copy_number(from: &Switchboard, to: &mut Switchboard) -> i32 {
    std::mem::replace(&mut to.i32, from.i32)
}

impl Drop for Switchboard {
    fn drop(&mut self) {
        SWITCHBOARDS.fetch_sub(1, Ordering::SeqCst);
        if let Some(farewell) = &self.farewell {
            farewell(self.i32);
        }
    }
}

/// A pair of accessors for each kind of scalar.
impl Switchboard {
    /// Holds a truth value.
    #[oche(getter)]
    pub fn flag(&self) -> bool {
        self.flag
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_flag(&mut self, value: bool) {
        self.flag = value;
    }

    /// Holds an `i8`.
    #[oche(getter)]
    pub fn i8(&self) -> i8 {
        self.i8
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_i8(&mut self, value: i8) {
        self.i8 = value;
    }

    /// Holds a `u8`.
    #[oche(getter)]
    pub fn u8(&self) -> u8 {
        self.u8
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_u8(&mut self, value: u8) {
        self.u8 = value;
    }

    /// Holds an `i16`.
    #[oche(getter)]
    pub fn i16(&self) -> i16 {
        self.i16
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_i16(&mut self, value: i16) {
        self.i16 = value;
    }

    /// Holds a `u16`.
    #[oche(getter)]
    pub fn u16(&self) -> u16 {
        self.u16
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_u16(&mut self, value: u16) {
        self.u16 = value;
    }

    /// Holds an `i32`.
    #[oche(getter)]
    pub fn i32(&self) -> i32 {
        self.i32
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_i32(&mut self, value: i32) {
        self.i32 = value;
    }

    /// Holds a `u32`.
    #[oche(getter)]
    pub fn u32(&self) -> u32 {
        self.u32
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_u32(&mut self, value: u32) {
        self.u32 = value;
    }

    /// Holds an `i64`.
    #[oche(getter)]
    pub fn i64(&self) -> i64 {
        self.i64
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_i64(&mut self, value: i64) {
        self.i64 = value;
    }

    /// Holds a `u64`.
    #[oche(getter)]
    pub fn u64(&self) -> u64 {
        self.u64
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_u64(&mut self, value: u64) {
        self.u64 = value;
    }

    /// Holds an `isize`.
    #[oche(getter)]
    pub fn isize(&self) -> isize {
        self.isize
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_isize(&mut self, value: isize) {
        self.isize = value;
    }

    /// Holds a `usize`.
    #[oche(getter)]
    pub fn usize(&self) -> usize {
        self.usize
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_usize(&mut self, value: usize) {
        self.usize = value;
    }

    /// Holds an `f32`.
    #[oche(getter)]
    pub fn f32(&self) -> f32 {
        self.f32
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_f32(&mut self, value: f32) {
        self.f32 = value;
    }

    /// Holds an `f64`.
    #[oche(getter)]
    pub fn f64(&self) -> f64 {
        self.f64
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_f64(&mut self, value: f64) {
        self.f64 = value;
    }

    /// Holds a character.
    #[oche(getter)]
    pub fn letter(&self) -> char {
        self.letter
    }

    /// Sets it.
    #[oche(setter)]
    pub fn set_letter(&mut self, value: char) {
        self.letter = value;
    }
}
