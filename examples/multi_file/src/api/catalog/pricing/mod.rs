//! What things cost.

pub mod discount;

use oche::oche;

use self::discount::Discount;
use super::super::Money;
use super::Article;

/// What an article costs with a discount.
#[oche(sync)]
pub fn price_of(article: Article, discount: Option<Discount>) -> Money {
    match discount {
        Some(Discount::Percent(percent)) => article.price.reduced_by(percent),
        Some(Discount::Amount(amount)) => Money {
            cents: (article.price.cents - amount.cents).max(0),
        },
        None => article.price,
    }
}
