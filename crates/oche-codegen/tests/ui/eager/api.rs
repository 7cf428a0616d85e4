use futures_core::Stream;
use oche::{StreamSink, oche};

pub struct Cache {
    entries: Vec<i32>,
}

impl Cache {
    #[oche(eager)]
    pub async fn fine(&self, key: i32) -> Option<i32> {
        self.entries.get(key as usize).copied()
    }

    #[oche(eager)]
    pub fn not_async(&self) -> i32 {
        1
    }

    #[oche(eager, sync)]
    pub fn at_once(&self) -> i32 {
        1
    }
}

#[oche(eager, sync)]
pub async fn both() -> i32 {
    1
}

#[oche(eager)]
pub fn items() -> impl Stream<Item = i32> {
    loop {}
}

#[oche(eager)]
pub async fn items_later() -> impl Stream<Item = i32> {
    loop {}
}

#[oche(eager)]
pub async fn into_sink(sink: StreamSink<i32>) {}

#[oche(eager)]
pub struct Thing {
    pub size: i32,
}
