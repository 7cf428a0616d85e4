pub fn ticks() -> impl Stream<Item = i32> {}

pub fn sink(to: StreamSink<i32>) {}

pub fn state() -> Signal<i32> {}
