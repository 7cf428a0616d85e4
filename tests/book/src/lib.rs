//! What the pages of this repository promise, held against what is there: the book, the READMEs, and the rest of its Markdown.
//!
//! - [`links`]: every link leads somewhere, every anchor is there, the summary is complete, and a file that is named exists.
//! - [`words`]: every word of an attribute exists.
//! - [`samples`] and [`check`]: every block of Rust and of Dart compiles, and what is said to be generated is.
//! - [`codes`]: the examples on the pages of the diagnostics' codes are as wrong, and as right, as they say.

pub mod anchors;
pub mod check;
pub mod codes;
pub mod links;
pub mod markdown;
pub mod pages;
pub mod samples;
pub mod words;
