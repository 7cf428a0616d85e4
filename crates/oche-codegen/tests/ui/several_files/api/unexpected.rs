pub fn one(a: i32) {}

pub fn two(a i32) {}
