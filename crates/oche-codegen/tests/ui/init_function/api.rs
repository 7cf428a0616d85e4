use oche::oche;

#[oche(init, sync, name = "x")]
pub fn first(setting: i32) {}

#[oche(init)]
pub fn second() {}
