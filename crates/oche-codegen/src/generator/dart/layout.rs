//! Line breaking: a small document algebra, printed into 80 columns the way `dart format` does from language version 3.8
//! on (the tall style). `cargo xtask dart-gate` holds every generated file against the formatter itself.
//!
//! A [`Doc`] says where a line may break; [`print`] decides. Breaks are all or nothing per list, outermost first, which
//! is also the formatter's rule for argument lists: a list that does not fit has one element a line and a trailing
//! comma.

mod builders;
mod printer;

use std::rc::Rc;

pub use builders::*;
pub use printer::print;

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
    fn is_literal(&self) -> bool {
        let Doc::Group(inside) = self else { return false };
        let Doc::Concat(parts) = &**inside else { return false };
        matches!(&parts[..], [Doc::Text(open), ..] if ["(", "[", "{"].contains(&open.as_str()))
    }

    /// The forms of a call `a.b.c(…)` in which the line breaks before `.c`, or before every dot.
    fn chains(&self) -> impl Iterator<Item = Doc> {
        let parts = match self {
            Doc::Concat(parts) => &parts[..],
            _ => &[],
        };
        let chain = match parts {
            [Doc::Text(callee), arguments] if !callee.contains('<') => {
                match callee.split('.').collect::<Vec<_>>()[..] {
                    [first, second, third] => Some((first, second, third, arguments)),
                    _ => None,
                }
            }
            _ => None,
        };
        let forms = chain.map(|(first, second, third, arguments)| {
            let last = concat([Doc::Hard, text(format!(".{third}")), flat(arguments)]);
            let both = concat([Doc::Hard, text(format!(".{second}")), last.clone()]);
            [
                concat([text(format!("{first}.{second}")), indent(4, last)]),
                concat([text(first), indent(4, both)]),
            ]
        });
        forms.into_iter().flatten()
    }

    /// Whether it has more than one line in any case.
    fn must_break(&self) -> bool {
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
