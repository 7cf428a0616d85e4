pub fn with_std() -> Result<String> {}

pub fn with_io() -> std::io::Result<String> {}

pub fn bare() -> Result {}

type Outcome<T> = Result<T, String>;

pub fn with_alias() -> Outcome<i32> {}
