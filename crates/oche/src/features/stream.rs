//! Streams: polled only against credit that Dart has granted, sent in batches. The Dart twin is `stream.dart`.

pub(crate) mod batch;
pub(crate) mod lane;
pub(crate) mod out;
