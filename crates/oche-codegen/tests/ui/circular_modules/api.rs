#[path = "api.rs"]
pub mod again;

pub fn fine() {}
