//! What the author wrote around a declaration.

use serde::Serialize;

/// A doc comment, one string a line, without the comment marks and without the leading space.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Docs(pub Vec<String>);

/// What the author adds around a declaration in Dart.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Extras {
    /// What stands above it, in order.
    pub annotations: Vec<Annotation>,
    /// What its library imports for it.
    pub imports: Vec<Import>,
}

/// An annotation in Dart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Annotation {
    /// As the author wrote it, without the `@`: `immutable`.
    Written(String),
    /// What Rust's `#[deprecated]` says.
    Deprecated(Option<String>),
}

/// An import of the author's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Import {
    /// `package:meta/meta.dart`.
    pub uri: String,
    /// What stands behind it: `show immutable`, or nothing.
    pub combinators: String,
}
