use oche::oche;

pub const ALL: u64 = u64::MAX;

pub const ABOVE: u64 = 1 << 63;

pub const WIDE: usize = usize::MAX;

const HALF: u64 = u64::MAX / 2;

/// These cross.
pub const MOST: u64 = HALF;
pub const FLAG: u32 = 1 << 31;
#[oche(bigint)]
pub const BIG: u64 = u64::MAX;

#[oche(sync)]
pub fn take(#[oche(default = u64::MAX)] a: u64, #[oche(default = FLAG)] b: u32, #[oche(default = u8::MAX)] c: u8) {}
