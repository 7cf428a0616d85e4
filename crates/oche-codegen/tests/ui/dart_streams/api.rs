use std::pin::Pin;

use futures_core::Stream;
use futures_core::stream::BoxStream;
use oche::{CallbackError, oche};

pub fn local(items: Pin<Box<dyn Stream<Item = i32>>>) {}

pub fn of_nothing(items: impl Stream<Item = ()>) {}

pub fn shared(items: impl Stream<Item = i32> + Send + Sync) {}

pub fn shared_box(items: Pin<Box<dyn Stream<Item = i32> + Send + Sync>>) {}

pub fn strange_error(items: impl Stream<Item = Result<i32, std::io::Error>>) {}

pub fn borrowed_items(items: impl Stream<Item = &'static str>) {}

pub fn lent(items: &mut impl Stream<Item = i32>) {}

pub fn listed(all: Vec<BoxStream<'static, i32>>) {}

pub fn perhaps(items: Option<BoxStream<'static, i32>>) {}

pub fn boxed(items: Pin<Box<impl Stream<Item = i32>>>) {}

pub fn given_to_dart(f: impl Fn(BoxStream<'static, i32>)) {}

pub fn of_streams(all: impl Stream<Item = BoxStream<'static, i32>>) {}

pub struct Holder {
    pub items: BoxStream<'static, i32>,
}

pub fn kept(holder: Holder) {}

#[oche(interface)]
pub trait Reader {
    fn read(&self, items: BoxStream<'static, i32>) -> i32;
}

pub fn read_by(reader: Box<dyn Reader + Send>) {}

#[oche]
pub fn no_window(#[oche(window = 0)] items: impl Stream<Item = i32>) {}

#[oche]
pub fn no_stream(#[oche(window = 8)] items: Vec<i32>) {}

#[oche]
pub fn with_default(#[oche(default = 8)] items: impl Stream<Item = i32>) {}

#[oche(sync)]
pub fn fine<S>(
    #[oche(window = 8)] items: impl Stream<Item = i32> + Send + Unpin + 'static,
    others: S,
    results: BoxStream<'static, Result<i32, CallbackError>>,
    boxed: Box<dyn Stream<Item = Vec<u8>> + Send + Unpin>,
    pinned: Pin<Box<dyn Stream<Item = Option<String>> + Send>>,
) where
    S: Stream<Item = String>,
{
}
