use oche::oche;
use std::fmt;

pub struct Engine {
    pub name: String,
    pub cylinders: u8,
    running: bool,
}

pub struct Pair(pub u8, u8);

#[oche(opaque)]
pub struct Said {
    pub name: String,
    running: bool,
}

#[oche]
pub struct Marked {
    #[oche(name = "title")]
    name: String,
}

#[oche(opaque)]
pub enum Choice {
    #[oche(name = "first")]
    One,
    Two,
}

pub trait Motor {
    fn start(&self) -> bool;
}

impl Motor for Engine {
    #[oche(sync)]
    fn start(&self) -> bool {
        self.running
    }
}

#[oche(sync)]
impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("engine")
    }
}

impl Engine {
    #[oche(sync)]
    fn private(&self) {}

    #[oche]
    pub fn stop(#[oche(name = "engine")] &self) {}

    #[oche(ignore)]
    fn left_out(&self) {}
}

#[oche(name = "Machine")]
pub type Alias = Engine;

#[oche(sync)]
fn helper() {}

#[oche(json)]
struct Hidden {
    a: u8,
}

#[oche(error)]
pub enum NeverThrown {
    One,
}

#[oche(bigint)]
pub fn nothing_wide(a: u32) -> String {
    String::new()
}

#[oche(bigint)]
pub fn parameters(a: u64, b: Option<i64>) {}

#[oche]
pub fn parameter(#[oche(bigint)] a: u32) {}

#[oche]
pub struct Numbers {
    #[oche(bigint)]
    pub a: u8,
    #[oche(bigint)]
    pub b: Vec<u64>,
}

#[oche(bigint)]
pub const LIMIT: u8 = 3;

#[oche(interface)]
pub trait Listener: Send + Sync {
    #[oche(bigint)]
    fn narrow(&self, a: u8);

    #[oche(bigint)]
    fn wide(&self, a: u64) -> i64;

    fn one(&self, #[oche(bigint)] a: u64, #[oche(bigint)] b: u16);
}

pub fn all(engine: &Engine, pair: &Pair, said: &Said, marked: &Marked, choice: &Choice, listener: Box<dyn Listener>) {}

pub mod inner {
    #[oche::oche(sync)]
    pub fn crosses() {}
}

#[oche(ignore)]
pub mod ignored {
    pub struct Quiet {
        a: u8,
    }
}
