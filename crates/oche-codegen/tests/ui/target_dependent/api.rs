#[cfg(unix)]
pub fn only_here() {}

#[cfg(unix)]
pub fn everywhere() -> i32 {
    1
}

#[cfg(not(unix))]
pub fn everywhere() -> i32 {
    2
}

#[cfg(test)]
pub fn not_at_all(a: u128) {}

#[cfg(windows)]
pub mod registry {
    pub fn read() {}
}
