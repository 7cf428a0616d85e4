pub fn read(path: impl AsRef<std::path::Path>) {}

pub fn text(text: std::ffi::OsString) {}

pub fn list(entries: std::fs::ReadDir) {}

pub fn thread(id: std::thread::ThreadId, name: std::fmt::Arguments<'_>) {}

pub fn range(range: std::ops::RangeFrom<i32>, order: std::cmp::Ordering, reverse: std::cmp::Reverse<i32>) {}
