pub fn name(of: Option<&String>) -> Option<&'static str> {}

pub fn texts(of: &[&str]) -> Vec<&'static str> {}

pub fn cow(of: std::borrow::Cow<'_, str>) -> std::borrow::Cow<'static, str> {}
