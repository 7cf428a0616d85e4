//! A shop.
//!
//! Each public module is a library in Dart, and the package's main library has them all.

pub mod catalog;
pub mod counting;
pub mod orders;
pub mod prelude;
mod status;

use oche::oche;

pub use self::catalog::pricing::discount::Discount;
pub use self::status::Status;
pub use crate::money::Money;

/// Adds two numbers.
#[oche(sync)]
pub fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// What the shop is doing.
#[oche(sync)]
pub fn status(orders: u32) -> Status {
    match orders {
        0 => Status::Idle,
        orders => Status::Busy { orders },
    }
}
