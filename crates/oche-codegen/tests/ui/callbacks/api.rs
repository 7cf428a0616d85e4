use oche::CallbackError;

pub fn asynchronous(f: impl AsyncFn(i32) -> i32) {}

pub fn strange_error(f: impl Fn() -> Result<i32, std::io::Error>) {}

pub fn pointer(f: fn(i32) -> i32) {}

pub fn strange_argument(f: impl Fn(*const u8)) {}

pub fn strange_result(f: impl Fn() -> &'static str) {}

pub fn given_back() -> impl Fn(i32) -> i32 {
    |value| value
}

pub struct Holder {
    pub f: Box<dyn Fn(i32) -> i32>,
}

pub fn kept(holder: Holder) {}

pub fn listed(all: Vec<Box<dyn Fn(i32)>>) {}

pub fn fine(f: impl Fn(i32) -> Result<i32, CallbackError>, g: Box<dyn FnOnce() + Send>) {}
