pub struct Record {
    pub outcome: Result<i32, String>,
}

pub fn list() -> Vec<Result<i32, String>> {
    Vec::new()
}

pub fn parameter(outcome: Result<i32, String>) {}

pub fn twice() -> Result<Result<i32, String>, String> {
    Ok(Ok(1))
}

pub fn half() -> Result<i32> {
    Ok(1)
}
