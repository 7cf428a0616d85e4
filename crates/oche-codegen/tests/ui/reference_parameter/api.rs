pub fn optional(text: Option<&str>) {}

pub fn list(texts: &[&str]) {}

pub fn twice(text: &&str) {}

pub fn forever(text: &'static str) {}

pub fn boxed(value: &Box<i32>) {}

pub fn fine<'a>(a: &'a str, b: &[u8], c: &[usize], d: &String, e: &[String], f: &[u8; 4], g: &Option<i32>) {}
