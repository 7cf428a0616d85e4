//! Values and members whose names are also those of what generated code uses.

use std::collections::HashSet;

use oche::oche;

/// Its values hide types and import prefixes in their own enum.
#[oche(json, ord)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hidden {
    /// A type.
    Int,
    /// Another one.
    Bool,
    /// One that is a class.
    String,
    /// An import prefix.
    Oche,
    /// Another one.
    Bridge,
    /// The one of `dart:core`.
    Core,
    /// What is above members.
    Override,
}

impl Hidden {
    /// How far it is behind the first one, and `more`.
    #[oche(sync)]
    pub fn place(self, more: i32) -> i32 {
        self as i32 + more
    }

    /// Whether it is the first one.
    #[oche(getter)]
    pub fn is_first(self) -> bool {
        self == Self::Int
    }
}

/// The same with numbers.
#[derive(Clone, Copy, PartialEq)]
#[repr(u32)]
pub enum Numbered {
    /// A type.
    Int = b'i' as u32,
    /// What every enum has.
    Values = u16::MAX as u32,
    /// Four letters.
    Riff = u32::from_be_bytes(*b"RIFF"),
}

/// The number that Rust knows.
#[oche(sync)]
pub fn rust_number(value: Numbered) -> u32 {
    value as u32
}

/// Calls a function whose name hides the type of what it takes.
#[oche(sync)]
pub fn call_int(int: impl Fn(i32) -> i32, string: impl Fn(&str) -> String) -> String {
    string(&int(5).to_string())
}

/// Its members are called as what their own code needs.
#[oche(json)]
#[derive(Clone, Debug, PartialEq)]
pub struct Shadowing {
    /// A number.
    pub int: i32,
    /// A text.
    pub string: Option<String>,
    /// More numbers.
    pub double: Vec<f64>,
    /// A truth value.
    pub identical: bool,
    /// The prefix of the bridge.
    pub bridge: HashSet<i32>,
}

impl Shadowing {
    /// The sum.
    #[oche(sync)]
    pub fn core(&self, oche: i32) -> i32 {
        self.int + oche
    }
}

/// The same.
#[oche(sync)]
pub fn same_shadowing(value: Shadowing) -> Shadowing {
    value
}

/// Equal only to itself.
#[oche(no_eq)]
#[derive(Clone)]
pub struct Ticket {
    /// Its number.
    pub number: i32,
}

/// The same ticket.
#[oche(sync)]
pub fn same_ticket(ticket: Ticket) -> Ticket {
    ticket
}

/// Equal whatever the case of its letters.
#[oche(members = "
    @override
    bool operator ==(Object other) =>
        other is Nickname && other.text.toLowerCase() == text.toLowerCase();

    @override
    int get hashCode => text.toLowerCase().hashCode;

    @override
    String toString() => '~$text';
")]
#[derive(Clone)]
pub struct Nickname {
    /// What it is.
    pub text: String,
}

/// The same name.
#[oche(sync)]
pub fn same_nickname(name: Nickname) -> Nickname {
    name
}

/// A property with Rust's prefixes.
pub struct Speaker {
    volume: i32,
}

impl Speaker {
    /// A silent one.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self { volume: 0 }
    }

    /// How loud it is.
    #[oche(getter)]
    pub fn get_volume(&self) -> i32 {
        self.volume
    }

    /// Makes it that loud.
    #[oche(setter)]
    pub fn set_volume(&mut self, volume: i32) {
        self.volume = volume;
    }
}

/// Takes what has fewer values in Rust than in Dart.
pub fn narrow(level: u8, letter: char, more: Option<i16>, count: u64) -> String {
    format!("{level} {letter} {more:?} {count}")
}

impl Speaker {
    /// Makes it louder by what one of its channels adds.
    pub async fn channel(&mut self, channel: i8) -> i32 {
        self.volume += i32::from(channel);
        self.volume
    }
}

const LETTER: u8 = b'z';

/// The largest byte.
pub const LARGEST_BYTE: u8 = u8::MAX;
/// Bytes as a number.
pub const MAGIC: u32 = u32::from_be_bytes(*b"RIFF");
/// A letter.
pub const LAST_LETTER: char = LETTER as char;
/// What another constant is.
pub const SAME_LETTER: char = LAST_LETTER;
/// As large as an `int` can be.
pub const HALF_OF_ALL: u64 = u64::MAX / 2;

/// What it is given, or what stands here.
#[oche(sync)]
pub fn or_default(#[oche(default = u8::MAX)] byte: u8, #[oche(default = MAGIC)] magic: u32) -> u32 {
    u32::from(byte) ^ magic
}
