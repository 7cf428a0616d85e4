//! What a sink does with items for which there is no room.

use oche::{StreamSink, oche};

const ROOM: usize = 4;

pub struct Frame {
    pub id: u32,
}

#[oche]
pub fn misspelt(#[oche(overflow = drop_odlest(4))] sink: StreamSink<i32>) {
    drop(sink);
}

#[oche]
pub fn unknown(#[oche(overflow = whatever)] sink: StreamSink<i32>, #[oche(overflow = 5)] other: StreamSink<i32>) {
    drop((sink, other));
}

#[oche]
pub fn capacities(
    #[oche(overflow = block)] a: StreamSink<i32>,
    #[oche(overflow = block(0))] b: StreamSink<i32>,
    #[oche(overflow = error(ROOM))] c: StreamSink<i32>,
    #[oche(overflow = latest(3))] d: StreamSink<i32>,
    #[oche(overflow = drop_newest(1, 2))] e: StreamSink<i32>,
    #[oche(overflow = drop_newest(4294967296))] f: StreamSink<i32>,
) {
    drop((a, b, c, d, e, f));
}

#[oche]
pub fn keys(
    #[oche(overflow = latest_by)] a: StreamSink<Frame>,
    #[oche(overflow = latest_by(5))] b: StreamSink<Frame>,
    #[oche(overflow = latest_by(|a, b| a.id + b.id))] c: StreamSink<Frame>,
    #[oche(overflow = latest_by(|frame| frame.id, 0))] d: StreamSink<Frame>,
) {
    drop((a, b, c, d));
}

#[oche]
pub fn elsewhere(#[oche(overflow = latest)] number: i32, #[oche(overflow)] sink: StreamSink<i32>) {
    drop((number, sink));
}

#[oche(overflow = latest)]
pub fn above(sink: StreamSink<i32>) {
    drop(sink);
}

/// Nothing is wrong with this one.
#[oche]
pub fn fine(
    #[oche(overflow = latest_by(|frame: &Frame| frame.id, 16), window = 2)] a: StreamSink<Frame>,
    #[oche(overflow = block(1))] b: StreamSink<Frame>,
) {
    drop((a, b));
}
