use oche::oche;
use std::fmt;

macro_rules! error {
    ($name:ident) => {};
}

#[derive(Debug)]
pub struct HttpError {
    code: u16,
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)
    }
}

impl HttpError {
    pub fn new(code: u16) -> Self {
        HttpError { code }
    }

    #[oche(getter)]
    pub fn code(&self) -> u16 {
        self.code
    }

    pub fn is_fatal(&self) -> bool {
        self.code >= 500
    }

    fn private(&self) {}
}

/// It says that its text is all there is.
#[oche(error)]
#[derive(Debug)]
pub enum Failure {
    #[oche(name = "first")]
    One,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failure")
    }
}

impl Failure {
    pub fn plain(&self) {}

    #[oche(sync)]
    pub fn marked(&self) -> bool {
        true
    }
}

#[oche(ignore)]
impl Failure {
    #[oche(sync)]
    pub fn quiet(&self) {}
}

pub fn fetch() -> Result<String, HttpError> {
    Err(HttpError::new(404))
}

pub fn fail() -> Result<String, Failure> {
    Err(Failure::One)
}
