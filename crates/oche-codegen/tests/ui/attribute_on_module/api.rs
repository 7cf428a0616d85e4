#![oche::oche(json)]
pub mod inner;
