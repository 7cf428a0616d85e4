//! Deciding where lines break.

use std::cell::Cell;

use super::doc::{Doc, WIDTH};

/// How many steps of trials one declaration may take, as the formatter's own search has an end: forms are tried within
/// forms, which would go on for ever where the source is nested as deeply as no person writes it. After that the last form
/// of each choice is the one.
const TRIALS: usize = 20_000;

/// Prints `doc`, whose first line begins at column `indent`, as do the lines that follow it.
pub fn print(doc: &Doc, indent: usize) -> String {
    print_within(&Cell::new(TRIALS), doc, indent)
}

fn print_within(left: &Cell<usize>, doc: &Doc, indent: usize) -> String {
    let mut printer = Printer {
        left,
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
    /// How many steps trials may still take.
    left: &'a Cell<usize>,
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
            Doc::Flat(doc) => self.pending.push(Step {
                indent,
                flat: true,
                doc,
            }),
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
                    let text = print_within(self.left, statement, indent + 2);
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
                Doc::Choice(first, second) => queue.push(inside(if step.flat { first } else { second })),
                Doc::Flat(doc) => queue.push(Step {
                    doc,
                    flat: true,
                    ..step
                }),
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
        if !self.spend(self.pending.len()) {
            return false;
        }
        let mut trial = Printer {
            left: self.left,
            out: String::new(),
            column: self.column,
            widest: self.column,
            pending: self.pending.clone(),
        };
        // What follows is there, because the last line of the form has to leave it a place.
        let rest = trial.pending.len();
        trial.pending.push(form);
        while trial.pending.len() > rest {
            trial.step();
            if trial.widest > WIDTH || !self.spend(1) {
                return false;
            }
        }
        let nothing = Doc::Concat(Vec::new());
        trial.fits(Step {
            indent: 0,
            flat: true,
            doc: &nothing,
        })
    }

    /// Takes so many steps from those that are left; `false` if there are none.
    fn spend(&self, steps: usize) -> bool {
        self.left.set(self.left.get().saturating_sub(steps));
        self.left.get() > 0
    }
}
