//! A function that only borrows takes no objects away from Dart: each of them is lent, or shared, or the type is refused.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use oche::oche;

pub struct Account {
    balance: u64,
}

pub struct Portfolio {
    pub owner: String,
    pub accounts: Vec<Account>,
}

pub struct Nested {
    pub portfolio: Option<Box<Portfolio>>,
}

pub struct Page<T> {
    pub items: Vec<T>,
}

#[oche(display)]
pub enum Order {
    Open(Account),
    Close,
}

pub fn slice(accounts: &[Account]) {}

pub fn vec(accounts: &Vec<Account>) {}

pub fn queue(accounts: &VecDeque<Account>) {}

pub fn array(accounts: &[Account; 2]) {}

pub fn option(account: &Option<Account>) {}

pub fn map(accounts: &HashMap<String, Account>) {}

pub fn tree(accounts: &BTreeMap<u8, Option<Vec<Account>>>) {}

pub fn tuple(pair: &(u8, Account)) {}

pub fn data(portfolio: &Portfolio) {}

pub fn nested(nested: &Nested) {}

pub fn several(nested: &[Nested]) {}

pub fn generic(page: &Page<Account>) {}

pub async fn later(accounts: &[Account]) {}

pub fn changed(accounts: &mut [Account], one: &mut Option<Account>, all: &mut Vec<Option<Account>>) {}

pub fn data_changed(portfolio: &mut Portfolio) {}

impl Portfolio {
    pub fn total(&self) -> u64 {
        0
    }
}

// These lend references in what cannot have them.

pub fn set(accounts: HashSet<&Account>) {}

pub fn boxed(account: Option<Box<&Account>>) {}

pub fn keyed(accounts: HashMap<&Account, u8>) {}

pub fn generic_lent(page: Page<&Account>) {}

pub fn nested_slice(accounts: Vec<&[&Account]>) {}

pub fn for_good(account: Option<&'static Account>) {}

pub fn list_itself(accounts: &mut Vec<&Account>) {}

// And these are fine.

pub fn lent(
    list: Vec<&Account>,
    slice: &[&Account],
    option: Option<&Account>,
    option_mut: Option<&mut Account>,
    all_mut: &mut [&mut Account],
    map: HashMap<String, &Account>,
    tree: &BTreeMap<u8, Option<Vec<&Account>>>,
    pair: (u8, &Account),
    array: [&Account; 2],
    queue: VecDeque<&Account>,
) {
}

pub fn shared(accounts: &[Arc<Account>], option: &Option<Arc<Account>>) {}

pub fn moved(accounts: Vec<Account>, portfolio: Portfolio) {}

pub fn page(page: &Page<Arc<Account>>) {}

#[oche(sync)]
pub fn whole_for_good(account: &'static Account, other: &'static mut Account) {}

#[oche(interface)]
pub trait Bank: Send + Sync {
    fn count(&self) -> u32;

    fn close(&'static self);
}

#[oche(sync)]
pub fn all_for_good(
    a: &'static dyn Bank,
    b: &'static dyn Fn(i32),
    c: &'static impl Fn(i32),
    d: &'static [&'static Account],
    e: &'static [u8],
) {
}

impl Account {
    #[oche(sync)]
    pub fn for_good(&'static self) {}

    #[oche(sync)]
    pub fn typed_for_good(self: &'static Self) {}
}
