//! What Dart is made of, as documents: lists, calls, declarations.

use super::doc::{Doc, WIDTH, choice, concat, flat, group, indent, text};

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
            group(concat([
                text("("),
                indent(2, inside),
                Doc::Soft,
                text(format!("{close})")),
            ]))
        }
    }
}

fn bracketed(open: &str, items: Vec<Doc>, trailing: &'static str, close: &str) -> Doc {
    if items.is_empty() {
        return text(format!("{open}{close}"));
    }
    let inside = concat([Doc::Soft, separated(items), Doc::IfBroken(trailing)]);
    group(concat([text(open), indent(2, inside), Doc::Soft, text(close)]))
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
    if let [only] = &arguments[..]
        && only.is_literal()
    {
        return call_with_collection(callee, only.clone());
    }
    let others_are_short = || {
        arguments
            .iter()
            .filter(|doc| !matches!(doc, Doc::Block { .. }))
            .all(|doc| !doc.must_break())
    };
    let hangs = matches!(blocks[..], [place] if place + 2 >= arguments.len()) && others_are_short();
    let split = concat([text(callee), list("(", arguments.clone(), ")")]);
    if !hangs {
        return split;
    }
    let mut hanging = vec![text(format!("{callee}("))];
    for (place, argument) in arguments.into_iter().enumerate() {
        if place > 0 {
            hanging.push(text(", "));
        }
        hanging.push(match argument {
            Doc::Block { .. } => argument,
            other => flat(&other),
        });
    }
    hanging.push(text(")"));
    choice(Doc::Concat(hanging), split)
}

/// `callee(collection)`: a collection that is the only argument may hang over the end of the line.
pub fn call_with_collection(callee: &str, collection: Doc) -> Doc {
    concat([text(format!("{callee}(")), collection, text(")")])
}

/// A collection of what a `for` or an `if` governs. If that is a collection as well, the outer one breaks in any case.
pub fn governed(open: &str, head: &str, element: Doc, close: &str) -> Doc {
    if !element.is_literal() {
        return list(open, vec![clause(head, element)], close);
    }
    let inside = concat([Doc::Hard, clause(head, element), text(",")]);
    concat([text(open), indent(2, inside), Doc::Hard, text(close)])
}

fn clause(head: &str, element: Doc) -> Doc {
    let element = indent(2, concat([Doc::Line, element]));
    group(concat([text(head), element]))
}

/// `params => body`, a function that is passed on.
pub fn arrow(params: &str, body: Doc) -> Doc {
    declare(text(params), body)
}

/// `words type name`, of a parameter or in front of parameters: the name goes below a type that is too long. The `words`
/// are the author's, or modifiers, and stay as they are.
pub fn signature(words: &str, ty: &str, name: &str) -> Doc {
    let beside = text(format!("{words}{ty} {name}"));
    let below = concat([text(words), type_name(ty), Doc::Hard, text(name)]);
    choice(beside, below)
}

/// A type as it is written, with the places where its brackets may break.
pub fn type_name(written: &str) -> Doc {
    let (doc, rest) = type_parts(written, None);
    debug_assert!(rest.is_empty(), "{written}");
    doc
}

/// The type up to a comma or a bracket that closes `open`, and what follows it.
fn type_parts(written: &str, open: Option<char>) -> (Doc, &str) {
    let mut parts = Vec::new();
    let mut rest = written;
    while let Some(at) = rest.find(['<', '(', '{', '[', '>', ')', '}', ']', ',']) {
        let bracket = rest[at..].chars().next().unwrap_or_default();
        let close = match bracket {
            '<' => '>',
            '(' => ')',
            '{' => '}',
            '[' => ']',
            _ if open.is_some() => break,
            _ => return (text(written), ""),
        };
        parts.push(text(&rest[..at]));
        let mut items = Vec::new();
        rest = rest[at + 1..].trim_start();
        while !rest.is_empty() && !rest.starts_with(close) {
            let (item, after) = type_parts(rest, Some(bracket));
            items.push(item);
            rest = after.strip_prefix(',').unwrap_or(after).trim_start();
        }
        // A record with one field is told from a type in parentheses by its comma.
        let is_single =
            bracket == '(' && items.len() == 1 && written[..written.len() - rest.len()].trim_end().ends_with(',');
        rest = rest.strip_prefix(close).unwrap_or(rest);
        parts.push(match bracket {
            '(' if is_single => concat([text("("), concat(items), text(",)")]),
            '<' => type_arguments(items),
            _ => list(&bracket.to_string(), items, &close.to_string()),
        });
    }
    let end = rest
        .find([',', '>', ')', '}', ']'])
        .filter(|_| open.is_some())
        .unwrap_or(rest.len());
    parts.push(text(&rest[..end]));
    (concat(parts), &rest[end..])
}

/// `head => body` of a declaration, where `head` ends with the parameters.
///
/// The parameters stay on their line as long as the body has a place behind or below it; and the body goes below rather
/// than to break its own brackets.
pub fn declare(head: Doc, body: Doc) -> Doc {
    let behind = |head: Doc, body: Doc| concat([head, text(" => "), body]);
    let below = |body: Doc| {
        let body = indent(4, concat([Doc::Hard, body]));
        concat([flat(&head), text(" =>"), body])
    };
    let mut forms = Vec::new();
    if body.is_literal() {
        forms.push(behind(flat(&head), body.clone()));
    } else if !body.must_break() {
        forms.extend([behind(flat(&head), flat(&body)), below(flat(&body))]);
    } else if let Doc::Choice(hanging, _) = &body {
        forms.extend([behind(flat(&head), (**hanging).clone()), below((**hanging).clone())]);
    }
    forms.push(behind(flat(&head), body.clone()));
    if !body.must_break() {
        forms.extend(chains(&body).map(|chain| behind(flat(&head), chain)));
    }
    forms.push(below(body.clone()));
    if !body.is_literal() && !body.must_break() {
        // Behind or below the closing bracket of parameters that are one a line.
        let lower = indent(4, concat([Doc::Hard, flat(&body)]));
        forms.extend([
            behind(head.clone(), flat(&body)),
            concat([head.clone(), text(" =>"), lower]),
        ]);
    }
    let last = behind(head.clone(), body);
    forms.into_iter().rfold(last, |other, form| choice(form, other))
}

/// `type get name => function`: the name goes below a type that does not leave it a place on its line, and the function
/// below the name.
pub fn getter_of_function(ty: Doc, name: &str, function: Doc) -> Doc {
    let beside = |ty: &Doc| concat([flat(ty), text(format!(" get {name} =>"))]);
    let apart = concat([ty.clone(), Doc::Hard, text(format!("get {name} =>"))]);
    let head = choice(beside(&ty), apart);
    let below = concat([head, indent(4, concat([Doc::Hard, function.clone()]))]);
    if function.must_break() {
        return below;
    }
    let whole = concat([beside(&ty), text(" "), flat(&function)]);
    choice(whole, below)
}

/// `head { … }` with a statement on each line.
pub fn block(head: Doc, statements: Vec<Doc>) -> Doc {
    let statements = statements.into_iter().flat_map(|statement| [Doc::Hard, statement]);
    let inside = indent(2, concat(statements.collect::<Vec<Doc>>()));
    concat([head, text(" {"), inside, Doc::Hard, text("}")])
}

/// `head => body` for a body without brackets: it moves to the next line if it does not fit.
pub fn arrow_below(head: &str, body: Doc) -> Doc {
    let below = indent(4, concat([Doc::Line, body]));
    group(concat([text(format!("{head} =>")), below]))
}

/// `label: value` of an argument: the value goes below a label that does not leave it a place on its line.
pub fn labelled(label: Option<&str>, value: Doc) -> Doc {
    let Some(label) = label else { return value };
    let below = indent(4, concat([Doc::Line, value]));
    group(concat([text(format!("{label}:")), below]))
}

/// The head of a class, whose clauses go below what would be too long with them; the first one only if it has to.
pub fn class_head(head: String) -> String {
    const CLAUSES: [&str; 3] = [" extends ", " with ", " implements "];
    let below = |head: &str, clauses: &[&str]| {
        clauses.iter().fold(head.to_owned(), |head, clause| {
            head.replacen(clause, &format!("\n   {clause}"), 1)
        })
    };
    let fits = |head: &str| head.lines().all(|line| line.chars().count() + " {".len() <= WIDTH);
    match () {
        () if fits(&head) => head,
        () if head.contains(CLAUSES[0]) && fits(&below(&head, &CLAUSES[1..])) => below(&head, &CLAUSES[1..]),
        () => below(&head, &CLAUSES),
    }
}

/// `label: condition ? yes : no` of an argument, each branch on a line of its own if they do not fit on one.
pub fn conditional(label: Option<&str>, condition: &str, yes: &str, no: &str) -> Doc {
    let parts = |line: Doc| concat([line.clone(), text(format!("? {yes}")), line, text(format!(": {no}"))]);
    let beside = |head: String| group(concat([text(head), indent(4, parts(Doc::Line))]));
    let Some(label) = label else {
        return beside(condition.to_owned());
    };
    let inside = concat([Doc::Hard, text(condition), parts(Doc::Hard)]);
    let below = concat([text(format!("{label}:")), indent(4, inside)]);
    choice(beside(format!("{label}: {condition}")), below)
}

/// Operands joined by an operator, broken after each operator if they do not fit on one line.
pub fn infix(operator: &str, operands: Vec<Doc>, columns: usize) -> Doc {
    let mut parts = Vec::new();
    for (place, operand) in operands.into_iter().enumerate() {
        if place > 0 {
            parts.extend([text(format!(" {operator}")), Doc::Line]);
        }
        parts.push(operand);
    }
    group(indent(columns, Doc::Concat(parts)))
}

/// A statement: the expression and its semicolon.
pub fn statement(expression: Doc) -> Doc {
    concat([expression, text(";")])
}

/// The forms of a call `a.b.c(…)` in which the line breaks before `.c`, or before every dot.
fn chains(body: &Doc) -> impl Iterator<Item = Doc> {
    let parts = match body {
        Doc::Concat(parts) => &parts[..],
        _ => &[],
    };
    let chain = match parts {
        [Doc::Text(callee), arguments] if !callee.contains('<') => match callee.split('.').collect::<Vec<_>>()[..] {
            [first, second, third] => Some((first, second, third, arguments)),
            _ => None,
        },
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
