pub const WIDTH: usize = 4;
const COMPUTED: usize = compute();

const fn compute() -> usize {
    3
}

struct Local;

impl Local {
    const SIZE: usize = 2;
}

pub fn fine(a: [u8; WIDTH * 2 + 1], b: [u8; { WIDTH }]) {}

pub fn call(a: [u8; compute()]) {}

pub fn constant(a: [u8; COMPUTED]) {}

pub fn other_crate(a: [u8; futures_core::SIZE]) {}

pub fn associated(a: [u8; Local::SIZE]) {}

pub fn missing(a: [u8; WIDHT]) {}

pub fn size_of(a: [u8; std::mem::size_of::<u32>()]) {}
