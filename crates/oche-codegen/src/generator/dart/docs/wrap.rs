//! Paragraphs of a doc comment, filled anew where a line of theirs is too long.

/// Lines of Markdown, none of them wider than `width` unless a single word is, or what may not be broken: code, tables,
/// headings.
pub fn wrap(lines: Vec<String>, width: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut block: Option<Block> = None;
    let mut fence: Option<String> = None;
    for line in lines {
        let trimmed = line.trim_start();
        let marks: String = trimmed.chars().take_while(|&c| c == '`' || c == '~').collect();
        if let Some(open) = &fence {
            if marks.starts_with(open.as_str()) && trimmed.trim_end().len() == marks.len() {
                fence = None;
            }
            out.push(line);
            continue;
        }
        let opens = marks.len() >= 3;
        if opens || stands_alone(&line, block.is_some()) {
            out.extend(block.take().into_iter().flat_map(|block| block.fill(width)));
            if opens {
                fence = Some(marks);
            }
            out.push(line);
        } else if let (Some(block), None) = (&mut block, marker(&line)) {
            block.lines.push(line);
        } else {
            out.extend(block.take().into_iter().flat_map(|block| block.fill(width)));
            block = Some(Block { lines: vec![line] });
        }
        // Two spaces or a backslash at the end ask for a line break.
        if block
            .as_ref()
            .and_then(|block| block.lines.last())
            .is_some_and(|last| ends_hard(last))
        {
            out.extend(block.take().into_iter().flat_map(|block| block.fill(width)));
        }
    }
    out.extend(block.into_iter().flat_map(|block| block.fill(width)));
    out
}

/// A paragraph, or an item of a list.
struct Block {
    lines: Vec<String>,
}

impl Block {
    fn fill(self, width: usize) -> Vec<String> {
        if self.lines.iter().all(|line| line.chars().count() <= width) {
            return self.lines;
        }
        let first = &self.lines[0];
        let indent = first.len() - first.trim_start().len();
        let hanging = match marker(first) {
            Some(length) => indent + length,
            None => indent,
        };
        let mut out = Vec::new();
        let mut line = " ".repeat(indent);
        let mut is_empty = true;
        for word in self.lines.iter().flat_map(|line| words(line.trim())) {
            let length = line.chars().count() + 1 + word.chars().count();
            // What looks like the start of a list or a heading would be one at the start of a line.
            if !is_empty && length > width && !stands_alone(&word, false) && marker(&format!("{word} x")).is_none() {
                out.push(std::mem::replace(&mut line, " ".repeat(hanging)));
                is_empty = true;
            }
            if !is_empty {
                line.push(' ');
            }
            line.push_str(&word);
            is_empty = false;
        }
        out.push(line);
        if self.lines.last().is_some_and(|last| last.ends_with("  "))
            && let Some(last) = out.last_mut()
        {
            last.push_str("  ");
        }
        out
    }
}

fn ends_hard(line: &str) -> bool {
    line.ends_with("  ") || line.ends_with('\\')
}

/// Whether a line is no text to be filled: empty, a heading, a rule, a table, a quotation, HTML, the definition of a link,
/// or code by its indentation, which there is not within a paragraph.
fn stands_alone(line: &str, in_paragraph: bool) -> bool {
    let trimmed = line.trim();
    trimmed.is_empty()
        || trimmed.starts_with(['#', '|', '>', '<', '='])
        || trimmed.starts_with('[') && trimmed.contains("]: ")
        || trimmed.len() >= 3 && trimmed.chars().all(|c| matches!(c, '-' | '*' | '_' | ' '))
        || line.starts_with("    ") && !in_paragraph
}

/// The length of a list's marker with the blanks behind it, if the line begins with one.
fn marker(line: &str) -> Option<usize> {
    let trimmed = line.trim_start();
    let digits = trimmed.chars().take_while(char::is_ascii_digit).count();
    let mark = match trimmed.as_bytes().get(digits)? {
        b'.' | b')' if digits > 0 => digits + 1,
        b'-' | b'*' | b'+' if digits == 0 => 1,
        _ => return None,
    };
    let blanks = trimmed[mark..].chars().take_while(|&c| c == ' ').count();
    (blanks > 0).then_some(mark + blanks)
}

/// The words of a line. Code and what is in square brackets is one word with what stands close to it.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '`' => {
                let marks = rest.len() - rest.trim_start_matches('`').len();
                rest[marks..].find(&rest[..marks]).map_or(marks, |at| at + 2 * marks)
            }
            '[' => rest.find(']').map_or(1, |at| at + 1),
            ' ' if word.is_empty() => {
                rest = &rest[1..];
                continue;
            }
            ' ' => {
                words.push(std::mem::take(&mut word));
                rest = &rest[1..];
                continue;
            }
            other => other.len_utf8(),
        };
        word.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str) -> String {
        wrap(text.lines().map(str::to_owned).collect(), 20).join("\n")
    }

    #[test]
    fn only_what_is_too_long_is_filled_anew() {
        for (text, expected) in [
            ("short\nlines stay", "short\nlines stay"),
            ("one two three four five six", "one two three four\nfive six"),
            (
                "one two three four five\nsix seven",
                "one two three four\nfive six seven",
            ),
            ("one two three four five\n\nsix", "one two three four\nfive\n\nsix"),
            // Items hang, and each is one of its own.
            ("- one two three four\n- five", "- one two three four\n- five"),
            (
                "- one two three four five\n- six",
                "- one two three four\n  five\n- six",
            ),
            ("12. one two three four\n    five", "12. one two three\n    four five"),
            // What must not be broken.
            (
                "say `a code span` and [a link with words](x)",
                "say `a code span`\nand\n[a link with words](x)",
            ),
            ("| a | table | that | is | wide |", "| a | table | that | is | wide |"),
            ("# A heading that is quite long", "# A heading that is quite long"),
            (
                "```\na line of code that is long\n```",
                "```\na line of code that is long\n```",
            ),
            ("a\n\n    code that is quite long", "a\n\n    code that is quite long"),
            // What would mean something at the start of a line.
            ("one two three four - five", "one two three four -\nfive"),
            ("one two three four 1. five", "one two three four 1.\nfive"),
            ("one two three four #five", "one two three four #five"),
            // A line break that was asked for.
            ("one two three four five  \nsix", "one two three four\nfive  \nsix"),
            ("averyveryverylongword one", "averyveryverylongword\none"),
            ("an `open backtick and more words", "an `open backtick\nand more words"),
        ] {
            assert_eq!(wrapped(text), expected, "{text}");
        }
    }
}
