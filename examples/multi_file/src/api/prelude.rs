//! Everything once more, for Rust; in Dart nothing appears twice.

pub use super::catalog::pricing::discount::*;
pub use super::catalog::{Article, Category};
pub use super::counting::Counter as PreludeCounter;
pub use super::orders::Order;
pub use super::{Money, Status};
