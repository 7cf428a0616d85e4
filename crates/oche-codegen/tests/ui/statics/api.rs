use std::sync::atomic::AtomicU32;

pub static COUNT: AtomicU32 = AtomicU32::new(0);
pub static mut TOTAL: u32 = 0;

pub const LIST: &[&str] = &["a", "b"];
pub const TABLE: [[u8; 2]; 2] = [[1, 2], [3, 4]];
pub const COMPUTED: f64 = std::f64::consts::PI * 2.0;
pub const TEXT: String = String::new();
pub const NONE: Option<i32> = None;

pub fn f() {}
