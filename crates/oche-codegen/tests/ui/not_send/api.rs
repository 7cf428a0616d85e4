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

pub async fn by_reference(f: &dyn Fn(i32)) {}
pub async fn by_mutable_reference(f: &mut dyn FnMut(i32) -> u8) {}
pub async fn boxed(f: Box<dyn Fn(i32) + Sync>) {}
pub async fn shared(f: std::sync::Arc<dyn Fn(i32) + Send>) {}

// These can move.
pub async fn fine(
    a: &(dyn Fn(i32) + Sync),
    b: &mut (dyn FnMut(i32) + Send),
    c: Box<dyn Fn(i32) + Send>,
    d: std::sync::Arc<dyn Fn(i32) + Send + Sync>,
    e: impl Fn(i32),
    f: &impl Fn(i32),
) {
}
#[oche(sync)]
pub fn at_once(f: &dyn Fn(i32), g: Box<dyn Fn(i32)>) {}
