//! What there is to buy.

pub mod pricing;
mod shelf;

use oche::oche;

pub use self::shelf::Category;
use super::Money;
use super::orders::Order;

/// Something to buy.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// What it is called.
    pub name: String,
    /// What it costs.
    pub price: Money,
    /// Where it belongs.
    pub category: Category,
}

/// All articles.
#[oche(sync)]
pub fn articles() -> Vec<Article> {
    let article = |name: &str, cents, category| Article {
        name: name.to_owned(),
        price: Money { cents },
        category,
    };
    vec![
        article("apple", 35, Category::Food),
        article("pear", 45, Category::Food),
        article("brush", 1299, Category::Household),
    ]
}

/// The articles of an order that are in a category.
#[oche(sync)]
pub fn articles_of(order: Order, category: Category) -> Vec<Article> {
    let articles = order.lines.into_iter().map(|line| line.article);
    articles.filter(|article| article.category == category).collect()
}
