pub fn text(text: impl Into<String>) {}

pub fn shown(value: impl std::fmt::Display) {}

pub fn values(values: impl Iterator<Item = i32>) {}

pub fn any(value: impl Clone) {}
