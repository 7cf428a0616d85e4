pub struct Empty {
    pub nothing: (),
}

pub fn parameter(nothing: ()) {}

pub fn optional() -> Option<()> {
    None
}

pub fn fine() -> Result<(), String> {
    Ok(())
}
