//! A piece of Dart with the places where its lines may break.

use std::rc::Rc;

/// The column that `dart format` keeps lines within.
pub const WIDTH: usize = 80;

/// A piece of Dart with the places where lines may break.
#[derive(Clone, Debug)]
pub enum Doc {
    /// Text without a line break.
    Text(String),
    /// A place that is a space on one line, and a line break in a group that is broken.
    Line,
    /// A place that is nothing on one line, and a line break in a group that is broken.
    Soft,
    /// A line break in any case.
    Hard,
    /// Text that only stands in a group that is broken: the trailing comma.
    IfBroken(&'static str),
    /// One after the other.
    Concat(Vec<Doc>),
    /// Breaks inside are indented by so many more columns.
    Indent(usize, Rc<Doc>),
    /// Breaks all of its own places, or none.
    Group(Rc<Doc>),
    /// All on one line, whether it fits or not.
    Flat(Rc<Doc>),
    /// The first form if all of its lines fit, otherwise the second.
    Choice(Rc<Doc>, Rc<Doc>),
    /// A function expression with a block body: a call may let it hang over the end of the line.
    Block {
        /// `(w)`.
        params: String,
        /// The statements, each with its semicolon.
        statements: Vec<Doc>,
    },
}

impl Doc {
    /// Whether it is a list, a set, a map or a record.
    pub fn is_literal(&self) -> bool {
        let Doc::Group(inside) = self else { return false };
        let Doc::Concat(parts) = &**inside else { return false };
        matches!(&parts[..], [Doc::Text(open), ..] if ["(", "[", "{"].contains(&open.as_str()))
    }

    /// Whether it has more than one line in any case.
    pub fn must_break(&self) -> bool {
        match self {
            Doc::Text(_) | Doc::Line | Doc::Soft | Doc::IfBroken(_) | Doc::Flat(_) => false,
            Doc::Hard => true,
            Doc::Concat(parts) => parts.iter().any(Doc::must_break),
            // The second form of a choice is one with more lines.
            Doc::Indent(_, doc) | Doc::Group(doc) | Doc::Choice(doc, _) => doc.must_break(),
            Doc::Block { statements, .. } => !statements.is_empty(),
        }
    }
}

/// Text.
pub fn text(text: impl Into<String>) -> Doc {
    Doc::Text(text.into())
}

/// One after the other.
pub fn concat(parts: impl IntoIterator<Item = Doc>) -> Doc {
    Doc::Concat(parts.into_iter().collect())
}

/// Breaks inside are indented by so many more columns.
pub fn indent(columns: usize, doc: Doc) -> Doc {
    Doc::Indent(columns, Rc::new(doc))
}

pub fn group(doc: Doc) -> Doc {
    Doc::Group(Rc::new(doc))
}

pub fn choice(first: Doc, second: Doc) -> Doc {
    Doc::Choice(Rc::new(first), Rc::new(second))
}

pub fn flat(doc: &Doc) -> Doc {
    Doc::Flat(Rc::new(doc.clone()))
}
