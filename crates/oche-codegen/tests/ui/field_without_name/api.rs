/// A field as Rust does not know it, though its parser does.
pub struct Holder {
    pub _: i32,
}

pub fn hold(holder: Holder) -> i32 {
    0
}
