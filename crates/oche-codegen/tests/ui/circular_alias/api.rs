pub type Left = Right;
pub type Right = Left;

pub fn round(a: Left) {}
