pub fn text() -> &'static str {
    "text"
}

pub fn bytes(bytes: &[u8]) -> &[u8] {
    bytes
}

pub fn optional() -> Option<&'static str> {
    None
}

pub fn value(text: &String) -> &String {
    text
}

/// As an error, a text may live for good.
pub fn fine() -> Result<i32, &'static str> {
    Ok(1)
}
