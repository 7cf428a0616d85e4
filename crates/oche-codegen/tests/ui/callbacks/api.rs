pub fn closure(f: impl Fn(i32) -> i32) {}

pub fn boxed(f: Box<dyn FnMut(i32) + Send>) {}

pub fn pointer(f: fn(i32) -> i32) {}

pub fn given_back() -> impl Fn(i32) -> i32 {
    |a| a
}
