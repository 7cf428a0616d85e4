//! Results: errors as structs, as enums, and by what they say.

use std::error::Error;
use std::fmt;
use std::io;
use std::num::ParseIntError;

use futures_core::Stream;
use oche::{StreamSink, oche};

/// There is not enough in the tank.
#[derive(Clone, Debug, PartialEq)]
pub struct NotEnoughFuel {
    /// Litres that the way takes.
    pub needed: f64,
    /// Litres in the tank.
    pub left: f64,
}

/// Why there is no way.
#[derive(Clone, Debug, PartialEq)]
pub enum RouteError {
    /// The two are not connected.
    NotConnected {
        /// Where the way would begin.
        from: String,
        /// Where it would end.
        to: String,
    },
    /// A road is closed.
    Closed(String),
    /// Nobody knows.
    Unknown,
}

/// Why a door stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorError {
    /// It needs a key.
    Locked,
    /// It needs a hammer.
    Jammed,
}

/// An error that is told by its text, although it is plain data.
#[derive(Clone, Debug, PartialEq)]
#[oche(error)]
pub struct Refused {
    /// The number that was refused.
    pub number: i32,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the number {} is refused", self.number)
    }
}

impl Error for Refused {}

/// What is left in the tank after a way of so many litres.
#[oche(sync)]
pub fn drive(needed: f64, left: f64) -> Result<f64, NotEnoughFuel> {
    if needed > left {
        return Err(NotEnoughFuel { needed, left });
    }
    Ok(left - needed)
}

/// Like [`drive`], on the blocking pool.
pub fn drive_later(needed: f64, left: f64) -> Result<f64, NotEnoughFuel> {
    drive(needed, left)
}

/// Like [`drive`], in an async function.
pub async fn drive_async(needed: f64, left: f64) -> Result<f64, NotEnoughFuel> {
    tokio::task::yield_now().await;
    drive(needed, left)
}

/// The stops of a way: `A` to `B` goes, everything else fails in its own way.
#[oche(sync)]
pub fn route(from: &str, to: &str) -> Result<Vec<String>, RouteError> {
    match (from, to) {
        ("A", "B") => Ok(vec!["A".to_owned(), "B".to_owned()]),
        ("", _) | (_, "") => Err(RouteError::Unknown),
        (_, "closed") => Err(RouteError::Closed(format!("{from} to {to}"))),
        _ => Err(RouteError::NotConnected {
            from: from.to_owned(),
            to: to.to_owned(),
        }),
    }
}

/// Like [`route`], on the blocking pool.
pub fn route_later(from: &str, to: &str) -> Result<Vec<String>, RouteError> {
    route(from, to)
}

/// Like [`route`], in an async function.
pub async fn route_async(from: &str, to: &str) -> Result<Vec<String>, RouteError> {
    tokio::task::yield_now().await;
    route(from, to)
}

/// Opens a door, or does not.
#[oche(sync)]
pub fn open_door(key: bool, hammer: bool) -> Result<(), DoorError> {
    match (key, hammer) {
        (_, true) => Ok(()),
        (true, false) => Err(DoorError::Jammed),
        (false, false) => Err(DoorError::Locked),
    }
}

/// Like [`open_door`], on the blocking pool.
pub fn open_door_later(key: bool, hammer: bool) -> Result<(), DoorError> {
    open_door(key, hammer)
}

/// Reads a number.
#[oche(sync)]
pub fn parse_number(text: &str) -> Result<i32, ParseIntError> {
    text.parse()
}

/// Reads a number, on the blocking pool.
pub fn parse_number_later(text: String) -> Result<i32, ParseIntError> {
    text.parse()
}

/// Reads a number, in an async function.
pub async fn parse_number_async(text: &str) -> Result<i32, ParseIntError> {
    tokio::task::yield_now().await;
    text.parse()
}

/// Opens a file and closes it again.
#[oche(sync)]
pub fn open_file(path: &str) -> io::Result<()> {
    std::fs::File::open(path).map(drop)
}

/// Refuses negative numbers, by text.
#[oche(sync)]
pub fn accept(number: i32) -> Result<i32, Refused> {
    if number < 0 {
        return Err(Refused { number });
    }
    Ok(number)
}

/// Something went wrong while something else was being done.
#[derive(Debug)]
struct While {
    doing: &'static str,
    source: Option<Box<While>>,
}

impl fmt::Display for While {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {}", self.doing)
    }
}

impl Error for While {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Fails for three reasons, each the cause of the one before.
#[oche(sync)]
pub fn boxed_chain() -> Result<i32, Box<dyn Error + Send + Sync>> {
    let innermost = While {
        doing: "read the sector",
        source: None,
    };
    let middle = While {
        doing: "open the file",
        source: Some(Box::new(innermost)),
    };
    let outermost = While {
        doing: "start the engine",
        source: Some(Box::new(middle)),
    };
    Err(outermost.into())
}

/// Like [`boxed_chain`], on the blocking pool.
pub fn boxed_chain_later() -> Result<i32, Box<dyn Error + Send + Sync>> {
    boxed_chain()
}

/// Fails with a text that became a boxed error, or gives the text back, in an async function.
pub async fn boxed_text_async(text: String, fail: bool) -> Result<String, Box<dyn Error + Send + Sync>> {
    tokio::task::yield_now().await;
    if fail { Err(text.into()) } else { Ok(text) }
}

/// Fails with a text of its own.
#[oche(sync)]
pub fn fail_with_string(text: String) -> Result<(), String> {
    Err(text)
}

/// Like [`fail_with_string`], on the blocking pool.
pub fn fail_with_string_later(text: String) -> Result<(), String> {
    Err(text)
}

/// Fails with a text that is part of the program, unless the number is even.
pub async fn only_even(number: i64) -> Result<i64, &'static str> {
    tokio::task::yield_now().await;
    if number % 2 == 0 {
        Ok(number)
    } else {
        Err("the number is odd")
    }
}

/// A counter has run over: an error that Dart may not be able to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Overrun {
    /// How far it had come.
    pub count: u64,
}

/// Fails with a count, which Dart cannot hold if it is too large.
#[oche(sync)]
pub fn overrun(doublings: u8) -> Result<(), Overrun> {
    Err(Overrun {
        count: 1_u64.wrapping_shl(doublings.into()),
    })
}

/// Like [`overrun`], in an async function.
pub async fn overrun_async(doublings: u8) -> Result<(), Overrun> {
    tokio::task::yield_now().await;
    overrun(doublings)
}

/// A packet that was refused: an error with a large list in it.
#[derive(Clone, Debug, PartialEq)]
pub struct BadPacket {
    /// The whole of it.
    pub packet: Vec<u8>,
}

/// Refuses a packet.
#[oche(sync)]
pub fn refuse_packet(packet: Vec<u8>) -> Result<u32, BadPacket> {
    Err(BadPacket { packet })
}

/// Refuses a packet, on the blocking pool.
pub fn refuse_packet_later(packet: Vec<u8>) -> Result<u32, BadPacket> {
    Err(BadPacket { packet })
}

/// An error that fails to say what it is.
#[derive(Debug)]
struct Speechless;

impl fmt::Display for Speechless {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("words fail me")
    }
}

impl Error for Speechless {}

/// Fails with an error that panics when it is asked for its text.
#[oche(sync)]
pub fn speechless() -> Result<(), Box<dyn Error + Send + Sync>> {
    Err(Speechless.into())
}

/// Like [`speechless`], on the blocking pool.
pub fn speechless_later() -> Result<(), Box<dyn Error + Send + Sync>> {
    Err(Speechless.into())
}

/// A result within data: how it went, one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// How many went well.
    pub done: u32,
    /// What the others failed of: an error as plain data.
    pub failed: Vec<RouteError>,
}

/// Gives back a report.
#[oche(sync)]
pub fn echo_report(value: Report) -> Report {
    value
}

/// Gives back nothing, nothing or an error.
#[oche(sync)]
pub fn maybe_route(which: i32) -> Result<Option<String>, RouteError> {
    match which {
        0 => Ok(None),
        1 => Ok(Some("A to B".to_owned())),
        _ => Err(RouteError::Unknown),
    }
}

/// An error with a text, and no `Error`.
#[oche(error)]
#[derive(Debug)]
pub enum OnlyText {
    /// It is broken.
    Broken,
}

impl fmt::Display for OnlyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is broken")
    }
}

/// An error that has no text of its own.
#[derive(Debug)]
pub struct OnlyDebug {
    #[allow(dead_code, reason = "it is printed")]
    code: u16,
}

/// An error that says nothing at all.
pub struct Silent {
    _code: u16,
}

/// Fails with its text, at once.
#[oche(sync)]
pub fn text_only() -> Result<i32, OnlyText> {
    Err(OnlyText::Broken)
}

/// Fails with what is printed of it, on the blocking pool.
pub fn debug_only() -> Result<i32, OnlyDebug> {
    Err(OnlyDebug { code: 404 })
}

/// Fails with its name.
pub async fn name_only() -> Result<i32, Silent> {
    Err(Silent { _code: 1 })
}

/// A stream that cannot begin.
pub fn text_only_stream() -> Result<impl Stream<Item = i32>, OnlyText> {
    match text_only() {
        Ok(item) => Ok(futures_util::stream::iter([item])),
        Err(error) => Err(error),
    }
}

/// A stream whose second item is an error.
pub fn debug_only_items() -> impl Stream<Item = Result<i32, OnlyDebug>> {
    futures_util::stream::iter([Ok(1), Err(OnlyDebug { code: 500 }), Ok(2)])
}

/// The same, pushed.
pub fn text_only_sink(sink: StreamSink<Result<i32, OnlyText>>) {
    let _ = sink.send_blocking(Ok(1));
    let _ = sink.send_blocking(Err(OnlyText::Broken));
}

/// A box around one.
#[oche(sync)]
pub fn boxed_text_only() -> Result<i32, Box<OnlyText>> {
    Err(Box::new(OnlyText::Broken))
}
