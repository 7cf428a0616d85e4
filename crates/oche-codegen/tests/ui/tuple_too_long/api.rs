pub fn long(a: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8)) {}

pub fn fine(a: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8)) {}
