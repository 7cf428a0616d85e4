pub fn first() -> i32 {
    1

pub fn second() -> i32 {
    2
}
