#[path = "../src/api.rs"]
pub mod again;
