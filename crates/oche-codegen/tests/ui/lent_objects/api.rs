//! What goes to Dart while it is only lent has nothing in it that Dart would own: objects are in an `Arc` there.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use oche::{Signal, oche};

pub struct Account {
    balance: u64,
}

pub struct Portfolio {
    pub owner: String,
    pub accounts: Vec<Account>,
}

pub struct Bank {
    pub portfolios: Vec<Portfolio>,
}

pub struct Page<T> {
    pub items: Arc<Vec<T>>,
}

pub struct Pair<T> {
    pub first: T,
    pub second: Arc<T>,
}

/// An object in it would be shared.
pub struct Slot<T> {
    pub item: Arc<T>,
}

#[oche(interface)]
pub trait Rule: Send + Sync {
    fn allows(&self, portfolio: &Portfolio) -> bool;
}

pub fn slice() -> &'static [Account] {
    &[]
}

pub fn option() -> &'static Option<Account> {
    &None
}

pub fn map() -> &'static HashMap<String, Account> {
    todo!()
}

pub fn data() -> &'static Portfolio {
    todo!()
}

pub fn nested() -> Option<Arc<Bank>> {
    None
}

pub fn cow() -> Cow<'static, [Account]> {
    todo!()
}

pub fn live() -> Signal<Portfolio> {
    todo!()
}

pub fn rules() -> &'static [Box<dyn Rule>] {
    &[]
}

pub fn page() -> Page<Account> {
    todo!()
}

pub fn pair() -> &'static Pair<Account> {
    todo!()
}

pub fn each(f: impl Fn(&Portfolio) -> bool) {
    todo!()
}

pub struct Vault {
    pub content: Arc<Portfolio>,
}

pub fn vault() -> Vault {
    todo!()
}

/// These are fine: each owner of an object keeps it, or shares it.
pub fn owned() -> Portfolio {
    todo!()
}

pub fn shared() -> &'static [Arc<Account>] {
    &[]
}

pub fn shared_rules() -> &'static [Arc<dyn Rule>] {
    &[]
}

pub fn live_account() -> Signal<Account> {
    todo!()
}

pub fn slot() -> &'static Slot<Account> {
    todo!()
}

pub fn owned_pair() -> Pair<Account> {
    todo!()
}

/// From Dart, they are moved into what is shared then.
pub struct Deposit {
    pub accounts: Arc<Vec<Account>>,
}

pub fn put(deposit: Deposit, more: Arc<Vec<Account>>) {}
