//! Line breaking: a small document algebra, printed into 80 columns the way `dart format` (tall style) would.
//!
//! A [`Doc`] says where a line may break; [`print`] decides. Breaks are all or nothing per list, outermost first, which
//! is also the formatter's rule for argument lists: a list that does not fit has one element a line and a trailing
//! comma.

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
    Indent(usize, Box<Doc>),
    /// Breaks all of its own places, or none.
    Group(Box<Doc>),
    /// The first form if all of its lines fit, otherwise the second.
    Choice(Box<Doc>, Box<Doc>),
    /// A function expression with a block body: a call may let it hang over the end of the line.
    Block {
        /// `(w)`.
        params: String,
        /// The statements, each with its semicolon.
        statements: Vec<Doc>,
    },
}

/// Text.
pub fn text(text: impl Into<String>) -> Doc {
    Doc::Text(text.into())
}

/// One after the other.
pub fn concat(parts: impl IntoIterator<Item = Doc>) -> Doc {
    Doc::Concat(parts.into_iter().collect())
}

/// `open items close` on one line, or one item a line with a trailing comma.
pub fn list(open: &str, items: Vec<Doc>, close: &str) -> Doc {
    bracketed(open, items, ",", close)
}

/// The same for type arguments, where the formatter sets no trailing comma.
pub fn type_arguments(items: Vec<Doc>) -> Doc {
    bracketed("<", items, "", ">")
}

/// Positional parameters, each with whether it may be left out; those are the last ones.
pub fn positional(params: impl Iterator<Item = (bool, Doc)>) -> Doc {
    let (optional, required): (Vec<_>, Vec<_>) = params.partition(|(optional, _)| *optional);
    let docs = |params: Vec<(bool, Doc)>| params.into_iter().map(|(_, doc)| doc).collect::<Vec<Doc>>();
    parameters(docs(required), "[", docs(optional), "]")
}

/// Parameters in parentheses: those that must be passed by position, and then others in brackets of their own.
pub fn parameters(first: Vec<Doc>, open: &str, others: Vec<Doc>, close: &str) -> Doc {
    match (first.is_empty(), others.is_empty()) {
        (_, true) => list("(", first, ")"),
        (true, false) => list(&format!("({open}"), others, &format!("{close})")),
        // One bracket inside of the other, broken as one list.
        (false, false) => {
            let inside = concat([
                Doc::Soft,
                separated(first),
                text(format!(", {open}")),
                Doc::Soft,
                separated(others),
                Doc::IfBroken(","),
            ]);
            Doc::Group(Box::new(concat([
                text("("),
                Doc::Indent(2, Box::new(inside)),
                Doc::Soft,
                text(format!("{close})")),
            ])))
        }
    }
}

fn bracketed(open: &str, items: Vec<Doc>, trailing: &'static str, close: &str) -> Doc {
    if items.is_empty() {
        return text(format!("{open}{close}"));
    }
    let inside = concat([Doc::Soft, separated(items), Doc::IfBroken(trailing)]);
    Doc::Group(Box::new(concat([
        text(open),
        Doc::Indent(2, Box::new(inside)),
        Doc::Soft,
        text(close),
    ])))
}

fn separated(items: Vec<Doc>) -> Doc {
    let mut parts = Vec::new();
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            parts.extend([text(","), Doc::Line]);
        }
        parts.push(item);
    }
    Doc::Concat(parts)
}

/// `callee(arguments)`.
///
/// A single function expression with a block body in the last or last but one place keeps the call on its line, as in
/// `w.list(v, (w, e) {`, which is the formatter's "block argument".
pub fn call(callee: &str, arguments: Vec<Doc>) -> Doc {
    let blocks: Vec<usize> = (0..arguments.len())
        .filter(|&i| matches!(arguments[i], Doc::Block { .. }))
        .collect();
    let hangs = matches!(blocks[..], [place] if place + 2 >= arguments.len());
    let split = concat([text(callee), list("(", arguments.clone(), ")")]);
    if !hangs {
        return split;
    }
    let mut hanging = vec![text(format!("{callee}("))];
    for (place, argument) in arguments.into_iter().enumerate() {
        if place > 0 {
            hanging.push(text(", "));
        }
        hanging.push(argument);
    }
    hanging.push(text(")"));
    Doc::Choice(Box::new(Doc::Concat(hanging)), Box::new(split))
}

/// `callee(collection)`: a collection that is the only argument may hang over the end of the line.
pub fn call_with_collection(callee: &str, collection: Doc) -> Doc {
    concat([text(format!("{callee}(")), collection, text(")")])
}

/// A `for` or an `if` in a collection and the element that it governs.
pub fn clause(head: &str, element: Doc) -> Doc {
    let element = Doc::Indent(2, Box::new(concat([Doc::Line, element])));
    Doc::Group(Box::new(concat([text(head), element])))
}

/// `params => call`, for a body that breaks inside its own brackets.
pub fn arrow(params: &str, body: Doc) -> Doc {
    concat([text(format!("{params} => ")), body])
}

/// `head => body` for a body without brackets: it moves to the next line if it does not fit.
pub fn arrow_below(head: &str, body: Doc) -> Doc {
    let below = Doc::Indent(4, Box::new(concat([Doc::Line, body])));
    Doc::Group(Box::new(concat([text(format!("{head} =>")), below])))
}

/// `condition ? yes : no`, each branch on a line of its own if they do not fit on one.
pub fn conditional(condition: &str, yes: &str, no: &str) -> Doc {
    let branches = [Doc::Line, text(format!("? {yes}")), Doc::Line, text(format!(": {no}"))];
    let branches = Doc::Indent(4, Box::new(concat(branches)));
    Doc::Group(Box::new(concat([text(condition), branches])))
}

/// Operands joined by an operator, broken after each operator if they do not fit on one line.
pub fn infix(operator: &str, operands: Vec<Doc>, indent: usize) -> Doc {
    let mut parts = Vec::new();
    for (place, operand) in operands.into_iter().enumerate() {
        if place > 0 {
            parts.extend([text(format!(" {operator}")), Doc::Line]);
        }
        parts.push(operand);
    }
    Doc::Group(Box::new(Doc::Indent(indent, Box::new(Doc::Concat(parts)))))
}

/// A statement: the expression and its semicolon.
pub fn statement(expression: Doc) -> Doc {
    concat([expression, text(";")])
}

/// Prints `doc`, whose first line begins at column `indent`, as do the lines that follow it.
pub fn print(doc: &Doc, indent: usize) -> String {
    let mut printer = Printer {
        out: String::new(),
        column: indent,
        widest: indent,
        pending: vec![Step {
            indent,
            flat: false,
            doc,
        }],
    };
    while printer.step() {}
    printer.out
}

/// What is left to print, and how.
#[derive(Clone, Copy)]
struct Step<'a> {
    indent: usize,
    flat: bool,
    doc: &'a Doc,
}

#[derive(Clone)]
struct Printer<'a> {
    out: String,
    column: usize,
    /// The length of the longest line so far.
    widest: usize,
    /// A stack: the next step is the last one.
    pending: Vec<Step<'a>>,
}

impl<'a> Printer<'a> {
    /// Prints the next piece; `false` if there is none.
    fn step(&mut self) -> bool {
        let Some(Step { indent, flat, doc }) = self.pending.pop() else {
            return false;
        };
        let inside = |doc: &'a Doc| Step { indent, flat, doc };
        match doc {
            Doc::Text(text) => self.write(text),
            Doc::Line if flat => self.write(" "),
            Doc::Soft if flat => {}
            Doc::Line | Doc::Soft | Doc::Hard => self.new_line(indent),
            Doc::IfBroken(text) if !flat => self.write(text),
            Doc::IfBroken(_) => {}
            Doc::Concat(parts) => self.pending.extend(parts.iter().rev().map(inside)),
            Doc::Indent(more, doc) => self.pending.push(Step {
                indent: indent + more,
                flat,
                doc,
            }),
            Doc::Group(doc) => {
                let whole = Step {
                    indent,
                    flat: true,
                    doc,
                };
                let flat = flat || self.fits(whole);
                self.pending.push(Step { indent, flat, doc });
            }
            Doc::Choice(first, second) => {
                let doc = if flat || self.all_lines_fit(inside(first)) {
                    first
                } else {
                    second
                };
                self.pending.push(inside(doc));
            }
            Doc::Block { params, statements } => {
                self.write(params);
                if statements.is_empty() {
                    self.write(" {}");
                    return true;
                }
                self.write(" {");
                // Printed at once: the lines of a block do not depend on what follows it.
                for statement in statements {
                    self.new_line(indent + 2);
                    let text = print(statement, indent + 2);
                    self.write(&text);
                }
                self.new_line(indent);
                self.write("}");
            }
        }
        true
    }

    fn write(&mut self, text: &str) {
        self.out.push_str(text);
        for (place, line) in text.split('\n').enumerate() {
            self.column = line.chars().count() + if place == 0 { self.column } else { 0 };
            self.widest = self.widest.max(self.column);
        }
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
    }

    /// Whether `first` and what follows it up to the next possible break fit into the rest of the line.
    fn fits(&self, first: Step<'_>) -> bool {
        let mut column = self.column;
        let mut queue = vec![first];
        let mut rest = self.pending.iter().rev();
        while let Some(step) = queue.pop().or_else(|| rest.next().copied()) {
            let inside = |doc| Step { doc, ..step };
            match step.doc {
                Doc::Text(text) => column += text.chars().count(),
                Doc::Line if step.flat => column += 1,
                Doc::Soft | Doc::IfBroken(_) if step.flat => {}
                // A line that must break cannot stand in a group on one line; after the group it ends the search.
                Doc::Hard => return !step.flat,
                Doc::Line | Doc::Soft => return true,
                Doc::IfBroken(text) => column += text.chars().count(),
                Doc::Concat(parts) => queue.extend(parts.iter().rev().map(inside)),
                Doc::Indent(_, doc) | Doc::Group(doc) => queue.push(inside(doc)),
                Doc::Choice(_, doc) => queue.push(inside(doc)),
                Doc::Block { params, statements } if statements.is_empty() => column += params.chars().count() + 3,
                Doc::Block { .. } => return !step.flat,
            }
            if column > WIDTH {
                return false;
            }
        }
        true
    }

    /// Whether no line of `form`, with what follows its last line up to the next possible break, is too long.
    fn all_lines_fit(&self, form: Step<'a>) -> bool {
        let mut trial = Printer {
            out: String::new(),
            column: self.column,
            widest: self.column,
            pending: vec![form],
        };
        while trial.step() {}
        trial.pending = self.pending.clone();
        let nothing = Doc::Concat(Vec::new());
        trial.widest <= WIDTH
            && trial.fits(Step {
                indent: 0,
                flat: true,
                doc: &nothing,
            })
    }
}
