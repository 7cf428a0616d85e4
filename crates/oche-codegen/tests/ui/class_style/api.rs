use oche::oche;

#[oche(mutable, positional)]
pub enum Gear {
    Park,
}

#[oche(mutable)]
pub struct Nothing;

#[oche(positional)]
pub struct Pair(pub i32, pub i32);

#[oche(mutable, positional, json)]
pub struct Hidden {
    secret: i32,
}
