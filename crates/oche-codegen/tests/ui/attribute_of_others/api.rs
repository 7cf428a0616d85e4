use oche::oche;

#[oche(skip)]
pub fn hidden() {}

#[oche(rename = "plus")]
pub fn add(a: i32) {}

#[oche(serde)]
pub struct Point {
    pub x: i32,
}

#[oche(blocking)]
pub fn wait() {}

#[oche(constructor)]
pub fn made() -> Point {}

#[oche(stream)]
pub fn items() {}

#[oche(async)]
pub fn later() {}

#[oche(non_opaque)]
pub struct Plain {
    pub x: i32,
}
