//! What is bought.

use oche::oche;

use super::catalog::{Article, Category};
use super::{Discount, Money, Status};

/// One line of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What is bought.
    pub article: Article,
    /// How many of it.
    pub count: u32,
}

/// An order.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// What is bought.
    pub lines: Vec<Line>,
    /// What is taken off.
    pub discount: Option<Discount>,
    /// How far it is.
    pub status: Status,
}

impl Order {
    pub(crate) fn total(&self) -> Money {
        let cents = |line: &Line| line.article.price.cents * i64::from(line.count);
        Money {
            cents: self.lines.iter().map(cents).sum(),
        }
    }
}

/// An order of one article.
#[oche(sync)]
pub fn order(article: Article, count: u32) -> Order {
    Order {
        lines: vec![Line { article, count }],
        discount: None,
        status: Status::Idle,
    }
}

/// What the articles of an order cost without a discount.
#[oche(sync)]
pub fn total(order: Order) -> Money {
    order.total()
}

/// How many things of each category an order has.
#[oche(sync)]
pub fn counts(order: Order) -> Vec<(Category, u32)> {
    let mut counts: Vec<(Category, u32)> = Vec::new();
    for line in order.lines {
        match counts
            .iter_mut()
            .find(|(category, _)| *category == line.article.category)
        {
            Some((_, count)) => *count += line.count,
            None => counts.push((line.article.category, line.count)),
        }
    }
    counts
}
