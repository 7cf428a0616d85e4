use futures_core::Stream;
use oche::{Signal, StreamSink, oche};
use std::rc::Rc;

pub struct Tree {
    pub name: String,
    pub root: Option<Rc<Node>>,
}

pub struct Node {
    pub number: u32,
}

// These stay on one thread.
#[oche(sync)]
pub fn here(tree: Tree) -> Rc<str> {
    todo!()
}
pub fn there(text: Rc<str>) -> Rc<[u8]> {
    todo!()
}

// These do not.
pub async fn later(tree: Tree) {}
#[oche(eager)]
pub async fn soon(text: Rc<str>) {}
pub fn items() -> impl Stream<Item = Vec<Rc<Node>>> {
    todo!()
}
pub fn fallible() -> impl Stream<Item = Result<(bool, Rc<str>), String>> {
    todo!()
}
pub async fn read(values: impl Stream<Item = Rc<[u8]>> + Send) {}
pub fn push(sink: StreamSink<Rc<u8>>) {}
#[oche(sync)]
pub fn live() -> Signal<Rc<str>> {
    todo!()
}
