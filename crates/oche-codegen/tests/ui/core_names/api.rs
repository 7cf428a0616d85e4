use oche::oche;

pub struct Duration {
    pub seconds: i32,
}

/// The author knows.
#[oche(name = "Uri")]
pub struct Uri {
    pub text: String,
}

pub enum Range {
    Error(i32),
    Fine,
}

#[oche(sync)]
pub fn print(a: Duration, b: Uri, c: Range) {}

#[oche(sync)]
pub fn int() -> i32 {
    5
}

pub struct Holder {
    /// Members hide nothing outside of their class.
    pub int: i32,
}

#[oche(sync)]
pub fn hold(a: Holder) {}
