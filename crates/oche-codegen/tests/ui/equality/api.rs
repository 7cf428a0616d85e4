use oche::oche;

#[oche(members = "@override bool operator ==(Object other) => true;")]
pub struct Half {
    pub a: i32,
}

#[derive(PartialEq, Hash)]
#[oche(eq, no_eq)]
pub struct Both {
    pub a: i32,
}

#[derive(PartialEq, Hash)]
#[oche(eq, display, members = "@override int get hashCode => a; @override String toString() => 'a';")]
pub struct Twice {
    pub a: i32,
}

#[oche(no_eq)]
pub enum Gear {
    Park,
}

#[oche(no_eq)]
pub struct Engine {
    speed: i32,
}

#[oche(sync)]
pub fn take(a: Half, b: Both, c: Twice, d: Gear, e: &Engine) {}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
#[oche(ord, partial_ord)]
pub struct Orders {
    pub a: i32,
}

#[oche(sync)]
pub fn order(a: Orders) {}
