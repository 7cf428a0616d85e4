pub struct Found {
    pub a: i32,
}

pub fn also(a: *const u8) {}
