pub union Bits {
    a: u32,
    b: f32,
}

pub fn wide(a: u128, b: i128) {}

pub fn half(a: f16, b: f128) {}

pub fn pointers(a: *const u8, b: *mut i32) {}

pub fn unsized_types(a: str, b: [u8]) {}

pub fn bits(a: Bits) {}

pub fn through_alias(a: Wide) {}

pub type Wide = Vec<u128>;

pub fn again(a: Wide) {}

pub fn inferred(a: _) {}
