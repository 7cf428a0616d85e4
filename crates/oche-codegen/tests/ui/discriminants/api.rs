use oche::oche;

const FIRST: u8 = b'a';

/// All of these are known.
#[repr(u32)]
pub enum Known {
    Letter = b'b' as u32,
    Constant = FIRST as u32 + 1 - 1,
    Most = u16::MAX as u32,
    Bytes = u32::from_be_bytes(*b"RIFF"),
    Array = u32::from_le_bytes([1, 0, 0, 0x10]),
    Not = !0xffff_0000,
    Chosen = if FIRST > 5 { 7 } else { 8 },
    Power = 2u32.pow(5),
}

const fn number() -> isize {
    3
}

pub enum Computed {
    First = number(),
}

#[repr(u64)]
pub enum Large {
    First = u64::MAX,
}

pub enum Elsewhere {
    First = futures_core::FIRST,
}

#[oche(sync)]
pub fn take(a: Known, b: Computed, c: Large, d: Elsewhere) {}
