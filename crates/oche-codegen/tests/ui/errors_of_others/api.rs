pub fn read() -> Result<String, anyhow::Error> {}

pub fn parse() -> Result<i32, std::num::ParseIntError> {}

pub fn boxed() -> Result<i32, Box<dyn std::error::Error>> {}

pub fn text() -> Result<i32, &'static str> {}

pub fn option() -> Result<i32, Option<String>> {}

pub fn nested() -> Result<Result<i32, String>, String> {}

pub fn never() -> Result<i32, std::convert::Infallible> {}
