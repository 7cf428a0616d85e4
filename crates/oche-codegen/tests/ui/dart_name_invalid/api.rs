use oche::oche;

#[oche(name = "two words")]
pub fn spaces() {}

#[oche(name = "_hidden")]
pub fn private() {}

#[oche(name = "class")]
pub fn reserved() {}

#[oche(name = "")]
pub fn empty() {}

pub fn größe() {}

pub fn unnamed(_: i32, _second: i32) {}
