use std::collections::HashMap;

pub trait Unit {}

pub struct Ordered<T: Into<String>> {
    pub value: T,
}

pub fn ordered() -> Ordered<String> {
    unimplemented!()
}

pub struct Odd<T>
where
    Vec<T>: Clone,
{
    pub value: Vec<T>,
}

pub fn odd() -> Odd<String> {
    unimplemented!()
}

pub struct Index<K> {
    pub names: HashMap<K, String>,
}

pub fn index() -> Index<Vec<u8>> {
    unimplemented!()
}

pub struct Failed<T>(pub T);

pub struct Fine<T: Clone + Unit, const N: usize> {
    pub items: [T; N],
}

pub fn fine() -> Result<Fine<Meters, 3>, String> {
    unimplemented!()
}

#[derive(Clone)]
pub struct Meters(pub f64);

impl Unit for Meters {}

pub struct Boxes<T> {
    pub all: Vec<Box<T>>,
}

pub fn boxes() -> Boxes<u8> {
    unimplemented!()
}

pub struct Items<T> {
    pub all: Vec<T>,
}

pub fn items() -> Items<Box<u8>> {
    unimplemented!()
}

#[oche::oche]
pub fn big_items(#[oche(bigint)] items: Items<Box<u64>>) {
    drop(items);
}

pub struct Ways<T> {
    pub array: [Box<T>; 2],
    pub boxed: Box<[std::sync::Arc<T>]>,
    pub slots: Vec<Option<Box<T>>>,
}

pub fn ways() -> Ways<String> {
    unimplemented!()
}
