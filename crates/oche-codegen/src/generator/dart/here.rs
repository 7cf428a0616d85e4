//! Which file is printed.

/// A file below `lib/src/`.
#[derive(Clone, Copy)]
pub enum Here<'a> {
    /// A library of the API.
    Api(&'a str),
    /// What the API is made of: codecs, the classes behind its objects, the functions of the direct lane.
    Plumbing(&'a str),
}

impl<'a> Here<'a> {
    pub fn file(self) -> &'a str {
        match self {
            Here::Api(file) | Here::Plumbing(file) => file,
        }
    }
}
