use futures_core::Stream;
use oche::oche;

#[oche(window = 256)]
pub fn fine() -> impl Stream<Item = i32> {
    loop {}
}

#[oche(window = 0)]
pub fn none_at_all() -> impl Stream<Item = i32> {
    loop {}
}

#[oche(window = 65_537)]
pub fn too_many() -> impl Stream<Item = i32> {
    loop {}
}

#[oche(window = "many")]
pub fn no_number() -> impl Stream<Item = i32> {
    loop {}
}

#[oche(window)]
pub fn nothing_said() -> impl Stream<Item = i32> {
    loop {}
}

#[oche(window = 8)]
pub fn no_stream() -> i32 {
    8
}

#[oche(window = 8)]
pub struct Thing {
    pub size: i32,
}
