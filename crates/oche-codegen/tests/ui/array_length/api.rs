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

pub const ITSELF: usize = ITSELF + 1;
pub const THERE: usize = BACK;
pub const BACK: usize = THERE;

pub fn circles(a: [u8; ITSELF], b: [u8; THERE]) {}

pub fn divided(a: [u8; 1 / 0], b: [u8; 1 % 0]) {}

pub fn out_of_range(a: [u8; 1 - 2], b: [u8; 1 << 200], c: [u8; -1]) {}

pub fn of_target(a: [u8; usize::MAX], b: [u8; 1 << 40]) {}
