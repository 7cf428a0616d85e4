use std::error::Error;

pub enum DataError {
    Io(std::io::Error),
    Code(u8),
}

pub fn unit() -> Result<i32, ()> {
    Ok(1)
}

pub fn number() -> Result<i32, i32> {
    Ok(1)
}

pub fn list() -> Result<i32, Vec<String>> {
    Ok(1)
}

pub fn data() -> Result<i32, DataError> {
    Ok(1)
}

pub fn not_an_error_object() -> Result<i32, Box<dyn Send>> {
    Ok(1)
}

pub fn half_synchronized() -> Result<i32, Box<dyn Error + Sync>> {
    Ok(1)
}

pub fn anyhow() -> Result<i32, anyhow::Error> {
    Ok(1)
}

pub fn fine() -> Result<i32, Box<dyn Error + Send + Sync + 'static>> {
    Ok(1)
}

pub fn boxed_text() -> Result<i32, Box<String>> {
    Ok(1)
}
