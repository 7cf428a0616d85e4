pub fn fine(a: i32) -> i32 {
    a
}

pub fn broken(a: i32 -> i32 {
    a
}
