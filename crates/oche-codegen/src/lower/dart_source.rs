//! Dart that the author writes: annotations and members. It is printed as it stands, so a bracket or a quote that is not
//! closed in it would break the whole file.

/// What stands open at a place of a Dart source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// A bracket, with the one that closes it.
    Bracket(char),
    Text {
        quote: char,
        triple: bool,
        raw: bool,
    },
}

/// A piece of Dart whose brackets and quotes are all closed.
pub(super) struct DartSource<'a> {
    /// Its lines, and whether each begins inside of text, where its blanks count.
    lines: Vec<(&'a str, bool)>,
}

impl<'a> DartSource<'a> {
    /// Reads `source`; what is wrong with it.
    pub(super) fn parse(source: &'a str) -> Result<Self, String> {
        let mut open: Vec<Open> = Vec::new();
        let mut in_text = vec![false];
        let mut rest = source;
        let mut before = ' ';
        while let Some(c) = rest.chars().next() {
            let mut taken = c.len_utf8();
            match open.last().copied() {
                Some(Open::Text { quote, triple, raw }) => {
                    let end: String = std::iter::repeat_n(quote, if triple { 3 } else { 1 }).collect();
                    if rest.starts_with(&end) {
                        taken = end.len();
                        open.pop();
                    } else if c == '\\' && !raw {
                        taken += rest[taken..].chars().next().map_or(0, char::len_utf8);
                    } else if rest.starts_with("${") && !raw {
                        taken = 2;
                        open.push(Open::Bracket('}'));
                    } else if c == '\n' && !triple {
                        return Err("a text in it does not end on its line".to_owned());
                    }
                }
                _ if rest.starts_with("//") => taken = rest.find('\n').unwrap_or(rest.len()),
                _ if rest.starts_with("/*") => taken = comment(rest).ok_or("a comment in it does not end")?,
                Some(Open::Bracket(close)) if c == close => drop(open.pop()),
                _ => match c {
                    '(' => open.push(Open::Bracket(')')),
                    '[' => open.push(Open::Bracket(']')),
                    '{' => open.push(Open::Bracket('}')),
                    ')' | ']' | '}' => return Err(format!("`{c}` in it closes nothing")),
                    '\'' | '"' => {
                        let triple = rest[1..].starts_with([c; 2].iter().collect::<String>().as_str());
                        taken = if triple { 3 } else { 1 };
                        open.push(Open::Text {
                            quote: c,
                            triple,
                            raw: before == 'r',
                        });
                    }
                    _ => {}
                },
            }
            let (passed, after) = rest.split_at(taken);
            let is_text = matches!(open.last(), Some(Open::Text { .. }));
            in_text.extend(passed.matches('\n').map(|_| is_text));
            before = passed.chars().next_back().unwrap_or(' ');
            rest = after;
        }
        match open.last() {
            None => Ok(Self {
                lines: source.split('\n').zip(in_text).collect(),
            }),
            Some(Open::Text { .. }) => Err("a text in it does not end".to_owned()),
            Some(Open::Bracket(close)) => Err(format!("a `{close}` is missing in it")),
        }
    }

    /// Its lines, set in by `indent` columns instead of by what they were written with, without empty ones around them.
    pub(super) fn indented(&self, indent: usize) -> Vec<String> {
        let is_blank = |line: &str| line.trim().is_empty();
        let code = || self.lines.iter().filter(|(line, in_text)| !in_text && !is_blank(line));
        let margin = |line: &str| line.len() - line.trim_start().len();
        // The first line may stand right behind the quote.
        let is_first = |line: &&str| std::ptr::eq(line.as_ptr(), self.lines[0].0.as_ptr());
        let margins = code().filter(|(line, _)| !is_first(line) || margin(line) > 0);
        let common = margins.map(|(line, _)| margin(line)).min().unwrap_or(0);
        let print = |&(line, in_text): &(&str, bool)| match (in_text, is_blank(line)) {
            (true, _) => line.to_owned(),
            (false, true) => String::new(),
            (false, false) => {
                let line = line.get(common.min(margin(line))..).unwrap_or(line);
                format!("{:indent$}{}", "", line.trim_end())
            }
        };
        let mut lines: Vec<String> = self.lines.iter().map(print).collect();
        let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
        lines.drain(..first);
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }
}

/// The length of the comment at the start of `source`. They nest.
fn comment(source: &str) -> Option<usize> {
    let (mut depth, mut at) = (0, 0);
    loop {
        let rest = &source[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += rest.chars().next()?.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(source: &str) -> Option<String> {
        DartSource::parse(source).err()
    }

    #[test]
    fn what_is_closed_is_fine() {
        for source in [
            "",
            "bool get isEmpty => length == 0;",
            "String get a => 'it\\'s ${b['x']} {';",
            "String get a => r'\\';",
            "final a = '''\n  } ' \n''';",
            "// a ) in a comment\nint get a => 1; /* } /* ' */ */",
            "Deprecated('use b (not c)')",
        ] {
            assert_eq!(problem(source), None, "{source}");
        }
    }

    #[test]
    fn what_is_not_closed_is_told() {
        for (source, about) in [
            ("int a() {", "`}` is missing"),
            ("int a() }", "`}` in it closes nothing"),
            ("f(]", "`]` in it closes nothing"),
            ("'a", "does not end"),
            ("'a\n'", "on its line"),
            ("/* a", "comment"),
            ("'${a'", "does not end"),
        ] {
            let problem = problem(source).unwrap_or_default();
            assert!(problem.contains(about), "{source}: {problem}");
        }
    }

    #[test]
    fn members_are_set_in_anew_and_text_stays() {
        let source = "int get a {\n            return 1;\n        }\n\n        final b = '''\n x''';\n    ";
        let lines = DartSource::parse(source)
            .map(|dart| dart.indented(2))
            .unwrap_or_default();
        let expected = [
            "  int get a {",
            "      return 1;",
            "  }",
            "",
            "  final b = '''",
            " x''';",
        ];
        assert_eq!(lines, expected);
        let lines = DartSource::parse("\n    a\n      b\n").map(|dart| dart.indented(2));
        assert_eq!(lines.unwrap_or_default(), ["  a", "    b"]);
    }
}
