//! Private fields make an object, which cannot be generic, and which no data can borrow.

pub struct Cache<T> {
    items: Vec<T>,
}

pub fn cache() -> Cache<i32> {
    Cache { items: Vec::new() }
}

pub struct View<'a> {
    text: &'a str,
}

pub fn view() -> View<'static> {
    View { text: "" }
}

pub struct Counter {
    count: u32,
}

impl Counter {
    pub fn add(&mut self) -> u32 {
        self.count += 1;
        self.count
    }
}

pub fn counted(counter: std::rc::Rc<Counter>) {}

pub fn keyed(counters: std::collections::HashSet<Counter>) {}
