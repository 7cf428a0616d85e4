use futures_core::Stream;
use oche::oche;

#[oche(sync)]
pub async fn later() -> i32 {
    1
}

#[oche(sync)]
pub fn items() -> impl Stream<Item = i32> {
    loop {}
}
