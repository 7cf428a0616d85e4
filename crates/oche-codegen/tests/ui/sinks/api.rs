//! Sinks are parameters themselves, and nothing else.

use oche::{StreamSink, oche};

pub struct Holder {
    pub sink: StreamSink<i32>,
}

pub fn give() -> StreamSink<i32> {
    loop {}
}

pub fn within(sinks: Vec<StreamSink<i32>>, maybe: Option<StreamSink<i32>>) {
    drop((sinks, maybe));
}

pub fn held(holder: Holder) {
    drop(holder);
}

pub fn nothing(sink: StreamSink<()>) {
    drop(sink);
}

pub fn changed(sink: &mut StreamSink<i32>) {
    sink.close();
}

pub fn bare(sink: StreamSink) {
    drop(sink);
}

pub fn called(callback: impl Fn(StreamSink<i32>)) {
    drop(callback);
}

pub fn outcome(sink: StreamSink<Result<i32>>) {
    drop(sink);
}

#[oche(window = 8)]
pub fn window_at_the_wrong_place(sink: StreamSink<i32>) {
    drop(sink);
}

/// Nothing is wrong with these.
pub fn fine(sink: StreamSink<i32>, other: &StreamSink<Result<String, String>>) -> bool {
    drop((sink, other));
    true
}
