use std::collections::HashMap;

pub struct Page<T> {
    pub items: Vec<T>,
}

pub fn missing() -> Page {}

pub fn many() -> Page<i32, i32> {}

pub fn one_of_two(map: HashMap<String>) {}

pub fn none(list: Vec, maybe: Option, boxed: Box) {}

pub fn two(list: Vec<i32, i32>, maybe: Option<i32, i32>) {}

pub fn plain(text: String<i32>, number: i32<u8>) {}
