//! Three levels below `api`.

use std::error::Error;
use std::fmt;

use crate::api::Money;
use crate::api::orders::Order;

/// What is taken off a price.
#[derive(Clone, Debug, PartialEq)]
pub enum Discount {
    /// So many hundredths.
    Percent(u8),
    /// A fixed amount.
    Amount(Money),
}

/// Why there is no discount.
#[derive(Clone, Debug, PartialEq)]
pub enum DiscountError {
    /// The order has nothing in it.
    EmptyOrder,
    /// The order has cost too little.
    TooLittle {
        /// What is missing.
        missing: Money,
    },
}

impl fmt::Display for DiscountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyOrder => f.write_str("the order is empty"),
            Self::TooLittle { missing } => write!(f, "{} cents are missing", missing.cents),
        }
    }
}

impl Error for DiscountError {}

/// The discount that an order earns.
pub fn discount_for(order: Order) -> Result<Discount, DiscountError> {
    let total = order.total().cents;
    match total {
        0 => Err(DiscountError::EmptyOrder),
        1..1000 => Err(DiscountError::TooLittle {
            missing: Money { cents: 1000 - total },
        }),
        _ => Ok(Discount::Percent(10)),
    }
}
