use oche::oche;

#[oche(sync)]
impl Missing {
    pub fn go(&self) {}
}

#[oche(json)]
mod inner {}

#[oche(sync)]
use std::time::Duration;

pub fn f() {}
