use serde::Serialize;

#[derive(Serialize)]
pub struct Point {
    pub x: i32,
    #[serde(skip)]
    pub hidden: *mut u8,
}

pub fn point() -> Point {}
